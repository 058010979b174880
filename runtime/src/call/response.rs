//! [`Response`]: a typed answer.

use std::fmt;
use std::ops::Deref;

use http::{HeaderMap, StatusCode};

/// A typed body with the status and headers it came with. It reads as the body itself.
///
/// It is one pointer wide, so that results and errors that hold one stay small.
#[derive(Clone)]
pub struct Response<T>(Box<Parts<T>>);

#[derive(Clone)]
struct Parts<T> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
}

impl<T> Response<T> {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: T) -> Self {
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

    /// The body.
    pub fn body(&self) -> &T {
        &self.0.body
    }

    /// The body, taken out.
    pub fn into_body(self) -> T {
        self.0.body
    }

    /// The same reply with its body changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let Parts { status, headers, body } = *self.0;
        Response::new(status, headers, change(body))
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.body
    }
}

impl<T> fmt::Debug for Response<T> {
    /// Neither headers nor body: any header may be a session, and an error's body is a server's own text, in which it may
    /// repeat what it was sent. [`body`](Self::body) prints on request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status()).finish_non_exhaustive()
    }
}
