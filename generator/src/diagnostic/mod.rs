//! What is said to people: one problem, where it is, and the way out.
//!
//! A stage adds its problems to the table in `code.rs` and a section to `docs/diagnostics.md`; it makes a
//! [`Diagnostic`] with [`Diagnostic::error`] or [`Diagnostic::warning`] and, where there is a place, [`Diagnostic::at`].
//! Text from a document goes through [`quoted`] on its way into a message.

mod code;
mod render;
mod report;
mod text;
mod told;

pub use code::Code;
pub use render::{Excerpt, Look, excerpt};
pub use report::Report;
pub use text::{plain, quoted, quoted_address};
pub use told::Told;

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

impl Severity {
    /// The lower-case word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One problem. Collected over a run, sorted by place, never thrown as text.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The JSON pointer of the place, as in the user's own file; found from `at` where it is absent.
    pub pointer: Option<String>,
    /// The file that it is about, where there is no place inside it: a document that could not be read, a generated file.
    pub file: Option<String>,
}

/// The problems of one run.
pub type Diagnostics = Vec<Diagnostic>;

impl Diagnostic {
    /// A problem because of which nothing is written.
    pub fn error(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message, help)
    }

    /// Something that was left out or is doubtful.
    pub fn warning(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message, help)
    }

    /// For information.
    pub fn note(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message, help)
    }

    /// The same, with its place.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        Self { at: Some(span), ..self }
    }

    /// The same, with the pointer of its place: where no tree could be read to find it from.
    #[must_use]
    pub fn pointing(self, pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..self }
    }

    /// The same, about a file as a whole.
    #[must_use]
    pub fn about(self, file: impl Into<String>) -> Self {
        Self { file: Some(file.into()), ..self }
    }

    /// Whether nothing may be written because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    fn new(severity: Severity, code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), help: help.into(), at: None, pointer: None, file: None }
    }
}
