//! [`Moment`]: one reading of both clocks.

use std::time::{Duration, SystemTime};

/// One reading of the wall clock and of a clock that only goes forward and counts the time a machine is suspended.
///
/// Both are kept because each lies in its own way: the wall clock is set by people and by NTP, the other one means
/// nothing to another process. A token is expired as soon as either says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Nanoseconds since the Unix epoch; times before it count as the epoch, times after the year 2554 as that year.
    wall: u64,
    /// Nanoseconds since some fixed point.
    steady: u64,
}

impl Moment {
    /// A reading: the wall clock as time since the Unix epoch, and the steady clock since any fixed point.
    pub fn new(wall: Duration, steady: Duration) -> Self {
        Self { wall: nanos(wall), steady: nanos(steady) }
    }

    /// The wall clock as time since the Unix epoch.
    pub fn wall(self) -> Duration {
        Duration::from_nanos(self.wall)
    }

    /// The steady clock, since its own fixed point.
    pub fn steady(self) -> Duration {
        Duration::from_nanos(self.steady)
    }

    /// The wall clock in the standard library's form.
    pub fn system_time(self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.wall()
    }

    /// Both clocks moved forward; the far future is the limit.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let nanos = nanos(duration);
        Self { wall: self.wall.saturating_add(nanos), steady: self.steady.saturating_add(nanos) }
    }

    /// Both clocks moved back; the epoch is the limit.
    #[must_use]
    pub fn before(self, duration: Duration) -> Self {
        let nanos = nanos(duration);
        Self { wall: self.wall.saturating_sub(nanos), steady: self.steady.saturating_sub(nanos) }
    }

    /// True when either clock has reached `deadline`.
    pub fn reached(self, deadline: Self) -> bool {
        self.steady >= deadline.steady || self.wall >= deadline.wall
    }

    /// Time left until `deadline` by the clock that gives less; zero once it is reached.
    pub fn until(self, deadline: Self) -> Duration {
        let left = deadline.steady.saturating_sub(self.steady).min(deadline.wall.saturating_sub(self.wall));
        Duration::from_nanos(left)
    }

    /// Time passed since `earlier` on the steady clock; setting the wall clock does not change it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.steady.saturating_sub(earlier.steady))
    }
}

/// Nanoseconds, with the largest number standing for everything beyond.
fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::Moment;
    use std::time::Duration;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn either_clock_reaches_a_deadline() {
        let start = Moment::new(HOUR, HOUR);
        let deadline = start.after(HOUR);
        assert!(!start.reached(deadline));
        assert!(Moment::new(HOUR * 2, HOUR).reached(deadline), "wall");
        assert!(Moment::new(Duration::ZERO, HOUR * 2).reached(deadline), "steady, though the wall clock was set back");
    }

    #[test]
    fn never_overflows() {
        let end = Moment::new(Duration::MAX, Duration::MAX).after(Duration::MAX);
        assert_eq!(end.until(end), Duration::ZERO);
        assert_eq!(Moment::new(Duration::ZERO, Duration::ZERO).before(HOUR).wall(), Duration::ZERO);
    }
}
