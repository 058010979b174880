//! A process that dies at a chosen step of a refresh, as `kill -9` would have it.

use authwright::store::{Record, StoreGuard, TokenStore};
use authwright::{BoxFuture, Grant, StoreError, TokenError, TokenSet};
use std::fmt;
use std::sync::Arc;

/// The steps of a refresh after each of which a process may die.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The guard was taken.
    Locked,
    /// The record was loaded under it.
    Loaded,
    /// It is about to say that an exchange begins.
    BeforeIntent,
    /// That was saved.
    AfterIntent,
    /// The server answered; nothing of it is saved.
    Exchanged,
    /// The new tokens were saved; nobody has used them.
    Saved,
    /// The guard was given back.
    Released,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 7] = [
        Self::Locked,
        Self::Loaded,
        Self::BeforeIntent,
        Self::AfterIntent,
        Self::Exchanged,
        Self::Saved,
        Self::Released,
    ];

    /// The step of this name, as `{:?}` prints it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| format!("{step:?}") == name)
    }
}

/// Kills this process when it reaches `step`; no destructor runs and no buffer is flushed.
#[derive(Clone, Copy, Debug)]
pub struct Fate(pub Option<Step>);

impl Fate {
    fn reached(self, step: Step) {
        if self.0 == Some(step) {
            let own = rustix::process::getpid();
            rustix::process::kill_process(own, rustix::process::Signal::KILL).ok();
            // The signal is on its way; nothing may happen until it is here.
            loop {
                std::thread::park();
            }
        }
    }
}

/// A store whose user dies at a step.
#[derive(Debug)]
pub struct DyingStore {
    pub store: Arc<dyn TokenStore>,
    pub fate: Fate,
}

impl TokenStore for DyingStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        self.store.load(key)
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(async move {
            let guard = self.store.lock(key).await?;
            self.fate.reached(Step::Locked);
            Ok(Box::new(DyingGuard { guard, fate: self.fate }) as Box<dyn StoreGuard>)
        })
    }
}

struct DyingGuard {
    guard: Box<dyn StoreGuard>,
    fate: Fate,
}

impl StoreGuard for DyingGuard {
    fn load(&mut self) -> BoxFuture<'_, Result<Option<Record>, StoreError>> {
        Box::pin(async {
            let record = self.guard.load().await;
            self.fate.reached(Step::Loaded);
            record
        })
    }

    fn save<'a>(&'a mut self, record: &'a Record) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async {
            let (before, after) = if record.intent().is_some() {
                (Step::BeforeIntent, Step::AfterIntent)
            } else {
                (Step::Exchanged, Step::Saved)
            };
            self.fate.reached(before);
            let saved = self.guard.save(record).await;
            self.fate.reached(after);
            saved
        })
    }

    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.guard.release().await;
            self.fate.reached(Step::Released);
        })
    }
}

/// A grant whose user dies when the server has answered.
pub struct DyingGrant<G> {
    pub grant: G,
    pub fate: Fate,
}

impl<G: fmt::Debug> fmt::Debug for DyingGrant<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DyingGrant").field("grant", &self.grant).field("fate", &self.fate).finish()
    }
}

impl<G: Grant> Grant for DyingGrant<G> {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            let tokens = self.grant.exchange(previous).await;
            self.fate.reached(Step::Exchanged);
            tokens
        })
    }

    fn can_issue(&self) -> bool {
        self.grant.can_issue()
    }

    fn provider(&self) -> &str {
        self.grant.provider()
    }

    fn identity(&self) -> String {
        self.grant.identity()
    }
}
