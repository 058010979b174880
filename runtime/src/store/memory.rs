//! [`MemoryStore`].

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::BoxFuture;
use crate::oneshot::{Sender, channel};
use crate::store::{Record, StoreError, StoreGuard, TokenStore};

/// Keeps records as long as the program runs. The default; clones share the records.
#[derive(Clone, Default)]
pub struct MemoryStore {
    slots: Slots,
}

type Slots = Arc<Mutex<HashMap<String, Slot>>>;

/// One key: its record, whether the guard is out, and who waits for it, in order.
#[derive(Default)]
struct Slot {
    record: Option<Record>,
    held: bool,
    waiting: VecDeque<Sender<MemoryGuard>>,
}

struct MemoryGuard {
    slots: Slots,
    key: String,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    async fn take(&self, key: &str) -> Result<Box<dyn StoreGuard>, StoreError> {
        let turn = {
            let mut slots = lock(&self.slots);
            let slot = slots.entry(key.to_owned()).or_default();
            if slot.held {
                let (sender, turn) = channel();
                slot.waiting.push_back(sender);
                Some(turn)
            } else {
                slot.held = true;
                None
            }
        };
        let guard = match turn {
            None => MemoryGuard { slots: Arc::clone(&self.slots), key: key.to_owned() },
            Some(turn) => turn.await.ok_or_else(|| StoreError::busy("the guard was not handed on"))?,
        };
        Ok(Box::new(guard))
    }
}

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        let record = lock(&self.slots).get(key).and_then(|slot| slot.record.clone());
        Box::pin(async move { Ok(record) })
    }

    fn guard<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(self.take(key))
    }
}

impl StoreGuard for MemoryGuard {
    fn load(&mut self) -> BoxFuture<'_, Result<Option<Record>, StoreError>> {
        let record = lock(&self.slots).get(&self.key).and_then(|slot| slot.record.clone());
        Box::pin(async move { Ok(record) })
    }

    fn save<'a>(&'a mut self, record: &'a Record) -> BoxFuture<'a, Result<(), StoreError>> {
        lock(&self.slots).entry(self.key.clone()).or_default().record = Some(record.clone());
        Box::pin(async { Ok(()) })
    }

    fn remove(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        lock(&self.slots).entry(self.key.clone()).or_default().record = None;
        Box::pin(async { Ok(()) })
    }
}

impl Drop for MemoryGuard {
    fn drop(&mut self) {
        let next = {
            let mut slots = lock(&self.slots);
            let Some(slot) = slots.get_mut(&self.key) else { return };
            let next = slot.waiting.pop_front();
            slot.held = next.is_some();
            next
        };
        if let Some(next) = next {
            // Whoever has stopped waiting drops this guard at once, and so it goes on to the one behind.
            next.send(Self { slots: Arc::clone(&self.slots), key: self.key.clone() });
        }
    }
}

fn lock(slots: &Slots) -> MutexGuard<'_, HashMap<String, Slot>> {
    slots.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").field("keys", &lock(&self.slots).len()).finish()
    }
}

impl fmt::Debug for MemoryGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryGuard").field("key", &self.key).finish_non_exhaustive()
    }
}
