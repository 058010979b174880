//! [`ConfigError`].

use std::fmt;

/// Something the caller configured cannot be used: what it is, why, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    what: String,
    help: String,
    absent: bool,
}

impl ConfigError {
    /// What is wrong and why, and what to do about it. Neither may hold a secret.
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into(), absent: false }
    }

    /// The same, of something that is simply not there.
    pub(crate) fn absent(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { absent: true, ..Self::new(what, help) }
    }

    /// Whether something is simply not there, and nothing that is there is wrong: another way may be tried.
    pub fn is_absent(&self) -> bool {
        self.absent
    }

    /// What is wrong and why.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What to do about it.
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what, self.help)
    }
}

impl std::error::Error for ConfigError {}
