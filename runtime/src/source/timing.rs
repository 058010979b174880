//! When a token changes zones.

use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use super::hand::Numbered;
use crate::random::jittered;
use crate::token::Live;
use crate::{Expiry, Generation, Margins, Moment, Zone};

/// The least share of the advisory margin that jitter leaves.
const LEAST: f64 = 0.8;

/// The part of the mandatory margin that is left to a request for its way to the server: a token handed out at its very end
/// would have ended before it arrives.
const WAY: u32 = 10;

/// No token that ends sooner is handed out, however short its life.
const LEAST_WAY: Duration = Duration::from_millis(2);

/// When a token changes zones. The moments of a token without a known end are never reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    advisory: Moment,
    mandatory: Moment,
    /// Until here it is served when there is no newer one to be had.
    last: Moment,
    end: Moment,
    known: bool,
}

impl Timing {
    pub(super) fn new(started: Moment, expiry: Expiry, margins: Margins) -> Self {
        let Expiry::In(lifetime) = expiry.from(started) else {
            let never = Moment::new(Duration::MAX, Duration::MAX);
            return Self { advisory: never, mandatory: never, last: never, end: never, known: false };
        };
        let (advisory, mandatory) = margins.scaled(lifetime);
        let end = started.after(lifetime);
        Self {
            // Jitter never pushes the advisory zone behind the beginning of the mandatory one.
            advisory: end.before(jittered(advisory, LEAST).max(mandatory)),
            mandatory: end.before(mandatory),
            last: end.before((mandatory / WAY).max(LEAST_WAY)),
            end,
            known: true,
        }
    }

    /// Of a token whose time cannot be told, because the clock now stands before it was made.
    pub(super) fn over(now: Moment) -> Self {
        Self { advisory: now, mandatory: now, last: now, end: now, known: true }
    }

    pub(super) fn zone(&self, now: Moment) -> Zone {
        if !now.reached(self.advisory) {
            Zone::Fresh
        } else if !now.reached(self.mandatory) {
            Zone::Advisory
        } else {
            Zone::Mandatory
        }
    }

    /// What is left of its life; without a known end, more than anybody waits for.
    pub(super) fn left(&self, now: Moment) -> Duration {
        if self.known { now.until(self.end) } else { Duration::MAX }
    }

    pub(crate) fn expires_at(&self) -> Option<SystemTime> {
        self.known.then(|| self.end.system_time())
    }
}

impl Live {
    /// The zone, in which a refused token is as good as none.
    pub(super) fn zone(&self, now: Moment) -> Zone {
        if self.is_refused() { Zone::Mandatory } else { self.timing.zone(now) }
    }

    /// True while the token may be used at all: not about to end, not refused.
    pub(super) fn is_usable(&self, now: Moment) -> bool {
        !self.is_refused() && !now.reached(self.timing.last)
    }
}

impl Numbered for Live {
    fn number(&self) -> Generation {
        self.generation
    }

    fn refuse(&self) -> bool {
        !self.refused.swap(true, Ordering::Relaxed)
    }
}
