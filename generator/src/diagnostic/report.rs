//! Diagnostics together with the files that they point into.

use super::{Diagnostic, Diagnostics};
use crate::document::{Document, FileId, Source};

/// Problems and the files they are in: all that a renderer needs.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The files, as the spans count them.
    pub sources: Vec<Source>,
    /// The problems, in file order once [`Report::sort`] was called.
    pub diagnostics: Diagnostics,
}

impl Report {
    /// Problems found in `document`, each with its pointer or at least its file, in file order.
    pub fn in_document(document: &Document, diagnostics: Diagnostics) -> Self {
        let mut report = Self { sources: document.sources.clone(), diagnostics };
        for diagnostic in &mut report.diagnostics {
            if diagnostic.pointer.is_none() {
                diagnostic.pointer = diagnostic.at.and_then(|span| document.pointer_at(span));
            }
            if diagnostic.at.is_none() && diagnostic.file.is_none() {
                diagnostic.file = document.sources.first().map(|source| source.name.clone());
            }
        }
        report.sort();
        report
    }

    /// Puts the problems in file order, those without a place first, and drops repetitions.
    pub fn sort(&mut self) {
        self.diagnostics
            .sort_by(|a, b| (a.at, a.severity, a.code, &a.message).cmp(&(b.at, b.severity, b.code, &b.message)));
        self.diagnostics.dedup();
    }

    /// Adds what was found in another document.
    pub fn append(&mut self, other: Self) {
        let shift = FileId::try_from(self.sources.len()).unwrap_or(FileId::MAX);
        self.sources.extend(other.sources);
        self.diagnostics.extend(other.diagnostics.into_iter().map(|mut diagnostic| {
            if let Some(at) = &mut diagnostic.at {
                at.file = at.file.saturating_add(shift);
            }
            diagnostic
        }));
    }

    /// Whether there is a problem because of which nothing is written.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

impl From<Diagnostic> for Report {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { sources: Vec::new(), diagnostics: vec![diagnostic] }
    }
}
