//! A store that fails where a test wants it to, and remembers the order of things.

use std::sync::{Arc, Mutex};

use authwright::store::{Record, StoreGuard, TokenStore};
use authwright::{BoxFuture, MemoryStore, StoreError, StoreErrorKind};

/// What was asked of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A look without the guard.
    Peek,
    /// Taking the guard.
    Lock,
    /// A look under the guard.
    Load,
    /// Saving that an exchange has begun.
    SaveIntent,
    /// Saving without tokens that are new: an intent was cleared, or the session ended.
    SaveOther,
    /// Saving new tokens.
    SaveTokens,
    /// Giving the guard back.
    Release,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct FaultyStore {
    pub(crate) inner: MemoryStore,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    steps: Vec<Step>,
    failing: Vec<Step>,
    /// So many of these steps do not fail yet.
    spared: usize,
    hanging: Vec<Step>,
    /// Whether what hangs has been done by then.
    done: bool,
    /// How often it was emptied.
    emptied: usize,
}

impl FaultyStore {
    /// Lets these steps fail from now on.
    pub(crate) fn fail(&self, steps: &[Step]) {
        self.fail_after(0, steps);
    }

    /// Lets so many of these steps succeed and those after them fail.
    pub(crate) fn fail_after(&self, spared: usize, steps: &[Step]) {
        let mut shared = self.shared.lock().unwrap();
        (shared.failing, shared.spared) = (steps.to_vec(), spared);
    }

    /// Lets saves of these kinds never end from now on.
    pub(crate) fn hang(&self, steps: &[Step]) {
        let mut shared = self.shared.lock().unwrap();
        (shared.hanging, shared.done) = (steps.to_vec(), false);
    }

    /// Lets saves of these kinds come to their end from now on, and nobody hear of it.
    pub(crate) fn hang_once_done(&self, steps: &[Step]) {
        let mut shared = self.shared.lock().unwrap();
        (shared.hanging, shared.done) = (steps.to_vec(), true);
    }

    /// Loses every record, as when somebody removes the files.
    pub(crate) fn empty(&self) {
        self.shared.lock().unwrap().emptied += 1;
    }

    /// The name in the store within.
    fn key(&self, key: &str) -> String {
        match self.shared.lock().unwrap().emptied {
            0 => key.to_owned(),
            times => format!("{key}-{times}"),
        }
    }

    /// The steps since the last call.
    pub(crate) fn steps(&self) -> Vec<Step> {
        std::mem::take(&mut self.shared.lock().unwrap().steps)
    }

    fn step(&self, step: Step) -> Result<(), StoreError> {
        let mut shared = self.shared.lock().unwrap();
        shared.steps.push(step);
        if shared.failing.contains(&step) {
            if let Some(left) = shared.spared.checked_sub(1) {
                shared.spared = left;
                return Ok(());
            }
            return Err(StoreError::new(StoreErrorKind::Unavailable, "the disk is full, as the test wants it"));
        }
        Ok(())
    }
}

impl TokenStore for FaultyStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        Box::pin(async move {
            self.step(Step::Peek)?;
            through_bytes(self.inner.load(&self.key(key)).await?)
        })
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(async move {
            self.step(Step::Lock)?;
            let guard = self.inner.lock(&self.key(key)).await?;
            Ok(Box::new(Guard { store: self.clone(), guard }) as Box<dyn StoreGuard>)
        })
    }
}

/// What a store on disk would give back: the steady clock of whoever saved is lost.
fn through_bytes(record: Option<Record>) -> Result<Option<Record>, StoreError> {
    record.map(|record| Record::decode(&record.encode())).transpose()
}

struct Guard {
    store: FaultyStore,
    guard: Box<dyn StoreGuard>,
}

impl StoreGuard for Guard {
    fn load(&mut self) -> BoxFuture<'_, Result<Option<Record>, StoreError>> {
        Box::pin(async move {
            self.store.step(Step::Load)?;
            through_bytes(self.guard.load().await?)
        })
    }

    fn save<'a>(&'a mut self, record: &'a Record) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let before = self.guard.load().await?.unwrap_or_default().generation();
            let step = match record.intent() {
                Some(_) => Step::SaveIntent,
                None if record.generation() > before => Step::SaveTokens,
                None => Step::SaveOther,
            };
            self.store.step(step)?;
            let (hangs, done) = {
                let shared = self.store.shared.lock().unwrap();
                (shared.hanging.contains(&step), shared.done)
            };
            if !hangs {
                return self.guard.save(record).await;
            }
            if done {
                self.guard.save(record).await?;
            }
            std::future::pending().await
        })
    }

    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        let Self { store, guard } = *self;
        Box::pin(async move {
            // A release cannot fail; the step is only remembered.
            let _ = store.step(Step::Release);
            guard.release().await;
        })
    }
}
