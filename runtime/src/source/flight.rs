//! The single flight: one task at a time, any number of callers waiting for what it brings.
//!
//! Nothing here knows what a flight does. `tests/races.rs` compiles this very file over a model checker's `Mutex`.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::sync::atomic::{AtomicBool, Ordering};
use super::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// At most one flight in the air. Clones share it.
pub(super) struct Flights<T>(Arc<Air<T>>);

struct Air<T> {
    current: Mutex<Option<Arc<Flight<T>>>>,
    /// Whether there is one, for those who only want to know; changed under the lock.
    flying: AtomicBool,
}

/// One flight: waited for, then landed or lost.
struct Flight<T> {
    state: Mutex<State<T>>,
}

enum State<T> {
    /// In the air, with those who wait.
    Flying(Seats),
    /// It brought this.
    Landed(T),
    /// Its pilot is gone without a result.
    Lost,
}

/// Who waits, by seat. A seat that was left is given away again, so that callers who come and go in numbers while a server
/// hangs take no more room than those who wait at the same time.
#[derive(Default)]
struct Seats {
    wakers: Vec<Option<Waker>>,
    free: Vec<usize>,
}

/// A place on a flight: the future of what it brings, or of `None` when it is lost.
pub(super) struct Ticket<T> {
    flight: Arc<Flight<T>>,
    seat: Option<usize>,
}

/// The duty to land a flight. Dropped without landing, the flight is lost and its waiters are told.
pub(super) struct Pilot<T> {
    air: Arc<Air<T>>,
    flight: Arc<Flight<T>>,
    landed: bool,
}

impl<T> Clone for Flights<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Clone> Flights<T> {
    pub(super) fn new() -> Self {
        Self(Arc::new(Air { current: Mutex::new(None), flying: AtomicBool::new(false) }))
    }

    /// A place on the flight in the air, or on a new one, which the caller then has to start by running its pilot.
    pub(super) fn board(&self) -> (Ticket<T>, Option<Pilot<T>>) {
        let mut current = lock(&self.0.current);
        if let Some(flight) = current.as_ref() {
            return (Ticket { flight: Arc::clone(flight), seat: None }, None);
        }
        let flight = Arc::new(Flight { state: Mutex::new(State::Flying(Seats::default())) });
        *current = Some(Arc::clone(&flight));
        self.0.flying.store(true, Ordering::Relaxed);
        drop(current);
        let pilot = Pilot { air: Arc::clone(&self.0), flight: Arc::clone(&flight), landed: false };
        (Ticket { flight, seat: None }, Some(pilot))
    }

    /// A place on the flight in the air, if there is one.
    pub(super) fn join(&self) -> Option<Ticket<T>> {
        let current = lock(&self.0.current);
        current.as_ref().map(|flight| Ticket { flight: Arc::clone(flight), seat: None })
    }

    /// True while a flight is in the air.
    pub(super) fn is_flying(&self) -> bool {
        self.0.flying.load(Ordering::Relaxed)
    }
}

impl<T> Air<T> {
    /// Makes room for the next flight, unless it has already begun.
    fn clear(&self, flight: &Arc<Flight<T>>) {
        let mut current = lock(&self.current);
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, flight)) {
            *current = None;
            self.flying.store(false, Ordering::Relaxed);
        }
    }
}

impl<T> Flight<T> {
    /// Ends the flight, if it has not ended, and wakes all who wait.
    fn end(&self, end: State<T>) {
        let mut state = lock(&self.state);
        if !matches!(*state, State::Flying(_)) {
            return;
        }
        let before = mem::replace(&mut *state, end);
        drop(state);
        if let State::Flying(seats) = before {
            seats.wakers.into_iter().flatten().for_each(Waker::wake);
        }
    }
}

impl Seats {
    /// Puts the waker on this seat, or on a free one; gives the one that was there.
    fn take(&mut self, seat: Option<usize>, waker: Waker) -> (usize, Option<Waker>) {
        let seat = seat.or_else(|| self.free.pop()).unwrap_or(self.wakers.len());
        if let Some(taken) = self.wakers.get_mut(seat) {
            return (seat, taken.replace(waker));
        }
        self.wakers.push(Some(waker));
        (seat, None)
    }

    fn leave(&mut self, seat: usize) -> Option<Waker> {
        let left = self.wakers.get_mut(seat)?.take();
        self.free.push(seat);
        left
    }
}

impl<T: Clone> Pilot<T> {
    /// Ends the flight with a result. New callers board the next flight before these are told, so that nobody who comes
    /// after a failure is given it as news.
    pub(super) fn land(mut self, result: T) {
        self.landed = true;
        self.air.clear(&self.flight);
        self.flight.end(State::Landed(result));
    }
}

impl<T> Drop for Pilot<T> {
    fn drop(&mut self) {
        if !self.landed {
            self.air.clear(&self.flight);
            self.flight.end(State::Lost);
        }
    }
}

impl<T: Clone> Future for Ticket<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let flight = Arc::clone(&self.flight);
        let mut state = lock(&flight.state);
        match &mut *state {
            State::Landed(result) => Poll::Ready(Some(result.clone())),
            State::Lost => Poll::Ready(None),
            State::Flying(seats) => {
                let (seat, before) = seats.take(self.seat, context.waker().clone());
                drop(state);
                // Not under the lock: it may be the last to hold a task that waits here too, and leaves as it is dropped.
                drop(before);
                self.seat = Some(seat);
                Poll::Pending
            }
        }
    }
}

impl<T> Drop for Ticket<T> {
    fn drop(&mut self) {
        let Some(seat) = self.seat else { return };
        let mut state = lock(&self.flight.state);
        let left = if let State::Flying(seats) = &mut *state { seats.leave(seat) } else { None };
        drop(state);
        drop(left);
    }
}

/// Nothing panics while one of these locks is held, so a poisoned one is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
