//! What follows for the source when a flight ends, in whatever way it does.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use super::flight::Pilot;
use super::inner::{Inner, Landing, lost};
use crate::{ErrorKind, Moment};

/// A flight's pilot together with the source whose pauses depend on how it ends.
pub(super) struct Captain {
    inner: Arc<Inner>,
    /// Until the flight has landed.
    pilot: Option<Pilot<Landing>>,
    begun: Moment,
}

impl Captain {
    pub(super) fn new(inner: &Arc<Inner>, pilot: Pilot<Landing>) -> Self {
        Self { inner: Arc::clone(inner), pilot: Some(pilot), begun: inner.clock.now() }
    }

    pub(super) fn land(mut self, landing: Landing) {
        let Some(pilot) = self.pilot.take() else { return };
        match &landing {
            Ok(_) => self.inner.pause.end(),
            // Dropped: whoever waits for it after all begins another.
            Err(error) if error.kind() == ErrorKind::Abandoned => return,
            Err(error) => self.inner.pause.begin(self.inner.clock.now(), error),
        }
        pilot.land(landing);
    }
}

impl Drop for Captain {
    /// The flight was cut off. Perhaps nobody waits for it, and then nobody but this begins the pause without which the next
    /// caller would begin the next flight, and send the same once more.
    fn drop(&mut self) {
        let Some(pilot) = self.pilot.take() else { return };
        // A second panic would end the process, and it may be the clock that panicked.
        let now = catch_unwind(AssertUnwindSafe(|| self.inner.clock.now())).unwrap_or(self.begun);
        if thread::panicking() {
            // It would do so again: this is a failure like any other, and no reason to begin again at once.
            self.inner.pause.begin(now, &lost());
            pilot.land(Err(lost()));
        } else {
            self.inner.pause.begin_if_again(now, &lost());
        }
    }
}
