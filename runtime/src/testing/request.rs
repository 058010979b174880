//! [`FakeRequest`].

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

/// A request that a [`FakeProvider`](super::FakeProvider) was sent. Neither headers nor body print.
#[derive(Clone)]
pub struct FakeRequest(Request<Bytes>);

impl FakeRequest {
    pub(super) fn new(request: Request<Bytes>) -> Self {
        Self(request)
    }

    /// The method.
    pub fn method(&self) -> &Method {
        self.0.method()
    }

    /// The address.
    pub fn uri(&self) -> &Uri {
        self.0.uri()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        self.0.body()
    }

    /// The body as text, with what is no UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.0.body()).into_owned()
    }

    pub(super) fn is(&self, method: &Method, path: &str) -> bool {
        self.method() == method && self.uri().path() == path
    }
}

impl fmt::Debug for FakeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeRequest")
            .field("method", self.method())
            .field("path", &self.uri().path())
            .finish_non_exhaustive()
    }
}
