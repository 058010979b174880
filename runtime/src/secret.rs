//! [`Secret`]: text that never prints and is wiped from memory.

use std::fmt;
use std::sync::Arc;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

/// A password, key or token.
///
/// It prints as `[redacted]`, has no `Display`, compares in constant time, and its one copy in memory is wiped when
/// the last clone is dropped. Reading it takes an explicit [`expose`](Self::expose).
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<Box<str>>>);

impl Secret {
    /// Takes over the text; the given string is wiped after it was copied.
    pub fn new(text: impl Into<String>) -> Self {
        let mut text = text.into();
        // A fresh box of the exact size: shrinking the string in place could leave an unwiped copy behind.
        let boxed: Box<str> = Box::from(text.as_str());
        text.zeroize();
        Self(Arc::new(Zeroizing::new(boxed)))
    }

    /// The text itself. Every call of this is a place where the secret may leave.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True for the empty string, which OAuth treats as absent (RFC 6749 section 3.2).
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The empty text.
impl Default for Secret {
    fn default() -> Self {
        Self::from("")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Arc::new(Zeroizing::new(Box::from(text))))
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn never_prints() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?}"), "[redacted]");
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn compares_by_text() {
        assert_eq!(Secret::new("a"), Secret::from("a"));
        assert_ne!(Secret::new("a"), Secret::from("ab"));
    }
}
