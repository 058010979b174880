//! Diagnostics together with the files that they point into.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::{Document, FileId, Source, Span};

/// So many problems of one kind are told: nobody reads more, and a document can have one in each of its lines.
const MOST: usize = 100;

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
        report.sort();
        report.thin();
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

    /// Leaves the first of each kind, and says how many more there are.
    fn thin(&mut self) {
        let mut more: BTreeMap<(Severity, Code), (usize, Option<Span>)> = BTreeMap::new();
        let mut told: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
        self.diagnostics.retain(|it| {
            let kind = (it.severity, it.code);
            let told = told.entry(kind).or_default();
            *told += 1;
            if *told > MOST {
                more.entry(kind).or_insert((0, it.at)).0 += 1;
            }
            *told <= MOST
        });
        for ((severity, code), (count, at)) in more {
            let message = format!("{count} more {}s of the kind {} begin here", severity.name(), code.id());
            let note = Diagnostic::note(code, message, "mend those that are told, and run it again");
            self.diagnostics.push(Diagnostic { at, ..note });
        }
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

#[cfg(test)]
mod tests {
    use super::{MOST, Report};
    use crate::diagnostic::{Code, Diagnostic, Severity};
    use crate::document::Span;
    use crate::load::{Input, load};

    #[test]
    fn of_very_many_problems_the_first_are_told() {
        let text = String::from("a: 1\n") + &"# line\n".repeat(500);
        let document = load(&Input::Bytes { name: "x.yaml".to_owned(), bytes: text.into_bytes() }).expect("valid");
        let one = |at: usize| Diagnostic::warning(Code::Scheme, format!("{at}"), "h").at(Span::new(0, at, at + 1));
        let other = Diagnostic::error(Code::AuthUrl, "m", "h").at(Span::new(0, 400, 401));
        let found: Vec<_> = (0..MOST + 50).map(one).chain([other]).collect();
        let report = Report::in_document(&document, found);
        assert_eq!(report.diagnostics.len(), MOST + 2);
        assert!(report.has_errors());
        let note = report.diagnostics.iter().find(|it| it.severity == Severity::Note).expect("a note");
        assert_eq!(note.message, "50 more warnings of the kind AW0408 begin here");
        assert_eq!(note.at.map(|at| at.start as usize), Some(MOST));
    }
}
