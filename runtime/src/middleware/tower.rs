//! A `tower` layer.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use crate::authorize::{anew, authorized};
use crate::{Authorize, BoxFuture};

/// The error of a [`TokenService`]: the inner service's, or a [`TokenError`](crate::TokenError) when there is no token.
type BoxError = Box<dyn Error + Send + Sync>;

/// Puts a valid token, or other credentials, on every request.
///
/// Requests need an absolute address, so this goes outside of whatever cuts it down to a path.
///
/// A layer that follows redirects goes outside of this one too: each request is then authorized by itself, or refused. Inside,
/// it takes headers along to wherever a redirect leads. Those of `tower-http` and `reqwest` drop `Authorization` and cookies on
/// the way to another host, and no other header: a token in a header of its own
/// ([`Attach::header`](crate::Attach::header)) would arrive there.
///
/// ```
/// # use authwright::{TokenSource, middleware::TokenLayer};
/// # use tower_layer::Layer;
/// # fn under<C>(tokens: TokenSource, client: C) {
/// let client = TokenLayer::new(tokens).layer(client);
/// # }
/// ```
#[derive(Clone)]
pub struct TokenLayer<R = RepeatClone> {
    credentials: Arc<dyn Authorize>,
    repeat: R,
}

/// Says how a request is repeated after a 401.
pub trait RepeatRequest<B>: Clone + Send + 'static {
    /// A copy of the body to keep for the second time; `None` when it can be sent only once.
    fn copy(&self, body: &B) -> Option<B>;
}

/// Keeps a clone of the body; right for bodies in memory, which share their bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct RepeatClone;

/// Never sends a request twice; for bodies that cannot be cloned.
#[derive(Clone, Copy, Debug, Default)]
pub struct RepeatNothing;

impl<B: Clone> RepeatRequest<B> for RepeatClone {
    fn copy(&self, body: &B) -> Option<B> {
        Some(body.clone())
    }
}

impl<B> RepeatRequest<B> for RepeatNothing {
    fn copy(&self, _: &B) -> Option<B> {
        None
    }
}

impl TokenLayer {
    /// A layer for bodies that can be cloned, such as `Full<Bytes>`, `String` or `()`; for others, such as streams, see
    /// [`repeat`](TokenLayer::repeat). The credentials are a [`TokenSource`](crate::TokenSource), or anything else that
    /// authorizes requests.
    pub fn new(credentials: impl Authorize + 'static) -> Self {
        Self { credentials: Arc::new(credentials), repeat: RepeatClone }
    }
}

impl<R> TokenLayer<R> {
    /// Sets how requests are repeated after a 401; [`RepeatNothing`] takes bodies of every kind.
    #[must_use]
    pub fn repeat<N>(self, repeat: N) -> TokenLayer<N> {
        TokenLayer { credentials: self.credentials, repeat }
    }
}

impl<R> fmt::Debug for TokenLayer<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenLayer").finish_non_exhaustive()
    }
}

impl<S, R: Clone> Layer<S> for TokenLayer<R> {
    type Service = TokenService<S, R>;

    fn layer(&self, inner: S) -> Self::Service {
        TokenService { inner, credentials: Arc::clone(&self.credentials), repeat: self.repeat.clone() }
    }
}

/// The service of a [`TokenLayer`].
#[derive(Clone)]
pub struct TokenService<S, R = RepeatClone> {
    inner: S,
    credentials: Arc<dyn Authorize>,
    repeat: R,
}

impl<S, R> fmt::Debug for TokenService<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenService").finish_non_exhaustive()
    }
}

impl<S, R, B, A> Service<Request<B>> for TokenService<S, R>
where
    S: Service<Request<B>, Response = Response<A>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    R: RepeatRequest<B>,
    B: Send + 'static,
    A: Send + 'static,
{
    type Response = Response<A>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<A>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The one that was found ready answers this call; its clone takes its place.
        let next = self.inner.clone();
        let inner = mem::replace(&mut self.inner, next);
        let (credentials, copy) = (Arc::clone(&self.credentials), self.repeat.copy(request.body()));
        Box::pin(send(inner, credentials, request, copy))
    }
}

async fn send<S, B, A>(
    mut inner: S,
    credentials: Arc<dyn Authorize>,
    request: Request<B>,
    copy: Option<B>,
) -> Result<Response<A>, BoxError>
where
    S: Service<Request<B>, Response = Response<A>>,
    S::Error: Into<BoxError>,
{
    let (parts, body) = request.into_parts();
    let second = copy.map(|copy| Request::from_parts(parts.clone(), copy));
    let (first, carried) = authorized(&credentials, Request::from_parts(parts, body)).await?;
    let answer = inner.call(first).await.map_err(Into::into)?;
    if !credentials.answered(&carried, answer.status(), answer.headers()) {
        return Ok(answer);
    }
    let Some(second) = second else { return Ok(answer) };
    let Some((second, carried)) = anew(&credentials, second, &carried).await else { return Ok(answer) };
    drop(answer);
    poll_fn(|context| inner.poll_ready(context)).await.map_err(Into::into)?;
    let answer = inner.call(second).await.map_err(Into::into)?;
    credentials.answered(&carried, answer.status(), answer.headers());
    Ok(answer)
}
