//! [`TransportError`].

use std::fmt;

use super::clean;

/// Why a transport brought no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
}

/// What happened to the request, which decides whether it may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about: the server has not seen the request.
    Connect,
    /// It took too long; the server may have seen the request.
    Timeout,
    /// The connection broke after the request may have been sent.
    Lost,
    /// The answer's headers or body are larger than allowed.
    TooLarge,
    /// Nothing was sent, because it must not be: wrong scheme, bad request.
    Refused,
}

impl TransportError {
    /// An error with a message for people; the message is stripped of control characters and cut. It must hold neither
    /// a secret nor a URL with a query.
    pub fn new(kind: TransportErrorKind, message: impl AsRef<str>) -> Self {
        Self { kind, message: clean(message.as_ref()) }
    }

    /// What happened to the request.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// True when the server may have seen the request: its effect is unknown.
    pub fn is_ambiguous(&self) -> bool {
        match self.kind {
            TransportErrorKind::Connect | TransportErrorKind::Refused => false,
            TransportErrorKind::Timeout | TransportErrorKind::Lost | TransportErrorKind::TooLarge => true,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}

#[cfg(test)]
mod tests {
    use super::{TransportError, TransportErrorKind};
    use crate::{CallError, TokenError};

    #[test]
    fn what_happened_to_the_request_is_known_to_whoever_asked() {
        for kind in [TransportErrorKind::Connect, TransportErrorKind::Lost, TransportErrorKind::Timeout] {
            let error = TokenError::from(CallError::from(TransportError::new(kind, "x")));
            assert_eq!((error.transport_kind(), error.store_kind()), (Some(kind), None));
        }
        assert_eq!(TokenError::from(CallError::request("x")).transport_kind(), None);
    }
}
