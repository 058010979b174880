//! One holder at a time, and none for ever.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

use super::{Open, key, load, lock, release, save, tokens};
use crate::store::{Record, Turn};
use crate::{BoxFuture, Generation, block_on};

/// Holders that each count up by one under the guard.
const HOLDERS: usize = 8;
/// How often each of them does.
const TURNS: usize = 10;

/// However many ask, one has the guard, and what it saved is what the next one loads. Other keys are not held up.
pub(super) fn lets_one_in(open: Open<'_>) {
    let (key, inside) = (key("turns"), AtomicUsize::new(0));
    let take_turns = || {
        let store = open();
        for _ in 0..TURNS {
            let mut guard = lock(&store, &key);
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two holders have the guard at once");
            let held = load(&store, &key).unwrap_or_default();
            save(&mut guard, &held.with_tokens(tokens(held.generation().next().number(), "t")));
            inside.fetch_sub(1, Ordering::SeqCst);
            release(guard);
        }
    };
    thread::scope(|scope| (0..HOLDERS).for_each(|_| drop(scope.spawn(take_turns))));
    let left = load(&open(), &key).unwrap_or_default();
    let turns = (HOLDERS * TURNS) as u64;
    assert_eq!(left.generation(), Generation::new(turns), "a holder did not see what the one before saved");

    let held = lock(&open(), &key);
    release(lock(&open(), &super::key("elsewhere")));
    assert!(load(&open(), &key).is_some(), "a record cannot be read while somebody holds its guard");
    release(held);
}

/// Who waits for the guard, or for later tokens, gets one of the two and never those that it has.
pub(super) fn tells_of_later_tokens(open: Open<'_>) {
    let (store, key) = (open(), key("later"));
    let mut held = lock(&store, &key);
    let first = Record::default().with_tokens(tokens(1, "a"));
    save(&mut held, &first);
    let waits = |after: u64| {
        let (store, key) = (open(), key.clone());
        // A guard goes back in the thread that got it: the other one may be waiting for it.
        thread::spawn(move || match block_on(store.turn(&key, Generation::new(after))) {
            Ok(Turn::Guard(guard)) => {
                release(guard);
                Ok(None)
            }
            Ok(Turn::Newer(record)) => Ok(Some(record)),
            Err(error) => Err(error),
        })
    };
    let (has_none, has_first) = (waits(0), waits(1));
    save(&mut held, &first.with_tokens(tokens(2, "b")));
    release(held);
    for (waiter, after) in [(has_none, 0), (has_first, 1)] {
        match waiter.join().expect("a wait panicked") {
            Ok(None) => {}
            Ok(Some(record)) => {
                let later = record.tokens().is_some() && record.generation() > Generation::new(after);
                assert!(later, "a wait ended with tokens that were there before");
            }
            Err(error) => panic!("a wait failed: {error}"),
        }
    }
    release(lock(&open(), &key));
}

/// A guard comes back when it is dropped, and when the one who waited for it has gone.
pub(super) fn gives_the_guard_back(open: Open<'_>) {
    let (store, key) = (open(), key("back"));
    drop(lock(&store, &key));
    let mut first = lock(&store, &key);
    let other = open();
    drop(polled_once(other.lock(&key)));
    save(&mut first, &Record::default().with_tokens(tokens(1, "a")));
    drop(first);
    // Whoever stopped waiting may still be handed the guard for a moment, and must pass it on.
    release(lock(&open(), &key));
}

/// The future after one look at it: it now waits.
fn polled_once<T>(mut future: BoxFuture<'_, T>) -> BoxFuture<'_, T> {
    let mut context = Context::from_waker(Waker::noop());
    let polled = Pin::new(&mut future).poll(&mut context);
    assert!(matches!(polled, Poll::Pending), "the guard was given while somebody had it");
    future
}
