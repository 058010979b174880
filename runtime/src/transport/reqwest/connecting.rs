//! The time in which a request has no connection: how long it may last, and whether it is over.

use std::error::Error;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::timeout;
use tower_layer::Layer;
use tower_service::Service;

use crate::BoxFuture;

tokio::task_local! {
    /// The request that this task makes.
    static CURRENT: Arc<Attempt>;
}

/// A request on its way to a connection.
struct Attempt {
    limit: Duration,
    connecting: AtomicBool,
}

/// Makes a request in this future, which waits for a connection no longer than this.
pub(super) fn within<F: Future>(limit: Duration, request: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(Arc::new(Attempt { limit, connecting: AtomicBool::new(false) }), request)
}

/// True while the request of this task waits for a connection, so that nothing of it can have been sent.
pub(super) fn is_under_way() -> bool {
    CURRENT.try_with(|attempt| attempt.connecting.load(Ordering::Relaxed)).unwrap_or(false)
}

/// Puts the limit of each request on the connections that are made for it; the client itself has but one for all.
#[derive(Clone, Copy)]
pub(super) struct Limit;

/// What makes connections, under that limit.
#[derive(Clone)]
pub(super) struct Limited<S>(S);

impl<S> Layer<S> for Limit {
    type Service = Limited<S>;

    fn layer(&self, inner: S) -> Limited<S> {
        Limited(inner)
    }
}

type Failure = Box<dyn Error + Send + Sync>;

impl<S, D> Service<D> for Limited<S>
where
    S: Service<D, Error = Failure>,
    S::Response: 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = Failure;
    type Future = BoxFuture<'static, Result<S::Response, Failure>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, destination: D) -> Self::Future {
        let connecting = self.0.call(destination);
        match CURRENT.try_with(Arc::clone) {
            Ok(attempt) => Box::pin(watched(connecting, attempt)),
            Err(_) => Box::pin(connecting),
        }
    }
}

async fn watched<T>(connecting: impl Future<Output = Result<T, Failure>>, attempt: Arc<Attempt>) -> Result<T, Failure> {
    let mut connecting = pin!(timeout(attempt.limit, connecting));
    let result = poll_fn(|context| {
        let poll = connecting.as_mut().poll(context);
        // A connection that another request gives back may come first. The request is on its way then, and this one goes on in
        // a task of its own, before anything else in the request's.
        let here = CURRENT.try_with(|current| Arc::ptr_eq(current, &attempt)).unwrap_or(false);
        attempt.connecting.store(here && poll.is_pending(), Ordering::Relaxed);
        poll
    });
    result.await?
}
