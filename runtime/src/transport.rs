//! How requests get out: a trait that a closure satisfies, and no type of any HTTP client.

mod adapter;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
mod buffer;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
mod coding;
mod default;
mod options;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "ureq")]
mod ureq;

pub use adapter::Blocking;
pub(crate) use default::default_transport;
pub use options::CallOptions;
#[cfg(feature = "reqwest")]
pub use reqwest::ReqwestTransport;
#[cfg(feature = "ureq")]
pub use ureq::UreqTransport;

use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use crate::{BoxFuture, TransportError};

/// Sends one request and brings the whole answer.
///
/// What every implementation owes: no redirect is followed; the time and size limits of the [`CallOptions`] found in
/// `request.extensions()` hold, the size after decompression; an error says whether the server may have seen the
/// request. `http::Request` prints its body in `Debug`, and the body holds secrets: do not log it.
///
/// Any `Fn(Request<Bytes>) -> impl Future<Output = Result<Response<Bytes>, TransportError>>` is one, and an `Arc` of one, which several
/// clients may share.
pub trait HttpTransport: Send + Sync + 'static {
    /// Sends the request.
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;
}

impl<F, A> HttpTransport for F
where
    F: Fn(Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self(request))
    }
}

impl<T: HttpTransport + ?Sized> HttpTransport for Arc<T> {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        (**self).send(request)
    }
}

/// The same for clients that block; [`Blocking`] makes an [`HttpTransport`] of it.
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends the request and waits for the answer.
    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError>;
}

impl<F> BlockingTransport for F
where
    F: Fn(Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + Sync + 'static,
{
    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self(request)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use http::{Request, Response};

    use super::HttpTransport;
    use crate::{TransportError, block_on};

    fn sent(transport: &impl HttpTransport) -> Bytes {
        block_on(transport.send(Request::new(Bytes::new()))).unwrap().into_body()
    }

    #[test]
    fn clients_may_share_one() {
        let answer = || Ok::<_, TransportError>(Response::new(Bytes::from_static(b"one")));
        let shared: Arc<dyn HttpTransport> = Arc::new(move |_| std::future::ready(answer()));
        assert_eq!(sent(&shared), "one");
    }
}
