//! A clock that stands until a test moves it.

use authwright::{BoxFuture, Clock, Moment};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The clock; clones show the same time.
#[derive(Clone, Debug)]
pub struct TestClock {
    start: Duration,
    passed: Arc<AtomicU64>,
}

impl TestClock {
    /// A clock that starts at the present.
    pub fn new() -> Self {
        let start = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { start, passed: Arc::default() }
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        self.passed.fetch_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX), Ordering::SeqCst);
    }

    /// The time as the standard library has it, for a server that shares this clock.
    pub fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + self.start + self.passed()
    }

    fn passed(&self) -> Duration {
        Duration::from_millis(self.passed.load(Ordering::SeqCst))
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        // The steady clock has a start of its own, as a machine's has.
        Moment::new(self.start + self.passed(), Duration::from_secs(1_000) + self.passed())
    }

    /// The time passes at once.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.advance(duration);
        Box::pin(async {})
    }
}
