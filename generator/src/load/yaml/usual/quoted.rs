//! Scalars in quotes, of one line or several.

use std::borrow::Cow;

use memchr::{memchr2, memchr3};
use saphyr_parser::ScalarStyle;

use super::{Reader, push_fold};

/// The style that a quote begins.
pub(super) fn style(quote: u8) -> ScalarStyle {
    if quote == b'"' { ScalarStyle::DoubleQuoted } else { ScalarStyle::SingleQuoted }
}

impl<'t, R> Reader<'t, R> {
    /// The text of the scalar whose quote stands at `start`, and where it ends. Its further lines are further in than `around`;
    /// without that it has none.
    pub(super) fn quoted(&self, start: usize, around: Option<usize>) -> Option<(Cow<'t, str>, usize)> {
        let quote = self.byte(start);
        let mut text = Cow::Borrowed("");
        let mut from = start + 1;
        let mut at = from;
        loop {
            let rest = self.text.as_bytes().get(at..)?;
            let found = if quote == b'"' { memchr3(quote, b'\\', b'\n', rest) } else { memchr2(quote, b'\n', rest) };
            at += found?;
            let piece = self.text.get(from..at)?;
            match self.byte(at) {
                b'\n' => {
                    text.to_mut().push_str(piece.trim_end_matches(' '));
                    let (breaks, next) = self.continued(at, around?)?;
                    push_fold(text.to_mut(), breaks);
                    at = next;
                }
                b'\\' => {
                    text.to_mut().push_str(piece);
                    at = self.escaped(at + 1, around, text.to_mut())?;
                }
                _ if quote == b'\'' && self.byte(at + 1) == quote => {
                    text.to_mut().push_str(piece);
                    text.to_mut().push('\'');
                    at += 2;
                }
                _ if text.is_empty() && from == start + 1 => return Some((Cow::Borrowed(piece), at + 1)),
                _ => {
                    text.to_mut().push_str(piece);
                    return Some((text, at + 1));
                }
            }
            from = at;
        }
    }

    /// What follows a backslash at `at`; where it ends.
    fn escaped(&self, at: usize, around: Option<usize>, text: &mut String) -> Option<usize> {
        let hexadecimal = |digits: usize| {
            let digits = self.text.get(at + 1..at + 1 + digits)?;
            let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            plain.then(|| u32::from_str_radix(digits, 16).ok()).flatten().and_then(char::from_u32)
        };
        let (decoded, length) = match self.byte(at) {
            b'\n' => {
                let (breaks, next) = self.continued(at, around?)?;
                text.extend(std::iter::repeat_n('\n', breaks - 1));
                return Some(next);
            }
            b'n' => ('\n', 1),
            b't' => ('\t', 1),
            b'r' => ('\r', 1),
            b'b' => ('\u{8}', 1),
            b'f' => ('\u{c}', 1),
            same @ (b'"' | b'\\' | b'/' | b' ') => (char::from(same), 1),
            b'_' => ('\u{a0}', 1),
            b'N' => ('\u{85}', 1),
            b'L' => ('\u{2028}', 1),
            b'P' => ('\u{2029}', 1),
            b'x' => (hexadecimal(2)?, 3),
            b'u' => (hexadecimal(4)?, 5),
            _ => return None,
        };
        text.push(decoded);
        Some(at + length)
    }

    /// From the end of a line within quotes to the next text: how many lines end until then, and where it stands.
    fn continued(&self, line_end: usize, around: usize) -> Option<(usize, usize)> {
        let (breaks, column, next) = self.fold(line_end);
        (next < self.text.len() && column > around && !self.has_tab(next)).then_some((breaks, next))
    }
}
