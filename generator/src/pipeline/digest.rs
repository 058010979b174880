//! SHA-256 of a document, worked out beside the stages where it is large.

use std::{
    fmt::Write,
    sync::Arc,
    thread::{self, JoinHandle},
};

use sha2::{Digest as _, Sha256};

/// From this many bytes on, a thread of its own pays.
const LARGE: usize = 1 << 17;

/// A digest that may still be at work.
pub(super) enum Digest {
    Working(JoinHandle<String>),
    Waiting(Arc<String>),
}

impl Digest {
    pub(super) fn begin(text: &Arc<String>) -> Self {
        let waiting = Self::Waiting(Arc::clone(text));
        if text.len() < LARGE {
            return waiting;
        }
        let text = Arc::clone(text);
        thread::Builder::new().spawn(move || sha256(&text)).map_or(waiting, Self::Working)
    }

    /// The digest, hexadecimal.
    pub(super) fn finish(self) -> String {
        match self {
            // The thread does not panic; should it, there is no digest to be told.
            Self::Working(thread) => thread.join().unwrap_or_default(),
            Self::Waiting(text) => sha256(&text),
        }
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
        let abc = Digest::begin(&Arc::new("abc".to_owned())).finish();
        assert_eq!(abc, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let large = Arc::new("a".repeat(LARGE));
        assert_eq!(Digest::begin(&large).finish(), super::sha256(&large));
    }
}
