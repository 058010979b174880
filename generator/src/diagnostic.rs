//! What is said to people: one problem, where it is, and the way out.

use crate::document::Span;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Something was left out or is doubtful.
    Warning,
    /// For information.
    Note,
}

/// One problem. Collected over a run, sorted by place, never thrown as text.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which problem; `docs/diagnostics.md` explains each.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong and why, in one sentence.
    pub message: String,
    /// The way out, in one sentence.
    pub help: String,
    /// Where in the user's own file, where it has a place.
    pub at: Option<Span>,
    /// The JSON pointer of the place, as in the user's own file.
    pub pointer: Option<String>,
}

/// The closed set of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The file could not be read.
    Unreadable,
}

/// The problems of one run.
pub type Diagnostics = Vec<Diagnostic>;
