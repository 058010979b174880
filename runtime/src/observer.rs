//! [`RefreshObserver`]: what happens to a session, seen from outside.
//!
//! The features `tracing` and `metrics` say the same to those two crates, without an observer of one's own.

#[cfg(feature = "metrics")]
mod count;
#[cfg(feature = "tracing")]
mod trace;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::{ErrorKind, Generation};

/// Is told what happens to a session. It never sees a secret. Called on the thread that runs the refresh: be quick.
pub trait RefreshObserver: Send + Sync + fmt::Debug + 'static {
    /// Something happened.
    fn observe(&self, event: &RefreshEvent<'_>);
}

/// True when somebody may be told.
pub(crate) fn is_observed(observer: Option<&Arc<dyn RefreshObserver>>) -> bool {
    cfg!(any(feature = "tracing", feature = "metrics")) || observer.is_some()
}

/// Tells everybody who wants to know.
pub(crate) fn tell(observer: Option<&Arc<dyn RefreshObserver>>, event: &RefreshEvent<'_>) {
    #[cfg(feature = "tracing")]
    trace::tell(event);
    #[cfg(feature = "metrics")]
    count::tell(event);
    if let Some(observer) = observer {
        observer.observe(event);
    }
}

/// The refresh that this event begins, inside a span of its own where there are spans.
pub(crate) fn spanned<F: Future<Output = ()>>(
    event: &RefreshEvent<'_>,
    refresh: F,
) -> impl Future<Output = ()> + use<F> {
    #[cfg(feature = "tracing")]
    return tracing::Instrument::instrument(refresh, trace::refresh_span(event));
    #[cfg(not(feature = "tracing"))]
    {
        let _ = event;
        refresh
    }
}

/// One thing that happened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RefreshEvent<'a> {
    /// The provider, as the grant names it.
    pub provider: &'a str,
    /// The generation that was live when it happened, or that was reached.
    pub generation: Generation,
    /// In which zone of its life the live token was.
    pub zone: Zone,
    /// Why the refresh was begun.
    pub cause: Cause,
    /// What happened.
    pub outcome: Outcome,
    /// How long it took since the refresh was begun; zero at its beginning.
    pub duration: Duration,
    /// False after a failure that does not pass by itself.
    pub retryable: bool,
}

/// In which zone of its life a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// It is served.
    Fresh,
    /// It is served, and a new one is fetched in the background.
    Advisory,
    /// Callers wait for a new one.
    Mandatory,
}

/// Why a refresh was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// There was no token yet.
    Missing,
    /// The token will end soon.
    Expiring,
    /// The token has ended, or is about to.
    Expired,
    /// A request with the token was answered with 401.
    Refused,
    /// The caller asked for it.
    Requested,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// A refresh was begun.
    Begun,
    /// A sibling had already refreshed; its tokens were taken over.
    Adopted,
    /// The refresh token was exchanged.
    Refreshed,
    /// The credentials were exchanged.
    Issued,
    /// No token came of it.
    Failed(ErrorKind),
    /// A token was answered with 401 and is not served any more.
    Invalidated,
    /// The tokens were revoked.
    Revoked,
    /// The tokens were forgotten, and the server was not told.
    Forgotten,
}

impl Zone {
    /// A short name for logs and counters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Advisory => "advisory",
            Self::Mandatory => "mandatory",
        }
    }
}

impl Cause {
    /// A short name for logs and counters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Requested => "requested",
        }
    }
}

impl Outcome {
    /// A short name for logs and counters; a failure's kind has its own.
    pub fn name(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Adopted => "adopted",
            Self::Refreshed => "refreshed",
            Self::Issued => "issued",
            Self::Failed(_) => "failed",
            Self::Invalidated => "invalidated",
            Self::Revoked => "revoked",
            Self::Forgotten => "forgotten",
        }
    }
}
