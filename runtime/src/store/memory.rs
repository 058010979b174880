//! [`MemoryStore`]: the default, for sessions that end with the process.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::{fmt, mem};

use super::{Record, StoreError, StoreErrorKind, StoreGuard, TokenStore};
use crate::BoxFuture;

/// Keeps sessions in memory. Clones share them.
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<BTreeMap<String, Cell>>>);

#[derive(Default)]
struct Cell {
    record: Option<Record>,
    held: bool,
    waiting: Vec<Waker>,
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

    fn poll_lock(&self, key: &str, context: &mut Context<'_>) -> Poll<()> {
        let mut cells = self.cells();
        let cell = cells.entry(key.to_owned()).or_default();
        if mem::replace(&mut cell.held, true) {
            cell.waiting.push(context.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        let record = self.cells().get(key).and_then(|cell| cell.record.clone());
        Box::pin(async move { Ok(record) })
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(async move {
            poll_fn(|context| self.poll_lock(key, context)).await;
            Ok(Box::new(Guard { store: self.clone(), key: key.to_owned() }) as Box<dyn StoreGuard>)
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
        let stored = cell.record.as_ref().map_or(0, Record::version);
        if stored.checked_add(1) != Some(record.version()) {
            let message = format!("version {} is to follow version {stored}", record.version());
            return Err(StoreError::new(StoreErrorKind::Conflict, message));
        }
        cell.record = Some(record.clone());
        Ok(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let waiting = match self.store.cells().entry(mem::take(&mut self.key)) {
            Entry::Occupied(mut entry) => {
                entry.get_mut().held = false;
                mem::take(&mut entry.get_mut().waiting)
            }
            Entry::Vacant(_) => Vec::new(),
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}
