//! [`RedisStore`]: tokens shared by the processes of a fleet.

mod guard;
mod link;
mod scripts;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{Record, StoreError, StoreErrorKind, StoreGuard, TokenStore, Turn};
use crate::{BoxFuture, Generation, blocking};
use guard::RedisGuard;
use link::Link;

/// How long a lease lasts if its holder dies; a living one prolongs it.
const LEASE: Duration = Duration::from_secs(10);
/// The shortest and the longest lease.
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// Longest wait for another holder.
const PATIENCE: Duration = Duration::from_secs(120);

/// Keeps records in a Redis (or Valkey) server.
///
/// Per key there are a record, a lease and a counter that numbers the leases (the fencing token); each step is one Lua script.
/// A lease is prolonged while its holder lives and runs out soon after it died. Should it run out under a living holder (a
/// stopped process, a broken network), nothing that the next holder saved is overwritten: a record is replaced only by the
/// version that follows it, and never by an earlier lease.
///
/// Records hold refresh tokens: let only this fleet reach the server, use `rediss://` on a network (enable a TLS feature of the
/// `redis` crate in your own `Cargo.toml`), and switch on `appendonly` with `appendfsync always` if a restart must lose nothing.
#[derive(Clone)]
pub struct RedisStore {
    link: Arc<Link>,
    prefix: Arc<str>,
    lease: Duration,
    patience: Duration,
}

/// The server's names for what belongs to one key; the braces keep them on one node of a cluster.
#[derive(Clone, Debug)]
struct Names {
    record: String,
    lease: String,
    fence: String,
}

impl RedisStore {
    /// A store at `redis://host:port/db` or `rediss://...`; connects when it is first used.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let link = Arc::new(Link::new(url)?);
        Ok(Self { link, prefix: "authwright".into(), lease: LEASE, patience: PATIENCE })
    }

    /// Sets what every name in the server starts with; `authwright` if not set.
    #[must_use]
    pub fn prefix(self, prefix: &str) -> Self {
        Self { prefix: prefix.into(), ..self }
    }

    /// Sets after how long the lease of a dead holder runs out; 10 s if not set, at least 100 ms and at most
    /// a day.
    #[must_use]
    pub fn lease(self, lease: Duration) -> Self {
        Self { lease: lease.clamp(SHORTEST, LONGEST), ..self }
    }

    /// Sets how long [`lock`](TokenStore::lock) waits for another holder; 120 s if not set.
    #[must_use]
    pub fn patience(self, longest: Duration) -> Self {
        Self { patience: longest, ..self }
    }

    fn names(&self, key: &str) -> Names {
        let stem = format!("{{{}:{key}}}", self.prefix);
        Names { record: format!("{stem}:record"), lease: format!("{stem}:lease"), fence: format!("{stem}:fence") }
    }
}

impl TokenStore for RedisStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        let (link, names) = (Arc::clone(&self.link), self.names(key));
        Box::pin(async move { off_thread(move || link.load(&names)).await })
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(async move {
            match self.wait(key, None).await? {
                Turn::Guard(guard) => Ok(guard),
                Turn::Newer(_) => Err(StoreError::new(StoreErrorKind::Busy, "the wait for the lease ended without it")),
            }
        })
    }

    fn turn<'a>(&'a self, key: &'a str, after: Generation) -> BoxFuture<'a, Result<Turn, StoreError>> {
        Box::pin(self.wait(key, Some(after)))
    }
}

impl RedisStore {
    async fn wait(&self, key: &str, after: Option<Generation>) -> Result<Turn, StoreError> {
        let (link, names, lease, patience) = (Arc::clone(&self.link), self.names(key), self.lease, self.patience);
        off_thread(move || RedisGuard::wait(link, names, lease, patience, after)).await
    }
}

/// The client is a blocking one: it is small, and a refresh asks the server four times.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    blocking::run(work)
        .await
        .map_err(|_| StoreError::new(StoreErrorKind::Unavailable, "no thread to talk to Redis on"))?
}

impl fmt::Debug for RedisStore {
    // Without the address: it may hold the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").field("prefix", &self.prefix).field("lease", &self.lease).finish_non_exhaustive()
    }
}
