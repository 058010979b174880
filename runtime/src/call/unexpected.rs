//! [`UnexpectedReply`].

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::coding;
use crate::CallError;

/// A reply with a status that the specification does not name, or with a body that is not the one it describes. The body is
/// there on request and does not print.
#[derive(Clone)]
pub struct UnexpectedReply(Box<Parts>);

#[derive(Clone)]
struct Parts {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// Why the body could not be read, where the specification names the status.
    error: Option<CallError>,
}

impl UnexpectedReply {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self(Box::new(Parts { status, headers, body, error: None }))
    }

    /// The same of a status that the specification names, where the body could not be read.
    pub(super) fn because_of(mut self, error: CallError) -> Self {
        self.0.error = Some(error);
        self
    }

    /// Why the body could not be read, and [where](CallError::pointer) in it; `None` where the specification does not name
    /// the status, so that nobody tried.
    pub fn error(&self) -> Option<&CallError> {
        self.0.error.as_ref()
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers. Their values do not print.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body. It may hold secrets.
    pub fn bytes(&self) -> &Bytes {
        &self.0.body
    }

    /// The body as text, with what is no UTF-8 replaced. It may hold secrets.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.body).into_owned()
    }
}

impl fmt::Debug for UnexpectedReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnexpectedReply").field("status", &self.0.status).finish_non_exhaustive()
    }
}

impl fmt::Display for UnexpectedReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered with status {}", self.0.status.as_u16())?;
        if let Some(error) = &self.0.error {
            return write!(f, " and a body that its specification does not describe: {}", error.problem());
        }
        f.write_str(", which its specification does not name")?;
        match coding::undecoded(&self.0.headers, &self.0.body) {
            Some(undecoded) => write!(f, "; {undecoded}"),
            None => Ok(()),
        }
    }
}
