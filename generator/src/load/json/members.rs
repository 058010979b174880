//! The direct members of an object or array of a checked text: containers within are stepped over by the record.

use std::ops::Range;

use super::{blanks, scan::Tape, string};
use crate::document::escape_token;

/// One member: where its key (empty in an array) and its value stand.
pub(super) struct Member {
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
    /// The number of the container that the value is; of no meaning for a scalar.
    pub(super) id: u32,
}

pub(super) struct Members<'t> {
    bytes: &'t [u8],
    tape: &'t Tape,
    at: usize,
    end: usize,
    next: u32,
    is_object: bool,
    last_key: Option<Range<usize>>,
}

impl<'t> Members<'t> {
    /// The members of container `id`, which stands from `start` to `end`.
    pub(super) fn new(text: &'t str, tape: &'t Tape, id: u32, start: usize, end: usize) -> Self {
        let bytes = text.as_bytes();
        let is_object = bytes.get(start) == Some(&b'{');
        Self { bytes, tape, at: start + 1, end, next: id.saturating_add(1), is_object, last_key: None }
    }

    /// The key that was met last, also where its value is missing: for the place of a fault.
    pub(super) fn last_key(&self) -> Option<Range<usize>> {
        self.last_key.clone()
    }

    /// On to the next key or value.
    fn between(&mut self) {
        self.at = blanks::skip(self.bytes, self.at).min(self.end);
        if self.at < self.end && matches!(self.bytes.get(self.at), Some(b',' | b':')) {
            self.at = blanks::skip(self.bytes, self.at + 1).min(self.end);
        }
    }

    fn string(&mut self) -> Range<usize> {
        let start = self.at;
        self.at = string::end(self.bytes, start).min(self.end);
        start..self.at
    }

    fn value(&mut self) -> Option<(Range<usize>, u32)> {
        let start = self.at;
        match self.bytes.get(start)? {
            b'"' => Some((self.string(), u32::MAX)),
            b'{' | b'[' => {
                let id = self.next;
                let range = self.tape.range(id)?;
                self.next = self.tape.after(id);
                // A container that is still open (only where a fault is looked for) reaches to the end.
                self.at = if range.end > range.start { range.end } else { self.end };
                Some((start..self.at, id))
            }
            _ => {
                let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\t' | b'\r');
                let rest = self.bytes.get(start..self.end).unwrap_or_default();
                self.at = start + rest.iter().position(ends).unwrap_or(rest.len());
                Some((start..self.at, u32::MAX))
            }
        }
    }
}

/// The pointer of the value, or of the key, that stands at byte `target`.
pub(super) fn pointer_to(text: &str, tape: &Tape, target: usize) -> String {
    let mut pointer = String::new();
    let mut open = Some(0);
    while let Some((id, range)) = open.and_then(|id| Some((id, tape.range(id)?))) {
        let is_object = text.as_bytes().get(range.start) == Some(&b'{');
        let mut members = Members::new(text, tape, id, range.start, range.end).enumerate();
        let found = members.find(|(_, member)| member.value.contains(&target) || member.key.contains(&target));
        let Some((at, member)) = found else { break };
        pointer.push('/');
        if is_object {
            pointer.push_str(&escape_token(&string::decode(text.get(member.key.clone()).unwrap_or_default())));
        } else {
            pointer.push_str(&at.to_string());
        }
        open = Some(member.id).filter(|_| member.value.contains(&target));
    }
    pointer
}

impl Iterator for Members<'_> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        self.between();
        let more =
            |members: &Self| members.at < members.end && !matches!(members.bytes.get(members.at), Some(b'}' | b']'));
        if !more(self) {
            return None;
        }
        let mut key = self.at..self.at;
        if self.is_object {
            if self.bytes.get(self.at) != Some(&b'"') {
                return None;
            }
            key = self.string();
            self.last_key = Some(key.clone());
            self.between();
            if !more(self) {
                return None;
            }
        }
        let (value, id) = self.value()?;
        Some(Member { key, value, id })
    }
}
