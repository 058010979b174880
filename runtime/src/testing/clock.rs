//! [`MovableClock`]: time passes when one says so.

use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use crate::{BoxFuture, Clock, Moment, SystemClock, blocking};

/// The system's clock, and what it was moved forward by. Its clones are the same clock.
#[derive(Clone, Debug, Default)]
pub struct MovableClock(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    ahead: Duration,
    sleepers: Vec<Waker>,
}

impl MovableClock {
    /// One that shows the system's time.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves it forward and wakes who sleeps by it.
    pub fn advance(&self, by: Duration) {
        let mut state = self.state();
        state.ahead = state.ahead.saturating_add(by);
        let sleepers = std::mem::take(&mut state.sleepers);
        drop(state);
        sleepers.into_iter().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Moment {
        SystemClock.now().after(self.state().ahead)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let deadline = self.now().after(duration);
        // On a thread of its own even where this one may block: it must notice that the clock is moved.
        let mut real = Box::pin(blocking::run_on_thread(move || std::thread::sleep(duration)));
        Box::pin(poll_fn(move |context| {
            if self.now().reached(deadline) || real.as_mut().poll(context).is_ready() {
                return Poll::Ready(());
            }
            self.state().sleepers.push(context.waker().clone());
            // It may have been moved in between.
            if self.now().reached(deadline) { Poll::Ready(()) } else { Poll::Pending }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block_on;

    #[test]
    fn time_passes_when_it_is_told_to() {
        let clock = MovableClock::new();
        let before = clock.now();
        let sleeper = std::thread::spawn({
            let clock = clock.clone();
            move || block_on(clock.sleep(Duration::from_secs(3600)))
        });
        while clock.state().sleepers.is_empty() && !sleeper.is_finished() {
            std::thread::yield_now();
        }
        clock.advance(Duration::from_secs(3600));
        sleeper.join().unwrap();
        assert!(clock.now().reached(before.after(Duration::from_secs(3600))));
    }
}
