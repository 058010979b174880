//! What time it is, on two clocks, and how to wait.

mod moment;
mod system;

pub use moment::Moment;
pub use system::SystemClock;

use std::fmt;
use std::time::Duration;

use crate::BoxFuture;

/// Whole milliseconds, with the largest number standing for everything beyond.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The time, injected so that expiry can be tested without sleeping.
pub trait Clock: Send + Sync + fmt::Debug + 'static {
    /// The present moment on the wall clock and on a clock that only goes forward and counts suspend.
    fn now(&self) -> Moment;

    /// Completes once `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}
