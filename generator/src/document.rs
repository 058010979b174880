//! The document: an ordered value tree in which every value knows its place in the file it came from.
//!
//! `load` builds it, `normalize` and `select` walk and rewrite it, `model` reads the selected part. Nothing here
//! knows how YAML or JSON is spelled.

use std::sync::Arc;

/// Which file of a [`Document`] a span lies in: the spec itself is 0; overlays and allowed files follow.
pub type FileId = u16;

/// A range of bytes in one source file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A file that was read, kept for diagnostics.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name the user gave: a path, or `<stdin>`.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
}

/// How a scalar was written; decides what a plain word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A JSON number, `true`, `false` or `null`.
    Literal,
    /// An unquoted YAML scalar: text, unless a number, a boolean or null is asked for.
    Plain,
    /// A quoted string: always text.
    Quoted,
}

/// A scalar as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The decoded text.
    pub text: Box<str>,
    /// How it was written.
    pub style: Style,
}

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
    pub key: Box<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    value: Value,
    span: Span,
}

/// A loaded document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The files it was read from; the spec is the first.
    pub sources: Vec<Source>,
    /// The root value.
    pub root: Node,
}

impl Node {
    /// A node from its parts.
    pub fn new(value: Value, span: Span) -> Self {
        Self { value, span }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What it holds. A lazily read node is read here.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The value under `key`, where this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| &*entry.key == key).map(|entry| &entry.node)
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

    /// The text of a scalar that is not null.
    pub fn as_str(&self) -> Option<&str> {
        match self.value() {
            Value::Scalar(scalar) if !scalar.is_null() => Some(&scalar.text),
            _ => None,
        }
    }

    /// The boolean, where this is one in the core schema (`true`, `false`; `no` is text).
    pub fn as_bool(&self) -> Option<bool> {
        match self.value() {
            Value::Scalar(Scalar { text, style }) if *style != Style::Quoted => match &**text {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            _ => None,
        }
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
}

impl Scalar {
    /// Whether this is null: not quoted, and empty or one of the core schema's words.
    pub fn is_null(&self) -> bool {
        self.style != Style::Quoted && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }
}
