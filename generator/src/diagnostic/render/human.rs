//! For people, drawn by `miette`. Only this file knows that crate.

use std::fmt::{self, Display, Write as _};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};

use super::excerpt::{Excerpt, excerpt};
use crate::diagnostic::{Diagnostic, Report, Severity, plain};

/// How a report looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// With colours.
    pub colour: bool,
    /// With box-drawing characters beyond ASCII.
    pub unicode: bool,
    /// Columns of the screen; 0 for the usual 80.
    pub width: usize,
}

pub(super) fn render(report: &Report, look: Look) -> String {
    let theme = GraphicalTheme {
        characters: if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if look.colour { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    let width = if look.width == 0 { 80 } else { look.width };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).without_syntax_highlighting();
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        let drawn = Drawn::new(report, diagnostic);
        // Writing to a string cannot fail; what miette cannot draw is said without its lines.
        if handler.render_report(&mut out, &drawn).is_err() {
            let _ = writeln!(out, "{drawn}\n  help: {}", plain(&diagnostic.help));
        }
        out.push('\n');
    }
    out
}

/// A diagnostic in the terms of miette.
#[derive(Debug)]
struct Drawn<'d> {
    diagnostic: &'d Diagnostic,
    message: String,
    help: String,
    label: Option<(String, Lines)>,
}

impl<'d> Drawn<'d> {
    fn new(report: &Report, diagnostic: &'d Diagnostic) -> Self {
        let label = report.place(diagnostic).zip(diagnostic.at).map(|((source, position), span)| {
            let lines = Lines {
                name: plain(&source.name),
                excerpt: excerpt(source, span),
                line: position.line - 1,
                column: position.column - 1,
            };
            (label(diagnostic.pointer.as_deref()), lines)
        });
        Self { diagnostic, message: plain(&diagnostic.message), help: plain(&diagnostic.help), label }
    }
}

/// What is written at the mark: the JSON pointer, its end where it is long.
fn label(pointer: Option<&str>) -> String {
    const LONGEST: usize = 100;
    let pointer = match pointer {
        None => return "here".to_owned(),
        Some("") => return "at the root".to_owned(),
        Some(pointer) => plain(pointer),
    };
    let length = pointer.chars().count();
    if length <= LONGEST {
        return format!("at {pointer}");
    }
    format!("at …{}", pointer.chars().skip(length - LONGEST).collect::<String>())
}

impl Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        let id = self.diagnostic.code.id();
        // Without lines of a file, and one of several documents, nobody would know which it is about.
        let file = self.diagnostic.file.as_deref().filter(|_| self.label.is_none()).map(plain);
        let unnamed = file.filter(|file| !self.message.contains(file.as_str()));
        Some(Box::new(unnamed.map_or_else(|| id.to_owned(), |file| format!("{id} in {file}"))))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.label.as_ref().map(|(_, lines)| lines as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (label, lines) = self.label.as_ref()?;
        let marked = &lines.excerpt.marked;
        let span = LabeledSpan::new_primary_with_span(Some(label.clone()), (marked.start, marked.len()));
        Some(Box::new(std::iter::once(span)))
    }
}

/// The excerpt as miette's source: always shown whole.
#[derive(Debug)]
struct Lines {
    name: String,
    excerpt: Excerpt,
    line: usize,
    column: usize,
}

impl SourceCode for Lines {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let data = self.excerpt.text.as_bytes();
        let name = self.name.clone();
        // Without lines around it, miette asks for the place itself, to print it in the head.
        let contents = if before == 0 && after == 0 {
            MietteSpanContents::new_named(name, data, *span, self.line, self.column, 1)
        } else {
            let whole = SourceSpan::from((0, data.len()));
            MietteSpanContents::new_named(name, data, whole, self.excerpt.first_line, 0, 3)
        };
        Ok(Box::new(contents))
    }
}

#[cfg(test)]
mod tests {
    use super::Look;
    use crate::load::{Input, Limits, load_whole};

    fn rendered(text: &str) -> String {
        let input = Input::Bytes { name: "spec.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
        let report = load_whole(&input, 0, &Limits::default()).err().unwrap_or_default();
        report.to_human(Look::default())
    }

    #[test]
    fn a_problem_shows_code_place_line_pointer_and_help() {
        let drawn = rendered("paths:\n  /a: 1\n  /a: 2\n");
        for part in ["AW0105", "spec.yaml:3:3", "/a: 2", "at /paths/~1a", "help: remove or rename"] {
            assert!(drawn.contains(part), "{part} is missing:\n{drawn}");
        }
    }

    #[test]
    fn nothing_of_the_document_moves_the_cursor() {
        let drawn = rendered("\"\\e[31m\": 1\n\"\\e[31m\": \u{202e}2\n");
        assert!(drawn.contains("AW0105"));
        assert!(!drawn.contains(['\u{1b}', '\u{202e}']), "{drawn:?}");
    }
}
