//! Rule 3 under a model checker: every order in which callers, the flight's end and its death can meet.
//!
//! The state machine is the very file of the crate, compiled over loom's `Mutex` and atomics.

#[path = "../src/source/flight.rs"]
#[allow(dead_code, unreachable_pub)]
mod flight;

/// What `flight.rs` is built on, here of loom.
mod sync {
    pub(crate) use loom::sync::atomic;
    pub(crate) use loom::sync::{Arc, Mutex, MutexGuard};
    pub(crate) use std::sync::PoisonError;
}

use flight::Flights;
use loom::future::block_on;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
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
