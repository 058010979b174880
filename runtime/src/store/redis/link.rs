//! The connection, and the five things that are asked over it.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::redis::{Client, Commands, Connection, RedisError, RedisResult, Script};
use zeroize::Zeroizing;

use super::{Names, scripts};
use crate::clock::millis;
use crate::store::{Record, StoreError, StoreErrorKind};

/// Longest wait for the server, for connecting and for each answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// One connection, opened when needed and again after it broke.
pub(super) struct Link {
    client: Client,
    connection: Mutex<Option<Connection>>,
}

impl Link {
    pub(super) fn new(url: &str) -> Result<Self, StoreError> {
        let client = Client::open(url).map_err(|error| said(&error))?;
        Ok(Self { client, connection: Mutex::new(None) })
    }

    pub(super) fn load(&self, names: &Names) -> Result<Option<Record>, StoreError> {
        let bytes: Option<Vec<u8>> = self.ask(|connection| connection.hget(&names.record, "record"))?;
        let bytes = bytes.map(Zeroizing::new);
        bytes.map(|bytes| Record::decode(&bytes)).transpose()
    }

    /// The lease's number, or `None` while somebody else has it.
    pub(super) fn acquire(&self, names: &Names, owner: &str, lease: Duration) -> Result<Option<u64>, StoreError> {
        let script = Script::new(scripts::ACQUIRE);
        let mut script = script.prepare_invoke();
        script.key(&names.lease).key(&names.fence).key(&names.record).arg(owner).arg(millis(lease));
        let number: u64 = self.ask(|connection| script.invoke(connection))?;
        Ok((number > 0).then_some(number))
    }

    pub(super) fn renew(&self, names: &Names, owner: &str, lease: Duration) -> Result<bool, StoreError> {
        let script = Script::new(scripts::RENEW);
        let mut script = script.prepare_invoke();
        script.key(&names.lease).arg(owner).arg(millis(lease));
        self.ask(|connection| script.invoke(connection))
    }

    pub(super) fn release(&self, names: &Names, owner: &str) -> Result<bool, StoreError> {
        let script = Script::new(scripts::RELEASE);
        let mut script = script.prepare_invoke();
        script.key(&names.lease).arg(owner);
        self.ask(|connection| script.invoke(connection))
    }

    pub(super) fn save(&self, names: &Names, fence: u64, record: &Record) -> Result<(), StoreError> {
        let bytes = record.encode();
        let script = Script::new(scripts::SAVE);
        let mut script = script.prepare_invoke();
        script.key(&names.record).arg(record.version()).arg(fence).arg(bytes.as_slice());
        let written: bool = self.ask(|connection| script.invoke(connection))?;
        let conflict = || StoreError::new(StoreErrorKind::Conflict, "Redis holds another version than the one loaded");
        written.then_some(()).ok_or_else(conflict)
    }

    /// Asks; once more on a new connection where the old one gave no answer: it broke, or leads to a server that has become a
    /// replica. Every question may be asked twice.
    fn ask<T>(&self, question: impl Fn(&mut Connection) -> RedisResult<T>) -> Result<T, StoreError> {
        let mut held = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut connection) = held.take()
            && let Ok(answer) = question(&mut connection)
        {
            *held = Some(connection);
            return Ok(answer);
        }
        let mut connection = self.connect().map_err(|error| said(&error))?;
        let answer = question(&mut connection).map_err(|error| said(&error))?;
        *held = Some(connection);
        Ok(answer)
    }

    fn connect(&self) -> RedisResult<Connection> {
        let connection = self.client.get_connection_with_timeout(TIMEOUT)?;
        connection.set_read_timeout(Some(TIMEOUT))?;
        connection.set_write_timeout(Some(TIMEOUT))?;
        Ok(connection)
    }
}

/// The kind of the error and no more of it: the text may hold the address with its password, or what was to be saved.
fn said(error: &RedisError) -> StoreError {
    let message = match error.code() {
        Some(code) => format!("Redis: {} ({code})", error.category()),
        None => format!("Redis: {}", error.category()),
    };
    StoreError::new(StoreErrorKind::Unavailable, message)
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").finish_non_exhaustive()
    }
}
