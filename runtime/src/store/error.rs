//! [`StoreError`].

use std::fmt;

/// Why a store could not do what it was asked. The record of before is still in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    kind: Kind,
    message: String,
}

/// What the token source can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing by itself: the disk is full, the server is gone, the file belongs to somebody else.
    Failed,
    /// The guard is still held by somebody else after the longest wait. Try later.
    Busy,
    /// A later record is there. Load it.
    Conflict,
    /// The record cannot be read: damaged, or written by a later version. It is left as it is.
    Unreadable,
}

impl StoreError {
    /// The store does not work. The message is for people; it holds the place and the way out, and no secret.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { kind: Kind::Failed, message: message.into() }
    }

    /// Somebody else has had the guard for too long.
    pub fn busy(message: impl Into<String>) -> Self {
        Self { kind: Kind::Busy, message: message.into() }
    }

    /// The store holds a later record.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self { kind: Kind::Conflict, message: message.into() }
    }

    /// The store holds something that is no record of this version.
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self { kind: Kind::Unreadable, message: message.into() }
    }

    /// Adds the place, such as the file's path.
    #[must_use]
    pub fn at(self, place: impl fmt::Display) -> Self {
        Self { message: format!("{place}: {}", self.message), ..self }
    }

    /// True when somebody else has had the guard for too long.
    pub fn is_busy(&self) -> bool {
        self.kind == Kind::Busy
    }

    /// True when the store holds a later record.
    pub fn is_conflict(&self) -> bool {
        self.kind == Kind::Conflict
    }

    /// True when what the store holds cannot be read: it is damaged, or a later version wrote it.
    pub fn is_unreadable(&self) -> bool {
        self.kind == Kind::Unreadable
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "token store: {}", self.message)
    }
}

impl std::error::Error for StoreError {}
