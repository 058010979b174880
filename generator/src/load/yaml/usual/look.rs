//! Looking at a text: its lines, and the signs that end things.

use memchr::{memchr, memchr_iter, memchr2};

use super::Reader;

impl<R> Reader<'_, R> {
    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The end of the text ends its line.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    pub(super) fn is_dash(&self) -> bool {
        self.byte(self.at) == b'-' && matches!(self.byte(self.at + 1), b' ' | b'\n')
    }

    pub(super) fn is_colon(&self, at: usize) -> bool {
        self.byte(at) == b':' && matches!(self.byte(at + 1), b' ' | b'\n')
    }

    /// Whether a tab follows on this line.
    pub(super) fn has_tab(&self, at: usize) -> bool {
        self.tabs && memchr(b'\t', self.text.as_bytes().get(at..self.line_end(at)).unwrap_or_default()).is_some()
    }

    pub(super) fn after_spaces(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| **byte == b' ').count()
    }

    /// After blanks and a comment that they are followed by.
    pub(super) fn after_comment(&self, at: usize) -> usize {
        let after = self.after_spaces(at);
        if after > at && self.byte(after) == b'#' { self.line_end(after) } else { after }
    }

    pub(super) fn line_end(&self, at: usize) -> usize {
        // Nearly always it is the line that is being read.
        if (self.line..=self.end).contains(&at) { self.end } else { self.find_line_end(at) }
    }

    pub(super) fn find_line_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + memchr(b'\n', rest).unwrap_or(rest.len())
    }

    /// The first colon from `start` to `end` that ends a key.
    pub(super) fn colon(&self, start: usize, end: usize) -> Option<usize> {
        let bytes = self.text.as_bytes().get(start..end)?;
        memchr_iter(b':', bytes).map(|at| start + at).find(|at| self.is_colon(*at))
    }

    /// Where a comment begins that follows something on its line, from `start` to `end`; `end` where there is none.
    pub(super) fn comment(&self, start: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes().get(start..end).unwrap_or_default();
        let is_comment = |at: &usize| at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b' ');
        memchr_iter(b'#', bytes).find(is_comment).map_or(end, |at| start + at)
    }

    /// Whether a colon or a sign of comments stands from `start` to `end`: rarely, and then one looks for what it is.
    pub(super) fn has_mark(&self, start: usize, end: usize) -> bool {
        memchr2(b':', b'#', self.text.as_bytes().get(start..end).unwrap_or_default()).is_some()
    }

    /// From the end of a line within a scalar to its next text: how many lines end until then, its column, and its place.
    pub(super) fn fold(&self, line_end: usize) -> (usize, usize, usize) {
        let (mut breaks, mut line, mut at) = (0, line_end, line_end);
        while self.byte(at) == b'\n' && at < self.text.len() {
            breaks += 1;
            line = at + 1;
            at = self.after_spaces(line);
        }
        (breaks, at - line, at)
    }
}

/// Whether an unquoted scalar may begin so.
pub(super) fn begins_plain(first: u8) -> bool {
    // Nearly all begin with a letter or a digit.
    first.is_ascii_alphanumeric() || !b"\n ?:,[]{}#&*!|>'\"%@`".contains(&first)
}
