//! The pause after a failure: who comes during it is given that failure instead of making another request.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::random::jittered;
use crate::{Moment, TokenError};

/// The pause after the first failure that may pass; it doubles with each that follows.
const FIRST: Duration = Duration::from_secs(1);

/// The longest pause after failures that may pass.
const LONGEST: Duration = Duration::from_secs(60);

/// The pause after a failure that does not pass by itself: long enough to spare the server, short enough for a person
/// who has mended it.
const PERMANENT: Duration = Duration::from_secs(30);

/// The least share of a pause that jitter leaves.
const LEAST: f64 = 0.5;

/// The pause after a failure.
#[derive(Default)]
pub(super) struct Pause(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    current: Option<(Moment, TokenError)>,
}

impl Pause {
    /// The failure to share with a caller who comes now, and how long it still counts.
    pub(super) fn failure(&self, now: Moment) -> Option<TokenError> {
        let state = self.state();
        let (until, error) = state.current.as_ref()?;
        // The steady clock alone: setting the wall clock must neither end nor prolong a pause.
        let left = until.since(now);
        (!left.is_zero()).then(|| error.clone().with_retry_after(left))
    }

    /// Begins a pause after a failure. What the server asked for counts before our own reckoning.
    pub(super) fn begin(&self, now: Moment, error: &TokenError) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        let wait = if error.is_retryable() {
            let doubled = FIRST.saturating_mul(1 << (state.failures - 1).min(6)).min(LONGEST);
            error.retry_after().unwrap_or_default().max(jittered(doubled, LEAST))
        } else {
            PERMANENT
        };
        state.current = Some((now.after(wait), error.clone()));
    }

    /// Ends the pause: a token has come.
    pub(super) fn end(&self) {
        *self.state() = State::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
