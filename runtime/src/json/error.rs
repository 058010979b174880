//! [`JsonError`].

use std::fmt;

/// Why a value could not be read: the place and what was wrong there, never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    pointer: String,
    problem: String,
}

impl JsonError {
    /// A problem at the value itself.
    pub fn new(problem: impl Into<String>) -> Self {
        Self { pointer: String::new(), problem: problem.into() }
    }

    /// The value is of another kind than `expected`.
    pub fn expected(expected: &str, found: &super::Json) -> Self {
        Self::new(format!("expected {expected}, found {}", found.kind()))
    }

    /// The same problem, seen from the value that holds this one under `name` or at an index.
    #[must_use]
    pub fn under(mut self, name: &str) -> Self {
        self.pointer = format!("/{}{}", name.replace('~', "~0").replace('/', "~1"), self.pointer);
        self
    }

    /// The place, as a JSON pointer (RFC 6901).
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong there.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            return f.write_str(&self.problem);
        }
        write!(f, "{} at {}", self.problem, self.pointer)
    }
}

impl std::error::Error for JsonError {}
