//! [`CallError`].

use std::fmt;

use http::StatusCode;

use super::{ConfigError, TransportError, TransportErrorKind};
use crate::json::JsonError;

/// Why a typed call gave no typed answer. Replies with an error status are not among these: they are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallError {
    kind: CallErrorKind,
    message: String,
    pointer: Option<String>,
    ambiguous: bool,
    /// What the transport said, where it was that.
    transport: Option<TransportErrorKind>,
    /// That of an answer of another media type, which is hardly from who was asked.
    status: Option<StatusCode>,
}

/// What went wrong in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallErrorKind {
    /// The request could not be built; nothing was sent.
    Request,
    /// No connection, or it broke.
    Transport,
    /// It took too long.
    Timeout,
    /// The answer is larger than allowed.
    TooLarge,
    /// The answer is not of the media type that was asked for.
    MediaType,
    /// The answer is not what the specification says; [`CallError::pointer`] names the place.
    Decode,
}

impl CallError {
    /// The request cannot be built.
    pub fn request(message: impl Into<String>) -> Self {
        Self::new(CallErrorKind::Request, message, false)
    }

    /// The answer has a media type that cannot be read.
    pub(crate) fn media_type(message: impl Into<String>, status: StatusCode) -> Self {
        Self { status: Some(status), ..Self::new(CallErrorKind::MediaType, message, true) }
    }

    /// The answer cannot be decoded.
    pub(crate) fn decode(message: impl Into<String>) -> Self {
        Self::new(CallErrorKind::Decode, message, true)
    }

    fn new(kind: CallErrorKind, message: impl Into<String>, ambiguous: bool) -> Self {
        Self { kind, message: message.into(), pointer: None, ambiguous, transport: None, status: None }
    }

    /// What went wrong.
    pub fn kind(&self) -> CallErrorKind {
        self.kind
    }

    /// What happened to the request, where the transport brought no answer.
    pub fn transport_kind(&self) -> Option<TransportErrorKind> {
        self.transport
    }

    /// The place in the answer's JSON that could not be decoded, as a JSON pointer (RFC 6901).
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// What is wrong with an answer, for those who have said already that it is not what the specification says.
    pub(crate) fn problem(&self) -> &str {
        self.message.strip_prefix(NOT_AS_SPECIFIED).unwrap_or(&self.message)
    }

    /// The same where the status is told apart: the message without it, and the status.
    pub(crate) fn parts(&self) -> (&str, Option<StatusCode>) {
        (&self.message, self.status)
    }

    /// True when the same call may succeed later. Whether it may be repeated is another question: see
    /// [`is_ambiguous`](Self::is_ambiguous).
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind, CallErrorKind::Transport | CallErrorKind::Timeout)
    }

    /// True when the server may have acted on the request though no usable answer came.
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match self.status {
            Some(status) => write!(f, " (status {})", status.as_u16()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CallError {}

impl From<TransportError> for CallError {
    fn from(error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect | TransportErrorKind::Lost => CallErrorKind::Transport,
            TransportErrorKind::Timeout => CallErrorKind::Timeout,
            TransportErrorKind::TooLarge => CallErrorKind::TooLarge,
            TransportErrorKind::Refused => CallErrorKind::Request,
        };
        Self { transport: Some(error.kind()), ..Self::new(kind, error.to_string(), error.is_ambiguous()) }
    }
}

const NOT_AS_SPECIFIED: &str = "the reply is not what the specification says: ";

impl From<JsonError> for CallError {
    fn from(error: JsonError) -> Self {
        let message = format!("{NOT_AS_SPECIFIED}{error}");
        Self { pointer: Some(error.pointer().to_owned()), ..Self::decode(message) }
    }
}

impl From<ConfigError> for CallError {
    fn from(error: ConfigError) -> Self {
        Self::request(error.to_string())
    }
}
