//! Counters for `metrics`. `docs/observability.md` lists them.

use metrics::{counter, histogram};

use super::{Outcome, RefreshEvent};

/// Counts one thing that happened.
pub(super) fn tell(event: &RefreshEvent<'_>) {
    let provider = || event.provider.to_owned();
    let (cause, outcome) = (event.cause.name(), event.outcome.name());
    match event.outcome {
        Outcome::Begun => {
            counter!("authwright_refreshes_begun_total", "provider" => provider(), "cause" => cause).increment(1);
        }
        Outcome::Invalidated => counter!("authwright_invalidations_total", "provider" => provider()).increment(1),
        Outcome::Revoked => counter!("authwright_revocations_total", "provider" => provider()).increment(1),
        // The server knows of nothing: it is no revocation.
        Outcome::Forgotten => {}
        Outcome::Failed(kind) => {
            counter!("authwright_failures_total", "provider" => provider(), "kind" => kind.name()).increment(1);
            ended(event, outcome);
        }
        Outcome::Adopted | Outcome::Refreshed | Outcome::Issued => ended(event, outcome),
    }
}

/// A refresh has ended, well or not.
fn ended(event: &RefreshEvent<'_>, outcome: &'static str) {
    let (provider, cause) = (event.provider.to_owned(), event.cause.name());
    let labels = [("provider", provider.clone()), ("cause", cause.to_owned()), ("outcome", outcome.to_owned())];
    counter!("authwright_refreshes_total", &labels).increment(1);
    let labels = [("provider", provider), ("outcome", outcome.to_owned())];
    histogram!("authwright_refresh_duration_seconds", &labels).record(event.duration.as_secs_f64());
}
