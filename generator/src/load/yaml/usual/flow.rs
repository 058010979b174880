//! Flow style within a line: `[a, "b"]`, `{"a": [1, 2]}`.

use saphyr_parser::{Event, ScalarStyle};

use super::{Reader, Receive, quoted};

/// How deep flow style is read here.
const DEPTH: usize = 32;

impl<'t, R: Receive<'t>> Reader<'t, R> {
    /// The list or mapping that begins at `start`; where it and the blanks after it end.
    pub(super) fn flow(&mut self, start: usize, depth: usize) -> Option<usize> {
        let is_mapping = self.byte(start) == b'{';
        let (begin, end, close) = if is_mapping {
            (Event::MappingStart(0, None), Event::MappingEnd, b'}')
        } else {
            (Event::SequenceStart(0, None), Event::SequenceEnd, b']')
        };
        if depth > DEPTH {
            return None;
        }
        (self.receive)(begin, start, start)?;
        let mut at = self.after_spaces(start + 1);
        while self.byte(at) != close {
            if is_mapping {
                at = self.flow_key(at)?;
            }
            at = self.flow_value(at, depth)?;
            match self.byte(at) {
                b',' => at = self.after_spaces(at + 1),
                byte if byte == close => break,
                _ => return None,
            }
        }
        let after = if depth == 0 { self.after_comment(at + 1) } else { self.after_spaces(at + 1) };
        (self.receive)(end, at, after)?;
        Some(after)
    }

    /// A key; where its value begins.
    fn flow_key(&mut self, at: usize) -> Option<usize> {
        let colon = self.flow_scalar(at)?;
        let adjacent = matches!(self.byte(at), b'"' | b'\'');
        let spaced = self.byte(colon + 1) == b' ';
        let usual = self.byte(colon) == b':' && (spaced || adjacent) && self.byte(colon - 1) != b' ';
        usual.then(|| self.after_spaces(colon + 1))
    }

    fn flow_value(&mut self, at: usize, depth: usize) -> Option<usize> {
        if matches!(self.byte(at), b'[' | b'{') { self.flow(at, depth + 1) } else { self.flow_scalar(at) }
    }

    /// A quoted scalar, or a plain one of harmless characters; where it and the blanks after it end.
    fn flow_scalar(&mut self, at: usize) -> Option<usize> {
        if let quote @ (b'"' | b'\'') = self.byte(at) {
            let (text, end) = self.quoted(at, None)?;
            let end = self.after_spaces(end);
            self.scalar_event(text, quoted::style(quote), at, end)?;
            return Some(end);
        }
        let rest = self.text.as_bytes().get(at..)?;
        let harmless = |byte: &&u8| byte.is_ascii_alphanumeric() || b" _./$-@+()=".contains(byte);
        let length = rest.iter().take_while(harmless).count();
        let text = self.text.get(at..at + length)?.trim_end_matches(' ');
        let first = text.strip_prefix('-').unwrap_or(text).bytes().next()?;
        if !first.is_ascii_alphanumeric() && !b"$_/.".contains(&first) {
            return None;
        }
        self.scalar_event(text.into(), ScalarStyle::Plain, at, at + text.len())?;
        Some(at + length)
    }
}
