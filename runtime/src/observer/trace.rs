//! Events and spans for `tracing`. `docs/observability.md` lists them.

use tracing::{Level, Span, event, span};

use super::{Outcome, RefreshEvent};

/// What every event and span says it comes from.
const TARGET: &str = "authwright";

/// The span of one refresh, from its beginning to its end; a child of the span of the caller who began it.
pub(super) fn refresh_span(begun: &RefreshEvent<'_>) -> Span {
    let (provider, generation) = (begun.provider, begun.generation.number());
    let (zone, cause) = (begun.zone.name(), begun.cause.name());
    span!(target: TARGET, Level::DEBUG, "authwright.refresh", provider, generation, zone, cause)
}

/// One event for one thing that happened; failures are warnings, everything else is for those who look.
pub(super) fn tell(event: &RefreshEvent<'_>) {
    let (provider, generation) = (event.provider, event.generation.number());
    let (zone, cause, outcome) = (event.zone.name(), event.cause.name(), event.outcome.name());
    let duration = event.duration.as_secs_f64();
    if let Outcome::Failed(kind) = event.outcome {
        let (kind, retryable) = (kind.name(), event.retryable);
        event!(
            target: TARGET, Level::WARN,
            provider, generation, zone, cause, outcome, duration, kind, retryable,
            "no new token"
        );
    } else {
        event!(target: TARGET, Level::DEBUG, provider, generation, zone, cause, outcome, duration, "token event");
    }
}
