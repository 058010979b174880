//! A YAML document as it was read: one record a value, in the order of the text. Nodes are made from it where somebody looks.

use std::{collections::HashMap, sync::Arc};

use crate::{
    diagnostic::Diagnostic,
    document::{Entry, Faults, FileId, Kind, Lazy, Node, Scalar, Span, Style, Value, key},
    load::repeated,
};

/// The number of a record.
pub(super) type Id = u32;

/// The document. The records within a mapping or list follow its own; in a mapping each value follows its key.
pub(super) struct Tape {
    file: FileId,
    records: Vec<Record>,
    /// The decoded text of all scalars, one after the other.
    texts: String,
    /// What mappings with a merge key or with repeated keys hold, as keys with their values.
    members: HashMap<Id, Vec<(Id, Id)>>,
    /// What is wrong where somebody reads these values: their keys are repeated.
    repeated: HashMap<Id, Diagnostic>,
    faults: Faults,
}

/// A value, or a key.
#[derive(Clone, Copy, Debug)]
struct Record {
    start: u32,
    end: u32,
    what: What,
    /// The number of the first record after this one and all within it.
    next: Id,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// A range of `texts`; whether it counts as quoted.
    Scalar { from: u32, to: u32, quoted: bool },
    /// A list.
    Sequence,
    /// A mapping.
    Mapping,
    /// Another value, said to stand here.
    Alias(Id),
}

impl Tape {
    /// For a text of so many bytes: room is made once, as a tape that grows is copied, and leaves behind memory of each size.
    /// What is not written to costs nothing.
    pub(super) fn new(file: FileId, bytes: usize, faults: Faults) -> Self {
        let (records, texts) = (Vec::with_capacity(bytes / 16), String::with_capacity(bytes));
        Self { file, records, texts, members: HashMap::new(), repeated: HashMap::new(), faults }
    }

    /// Adds a scalar.
    pub(super) fn scalar(&mut self, text: &str, style: Style, at: Span) -> Id {
        let from = self.texts.len();
        self.texts.push_str(text);
        let what = What::Scalar { from: short(from), to: short(self.texts.len()), quoted: style == Style::Quoted };
        self.push(what, at)
    }

    /// Adds an empty mapping or list; what is added until it is closed lies within it.
    pub(super) fn open(&mut self, mapping: bool, at: Span) -> Id {
        self.push(if mapping { What::Mapping } else { What::Sequence }, at)
    }

    /// Adds another value's name.
    pub(super) fn alias(&mut self, target: Id, at: Span) -> Id {
        self.push(What::Alias(target), at)
    }

    /// The value that was added last as a key: an alias becomes the scalar that it stands for. Nothing for anything else.
    pub(super) fn as_key(&mut self, id: Id) -> Option<Id> {
        let meant = self.record(self.meant(id)).filter(|record| matches!(record.what, What::Scalar { .. }))?;
        self.records.get_mut(id as usize)?.what = meant.what;
        Some(id)
    }

    /// Ends a mapping or list at byte `end`; nothing more lies within it.
    pub(super) fn close(&mut self, id: Id, end: u32) {
        let next = short(self.records.len());
        if let Some(record) = self.records.get_mut(id as usize) {
            record.end = end.max(record.start);
            record.next = next;
        }
    }

    /// Lets a mapping hold these keys and values instead of those within it.
    pub(super) fn replace_members(&mut self, id: Id, members: Vec<(Id, Id)>) {
        self.members.insert(id, members);
    }

    /// Lets a value count as that of a repeated key.
    pub(super) fn doubt(&mut self, id: Id, fault: Diagnostic) {
        self.repeated.insert(id, fault);
    }

    /// How many values do.
    pub(super) fn doubted(&self) -> usize {
        self.repeated.len()
    }

    /// The last byte of a value.
    pub(super) fn end(&self, id: Id) -> u32 {
        self.record(id).map_or(0, |record| record.end)
    }

    /// Where a value stands.
    pub(super) fn span(&self, id: Id) -> Span {
        let (start, end) = self.record(id).map_or((0, 0), |record| (record.start, record.end));
        Span { file: self.file, start, end }
    }

    /// The text of a scalar; empty for anything else.
    pub(super) fn text(&self, id: Id) -> &str {
        match self.record(id).map(|record| record.what) {
            Some(What::Scalar { from, to, .. }) => self.texts.get(from as usize..to as usize).unwrap_or_default(),
            _ => "",
        }
    }

    /// Whether a scalar counts as quoted.
    pub(super) fn style(&self, id: Id) -> Style {
        match self.record(id).map(|record| record.what) {
            Some(What::Scalar { quoted: false, .. }) => Style::Plain,
            _ => Style::Quoted,
        }
    }

    /// What kind of value this is, or stands for.
    pub(super) fn kind_of(&self, id: Id) -> Kind {
        match self.record(self.meant(id)).map(|record| record.what) {
            Some(What::Mapping) => Kind::Mapping,
            Some(What::Sequence) => Kind::Sequence,
            _ => Kind::Scalar,
        }
    }

    /// The keys of a mapping, or of what an alias stands for, with their values.
    pub(super) fn members(&self, id: Id) -> Vec<(Id, Id)> {
        let id = self.meant(id);
        if let Some(members) = self.members.get(&id) {
            return members.clone();
        }
        let mut within = self.within(id);
        std::iter::from_fn(|| within.next().zip(within.next())).collect()
    }

    /// The records directly within a mapping or list, or within what an alias stands for.
    pub(super) fn within(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let id = self.meant(id);
        let end = self.record(id).map_or(0, |record| record.next);
        let after = |at: &Id| Some(self.record(*at)?.next.max(at + 1));
        std::iter::successors(Some(id + 1), after).take_while(move |at| *at < end)
    }

    /// The document's root, where it has one.
    pub(super) fn into_root(self) -> Option<Node> {
        (!self.records.is_empty()).then(|| Arc::new(self).node(0))
    }

    fn node(self: &Arc<Self>, id: Id) -> Node {
        let node = Node::lazy(Arc::clone(self) as Arc<dyn Lazy>, self.meant(id), self.span(id));
        match self.repeated.get(&id) {
            Some(fault) => repeated::first(node, fault.clone(), &self.faults),
            None => node,
        }
    }

    /// What an alias stands for; anything else is meant itself.
    fn meant(&self, id: Id) -> Id {
        match self.record(id).map(|record| record.what) {
            Some(What::Alias(target)) => target,
            _ => id,
        }
    }

    fn record(&self, id: Id) -> Option<Record> {
        self.records.get(id as usize).copied()
    }

    fn push(&mut self, what: What, at: Span) -> Id {
        let id = short(self.records.len());
        self.records.push(Record { start: at.start, end: at.end, what, next: id + 1 });
        id
    }
}

impl Lazy for Tape {
    fn make(self: Arc<Self>, id: Id, _span: Span) -> Value {
        match self.kind_of(id) {
            Kind::Scalar => Value::Scalar(Scalar { text: self.text(id).into(), style: self.style(id) }),
            Kind::Sequence => Value::Sequence(self.within(id).map(|item| self.node(item)).collect()),
            Kind::Mapping => {
                let entry = |(name, value)| Entry {
                    key: key(self.text(name)),
                    key_span: self.span(name),
                    node: self.node(value),
                };
                Value::Mapping(self.members(id).into_iter().map(entry).collect())
            }
        }
    }

    fn kind(&self, id: Id, _span: Span) -> Kind {
        self.kind_of(id)
    }
}

/// A file is never read beyond 4 GiB, and a text has fewer values than bytes.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX - 1)
}
