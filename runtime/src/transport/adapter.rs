//! [`Blocking`]: a blocking client under the async signature.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use super::{BlockingTransport, HttpTransport};
use crate::{BoxFuture, TransportError, TransportErrorKind, blocking};

/// A blocking client as an [`HttpTransport`].
///
/// It blocks the calling thread only inside [`block_on`](crate::block_on) and on the threads of this crate; under an
/// executor each request gets a thread of its own.
pub struct Blocking<T>(Arc<T>);

impl<T: BlockingTransport> Blocking<T> {
    /// Wraps the client.
    pub fn new(transport: T) -> Self {
        Self(Arc::new(transport))
    }
}

impl<T: BlockingTransport> HttpTransport for Blocking<T> {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let transport = Arc::clone(&self.0);
        Box::pin(async move {
            match blocking::run(move || transport.send(request)).await {
                Ok(result) => result,
                Err(blocking::NoThread) => {
                    Err(TransportError::new(TransportErrorKind::Lost, "the request's thread did not start, or died"))
                }
            }
        })
    }
}

impl<T> Clone for Blocking<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Blocking<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blocking")
    }
}
