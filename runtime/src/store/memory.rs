//! [`MemoryStore`]: the default, for sessions that end with the process.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, mem};

use super::{Record, StoreError, StoreErrorKind, StoreGuard, TokenStore, Turn};
use crate::oneshot::{self, Receiver, Sender};
use crate::{BoxFuture, Generation};

/// Keeps sessions in memory. Clones share them.
#[derive(Clone, Default)]
pub struct MemoryStore(Arc<Mutex<BTreeMap<String, Cell>>>);

#[derive(Default)]
struct Cell {
    /// Boxed, because the map keeps room for several cells.
    record: Option<Box<Record>>,
    held: bool,
    /// In the order in which they came; one is handed the guard itself, so that no other is woken for it.
    waiting: VecDeque<Waiter>,
}

struct Waiter {
    sender: Sender<Given>,
    /// Waits no longer than until there are tokens of a later generation.
    after: Option<Generation>,
}

/// Who need not wait any longer, and the record that is the reason.
type Done = (Sender<Given>, Box<Record>);

/// What ends a wait.
enum Given {
    Guard(Guard),
    Newer(Box<Record>),
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
    fn queue(&self, key: &str, after: Option<Generation>) -> Result<Guard, Receiver<Given>> {
        let mut cells = self.cells();
        let cell = cells.entry(key.to_owned()).or_default();
        if mem::replace(&mut cell.held, true) {
            let (sender, receiver) = oneshot::channel();
            cell.waiting.push_back(Waiter { sender, after });
            return Err(receiver);
        }
        Ok(Guard { store: self.clone(), key: key.to_owned() })
    }

    async fn wait(&self, key: &str, after: Option<Generation>) -> Result<Given, StoreError> {
        match self.queue(key, after) {
            Ok(guard) => Ok(Given::Guard(guard)),
            Err(turn) => turn.await.ok_or_else(|| StoreError::new(StoreErrorKind::Busy, "the guard was not handed on")),
        }
    }

    /// Takes those out of the queue who have what they wait for without the guard, and the next who waits for it; without one
    /// the guard is free.
    fn next(&self, key: &str) -> (Vec<Done>, Option<Sender<Given>>) {
        let (mut done, mut next) = (Vec::new(), None);
        let mut cells = self.cells();
        let Some(cell) = cells.get_mut(key) else { return (done, next) };
        let newer = |after: Generation| cell.record.as_deref().and_then(|record| Turn::newer(record.clone(), after));
        let mut left = VecDeque::new();
        for waiter in cell.waiting.drain(..).filter(|waiter| waiter.sender.is_wanted()) {
            match waiter.after.and_then(newer) {
                Some(record) => done.push((waiter.sender, record)),
                None if next.is_none() => next = Some(waiter.sender),
                None => left.push_back(waiter),
            }
        }
        cell.waiting = left;
        cell.held = next.is_some();
        (done, next)
    }
}

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        let record = self.cells().get(key).and_then(|cell| cell.record.as_deref().cloned());
        Box::pin(async move { Ok(record) })
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(async move {
            match self.wait(key, None).await? {
                Given::Guard(guard) => Ok(Box::new(guard) as Box<dyn StoreGuard>),
                Given::Newer(_) => Err(StoreError::new(StoreErrorKind::Busy, "the guard was not handed on")),
            }
        })
    }

    fn turn<'a>(&'a self, key: &'a str, after: Generation) -> BoxFuture<'a, Result<Turn, StoreError>> {
        Box::pin(async move {
            Ok(match self.wait(key, Some(after)).await? {
                Given::Guard(guard) => Turn::Guard(Box::new(guard)),
                Given::Newer(record) => Turn::Newer(record),
            })
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
        let (done, next) = self.store.next(&key);
        if let Some(next) = next {
            next.send(Given::Guard(Self { store: self.store.clone(), key }));
        }
        for (waiter, record) in done {
            waiter.send(Given::Newer(record));
        }
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}
