//! Where tokens outlive the program, and how programs that share them take turns.
//!
//! A store does three things: it keeps one [`Record`] per key, it lets one holder at a time through its guard, and it refuses
//! to replace a later record by an earlier one. What is done under the guard is the [`TokenSource`](crate::TokenSource)'s
//! matter and the same for every store:
//!
//! 1. take the guard, load the record, and use its tokens if somebody else was quicker;
//! 2. save that an exchange begins, then make it;
//! 3. save what it gave before anybody uses it; drop the guard.

mod error;
#[cfg(all(feature = "file", unix))]
mod file;
mod memory;
mod record;
#[cfg(feature = "redis")]
mod redis;

#[cfg(feature = "testing")]
pub mod conformance;

pub use error::StoreError;
#[cfg(all(feature = "file", unix))]
pub use file::FileStore;
pub use memory::MemoryStore;
pub use record::{Begun, Record};
#[cfg(feature = "redis")]
pub use redis::RedisStore;

use crate::BoxFuture;
use std::fmt;

/// Keeps records under keys that are not secret ([`Grant::identity`](crate::Grant::identity)).
///
/// Test an implementation of your own with `authwright::store::conformance` (feature `testing`).
pub trait TokenStore: Send + Sync + fmt::Debug + 'static {
    /// The record as it was last saved, without waiting for anybody's guard.
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>>;

    /// Waits until no other holder (task, thread or process) has the guard of this key, and takes it.
    ///
    /// It is given back when it is dropped, and also when its holder dies; waiting is bounded, and ends in
    /// [`StoreError::is_busy`].
    fn guard<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>>;
}

/// The right to exchange the tokens of one key.
pub trait StoreGuard: Send + fmt::Debug {
    /// The record as it was last saved, whoever saved it.
    fn load(&mut self) -> BoxFuture<'_, Result<Option<Record>, StoreError>>;

    /// Saves the record; when this completes with `Ok`, it is as durable as the store can make it.
    ///
    /// Where the store holds a record of a later [`generation`](Record::generation), nothing is written and the error
    /// [is a conflict](StoreError::is_conflict): the guard was lost (a lease ran out) and its next holder was quicker. On
    /// any error the record of before is still there.
    fn save<'a>(&'a mut self, record: &'a Record) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Removes the record, after its tokens were revoked.
    fn remove(&mut self) -> BoxFuture<'_, Result<(), StoreError>>;
}
