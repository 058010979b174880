//! When a device asks again (RFC 8628, sections 3.4 and 3.5): pure rules, no clock of their own.

use std::time::Duration;

/// The interval where the server names none (RFC 8628, section 3.2).
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);
/// What `slow_down` adds, for this and all later requests (RFC 8628, section 3.5).
const SLOWER: Duration = Duration::from_secs(5);
/// The standard counts in whole seconds; a server that names a part of one is not asked more often.
const SHORTEST: Duration = Duration::from_secs(1);
/// How long before the end of a code it is asked about for the last time: so long the request may be on its way.
const WAY: Duration = Duration::from_secs(1);
/// No interval grows beyond this.
const LONGEST: Duration = Duration::from_secs(300);

/// The polling of one device code.
#[derive(Clone, Debug)]
pub(crate) struct Polling {
    interval: Duration,
    lifetime: Duration,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Wait this long, then ask.
    Wait(Duration),
    /// The code is of no more use.
    Expired,
}

impl Polling {
    /// Polling for a code that lives `lifetime`, at the server's `interval`.
    pub(crate) fn new(interval: Option<Duration>, lifetime: Duration) -> Self {
        let interval = interval.filter(|interval| !interval.is_zero()).unwrap_or(DEFAULT_INTERVAL);
        Self { interval: interval.clamp(SHORTEST, LONGEST), lifetime }
    }

    /// What to do when `elapsed` has gone by since the code was given. There is always a wait before the first request. The last
    /// one comes shortly before the end, so that who enters the code late is signed in: where two waits do not fit any more, one
    /// takes up what is left.
    pub(crate) fn next(&self, elapsed: Duration) -> Next {
        let left = self.lifetime.saturating_sub(elapsed);
        if left < self.interval {
            return Next::Expired;
        }
        let last = left.saturating_sub(WAY);
        let is_last = last < self.interval.saturating_mul(2);
        Next::Wait(if is_last { last.max(self.interval) } else { self.interval })
    }

    /// The server said `slow_down`.
    pub(crate) fn slow_down(&mut self) {
        self.interval = (self.interval + SLOWER).min(LONGEST);
    }

    /// No answer came: the interval doubles (RFC 8628, section 3.5).
    pub(crate) fn no_answer(&mut self) {
        self.interval = (self.interval * 2).min(LONGEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn five_seconds_unless_the_server_says_otherwise() {
        assert_eq!(Polling::new(None, seconds(60)).next(seconds(0)), Next::Wait(seconds(5)));
        assert_eq!(Polling::new(Some(seconds(0)), seconds(60)).next(seconds(0)), Next::Wait(seconds(5)));
        assert_eq!(Polling::new(Some(seconds(2)), seconds(60)).next(seconds(0)), Next::Wait(seconds(2)));
    }

    #[test]
    fn no_server_is_asked_more_than_once_a_second() {
        for interval in [1, 1000, 999_999_999] {
            assert_eq!(
                Polling::new(Some(Duration::from_nanos(interval)), seconds(60)).next(seconds(0)),
                Next::Wait(seconds(1))
            );
        }
    }

    #[test]
    fn slow_down_adds_five_seconds_for_good() {
        let mut polling = Polling::new(None, seconds(600));
        polling.slow_down();
        assert_eq!(polling.next(seconds(5)), Next::Wait(seconds(10)));
        polling.slow_down();
        assert_eq!(polling.next(seconds(15)), Next::Wait(seconds(15)));
    }

    #[test]
    fn a_timeout_doubles_and_nothing_grows_without_end() {
        let mut polling = Polling::new(None, seconds(100_000));
        polling.no_answer();
        assert_eq!(polling.next(seconds(5)), Next::Wait(seconds(10)));
        for _ in 0..100 {
            polling.no_answer();
            polling.slow_down();
        }
        assert_eq!(polling.next(seconds(5)), Next::Wait(LONGEST));
        assert_eq!(Polling::new(Some(Duration::MAX), seconds(1000)).next(seconds(0)), Next::Wait(LONGEST));
    }

    #[test]
    fn a_code_that_is_entered_late_is_asked_about() {
        let polling = Polling::new(None, seconds(20));
        assert_eq!(polling.next(seconds(4)), Next::Wait(seconds(5)));
        assert_eq!(polling.next(seconds(10)), Next::Wait(seconds(9)), "at 15 there would be no time for another");
        let late = Duration::from_millis(14_020);
        assert_eq!(polling.next(late), Next::Wait(seconds(5)), "never sooner than the server wants it");
    }

    #[test]
    fn an_expired_code_is_not_asked_for() {
        let polling = Polling::new(None, seconds(12));
        assert_eq!(polling.next(seconds(11)), Next::Expired);
        assert_eq!(polling.next(Duration::MAX), Next::Expired);
    }
}
