//! Builds the tree from the parser's events, on a stack of its own: depth is a number here, not a call stack.

use std::collections::HashMap;

use saphyr_parser::{Event, ScalarStyle, Tag};

use super::{fault::Fault, merge};
use crate::{
    diagnostic::Diagnostic,
    document::{Entry, Key, Node, Scalar, Span, Style, Value, by_key, escape_token, key},
    load::Limits,
};

/// The longest list of repeated keys that is worth reading.
const MOST_FAULTS: usize = 20;

pub(super) struct Builder<'l> {
    limits: &'l Limits,
    stack: Vec<Frame>,
    anchors: HashMap<usize, Built>,
    root: Option<Node>,
    documents: usize,
    nodes: usize,
    expanded: usize,
    faults: Vec<Diagnostic>,
}

/// A finished value with what an alias of it would cost.
#[derive(Clone)]
struct Built {
    node: Node,
    size: usize,
    height: usize,
}

/// A mapping or a sequence that is still open.
struct Frame {
    open: Open,
    start: Span,
    anchor: usize,
    size: usize,
    height: usize,
}

enum Open {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, key: Option<Pending>, merge: Option<(usize, Node)> },
}

/// A key whose value is still to come.
struct Pending {
    key: Key,
    span: Span,
    /// Whether it is the merge key: a plain `<<`. A quoted one is a name like any other.
    merges: bool,
}

impl<'l> Builder<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            stack: Vec::new(),
            anchors: HashMap::new(),
            root: None,
            documents: 0,
            nodes: 0,
            expanded: 0,
            faults: Vec::new(),
        }
    }

    pub(super) fn event(&mut self, event: Event<'_>, at: Span) -> Result<(), Fault> {
        let step = match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => self.document(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), at),
            Event::SequenceStart(anchor, _) => self.open(Open::Sequence(Vec::new()), anchor, at),
            Event::MappingStart(anchor, _) => {
                self.open(Open::Mapping { entries: Vec::new(), key: None, merge: None }, anchor, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
        };
        step.map_err(|fault| fault.at(at))
    }

    /// The pointer of the place that has been reached.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for frame in &self.stack {
            let token = match &frame.open {
                Open::Sequence(items) => items.len().to_string(),
                Open::Mapping { key: Some(pending), .. } => escape_token(&pending.key).into_owned(),
                Open::Mapping { key: None, .. } => break,
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
        match self.root {
            Some(root) if self.faults.is_empty() => Ok(root),
            // A stream of comments only: no document at all.
            None if self.faults.is_empty() => Ok(Node::literal("null", Span::default())),
            _ => Err(self.faults),
        }
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
            return self.key(text, style, at);
        }
        let node = Node::new(Value::Scalar(Scalar { text: text.into(), style }), at);
        self.count(1)?;
        self.built(Built { node, size: 1, height: 0 }, anchor)
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { open: Open::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, text: &str, style: Style, at: Span) -> Result<(), Fault> {
        if text.len() > self.limits.key {
            return Err(Fault::long_key(text.len(), self.limits.key));
        }
        if let Some(Frame { open: Open::Mapping { key: pending, merge, .. }, .. }) = self.stack.last_mut() {
            let merges = text == merge::KEY && style == Style::Plain;
            if merges && merge.is_some() {
                return Err(Fault::duplicate(text));
            }
            *pending = Some(Pending { key: key(text), span: at, merges });
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Span) -> Result<(), Fault> {
        if self.stack.iter().any(|frame| frame.anchor == anchor) {
            return Err(Fault::self_alias());
        }
        let Some(built) = self.anchors.get(&anchor).cloned() else {
            return Err(Fault::unknown_alias());
        };
        if self.stack.len() + built.height > self.limits.depth {
            return Err(Fault::too_deep(self.limits.depth));
        }
        self.expand(built.size)?;
        self.built(Built { node: built.node.at(at), ..built }, 0)
    }

    fn open(&mut self, open: Open, anchor: usize, start: Span) -> Result<(), Fault> {
        if self.expects_key() {
            return Err(Fault::key_not_text());
        }
        if self.stack.len() >= self.limits.depth {
            return Err(Fault::too_deep(self.limits.depth));
        }
        self.count(1)?;
        self.stack.push(Frame { open, start, anchor, size: 1, height: 0 });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Fault> {
        let Some(Frame { open, start, anchor, size, height }) = self.stack.pop() else {
            return Err(Fault::syntax("an end without a beginning"));
        };
        let (value, last) = match open {
            Open::Sequence(items) => {
                let last = items.last().map(|item| item.span().end);
                (Value::Sequence(items), last)
            }
            Open::Mapping { entries, merge, .. } => {
                let last = entries.last().map(|entry| entry.node.span().end);
                self.find_duplicates(&entries);
                (Value::Mapping(self.merged(entries, merge)?), last)
            }
        };
        // A block ends where its last value ends: the parser notices later, after comments and blank lines.
        let end = if end.end > end.start { end.end } else { last.unwrap_or(end.end) };
        let node = Node::new(value, Span { end: end.max(start.start), ..start });
        self.built(Built { node, size, height: height + 1 }, anchor)
    }

    fn merged(&mut self, entries: Vec<Entry>, merge: Option<(usize, Node)>) -> Result<Vec<Entry>, Fault> {
        let Some((at, from)) = merge else { return Ok(entries) };
        let merged = merge::merge(entries, at, &from).map_err(|()| Fault::merge())?;
        self.expand(merged.len())?;
        Ok(merged)
    }

    /// Hands a finished value to what it stands in.
    fn built(&mut self, built: Built, anchor: usize) -> Result<(), Fault> {
        if anchor != 0 {
            self.anchors.insert(anchor, built.clone());
        }
        let key_of = |node: &Node| match node.value() {
            Value::Scalar(scalar) => Some((scalar.text.clone(), scalar.style)),
            _ => None,
        };
        if self.expects_key() {
            let (text, style) = key_of(&built.node).ok_or_else(Fault::key_not_text)?;
            return self.key(&text, style, built.node.span());
        }
        let Built { node, size, height } = built;
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        frame.size = frame.size.saturating_add(size);
        frame.height = frame.height.max(height);
        let members = match &frame.open {
            Open::Sequence(items) => items.len(),
            Open::Mapping { entries, .. } => entries.len(),
        };
        if members >= self.limits.members {
            return Err(Fault::too_many("a list or mapping", self.limits.members));
        }
        match &mut frame.open {
            Open::Sequence(items) => items.push(node),
            Open::Mapping { entries, key, merge } => match key.take() {
                Some(Pending { merges: true, .. }) => *merge = Some((entries.len(), node)),
                Some(Pending { key, span, .. }) => entries.push(Entry { key, key_span: span, node }),
                None => return Err(Fault::key_not_text()),
            },
        }
        Ok(())
    }

    fn find_duplicates(&mut self, entries: &[Entry]) {
        let order = by_key(entries);
        for pair in order.windows(2) {
            let [first, second] = pair else { continue };
            let at = |index: &u32| entries.get(*index as usize);
            let (Some(first), Some(second)) = (at(first), at(second)) else { continue };
            if first.key == second.key && self.faults.len() < MOST_FAULTS {
                let pointer = format!("{}/{}", self.pointer(), escape_token(&second.key));
                let fault = Fault::duplicate(&second.key).at(second.key_span);
                self.faults.push(fault.into_diagnostic().pointing(pointer));
            }
        }
    }

    fn count(&mut self, nodes: usize) -> Result<(), Fault> {
        self.nodes += nodes;
        if self.nodes > self.limits.nodes { Err(Fault::too_many("the document", self.limits.nodes)) } else { Ok(()) }
    }

    fn expand(&mut self, nodes: usize) -> Result<(), Fault> {
        self.expanded = self.expanded.saturating_add(nodes);
        if self.expanded > self.limits.alias_nodes { Err(Fault::alias_bomb(self.limits.alias_nodes)) } else { Ok(()) }
    }
}
