//! Sign-ins under way in a web application.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::callback::{Callback, CallbackError, Redirected};
use super::transaction::Transaction;
use crate::Secret;

/// How long a person may take, unless said otherwise: they may have to register first.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// Transactions by their state, given up after an hour, and the oldest when there are too many. An answer takes its transaction
/// out, so that a second one finds nothing (RFC 6749, section 10.12).
///
/// The state must also be bound to the browser that began (RFC 9700, section 4.7.1): set it in a cookie, and compare.
#[derive(Debug)]
pub struct PendingSignIns {
    most: usize,
    patience: Duration,
    waiting: Mutex<VecDeque<Transaction>>,
}

impl PendingSignIns {
    /// At most this many at a time.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), patience: PATIENCE, waiting: Mutex::default() }
    }

    /// How long a person may take, on the clock of the transaction's client; an hour by default.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Keeps a transaction until its answer comes.
    pub fn insert(&self, transaction: Transaction) {
        let mut waiting = self.waiting();
        if waiting.len() >= self.most {
            waiting.pop_front();
        }
        waiting.push_back(transaction);
    }

    /// Takes out the transaction that an answer names. `redirected` is what [`Transaction::finish`] is given: the address that the
    /// browser was sent to, or its query alone.
    pub fn take(&self, redirected: &str) -> Result<Transaction, CallbackError> {
        let answer = Callback::parse(Redirected::parse(redirected).query)?;
        let state = answer.value("state").map(Secret::from).ok_or(CallbackError::MissingState)?;
        let mut waiting = self.waiting();
        let place = waiting.iter().position(|transaction| *transaction.state() == state);
        place.and_then(|place| waiting.remove(place)).ok_or(CallbackError::UnknownState)
    }

    /// Those that have not waited for too long.
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Transaction>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|transaction| transaction.age() < self.patience);
        waiting
    }
}
