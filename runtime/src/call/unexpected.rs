//! [`UnexpectedReply`].

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::coding;

/// A reply with a status that the specification does not name. Its body is there on request and does not print.
#[derive(Clone)]
pub struct UnexpectedReply(Box<Parts>);

#[derive(Clone)]
struct Parts {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl UnexpectedReply {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self(Box::new(Parts { status, headers, body }))
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
        write!(f, "the server answered with status {}, which its specification does not name", self.0.status.as_u16())?;
        match coding::undecoded(&self.0.headers, &self.0.body) {
            Some(undecoded) => write!(f, "; {undecoded}"),
            None => Ok(()),
        }
    }
}
