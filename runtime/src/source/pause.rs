//! The pause after a failure: who comes during it is given that failure instead of making another request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::millis;
use crate::random::jittered;
use crate::shape::LONGEST_WAIT;
use crate::{ErrorKind, Moment, TokenError};

/// The pause after the first failure that may pass; it doubles with each that follows.
const FIRST: Duration = Duration::from_secs(1);

/// The longest pause after failures that may pass.
const LONGEST: Duration = Duration::from_secs(60);

/// The pause after the first failure that does not pass by itself: long enough to spare the server, short enough for a
/// person who has mended it. It doubles with each that follows, up to [`LONGEST_WAIT`]: wrong credentials that are sent over
/// and over lock accounts.
const PERMANENT: Duration = Duration::from_secs(30);

/// The least share of a pause that jitter leaves.
const LEAST: f64 = 0.5;

/// A token refused earlier than this after it came counts as refused on arrival.
const YOUNG: Duration = Duration::from_secs(10);

/// Between two looks into the store during a pause.
const LOOKS: Duration = Duration::from_secs(1);

/// So many tokens in a row may be refused on arrival before there is a pause.
const STRIKES: u32 = 2;

/// A refusal so long after the one before is no longer in a row with it: longer than any pause between two of them.
const QUIET: Duration = Duration::from_secs(120);

/// The pause after a failure.
#[derive(Default)]
pub(super) struct Pause {
    /// Its end on the steady clock, in milliseconds: read without the lock by those who come when there is none.
    end: AtomicU64,
    /// When somebody last looked whether a sibling was luckier, on the same clock.
    looked: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    /// Failures in a row that do not pass by themselves.
    refusals: u32,
    /// Whether the flight before was dropped.
    dropped: bool,
    /// Tokens in a row that were refused on arrival.
    strikes: u32,
    last_strike: Option<Moment>,
    current: Option<(Moment, TokenError)>,
}

impl Pause {
    /// True while there is a pause. One that would last longer than any can was begun on another machine's clock, of which
    /// this process is a restored image.
    pub(super) fn is_on(&self, now: Moment) -> bool {
        let left = self.end.load(Ordering::Relaxed).saturating_sub(millis(now.steady()));
        left > 0 && left <= millis(LONGEST_WAIT) + 1
    }

    /// The failure to share with a caller who comes now, with the time for which it still counts.
    pub(super) fn failure(&self, now: Moment) -> Option<TokenError> {
        if !self.is_on(now) {
            return None;
        }
        let state = self.state();
        let (end, error) = state.current.as_ref()?;
        // The steady clock alone: setting the wall clock must neither end nor prolong a pause.
        Some(error.clone().with_retry_after(end.since(now)))
    }

    /// True for one caller a second: who has no token during a pause looks whether a sibling has got one.
    pub(super) fn may_look(&self, now: Moment) -> bool {
        let (last, now) = (self.looked.load(Ordering::Relaxed), millis(now.steady()));
        let recent = (last..last.saturating_add(millis(LOOKS))).contains(&now);
        !recent && self.looked.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Begins a pause after a failure. What the server asked for counts if it is longer than our own reckoning.
    pub(super) fn begin(&self, now: Moment, error: &TokenError) {
        let mut state = self.state();
        state.dropped = false;
        self.lengthen(&mut state, now, error);
    }

    fn lengthen(&self, state: &mut State, now: Moment, error: &TokenError) {
        let own = if error.is_retryable() {
            state.failures = state.failures.saturating_add(1);
            doubled(FIRST, state.failures, LONGEST)
        } else {
            state.refusals = state.refusals.saturating_add(1);
            doubled(PERMANENT, state.refusals, LONGEST_WAIT)
        };
        let asked = error.retry_after().unwrap_or_default().min(LONGEST_WAIT);
        self.set(state, now, asked.max(own), error.clone());
    }

    /// After a flight that was dropped. A runtime may end at any time, and the next flight begins on another: there is a pause
    /// only where the one before was dropped too, and after each that follows those two.
    pub(super) fn begin_if_again(&self, now: Moment, error: &TokenError) {
        let mut state = self.state();
        if std::mem::replace(&mut state.dropped, true) {
            self.lengthen(&mut state, now, error);
        }
    }

    /// Ends the pause: a token has come.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.dropped = false;
        state.failures = 0;
        state.refusals = 0;
        state.current = None;
        self.end.store(0, Ordering::Relaxed);
    }

    /// A token was refused at this age, with so much of its life left. A server that refuses what it has just issued is not
    /// asked for more at once.
    pub(super) fn strike(&self, now: Moment, age: Duration, left: Duration) {
        let mut state = self.state();
        let last = state.last_strike.replace(now);
        if age >= YOUNG.min(left) || last.is_some_and(|last| now.since(last) > QUIET) {
            state.strikes = 0;
        }
        if age >= YOUNG.min(left) {
            return;
        }
        state.strikes = state.strikes.saturating_add(1);
        if let Some(over) = state.strikes.checked_sub(STRIKES).filter(|over| *over > 0) {
            let error = TokenError::new(ErrorKind::Rejected, "the server refuses the tokens that it has just issued");
            self.set(&mut state, now, doubled(FIRST, over, LONGEST), error);
        }
    }

    fn set(&self, state: &mut State, now: Moment, pause: Duration, error: TokenError) {
        let (end, looked) = (now.after(pause), millis(now.steady()));
        // Rounded up, so that the lock-free look never ends a pause early.
        self.end.store(millis(end.steady()).saturating_add(1), Ordering::Relaxed);
        self.looked.store(looked, Ordering::Relaxed);
        state.current = Some((end, error));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The pause after so many failures in a row, up to half of it less at random.
fn doubled(first: Duration, failures: u32, longest: Duration) -> Duration {
    let full = first.saturating_mul(1 << failures.saturating_sub(1).min(6)).min(longest);
    jittered(full, LEAST)
}
