//! JSON: the whole text is checked once, at the speed of skipping; a value is built only when somebody looks at it.
//!
//! [`scan`] checks syntax (RFC 8259), depth and escapes, and records where each object and array begins and ends.
//! [`Text`] makes the values of lazy nodes from that record. Repeated keys are found where a mapping is built, and
//! reported where their value is.

mod blanks;
mod members;
mod scan;
mod string;

#[cfg(test)]
mod tests;

use std::{collections::HashSet, sync::Arc};

use self::{members::Members, scan::Tape};
use super::{Limits, repeated};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Entry, Faults, FileId, Glance, Kind, Lazy, Node, Scalar, Span, Style, Value, by_key, key},
};

/// Checks a JSON text and gives its root, of which nothing is built yet.
pub(super) fn parse(text: &Arc<String>, file: FileId, limits: &Limits, faults: &Faults) -> Result<Node, Diagnostic> {
    let tape = scan::scan(text, limits).map_err(|fault| fault.into_diagnostic(file))?;
    let whole = Text { whole: Arc::clone(text), tape, file, key_limit: limits.key, faults: faults.clone() };
    let span = whole.span(&whole.root());
    Ok(Node::lazy(Arc::new(whole), ROOT, span))
}

/// The number of the first object or array of a text.
const ROOT: u32 = 0;

/// A checked text with the record of its objects and arrays.
struct Text {
    whole: Arc<String>,
    tape: Tape,
    file: FileId,
    key_limit: usize,
    faults: Faults,
}

impl Lazy for Text {
    fn make(self: Arc<Self>, id: u32, span: Span) -> Value {
        let written = self.written(span.start as usize..span.end as usize);
        match written.as_bytes().first() {
            Some(b'{') => Value::Mapping(self.mapping(id, span)),
            Some(b'[') => Value::Sequence(self.members(id, span).map(|member| self.node(&member)).collect()),
            Some(b'"') => Value::Scalar(Scalar { text: string::decode(written).into(), style: Style::Quoted }),
            _ => Value::Scalar(Scalar { text: written.into(), style: Style::Literal }),
        }
    }

    fn glance<'a>(&'a self, id: u32, span: Span, keys: &[&str], found: &mut [Option<Glance<'a>>]) -> bool {
        for member in self.members(id, span) {
            let key = string::decode(self.written(member.key));
            let Some(slot) = keys.iter().position(|wanted| *wanted == key).and_then(|at| found.get_mut(at)) else {
                continue;
            };
            let written = self.written(member.value);
            let seen = match written.as_bytes().first() {
                Some(b'{' | b'[') => Glance::Written(written),
                Some(b'"') => Glance::Text(string::decode(written)),
                Some(b'n') => continue,
                _ => Glance::Text(written.into()),
            };
            if slot.replace(seen).is_some() {
                return false;
            }
        }
        true
    }

    fn kind(&self, _id: u32, span: Span) -> Kind {
        match self.whole.as_bytes().get(span.start as usize) {
            Some(b'{') => Kind::Mapping,
            Some(b'[') => Kind::Sequence,
            _ => Kind::Scalar,
        }
    }
}

impl Text {
    fn written(&self, range: std::ops::Range<usize>) -> &str {
        self.whole.get(range).unwrap_or_default()
    }

    fn mapping(self: &Arc<Self>, id: u32, span: Span) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self
            .members(id, span)
            .map(|member| {
                let written = self.written(member.key.clone());
                let key_span = Span::new(self.file, member.key.start, member.key.end);
                Entry { key: key(&string::decode(written)), key_span, node: self.node(&member) }
            })
            .collect();
        self.check_keys(&mut entries);
        entries
    }

    fn members(&self, id: u32, span: Span) -> Members<'_> {
        Members::new(&self.whole, &self.tape, id, span.start as usize, span.end as usize)
    }

    fn node(self: &Arc<Self>, member: &members::Member) -> Node {
        let span = Span::new(self.file, member.value.start, member.value.end);
        Node::lazy(Arc::clone(self) as Arc<dyn Lazy>, member.id, span)
    }

    fn root(&self) -> std::ops::Range<usize> {
        self.tape.range(ROOT).unwrap_or(0..self.whole.len())
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// Reports keys that are too long, and keeps the first of those that are repeated.
    fn check_keys(&self, entries: &mut Vec<Entry>) {
        self.keep_first(entries);
        for entry in entries.iter().filter(|entry| entry.key.len() > self.key_limit) {
            let message =
                format!("a key of {} bytes is longer than the {} that are accepted", entry.key.len(), self.key_limit);
            self.faults.report(Diagnostic::error(Code::TooLarge, message, "shorten the name").at(entry.key_span));
        }
    }

    fn keep_first(&self, entries: &mut Vec<Entry>) {
        let order = by_key(entries);
        let key = |at: &u32| entries.get(*at as usize).map(|entry| &entry.key);
        let groups: Vec<&[u32]> = order.chunk_by(|a, b| key(a) == key(b)).filter(|keys| keys.len() > 1).collect();
        let mut dropped = HashSet::<u32>::new();
        for group in groups {
            let &[first, second, ..] = group else { continue };
            dropped.extend(group.iter().skip(1));
            let Some(span) = entries.get(second as usize).map(|entry| entry.key_span) else { continue };
            let Some(entry) = entries.get_mut(first as usize) else { continue };
            let pointer = members::pointer_to(&self.whole, &self.tape, span.start as usize);
            let fault = repeated::fault(&entry.key, span, pointer);
            entry.node = repeated::first(entry.node.clone(), fault, &self.faults);
        }
        if !dropped.is_empty() {
            let mut at = 0..;
            entries.retain(|_| at.next().is_none_or(|at| !dropped.contains(&at)));
        }
    }
}
