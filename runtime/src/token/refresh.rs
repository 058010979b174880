//! [`RefreshToken`].

use std::fmt;

use crate::Secret;

/// What one gets the next access token with (RFC 6749 section 1.5). Many servers accept it once.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(Secret);

impl RefreshToken {
    /// Wraps the token's text.
    pub fn new(text: impl Into<Secret>) -> Self {
        Self(text.into())
    }

    /// The token's text.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The token as a secret.
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken([redacted])")
    }
}

impl From<Secret> for RefreshToken {
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}
