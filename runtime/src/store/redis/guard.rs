//! A lease, prolonged while its holder lives.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::link::Link;
use super::{Names, off_thread};
use crate::store::{Record, StoreError, StoreErrorKind, StoreGuard, Turn};
use crate::{BoxFuture, Generation};

/// First and longest pause between two attempts at a lease that somebody else has.
const PAUSES: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(200));

#[derive(Debug)]
pub(super) struct RedisGuard {
    link: Arc<Link>,
    names: Names,
    owner: Arc<str>,
    fence: u64,
    /// Dropped with the guard, which ends the thread that prolongs the lease.
    _alive: Sender<()>,
    released: bool,
}

impl RedisGuard {
    /// Waits for the lease, or for tokens of a later generation than `after`.
    pub(super) fn wait(
        link: Arc<Link>,
        names: Names,
        lease: Duration,
        patience: Duration,
        after: Option<Generation>,
    ) -> Result<Turn, StoreError> {
        let owner: Arc<str> = unique().into();
        let (started, mut pause) = (Instant::now(), PAUSES.0);
        let fence = loop {
            if let Some(fence) = link.acquire(&names, &owner, lease)? {
                break fence;
            }
            // A record that cannot be read is told to whoever gets the lease.
            let held = after.and_then(|after| Some((link.load(&names).ok()??, after)));
            if let Some(record) = held.and_then(|(record, after)| Turn::newer(record, after)) {
                return Ok(Turn::Newer(record));
            }
            if started.elapsed() >= patience {
                let message = format!("{}: another holder has kept the lease for {patience:?}", names.lease);
                return Err(StoreError::new(StoreErrorKind::Busy, message));
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(PAUSES.1);
        };
        let alive = keep(Arc::clone(&link), names.clone(), Arc::clone(&owner), lease);
        Ok(Turn::Guard(Box::new(Self { link, names, owner, fence, _alive: alive, released: false })))
    }
}

/// Starts the thread that prolongs the lease until the sender is dropped. Without a thread the lease just runs out.
fn keep(link: Arc<Link>, names: Names, owner: Arc<str>, lease: Duration) -> Sender<()> {
    let (alive, ended) = channel();
    let work = move || {
        while ended.recv_timeout(lease / 3) == Err(RecvTimeoutError::Timeout) {
            // Lost for good when the server says so; when it does not answer, the next attempt may still be in time.
            if matches!(link.renew(&names, &owner, lease), Ok(false)) {
                break;
            }
        }
    };
    std::thread::Builder::new().name("authwright-lease".into()).spawn(work).ok();
    alive
}

/// 128 bits that no other holder has; they need not be secret.
fn unique() -> String {
    let random = || RandomState::new().hash_one(std::process::id());
    format!("{:016x}{:016x}", random(), random())
}

impl StoreGuard for RedisGuard {
    fn load(&mut self) -> BoxFuture<'_, Result<Option<Record>, StoreError>> {
        let (link, names) = (Arc::clone(&self.link), self.names.clone());
        Box::pin(off_thread(move || link.load(&names)))
    }

    fn save<'a>(&'a mut self, record: &'a Record) -> BoxFuture<'a, Result<(), StoreError>> {
        let (link, names, fence, record) = (Arc::clone(&self.link), self.names.clone(), self.fence, record.clone());
        Box::pin(off_thread(move || link.save(&names, fence, &record)))
    }

    fn release(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.released = true;
            let (link, names, owner) = (Arc::clone(&self.link), self.names.clone(), Arc::clone(&self.owner));
            off_thread(move || link.release(&names, &owner)).await.ok();
        })
    }
}

impl Drop for RedisGuard {
    fn drop(&mut self) {
        if self.released {
            return;
        }
        // A task that is dropped must not wait for the server. Where this fails the lease runs out by itself.
        let (link, names, owner) = (Arc::clone(&self.link), self.names.clone(), Arc::clone(&self.owner));
        std::thread::Builder::new().name("authwright".into()).spawn(move || link.release(&names, &owner).ok()).ok();
    }
}
