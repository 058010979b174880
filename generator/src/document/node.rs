//! Nodes: shared handles to values that may be read later.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, OnceLock},
};

use super::{Scalar, Span, Style};

/// The key of a mapping, decoded. Names that every document uses are not allocated.
pub type Key = Cow<'static, str>;

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, number, boolean or null.
    Scalar(Scalar),
    /// An ordered list.
    Sequence(Vec<Node>),
    /// An ordered mapping with distinct keys.
    Mapping(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key, decoded.
    pub key: Key,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// A value and its place. A clone shares the value.
#[derive(Clone)]
pub struct Node {
    span: Span,
    cell: Arc<Cell>,
}

/// Makes the value of a lazy node, once.
type Thunk = Box<dyn Fn() -> Value + Send + Sync>;

struct Cell {
    value: OnceLock<Value>,
    thunk: Option<Thunk>,
    /// Positions of the entries in the order of their keys; made at the first look-up in a large mapping.
    index: OnceLock<Box<[u32]>>,
}

/// From this many entries on a look-up goes through an index.
const INDEX_FROM: usize = 24;

impl Entry {
    /// An entry whose key stands where its value stands: for what `normalize` adds.
    pub fn new(key: impl Into<Key>, node: Node) -> Self {
        Self { key: key.into(), key_span: node.span(), node }
    }

    /// The same key with another value.
    #[must_use]
    pub fn with_node(&self, node: Node) -> Self {
        Self { key: self.key.clone(), key_span: self.key_span, node }
    }
}

impl Node {
    /// A node from its parts.
    pub fn new(value: Value, span: Span) -> Self {
        Self::from_cell(OnceLock::from(value), None, span)
    }

    /// A node whose value is made when it is first asked for. `make` must give the same value every time.
    pub fn lazy(span: Span, make: impl Fn() -> Value + Send + Sync + 'static) -> Self {
        Self::from_cell(OnceLock::new(), Some(Box::new(make)), span)
    }

    /// A text node.
    pub fn text(text: impl Into<Box<str>>, span: Span) -> Self {
        Self::scalar(text, Style::Quoted, span)
    }

    /// A number, a boolean or null, as JSON spells it.
    pub fn literal(text: impl Into<Box<str>>, span: Span) -> Self {
        Self::scalar(text, Style::Literal, span)
    }

    /// A mapping.
    pub fn mapping(entries: Vec<Entry>, span: Span) -> Self {
        Self::new(Value::Mapping(entries), span)
    }

    /// A sequence.
    pub fn sequence(items: Vec<Node>, span: Span) -> Self {
        Self::new(Value::Sequence(items), span)
    }

    /// The same value said to stand elsewhere: an alias stands where it is used.
    #[must_use]
    pub fn at(&self, span: Span) -> Self {
        Self { span, cell: Arc::clone(&self.cell) }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What it holds. A lazily read node is read here.
    pub fn value(&self) -> &Value {
        self.cell.value()
    }

    /// Whether two handles share one value.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.cell, &other.cell)
    }

    /// The value under `key`, where this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of `key`, where this is a mapping that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let entries = self.entries();
        if entries.len() < INDEX_FROM {
            return entries.iter().find(|entry| entry.key == key);
        }
        let index = self.cell.index.get_or_init(|| by_key(entries));
        let key_at = |at: &u32| entries.get(*at as usize);
        let found = index.binary_search_by(|at| key_at(at).map_or("", |entry| &*entry.key).cmp(key)).ok()?;
        index.get(found).and_then(key_at)
    }

    /// The entries of a mapping; empty for anything else.
    pub fn entries(&self) -> &[Entry] {
        match self.value() {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; empty for anything else.
    pub fn items(&self) -> &[Node] {
        match self.value() {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The scalar that is not null.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match self.value() {
            Value::Scalar(scalar) if !scalar.is_null() => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar that is not null.
    pub fn as_str(&self) -> Option<&str> {
        self.as_scalar().map(|scalar| &*scalar.text)
    }

    /// The boolean, where this is one in the core schema (`true`, `false`; `no` is text).
    pub fn as_bool(&self) -> Option<bool> {
        self.as_scalar().and_then(Scalar::as_bool)
    }

    /// The whole number, where this is one in the core schema.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_scalar().and_then(Scalar::as_i64)
    }

    /// The number, where this is a finite one in the core schema.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_scalar().and_then(Scalar::as_f64)
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self.value(), Value::Scalar(scalar) if scalar.is_null())
    }

    /// Whether this is a mapping.
    pub fn is_mapping(&self) -> bool {
        matches!(self.value(), Value::Mapping(_))
    }

    /// Whether this is a sequence.
    pub fn is_sequence(&self) -> bool {
        matches!(self.value(), Value::Sequence(_))
    }

    /// What it is, for a message: `a mapping`, `a list`, `null`, `text`, `a number`, `true or false`.
    pub fn kind(&self) -> &'static str {
        match self.value() {
            Value::Mapping(_) => "a mapping",
            Value::Sequence(_) => "a list",
            Value::Scalar(scalar) if scalar.is_null() => "null",
            Value::Scalar(scalar) if scalar.as_bool().is_some() => "true or false",
            Value::Scalar(scalar) if scalar.as_f64().is_some() => "a number",
            Value::Scalar(_) => "text",
        }
    }

    /// This mapping with `key` set: replaced in its place, or added at the end.
    #[must_use]
    pub fn with(&self, key: &str, node: Node) -> Self {
        let mut entries = self.entries().to_vec();
        match entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => entry.node = node,
            None => entries.push(Entry::new(key.to_owned(), node)),
        }
        Self::mapping(entries, self.span)
    }

    /// This mapping without `key`.
    #[must_use]
    pub fn without(&self, key: &str) -> Self {
        if self.get(key).is_none() {
            return self.clone();
        }
        let entries = self.entries().iter().filter(|entry| entry.key != key).cloned().collect();
        Self::mapping(entries, self.span)
    }

    fn scalar(text: impl Into<Box<str>>, style: Style, span: Span) -> Self {
        Self::new(Value::Scalar(Scalar { text: text.into(), style }), span)
    }

    fn from_cell(value: OnceLock<Value>, thunk: Option<Thunk>, span: Span) -> Self {
        Self { span, cell: Arc::new(Cell { value, thunk, index: OnceLock::new() }) }
    }
}

impl Cell {
    fn value(&self) -> &Value {
        self.value.get_or_init(|| match &self.thunk {
            Some(make) => make(),
            // Not reached: a cell is made with a value or with the way to make one.
            None => Value::Sequence(Vec::new()),
        })
    }
}

/// Shows what has been read; a lazy part is not read for it.
impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cell.value.get() {
            Some(Value::Scalar(scalar)) => write!(f, "{:?}", scalar.text),
            Some(Value::Sequence(items)) => f.debug_list().entries(items).finish(),
            Some(Value::Mapping(entries)) => f.debug_map().entries(entries.iter().map(|e| (&e.key, &e.node))).finish(),
            None => f.write_str("…"),
        }
    }
}

/// Positions of `entries` in the order of their keys.
pub(crate) fn by_key(entries: &[Entry]) -> Box<[u32]> {
    let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let mut order: Vec<u32> = (0..count).collect();
    order.sort_by(|a, b| {
        let key = |at: &u32| entries.get(*at as usize).map(|entry| &*entry.key);
        key(a).cmp(&key(b)).then(a.cmp(b))
    });
    order.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::{Entry, Node, Value};
    use crate::document::Span;

    fn numbered(count: usize) -> Node {
        let entry = |n: usize| Entry::new(format!("key{n}"), Node::literal(n.to_string(), Span::default()));
        Node::mapping((0..count).map(entry).collect(), Span::default())
    }

    #[test]
    fn large_and_small_mappings_find_the_same() {
        for count in [0, 1, 23, 24, 1000] {
            let node = numbered(count);
            for n in 0..count {
                assert_eq!(node.get(&format!("key{n}")).and_then(Node::as_i64), i64::try_from(n).ok());
            }
            assert!(node.get("key").is_none());
        }
    }

    #[test]
    fn a_lazy_node_is_made_once_and_shared_by_clones() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let node = Node::lazy(Span::default(), || {
            MADE.fetch_add(1, Ordering::Relaxed);
            Value::Sequence(Vec::new())
        });
        let copy = node.clone();
        assert_eq!(format!("{node:?}"), "…");
        assert!(node.is_sequence() && copy.is_sequence());
        assert_eq!(MADE.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn with_replaces_in_place_and_without_removes() {
        let node = numbered(3).with("key1", Node::text("new", Span::default())).without("key0");
        let keys: Vec<_> = node.entries().iter().map(|entry| &*entry.key).collect();
        assert_eq!(keys, ["key1", "key2"]);
        assert_eq!(node.get("key1").and_then(Node::as_str), Some("new"));
    }
}
