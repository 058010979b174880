//! A clock that stands still until it is moved.

use std::sync::Mutex;
use std::time::Duration;

use authwright::{BoxFuture, Clock, Moment};

#[derive(Debug)]
pub(crate) struct TestClock(Mutex<Moment>);

impl TestClock {
    /// In the autumn of 2023, on a machine that has run for a quarter of an hour.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Moment::new(Duration::from_secs(1_700_000_000), Duration::from_secs(1000))))
    }

    pub(crate) fn advance(&self, duration: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = now.after(duration);
    }

    /// Sets the wall clock forward, as people and NTP do; the steady clock knows nothing of it.
    pub(crate) fn set_forward(&self, duration: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = Moment::new(now.wall() + duration, now.steady());
    }

    /// Sets the steady clock, which no machine does to a process that runs on it.
    pub(crate) fn set_steady(&self, steady: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = Moment::new(now.wall(), steady);
    }

    /// Sets the wall clock back.
    pub(crate) fn set_back(&self, duration: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = Moment::new(now.wall().checked_sub(duration).unwrap(), now.steady());
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.advance(duration);
        Box::pin(async {})
    }
}
