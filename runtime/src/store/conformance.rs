//! What every [`TokenStore`] owes, as a test that anybody can run on their own.
//!
//! ```
//! use authwright::MemoryStore;
//! use authwright::store::conformance;
//! use std::sync::Arc;
//!
//! let store = MemoryStore::new();
//! conformance::check(|| Arc::new(store.clone()));
//! ```
//!
//! The closure opens the store once more, as another process would, so that all handles reach the same records. A check panics with a sentence that says what the store got wrong. Keys are new in each
//! run, so that a shared server may hold other records.

mod keeping;
mod turns;

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use super::{Record, StoreErrorKind, StoreGuard, TokenStore};
use crate::{Expiry, Generation, Moment, RefreshToken, TokenSet, block_on};

/// Opens the store once more.
type Open<'a> = &'a (dyn Fn() -> Arc<dyn TokenStore> + Sync);

/// Runs every check.
///
/// # Panics
///
/// With what the store got wrong.
pub fn check(open: impl Fn() -> Arc<dyn TokenStore> + Sync) {
    keeping::keeps_records(&open);
    keeping::keeps_versions(&open);
    keeping::keeps_what_a_later_holder_saved(&open);
    turns::lets_one_in(&open);
    turns::gives_the_guard_back(&open);
    turns::tells_of_later_tokens(&open);
}

/// A key that no other run has.
fn key(name: &str) -> String {
    format!("conformance-{name}-{:016x}", RandomState::new().hash_one(std::process::id()))
}

/// Tokens with everything that a set can hold.
fn tokens(generation: u64, access: &str) -> TokenSet {
    TokenSet::new(access)
        .with_refresh(RefreshToken::new(format!("refresh-{generation}-\"\\\u{1f511}\u{0}\n")))
        .with_scope("read write".to_owned())
        .with_expiry(Expiry::In(Duration::from_secs(300)))
        .with_refresh_expiry(Expiry::In(Duration::from_secs(1800)))
        .with_started(Moment::new(Duration::from_secs(1_700_000_000), Duration::ZERO))
        .with_generation(Generation::new(generation))
        .with_extra("id_token", "header.claims.signature")
}

fn lock(store: &Arc<dyn TokenStore>, key: &str) -> Box<dyn StoreGuard> {
    block_on(store.lock(key)).unwrap_or_else(|error| panic!("a free guard was not given: {error}"))
}

fn load(store: &Arc<dyn TokenStore>, key: &str) -> Option<Record> {
    block_on(store.load(key)).unwrap_or_else(|error| panic!("a record could not be loaded: {error}"))
}

fn save(guard: &mut Box<dyn StoreGuard>, record: &Record) {
    block_on(guard.save(record)).unwrap_or_else(|error| panic!("a record could not be saved: {error}"));
}

fn release(guard: Box<dyn StoreGuard>) {
    block_on(guard.release());
}

/// Everything in a record as text, to compare two of them.
fn text(record: Option<&Record>) -> Option<String> {
    record.map(|record| String::from_utf8_lossy(&record.encode()).into_owned())
}

fn assert_conflict(guard: &mut Box<dyn StoreGuard>, record: &Record, what: &str) {
    match block_on(guard.save(record)) {
        Ok(()) => panic!("{what} was saved"),
        Err(error) => {
            assert_eq!(error.kind(), StoreErrorKind::Conflict, "{what} was refused for another reason: {error}");
        }
    }
}
