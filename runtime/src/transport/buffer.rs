//! A reply's body on its way in: bounded, and wiped.

use bytes::Bytes;
use zeroize::Zeroizing;

use crate::{TransportError, TransportErrorKind};

/// Collects a body up to a limit. It leaves no unwiped copy behind when it grows.
pub(super) struct Buffer {
    bytes: Zeroizing<Vec<u8>>,
    limit: usize,
}

impl Buffer {
    pub(super) fn new(limit: usize) -> Self {
        Self { bytes: Zeroizing::new(Vec::new()), limit }
    }

    /// Adds a piece, or says that the body is too large.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), TransportError> {
        let needed = self.bytes.len().saturating_add(piece.len());
        if needed > self.limit {
            let message = format!("the answer's body is larger than {} bytes", self.limit);
            return Err(TransportError::new(TransportErrorKind::TooLarge, message));
        }
        if needed > self.bytes.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(self.bytes.capacity() * 2)));
            larger.extend_from_slice(&self.bytes);
            self.bytes = larger;
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    pub(super) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Buffer;

    #[test]
    fn the_limit_is_exact() {
        let mut buffer = Buffer::new(4);
        assert!(buffer.push(b"abc").is_ok() && buffer.push(b"d").is_ok());
        assert!(buffer.push(b"e").is_err());
        assert_eq!(buffer.into_bytes(), "abcd");
    }
}
