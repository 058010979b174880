//! [`StoreError`].

use std::fmt;

use crate::error::clean;
use crate::{ErrorKind, TokenError};

/// Why a store could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    kind: StoreErrorKind,
    message: String,
}

/// What is wrong with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// The place cannot be read or written: no permission, disk full, server gone.
    Unavailable,
    /// Another holder kept the guard for too long.
    Busy,
    /// The record was changed by another holder, or the guard was lost meanwhile.
    Conflict,
    /// What is stored is no record, or one of an unknown format.
    Corrupt,
    /// The place is not safe to keep secrets in: readable by others, a symbolic link.
    Unsafe,
}

impl StoreError {
    /// An error with a message for people; it must hold no secret.
    pub fn new(kind: StoreErrorKind, message: impl AsRef<str>) -> Self {
        Self { kind, message: clean(message.as_ref()) }
    }

    /// What is wrong.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for StoreError {}

impl From<StoreError> for TokenError {
    fn from(error: StoreError) -> Self {
        let token_error = Self::new(ErrorKind::Store, format!("the token store failed: {}", error.message));
        let token_error = token_error.with_store_kind(error.kind);
        match error.kind {
            StoreErrorKind::Unavailable | StoreErrorKind::Busy | StoreErrorKind::Conflict => token_error,
            // Somebody has to look at the place.
            StoreErrorKind::Corrupt | StoreErrorKind::Unsafe => token_error.with_no_retry(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{StoreError, StoreErrorKind};
    use crate::TokenError;

    #[test]
    fn what_a_person_has_to_mend_is_not_tried_again() {
        let retryable = |kind| {
            let error = TokenError::from(StoreError::new(kind, "x"));
            assert_eq!(error.store_kind(), Some(kind), "a program can tell them apart");
            error.is_retryable()
        };
        assert!(retryable(StoreErrorKind::Busy) && retryable(StoreErrorKind::Unavailable));
        assert!(!retryable(StoreErrorKind::Corrupt) && !retryable(StoreErrorKind::Unsafe));
    }
}
