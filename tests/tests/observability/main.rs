//! What is seen from outside: everything the page lists and nothing else, and never a secret.

mod capture {
    pub(crate) mod metrics;
    pub(crate) mod tracing;
}

use authwright::{
    BoxFuture, ErrorKind, Expiry, Grant, MemoryStore, RefreshToken, SpawnError, Spawner, TokenError, TokenSet,
    TokenSource, block_on,
};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// In every secret; its length is a number that occurs nowhere else.
const CANARY: &str = "canary";
const LENGTH: usize = 7919;

/// Keeps the tests of this file apart. `tracing` asks once for each call site who is interested in it; a thread without a
/// subscriber that comes by first, while another thread is just setting its own, leaves the answer "nobody" behind.
fn one_at_a_time() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn secret(name: &str) -> String {
    format!("{:x<LENGTH$}", format!("{CANARY}-{name}-"))
}

/// Issues, refreshes, refuses and revokes in the order that the test asks for.
#[derive(Debug, Default)]
struct Scripted {
    exchanges: AtomicUsize,
}

impl Grant for Scripted {
    fn exchange<'a>(&'a self, _: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        let number = self.exchanges.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            if number == 2 {
                return Err(TokenError::new(ErrorKind::RateLimited, "slow down"));
            }
            let tokens = TokenSet::new(secret("access")).with_refresh(RefreshToken::new(secret("refresh")));
            Ok(tokens.with_expiry(Expiry::In(Duration::from_secs(3600))))
        })
    }

    fn revoke<'a>(&'a self, _: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async { Ok(()) })
    }

    fn provider(&self) -> &'static str {
        "scripted"
    }

    fn identity(&self) -> String {
        "scripted".to_owned()
    }
}

/// Runs refreshes on the thread that asks, where this test's subscriber and recorder are.
#[derive(Debug)]
struct Here;

impl Spawner for Here {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError> {
        block_on(task);
        Ok(())
    }
}

/// Goes through every outcome once.
fn every_outcome() {
    let (grant, store) = (Arc::new(Scripted::default()), MemoryStore::new());
    let source = |grant: &Arc<Scripted>| {
        TokenSource::builder(Arc::clone(grant)).store(Arc::new(store.clone())).spawner(Arc::new(Here)).build()
    };
    let (one, other) = (source(&grant), source(&grant));
    let issued = one.token_blocking().expect("issued");
    other.token_blocking().expect("adopted");
    block_on(one.refresh()).expect("refreshed");
    block_on(one.refresh()).expect_err("slowed down");
    assert!(!one.invalidate(issued.generation()), "that one is gone already");
    let held = one.cached().expect("the token in hand");
    assert!(one.invalidate(held.generation()));
    block_on(other.revoke()).expect("revoked");
}

/// The names in the first column of the page's tables, in the tables whose header starts with `column`.
fn listed(column: &str) -> BTreeSet<String> {
    let page = std::fs::read_to_string(tests::corpus::workspace().join("docs/observability.md")).expect("the page");
    let tables = page.split("\n\n").filter(|block| block.starts_with(&format!("| {column} |")));
    let rows = tables.flat_map(|table| table.lines().skip(2));
    rows.filter_map(|row| row.split('`').nth(1)).map(str::to_owned).collect()
}

fn assert_no_secret(text: &str) {
    assert!(!text.contains(CANARY), "a secret was seen");
    assert!(!text.contains(&LENGTH.to_string()), "a secret's length was seen");
}

#[test]
fn tracing_says_what_the_page_lists_and_no_secret() {
    let _turn = one_at_a_time();
    let capture = capture::tracing::Capture::default();
    tracing::subscriber::with_default(capture.clone(), every_outcome);
    let seen = capture.seen();
    assert_eq!(seen.spans, listed("span"));
    assert_eq!(seen.events, listed("event"));
    assert_eq!(seen.fields, listed("field"));
    let outcomes = ["begun", "adopted", "refreshed", "issued", "failed", "invalidated", "revoked"];
    for outcome in outcomes {
        assert!(seen.text.contains(&format!("outcome={outcome};")), "{outcome} in {}", seen.text);
    }
    assert!(seen.text.contains("kind=rate_limited;retryable=true;"), "{}", seen.text);
    assert_no_secret(&seen.text);
}

#[test]
fn metrics_counts_what_the_page_lists_and_no_secret() {
    let _turn = one_at_a_time();
    let capture = capture::metrics::Capture::default();
    metrics::with_local_recorder(&capture, every_outcome);
    let seen = capture.seen();
    let names: BTreeSet<_> = seen.keys().map(|key| key.split('{').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(names, listed("name"));
    let count = |key: &str| seen.get(key).copied().unwrap_or_default();
    assert_eq!(count("authwright_refreshes_total{scripted,missing,issued}"), 1, "{seen:?}");
    assert_eq!(count("authwright_refreshes_total{scripted,missing,adopted}"), 1, "{seen:?}");
    assert_eq!(count("authwright_refreshes_total{scripted,requested,refreshed}"), 1, "{seen:?}");
    assert_eq!(count("authwright_failures_total{scripted,rate_limited}"), 1, "{seen:?}");
    assert_eq!(count("authwright_invalidations_total{scripted}"), 1, "{seen:?}");
    assert_no_secret(&format!("{seen:?}"));
}
