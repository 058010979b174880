//! Nodes: shared handles to values that may be read later.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, OnceLock},
};

use super::{Glance, Scalar, Span, Style};

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

/// Makes the values of lazy nodes: `load` from a text, `normalize` from other nodes.
pub trait Lazy: Send + Sync {
    /// The value of node number `id`, which stands at `span`; asked for once per node.
    fn make(self: Arc<Self>, id: u32, span: Span) -> Value;

    /// What kind of value that will be, without making it.
    fn kind(&self, id: u32, span: Span) -> Kind;

    /// What stands under `keys` in a mapping that is read from a text, put into `found` in their order; `false` where that
    /// cannot be told without making the value. See [`Node::glance`].
    fn glance<'a>(&'a self, _id: u32, _span: Span, _keys: &[&str], _found: &mut [Option<Glance<'a>>]) -> bool {
        false
    }
}

/// The three kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, number, boolean or null.
    Scalar,
    /// An ordered list.
    Sequence,
    /// An ordered mapping.
    Mapping,
}

struct Cell {
    value: OnceLock<Value>,
    maker: Option<(Arc<dyn Lazy>, u32)>,
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

    /// A node whose value is made when it is first asked for.
    pub fn lazy(maker: Arc<dyn Lazy>, id: u32, span: Span) -> Self {
        Self::from_cell(OnceLock::new(), Some((maker, id)), span)
    }

    /// A text node.
    pub fn text(text: impl Into<Box<str>>, span: Span) -> Self {
        Self::from_text(text, Style::Quoted, span)
    }

    /// A number, a boolean or null, as JSON spells it.
    pub fn literal(text: impl Into<Box<str>>, span: Span) -> Self {
        Self::from_text(text, Style::Literal, span)
    }

    /// A mapping.
    pub fn mapping(entries: Vec<Entry>, span: Span) -> Self {
        Self::new(Value::Mapping(entries), span)
    }

    /// A sequence.
    pub fn sequence(items: Vec<Node>, span: Span) -> Self {
        Self::new(Value::Sequence(items), span)
    }

    /// The same value said to stand elsewhere: an alias stands where it is used. Reads a lazy node.
    #[must_use]
    pub fn at(&self, span: Span) -> Self {
        // What is read lazily is read from where it really stands.
        let _ = self.value();
        Self { span, cell: Arc::clone(&self.cell) }
    }

    /// The same value, not yet read where it is lazy: what is read of this copy is forgotten with it. For looking through
    /// a large document without keeping all of it.
    #[must_use]
    pub fn unread(&self) -> Self {
        match (&self.cell.maker, self.cell.value.get()) {
            (Some((maker, id)), None) => Self::lazy(Arc::clone(maker), *id, self.span),
            _ => self.clone(),
        }
    }

    /// What makes the value of a lazy node, with its number.
    pub(super) fn maker(&self) -> Option<(&dyn Lazy, u32)> {
        self.cell.maker.as_ref().map(|(maker, id)| (&**maker, *id))
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What it holds. A lazily read node is read here.
    pub fn value(&self) -> &Value {
        self.cell.value(self.span)
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
        match self.is_mapping().then(|| self.value()) {
            Some(Value::Mapping(entries)) => entries,
            _ => &[],
        }
    }

    /// The schemes that an item of a `security` list names, each with its scopes. Text is the name of one, as many write it;
    /// OpenAPI 3.2 has their addresses, too.
    pub fn needs(&self) -> Cow<'_, [Entry]> {
        const ADDRESS: &str = "#/components/securitySchemes/";
        match self.as_str() {
            Some(id) => Cow::Owned(vec![Entry::new(id.to_owned(), Self::sequence(Vec::new(), self.span()))]),
            None if self.entries().iter().any(|entry| entry.key.starts_with(ADDRESS)) => {
                let named = |entry: &Entry| match entry.key.strip_prefix(ADDRESS) {
                    Some(id) => Entry { key: id.to_owned().into(), key_span: entry.key_span, node: entry.node.clone() },
                    None => entry.clone(),
                };
                Cow::Owned(self.entries().iter().map(named).collect())
            }
            None => Cow::Borrowed(self.entries()),
        }
    }

    /// The items of a sequence; empty for anything else.
    pub fn items(&self) -> &[Node] {
        match self.is_sequence().then(|| self.value()) {
            Some(Value::Sequence(items)) => items,
            _ => &[],
        }
    }

    /// The scalar that is not null.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        self.scalar().filter(|scalar| !scalar.is_null())
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
        self.scalar().is_some_and(Scalar::is_null)
    }

    /// Whether this is a mapping.
    pub fn is_mapping(&self) -> bool {
        self.kind() == Kind::Mapping
    }

    /// Whether this is a sequence.
    pub fn is_sequence(&self) -> bool {
        self.kind() == Kind::Sequence
    }

    /// Which of the three kinds of values this is. Reads nothing that is lazy.
    pub fn kind(&self) -> Kind {
        match (self.cell.value.get(), &self.cell.maker) {
            (None, Some((maker, id))) => maker.kind(*id, self.span),
            _ => match self.value() {
                Value::Scalar(_) => Kind::Scalar,
                Value::Sequence(_) => Kind::Sequence,
                Value::Mapping(_) => Kind::Mapping,
            },
        }
    }

    /// What it is, for a message: `a mapping`, `a list`, `null`, `text`, `a number`, `true or false`.
    pub fn what(&self) -> &'static str {
        match (self.kind(), self.as_scalar()) {
            (Kind::Mapping, _) => "a mapping",
            (Kind::Sequence, _) => "a list",
            (Kind::Scalar, None) => "null",
            (Kind::Scalar, Some(scalar)) if scalar.as_bool().is_some() => "true or false",
            (Kind::Scalar, Some(scalar)) if scalar.as_f64().is_some() => "a number",
            (Kind::Scalar, Some(_)) => "text",
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

    fn scalar(&self) -> Option<&Scalar> {
        match (self.kind() == Kind::Scalar).then(|| self.value()) {
            Some(Value::Scalar(scalar)) => Some(scalar),
            _ => None,
        }
    }

    fn from_text(text: impl Into<Box<str>>, style: Style, span: Span) -> Self {
        Self::new(Value::Scalar(Scalar { text: text.into(), style }), span)
    }

    fn from_cell(value: OnceLock<Value>, maker: Option<(Arc<dyn Lazy>, u32)>, span: Span) -> Self {
        Self { span, cell: Arc::new(Cell { value, maker, index: OnceLock::new() }) }
    }
}

impl Cell {
    fn value(&self, span: Span) -> &Value {
        self.value.get_or_init(|| match &self.maker {
            Some((maker, id)) => Arc::clone(maker).make(*id, span),
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
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::{Entry, Kind, Lazy, Node, Value};
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
        #[derive(Default)]
        struct Counts(AtomicUsize);
        impl Lazy for Counts {
            fn make(self: Arc<Self>, _id: u32, _span: Span) -> Value {
                self.0.fetch_add(1, Ordering::Relaxed);
                Value::Sequence(Vec::new())
            }

            fn kind(&self, _id: u32, _span: Span) -> Kind {
                Kind::Sequence
            }
        }
        let made = Arc::new(Counts::default());
        let node = Node::lazy(Arc::clone(&made) as Arc<dyn Lazy>, 0, Span::default());
        let copy = node.clone();
        assert_eq!(format!("{node:?}"), "…");
        assert!(node.is_sequence());
        assert_eq!(made.0.load(Ordering::Relaxed), 0);
        assert!(node.items().is_empty() && copy.items().is_empty());
        assert_eq!(made.0.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn with_replaces_in_place_and_without_removes() {
        let node = numbered(3).with("key1", Node::text("new", Span::default())).without("key0");
        let keys: Vec<_> = node.entries().iter().map(|entry| &*entry.key).collect();
        assert_eq!(keys, ["key1", "key2"]);
        assert_eq!(node.get("key1").and_then(Node::as_str), Some("new"));
    }
}
