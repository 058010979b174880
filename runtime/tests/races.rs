//! Rules 3, 5 and 7 under a model checker: every order in which callers, the flight's end and its death can meet, and in which
//! new tokens, refused ones and a sign-out can.
//!
//! The state machines are the very files of the crate, compiled over loom's `Mutex` and atomics.

#[path = "../src/source/flight.rs"]
#[allow(dead_code, unreachable_pub)]
mod flight;

#[path = "../src/source/hand.rs"]
#[allow(dead_code, unreachable_pub)]
mod hand;

/// What the two are built on, here of loom.
mod sync {
    pub(crate) use loom::sync::atomic;
    pub(crate) use loom::sync::{Arc, Mutex, MutexGuard};
    pub(crate) use std::sync::PoisonError;

    /// Stands for the atomic snapshot: each look and each store is one step.
    pub(crate) struct Slot<T>(Mutex<Option<Arc<T>>>);
    pub(crate) type Look<T> = Option<Arc<T>>;

    impl<T> Slot<T> {
        pub(crate) fn empty() -> Self {
            Self(Mutex::new(None))
        }

        pub(crate) fn load(&self) -> Look<T> {
            self.0.lock().unwrap().clone()
        }

        pub(crate) fn store(&self, value: Option<Arc<T>>) {
            *self.0.lock().unwrap() = value;
        }
    }
}

use authwright::Generation;
use flight::Flights;
use hand::{Hand, Numbered};
use loom::future::block_on;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::thread;

/// Checks every order with at most three forced changes of thread, which is where races of this size show.
fn model(check: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(check);
}

/// What a source does on behalf of a caller: board, run the flight if it is new, wait.
fn call(flights: &Flights<usize>, made: &Arc<AtomicUsize>) -> Option<usize> {
    let (ticket, pilot) = flights.board();
    if let Some(pilot) = pilot {
        pilot.land(made.fetch_add(1, Ordering::SeqCst) + 1);
    }
    block_on(ticket)
}

#[test]
fn every_caller_gets_what_its_flight_brought() {
    model(|| {
        let (flights, made) = (Flights::new(), Arc::new(AtomicUsize::new(0)));
        let (other, made_there) = (flights.clone(), Arc::clone(&made));
        let there = thread::spawn(move || call(&other, &made_there));
        let here = call(&flights, &made);
        let there = there.join().unwrap();
        let made = made.load(Ordering::SeqCst);
        assert!((1..=2).contains(&made));
        assert!(here.is_some_and(|result| result <= made) && there.is_some_and(|result| result <= made));
        assert!(!flights.is_flying());
    });
}

#[test]
fn callers_who_meet_in_the_air_share_one_flight() {
    model(|| {
        let flights = Flights::new();
        let (first, pilot) = flights.board();
        let other = flights.clone();
        let waiter = thread::spawn(move || {
            let (ticket, pilot) = other.board();
            // It boards the first flight, or comes after its landing and has to fly by itself.
            match pilot {
                None => block_on(ticket),
                Some(pilot) => {
                    pilot.land(2);
                    block_on(ticket)
                }
            }
        });
        pilot.unwrap().land(1);
        assert_eq!(block_on(first), Some(1));
        assert!(matches!(waiter.join().unwrap(), Some(1 | 2)));
    });
}

#[test]
fn a_flight_that_dies_wakes_everybody_and_makes_room() {
    model(|| {
        let flights = Flights::<usize>::new();
        let (first, pilot) = flights.board();
        let other = flights.clone();
        let waiter = thread::spawn(move || {
            let (ticket, pilot) = other.board();
            let began = pilot.is_some();
            drop(pilot);
            (block_on(ticket), began)
        });
        drop(pilot);
        assert_eq!(block_on(first), None, "never a hang");
        assert_eq!(waiter.join().unwrap().0, None);
        let (_, next) = flights.board();
        assert!(next.is_some(), "the next caller may begin");
    });
}

#[test]
fn a_waiter_who_leaves_disturbs_nobody() {
    model(|| {
        let flights = Flights::new();
        let (stays, pilot) = flights.board();
        let (leaves, _) = flights.board();
        let landing = thread::spawn(move || pilot.unwrap().land(1));
        let leaving = thread::spawn(move || {
            let mut leaves = Box::pin(leaves);
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            let _ = std::future::Future::poll(leaves.as_mut(), &mut context);
        });
        assert_eq!(block_on(stays), Some(1));
        landing.join().unwrap();
        leaving.join().unwrap();
    });
}

/// A token as far as the hand knows it.
struct Token(u64, AtomicBool);

impl Numbered for Token {
    fn number(&self) -> Generation {
        Generation::new(self.0)
    }

    fn refuse(&self) -> bool {
        !self.1.swap(true, Ordering::SeqCst)
    }
}

fn token(number: u64) -> Arc<Token> {
    Arc::new(Token(number, AtomicBool::new(false)))
}

fn holding(number: u64) -> Arc<Hand<Token>> {
    let hand = Hand::new();
    assert!(hand.take_up(&token(number)));
    Arc::new(hand)
}

/// Does this to the hand on a thread of its own.
fn beside<R: 'static>(hand: &Arc<Hand<Token>>, act: impl FnOnce(&Hand<Token>) -> R + 'static) -> thread::JoinHandle<R> {
    let hand = Arc::clone(hand);
    thread::spawn(move || act(&hand))
}

#[test]
fn whichever_of_two_new_tokens_comes_last_the_newer_one_stays() {
    model(|| {
        let hand = holding(1);
        let two = beside(&hand, |hand| hand.take_up(&token(2)));
        let three = beside(&hand, |hand| hand.take_up(&token(3)));
        assert!(two.join().unwrap() && three.join().unwrap());
        assert_eq!(hand.generation(), Generation::new(3));
    });
}

#[test]
fn a_refusal_that_meets_a_refresh_ends_the_old_token_only() {
    model(|| {
        let hand = holding(1);
        let refused = beside(&hand, |hand| hand.refuse(Generation::new(1)).is_some());
        let refreshed = beside(&hand, |hand| hand.take_up(&token(2)));
        let _ = refused.join().unwrap();
        assert!(refreshed.join().unwrap());
        let held = hand.look().unwrap();
        assert_eq!((held.0, held.1.load(Ordering::SeqCst)), (2, false));
    });
}

#[test]
fn of_two_who_were_refused_one_is_the_first() {
    model(|| {
        let hand = holding(1);
        let refusals = [(); 2].map(|()| beside(&hand, |hand| hand.refuse(Generation::new(1)).is_some()));
        let firsts = refusals.into_iter().map(|refusal| refusal.join().unwrap());
        assert_eq!(firsts.filter(|first| *first).count(), 1);
    });
}

#[test]
fn nothing_that_was_signed_out_comes_back() {
    model(|| {
        let hand = Arc::new(Hand::new());
        let taken = beside(&hand, |hand| hand.take_up(&token(5)));
        hand.sign_out(Generation::new(5));
        let _ = taken.join().unwrap();
        assert!(hand.look().is_none(), "adopted from the store before the sign-out, taken up before or after it");
        assert!(hand.take_up(&token(6)), "a new sign-in is another matter");
    });
}
