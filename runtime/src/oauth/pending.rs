//! Sign-ins under way in a web application.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::callback::{Callback, CallbackError};
use super::transaction::Transaction;
use crate::Secret;

/// Transactions by their state, the oldest given up when there are too many. An answer takes its transaction out, so that
/// a second one finds nothing (RFC 6749, section 10.12).
///
/// The state must also be bound to the browser that began (RFC 9700, section 4.7.1): set it in a cookie, and compare.
#[derive(Debug)]
pub struct PendingSignIns {
    most: usize,
    waiting: Mutex<VecDeque<Transaction>>,
}

impl PendingSignIns {
    /// At most this many at a time.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), waiting: Mutex::default() }
    }

    /// Keeps a transaction until its answer comes.
    pub fn insert(&self, transaction: Transaction) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= self.most {
            waiting.pop_front();
        }
        waiting.push_back(transaction);
    }

    /// Takes out the transaction that an answer names, by the query of the redirect.
    pub fn take(&self, query: &str) -> Result<Transaction, CallbackError> {
        let state = Callback::parse(query)?.value("state").map(Secret::from).ok_or(CallbackError::MissingState)?;
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let place = waiting.iter().position(|transaction| *transaction.state() == state);
        place.and_then(|place| waiting.remove(place)).ok_or(CallbackError::UnknownState)
    }
}
