//! [`Blocking`]: a blocking client under the async signature.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use super::{BlockingTransport, HttpTransport};
use crate::blocking::{self, NoThread};
use crate::{BoxFuture, TransportError, TransportErrorKind};

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
            let (kind, message) = match blocking::run(move || transport.send(request)).await {
                Ok(result) => return result,
                Err(NoThread::NotStarted) => (TransportErrorKind::Connect, "there is no thread to send the request on"),
                Err(NoThread::Died) => (TransportErrorKind::Lost, "the thread that sent the request died"),
            };
            Err(TransportError::new(kind, message))
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

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::block_on;
    use crate::blocking::tests::NONE_LEFT;

    #[test]
    fn a_request_without_a_thread_was_surely_not_seen() {
        let transport = Blocking::new(|_| panic!("nothing can be sent"));
        NONE_LEFT.set(true);
        let mut sent = transport.send(Request::new(Bytes::new()));
        let Poll::Ready(Err(error)) = sent.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("there is nothing to wait for")
        };
        NONE_LEFT.set(false);
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert!(!error.is_ambiguous());
    }

    #[test]
    fn one_whose_thread_died_may_have_been() {
        let transport = Blocking::new(|_| panic!("as the test wants it"));
        let mut sent = transport.send(Request::new(Bytes::new()));
        // The first look is not block_on's own, which would send it on this thread.
        let first = sent.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let error = match first {
            Poll::Ready(result) => result,
            Poll::Pending => block_on(sent),
        };
        assert!(error.unwrap_err().is_ambiguous());
    }
}
