//! Block scalars: literal and folded.

use std::borrow::Cow;

use saphyr_parser::ScalarStyle;

use super::{Reader, Receive};

impl<'t, R: Receive<'t>> Reader<'t, R> {
    /// The scalar whose sign stands here; its lines are further in than `around`.
    pub(super) fn block(&mut self, around: usize) -> Option<()> {
        let literal = self.byte(self.at) == b'|';
        let chomping = self.byte(self.at + 1);
        let header = self.at + 1 + usize::from(matches!(chomping, b'-' | b'+'));
        let header = self.after_comment(header);
        // With an indentation indicator it is not usual.
        if self.byte(header) != b'\n' {
            return None;
        }
        let (blank, start) = self.first_line(header + 1, around)?;
        let mut lines = Lines { text: "\n".repeat(blank), literal, was_indented: false };
        let indent = start.column;
        let mut at = start.at;
        let mut breaks = 0;
        loop {
            let end = self.line_end(at);
            lines.push(self.text.get(at..end)?, breaks);
            // The end of the text within such a scalar has rules of its own.
            if end >= self.text.len() {
                return None;
            }
            let (after, column, next) = self.block_line(end + 1, indent);
            if column < indent || next >= self.text.len() {
                let style = if literal { ScalarStyle::Literal } else { ScalarStyle::Folded };
                let text = lines.finish(chomping, after);
                self.scalar_event(Cow::Owned(text), style, start.at, next)?;
                self.at = next - column;
                return (next < self.text.len() || column == 0).then_some(());
            }
            // A tab counts as a blank there.
            if self.byte(next) == b'\t' {
                return None;
            }
            (breaks, at) = (after + 1, next);
        }
    }

    /// How many empty lines begin a scalar, and where its text begins.
    fn first_line(&self, mut line: usize, around: usize) -> Option<(usize, Start)> {
        let (mut blank, mut longest) = (0, 0);
        loop {
            let at = self.after_spaces(line);
            let column = at - line;
            if at >= self.text.len() || self.byte(at) == b'\t' {
                return None;
            }
            if self.byte(at) != b'\n' {
                return (column > around && column >= longest).then_some((blank, Start { at, column }));
            }
            blank += 1;
            longest = longest.max(column);
            line = at + 1;
        }
    }

    /// From the beginning of a line to the next that has text at `indent`, or is less far in: how many empty ones are skipped,
    /// the column, and the place.
    fn block_line(&self, mut line: usize, indent: usize) -> (usize, usize, usize) {
        let mut blank = 0;
        loop {
            let at = self.after_spaces(line).min(line + indent);
            if self.byte(at) != b'\n' || at >= self.text.len() {
                return (blank, at - line, at);
            }
            blank += 1;
            line = at + 1;
        }
    }
}

#[derive(Clone, Copy)]
struct Start {
    at: usize,
    column: usize,
}

/// The lines of a scalar, joined as they come.
struct Lines {
    text: String,
    literal: bool,
    /// Whether the line before begins with a blank: such lines are not joined.
    was_indented: bool,
}

impl Lines {
    /// Adds a line, after which so many line ends of the text stand before it.
    fn push(&mut self, line: &str, breaks: usize) {
        let indented = line.starts_with(' ');
        if self.literal || self.was_indented || indented || breaks == 0 {
            self.text.extend(std::iter::repeat_n('\n', breaks));
        } else {
            super::push_fold(&mut self.text, breaks);
        }
        self.text.push_str(line);
        self.was_indented = indented;
    }

    /// The text, with so many empty lines after it.
    fn finish(mut self, chomping: u8, blank: usize) -> String {
        match chomping {
            b'-' => {}
            b'+' => self.text.extend(std::iter::repeat_n('\n', blank + 1)),
            _ => self.text.push('\n'),
        }
        self.text
    }
}
