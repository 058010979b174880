//! An observer that remembers.

use std::sync::Mutex;

use authwright::{Cause, Outcome, RefreshEvent, RefreshObserver, Zone};

#[derive(Debug, Default)]
pub(crate) struct Events(Mutex<Vec<(Cause, Outcome, Zone, u64)>>);

impl Events {
    /// Cause, outcome, zone and generation of each event so far.
    pub(crate) fn all(&self) -> Vec<(Cause, Outcome, Zone, u64)> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn outcomes(&self) -> Vec<Outcome> {
        self.all().into_iter().map(|(_, outcome, ..)| outcome).collect()
    }
}

impl RefreshObserver for Events {
    fn observe(&self, event: &RefreshEvent<'_>) {
        assert_eq!(event.provider, "test");
        self.0.lock().unwrap().push((event.cause, event.outcome, event.zone, event.generation.number()));
    }
}
