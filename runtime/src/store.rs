//! Where a session is kept between refreshes and processes.

mod codec;
#[cfg(feature = "testing")]
pub mod conformance;
mod error;
#[cfg(all(feature = "file", unix))]
mod file;
mod memory;
mod record;
#[cfg(feature = "redis")]
mod redis;

pub use error::{StoreError, StoreErrorKind};
#[cfg(all(feature = "file", unix))]
pub use file::FileStore;
pub use memory::MemoryStore;
pub use record::{Intent, Record};
#[cfg(feature = "redis")]
pub use redis::RedisStore;

use std::fmt;

use crate::{BoxFuture, Generation};

/// Keeps one [`Record`] per key and lets one holder at a time change it.
///
/// The key is [`Grant::identity`](crate::Grant::identity). Token sources drive every store through the same transaction:
/// take the guard, load, save the intent, exchange, save the result, release. What an implementation owes:
///
/// - `lock` waits until this caller alone holds the guard, across tasks, threads and the processes that share the store,
///   or fails with [`StoreErrorKind::Busy`] after a time of its own choosing. A holder that dies must not block the
///   others for good: the system frees its lock, or a lease runs out.
/// - `save` is durable before it completes, replaces all or nothing, and fails with [`StoreErrorKind::Conflict`] unless
///   the stored version is the record's version less one (none stored counts as 0) and no later holder of the guard has saved.
///   Where a guard can be lost while its holder lives, as a lease can, he may save until then: what he has got from the server
///   is the latest that there is, and the next holder's save then finds another version.
pub trait TokenStore: Send + Sync + fmt::Debug + 'static {
    /// The record as it is now, without taking the guard.
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>>;

    /// Waits for the guard.
    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>>;

    /// Waits for the guard, or until there are tokens of a later generation than this one: those end the wait of everybody at
    /// once, where the guard would go from one to the next. Waits for the guard and nothing else unless implemented.
    fn turn<'a>(&'a self, key: &'a str, after: Generation) -> BoxFuture<'a, Result<Turn, StoreError>> {
        let _ = after;
        Box::pin(async move { self.lock(key).await.map(Turn::Guard) })
    }
}

/// How a wait for the guard ended.
pub enum Turn {
    /// The guard is this caller's.
    Guard(Box<dyn StoreGuard>),
    /// Somebody else has saved later tokens meanwhile; this is the record with them.
    Newer(Box<Record>),
}

impl Turn {
    /// The record, where its tokens are of a later generation.
    fn newer(record: Record, after: Generation) -> Option<Box<Record>> {
        (record.tokens().is_some() && record.generation() > after).then(|| Box::new(record))
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Guard(_) => "Guard",
            Self::Newer(_) => "Newer",
        })
    }
}

/// The right to change one record. Dropping it gives it back, as [`release`](Self::release) does in good order.
pub trait StoreGuard: Send {
    /// The record as it is now.
    fn load(&mut self) -> BoxFuture<'_, Result<Option<Record>, StoreError>>;

    /// Replaces the record, durably; see [`TokenStore`] for when it must refuse.
    fn save<'a>(&'a mut self, record: &'a Record) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Gives the right back.
    fn release(self: Box<Self>) -> BoxFuture<'static, ()>;
}
