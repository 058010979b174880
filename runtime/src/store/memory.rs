//! [`MemoryStore`]: the default, for sessions that end with the process.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, mem};

use super::{Record, StoreError, StoreErrorKind, StoreGuard, TokenStore};
use crate::BoxFuture;
use crate::oneshot::{self, Receiver, Sender};

/// Keeps sessions in memory. Clones share them.
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<BTreeMap<String, Cell>>>);

#[derive(Default)]
struct Cell {
    /// Boxed, because the map keeps room for several cells.
    record: Option<Box<Record>>,
    held: bool,
    /// In the order in which they came; each is handed the guard itself, so that only one is woken.
    waiting: VecDeque<Sender<Guard>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn cells(&self) -> MutexGuard<'_, BTreeMap<String, Cell>> {
        // Nothing panics while the lock is held, and a panic elsewhere must not poison the sessions.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The guard, or the place in the queue for it.
    fn queue(&self, key: &str) -> Result<Guard, Receiver<Guard>> {
        let mut cells = self.cells();
        let cell = cells.entry(key.to_owned()).or_default();
        if mem::replace(&mut cell.held, true) {
            let (sender, receiver) = oneshot::channel();
            cell.waiting.push_back(sender);
            return Err(receiver);
        }
        Ok(Guard { store: self.clone(), key: key.to_owned() })
    }

    /// Takes the next in the queue who still waits; without one the guard is free.
    fn next(&self, key: &str) -> Option<Sender<Guard>> {
        let mut cells = self.cells();
        let cell = cells.get_mut(key)?;
        let next = std::iter::from_fn(|| cell.waiting.pop_front()).find(Sender::is_wanted);
        cell.held = next.is_some();
        next
    }
}

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        let record = self.cells().get(key).and_then(|cell| cell.record.as_deref().cloned());
        Box::pin(async move { Ok(record) })
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(async move {
            let guard = match self.queue(key) {
                Ok(guard) => guard,
                Err(turn) => {
                    turn.await.ok_or_else(|| StoreError::new(StoreErrorKind::Busy, "the guard was not handed on"))?
                }
            };
            Ok(Box::new(guard) as Box<dyn StoreGuard>)
        })
    }
}

struct Guard {
    store: MemoryStore,
    key: String,
}

impl StoreGuard for Guard {
    fn load(&mut self) -> BoxFuture<'_, Result<Option<Record>, StoreError>> {
        self.store.load(&self.key)
    }

    fn save<'a>(&'a mut self, record: &'a Record) -> BoxFuture<'a, Result<(), StoreError>> {
        let result = self.replace(record);
        Box::pin(async move { result })
    }

    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        drop(self);
        Box::pin(async {})
    }
}

impl Guard {
    fn replace(&self, record: &Record) -> Result<(), StoreError> {
        let mut cells = self.store.cells();
        let cell = cells.entry(self.key.clone()).or_default();
        let stored = cell.record.as_deref().map_or(0, Record::version);
        if stored.checked_add(1) != Some(record.version()) {
            let message = format!("version {} is to follow version {stored}", record.version());
            return Err(StoreError::new(StoreErrorKind::Conflict, message));
        }
        cell.record = Some(Box::new(record.clone()));
        Ok(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let key = mem::take(&mut self.key);
        if let Some(next) = self.store.next(&key) {
            next.send(Self { store: self.store.clone(), key });
        }
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}
