//! The token in hand: one snapshot that callers read without a lock, and that only a newer one replaces.
//!
//! `tests/races.rs` compiles this very file over a model checker's parts.

use super::sync::{Arc, Look, Mutex, PoisonError, Slot};
use crate::Generation;

/// What can be in the hand.
pub(super) trait Numbered {
    /// Which exchange it came from.
    fn number(&self) -> Generation;

    /// Marks it as refused with 401; true the first time.
    fn refuse(&self) -> bool;
}

/// The token in hand.
pub(super) struct Hand<T> {
    slot: Slot<T>,
    /// Up to here everything was signed out. Its lock is taken by whoever changes the slot.
    ended: Mutex<Generation>,
}

impl<T: Numbered> Hand<T> {
    pub(super) fn new() -> Self {
        Self { slot: Slot::empty(), ended: Mutex::new(Generation::default()) }
    }

    /// A look at it, without a lock.
    pub(super) fn look(&self) -> Look<T> {
        self.slot.load()
    }

    /// The last generation that was here, signed out or not: what comes next has to be a later one, or it is not taken up.
    pub(super) fn generation(&self) -> Generation {
        let ended = *self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        self.held().max(ended)
    }

    /// The generation of what is here; without anything, the number before the first.
    fn held(&self) -> Generation {
        self.look().as_ref().map(|held| held.number()).unwrap_or_default()
    }

    /// Takes this one up, unless a newer one is there. False when it was signed out meanwhile.
    pub(super) fn take_up(&self, new: &Arc<T>) -> bool {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if new.number() <= *ended {
            return false;
        }
        if self.held() <= new.number() {
            self.slot.store(Some(Arc::clone(new)));
        }
        true
    }

    /// Lets go of it, and never takes up anything of this generation or an earlier one again.
    pub(super) fn sign_out(&self, generation: Generation) {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        *ended = generation.max(self.held()).max(*ended);
        self.slot.store(None);
    }

    /// Marks it as refused if it is of this generation; true for the first who says so.
    pub(super) fn refuse(&self, generation: Generation) -> Option<Arc<T>> {
        let held = self.look();
        held.as_ref().filter(|held| held.number() == generation && held.refuse()).cloned()
    }
}
