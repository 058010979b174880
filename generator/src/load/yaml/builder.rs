//! Writes the parser's events to a tape, on a stack of its own: depth is a number here, not a call stack.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, ScalarStyle, Tag};

use super::{
    fault::Fault,
    merge,
    tape::{Id, Tape},
};
use crate::{
    diagnostic::Diagnostic,
    document::{Faults, FileId, Node, Span, Style, escape_token},
    load::{Limits, repeated},
};

/// From so many repeated keys on, a text is refused wherever they stand.
const MOST_REPEATED: usize = 20;

pub(super) struct Builder<'l> {
    limits: &'l Limits,
    tape: Tape,
    stack: Vec<Frame>,
    anchors: HashMap<usize, Built>,
    documents: usize,
    nodes: usize,
    expanded: Size,
    faults: Vec<Diagnostic>,
}

/// A finished value with what an alias of it would cost.
#[derive(Clone, Copy)]
struct Built {
    id: Id,
    size: Size,
    height: usize,
}

/// How much a value holds, aliases expanded.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

impl Size {
    fn add(&mut self, more: Self) {
        self.nodes = self.nodes.saturating_add(more.nodes);
        self.bytes = self.bytes.saturating_add(more.bytes);
    }
}

/// A mapping or a list that is still open.
struct Frame {
    id: Id,
    start: Span,
    anchor: usize,
    size: Size,
    height: usize,
    /// How many items or entries it holds, without the merge key.
    members: usize,
    /// Where the last of these ends.
    last: Option<u32>,
    /// What only a mapping has.
    mapping: Option<Keys>,
}

/// The keys of a mapping that is still open.
#[derive(Default)]
struct Keys {
    /// The key whose value is still to come.
    pending: Option<Pending>,
    /// The value of the merge key, and how many entries stand before it.
    merge: Option<(usize, Id)>,
}

#[derive(Clone, Copy)]
struct Pending {
    id: Id,
    /// Whether it is the merge key: a plain `<<`. A quoted one is a name like any other.
    merges: bool,
}

impl<'l> Builder<'l> {
    /// For a text of so many bytes.
    pub(super) fn new(file: FileId, bytes: usize, limits: &'l Limits, faults: &Faults) -> Self {
        Self {
            limits,
            tape: Tape::new(file, bytes, faults.clone()),
            stack: Vec::new(),
            anchors: HashMap::new(),
            documents: 0,
            nodes: 0,
            expanded: Size::default(),
            faults: Vec::new(),
        }
    }

    pub(super) fn event(&mut self, event: Event<'_>, at: Span) -> Result<(), Fault> {
        let step = match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => self.document(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), at),
            Event::SequenceStart(anchor, _) => self.open(None, anchor, at),
            Event::MappingStart(anchor, _) => self.open(Some(Keys::default()), anchor, at),
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
        };
        step.map_err(|fault| fault.at(at))
    }

    /// The pointer of the place that has been reached.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for frame in &self.stack {
            let token = match &frame.mapping {
                None => frame.members.to_string(),
                Some(Keys { pending: Some(key), .. }) => escape_token(self.tape.text(key.id)).into_owned(),
                Some(Keys { pending: None, .. }) => break,
            };
            pointer.push('/');
            pointer.push_str(&token);
        }
        pointer
    }

    pub(super) fn into_faults(self) -> Vec<Diagnostic> {
        self.faults
    }

    pub(super) fn finish(self) -> Result<Node, Vec<Diagnostic>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        // A stream of comments only: no document at all.
        Ok(self.tape.into_root().unwrap_or_else(|| Node::literal("null", Span::default())))
    }

    fn document(&mut self) -> Result<(), Fault> {
        self.documents += 1;
        if self.documents > 1 { Err(Fault::several_documents()) } else { Ok(()) }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Span,
    ) -> Result<(), Fault> {
        let is_text =
            style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
        let style = if is_text { Style::Quoted } else { Style::Plain };
        if anchor == 0 && self.expects_key() {
            let id = self.tape.scalar(text, style, at);
            return self.key(id);
        }
        self.count(1)?;
        let id = self.tape.scalar(text, style, at);
        self.built(Built { id, size: Size { nodes: 1, bytes: text.len() }, height: 0 }, anchor)
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { mapping: Some(Keys { pending: None, .. }), .. }))
    }

    /// Takes the scalar that was added last as the key of the mapping that is open.
    fn key(&mut self, id: Id) -> Result<(), Fault> {
        let text = self.tape.text(id);
        let bytes = text.len();
        if bytes > self.limits.key {
            return Err(Fault::long_key(bytes, self.limits.key));
        }
        if let Some(Frame { size, mapping: Some(keys), .. }) = self.stack.last_mut() {
            size.add(Size { nodes: 0, bytes });
            let merges = text == merge::KEY && self.tape.style(id) == Style::Plain;
            if merges && keys.merge.is_some() {
                return Err(Fault::merged_twice());
            }
            keys.pending = Some(Pending { id, merges });
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Span) -> Result<(), Fault> {
        if self.stack.iter().any(|frame| frame.anchor == anchor) {
            return Err(Fault::self_alias());
        }
        let Some(built) = self.anchors.get(&anchor).copied() else {
            return Err(Fault::unknown_alias());
        };
        if self.stack.len() + built.height > self.limits.depth {
            return Err(Fault::too_deep(self.limits.depth));
        }
        self.expand(built.size)?;
        let id = self.tape.alias(built.id, at);
        self.built(Built { id, ..built }, 0)
    }

    fn open(&mut self, mapping: Option<Keys>, anchor: usize, start: Span) -> Result<(), Fault> {
        if self.expects_key() {
            return Err(Fault::key_not_text());
        }
        if self.stack.len() >= self.limits.depth {
            return Err(Fault::too_deep(self.limits.depth));
        }
        self.count(1)?;
        let id = self.tape.open(mapping.is_some(), start);
        let size = Size { nodes: 1, bytes: 0 };
        self.stack.push(Frame { id, start, anchor, size, height: 0, members: 0, last: None, mapping });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Fault> {
        let Some(Frame { id, start, anchor, size, height, last, mapping, .. }) = self.stack.pop() else {
            return Err(Fault::syntax("an end without a beginning"));
        };
        // A block ends where its last value ends: the parser notices later, after comments and blank lines.
        let end = if end.end > end.start { end.end } else { last.unwrap_or(end.end) };
        self.tape.close(id, end.max(start.start));
        if let Some(Keys { merge, .. }) = mapping
            && (merge.is_some() || self.repeats_keys(id))
        {
            self.settle(id, merge)?;
        }
        self.built(Built { id, size, height: height + 1 }, anchor)
    }

    /// Hands a finished value to what it stands in.
    fn built(&mut self, built: Built, anchor: usize) -> Result<(), Fault> {
        if anchor != 0 {
            self.anchors.insert(anchor, built);
        }
        let Built { id, size, height } = built;
        if self.expects_key() {
            let key = self.tape.as_key(id).ok_or_else(Fault::key_not_text)?;
            return self.key(key);
        }
        let end = self.tape.end(id);
        let Some(frame) = self.stack.last_mut() else { return Ok(()) };
        frame.size.add(size);
        frame.height = frame.height.max(height);
        if frame.members >= self.limits.members {
            return Err(Fault::too_many("a list or mapping", self.limits.members));
        }
        if let Some(keys) = &mut frame.mapping {
            let key = keys.pending.take().ok_or_else(Fault::key_not_text)?;
            if key.merges {
                keys.merge = Some((frame.members, id));
                return Ok(());
            }
        }
        frame.members += 1;
        frame.last = Some(end);
        Ok(())
    }

    /// Whether two keys of a mapping are the same; by their lengths first, as most differ in that.
    fn repeats_keys(&self, id: Id) -> bool {
        let mut keys: Vec<&str> = self.tape.within(id).step_by(2).map(|key| self.tape.text(key)).collect();
        keys.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        keys.windows(2).any(|pair| matches!(pair, [first, second] if first == second))
    }

    /// Keeps the first of keys that a mapping repeats, and puts in what it merges.
    fn settle(&mut self, id: Id, merge: Option<(usize, Id)>) -> Result<(), Fault> {
        let mut members = self.tape.members(id);
        members.retain(|(_, value)| merge.is_none_or(|(_, from)| *value != from));
        self.keep_first(&mut members);
        if let Some((at, from)) = merge {
            members = merge::merge(&self.tape, members, at, from).ok_or_else(Fault::merge)?;
            self.expand(Size { nodes: members.len(), bytes: 0 })?;
        }
        self.tape.replace_members(id, members);
        Ok(())
    }

    /// Keeps the first of keys that are repeated.
    fn keep_first(&mut self, members: &mut Vec<(Id, Id)>) {
        let mut sorted = members.clone();
        let name = |member: &(Id, Id)| self.tape.text(member.0);
        // Stable: the first of those that are the same stays the first.
        sorted.sort_by(|a, b| name(a).cmp(name(b)));
        let repeated: Vec<&[(Id, Id)]> =
            sorted.chunk_by(|a, b| name(a) == name(b)).filter(|group| group.len() > 1).collect();
        if repeated.is_empty() {
            return;
        }
        let pointer = self.pointer();
        let mut dropped = HashSet::new();
        for group in repeated {
            let &[(_, value), (second, _), ..] = group else { continue };
            dropped.extend(group.iter().skip(1).map(|(key, _)| *key));
            let name = self.tape.text(second);
            let fault = repeated::fault(name, self.tape.span(second), format!("{pointer}/{}", escape_token(name)));
            if self.tape.doubted() < MOST_REPEATED {
                self.tape.doubt(value, fault);
            } else if self.faults.len() < MOST_REPEATED {
                self.faults.push(fault);
            }
        }
        members.retain(|(key, _)| !dropped.contains(key));
    }

    fn count(&mut self, nodes: usize) -> Result<(), Fault> {
        self.nodes += nodes;
        if self.nodes > self.limits.nodes { Err(Fault::too_many("the document", self.limits.nodes)) } else { Ok(()) }
    }

    fn expand(&mut self, size: Size) -> Result<(), Fault> {
        self.expanded.add(size);
        if self.expanded.nodes > self.limits.alias_nodes {
            return Err(Fault::alias_bomb(&format!("{} values", self.limits.alias_nodes)));
        }
        if self.expanded.bytes > self.limits.alias_bytes {
            return Err(Fault::alias_bomb(&format!("{} MiB of text", self.limits.alias_bytes >> 20)));
        }
        Ok(())
    }
}
