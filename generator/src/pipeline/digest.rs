//! SHA-256 of a document, worked out beside the stages where it is large.

use std::{
    fmt::Write,
    sync::{Arc, OnceLock},
};

use sha2::{Digest as _, Sha256};

use crate::parallel;

/// From this many bytes on, it pays to let another thread do it.
const LARGE: usize = 1 << 17;

/// A digest that may still be at work.
pub(super) struct Digest(Arc<Waiting>);

struct Waiting {
    text: Arc<String>,
    made: OnceLock<String>,
}

impl Digest {
    pub(super) fn begin(text: &Arc<String>) -> Self {
        let waiting = Arc::new(Waiting { text: Arc::clone(text), made: OnceLock::new() });
        if text.len() >= LARGE {
            let beside = Arc::clone(&waiting);
            parallel::beside(move || {
                beside.get();
            });
        }
        Self(waiting)
    }

    /// The digest, hexadecimal.
    pub(super) fn finish(&self) -> &str {
        self.0.get()
    }
}

impl Waiting {
    fn get(&self) -> &str {
        self.made.get_or_init(|| sha256(&self.text))
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Digest, LARGE};

    #[test]
    fn large_and_small_texts_have_the_right_digest() {
        let abc = Digest::begin(&Arc::new("abc".to_owned()));
        assert_eq!(abc.finish(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let large = Arc::new("a".repeat(LARGE));
        assert_eq!(Digest::begin(&large).finish(), super::sha256(&large));
    }
}
