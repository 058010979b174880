//! Types of bodies and fields.

use crate::document::Span;

/// A place in the user's own file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// JSON pointer.
    pub pointer: String,
    /// Bytes.
    pub span: Span,
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// The name in `components`, or one made from the operation for an inline schema; unique.
    pub id: String,
    /// `title`, as written.
    pub title: Option<String>,
    /// What it is.
    pub kind: TypeKind,
    /// Markdown.
    pub docs: Option<String>,
    /// The document's own example as JSON.
    pub example: Option<String>,
    /// Where it stands.
    pub at: At,
}

/// What a named type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// An object: its fields in document order, with allOf merged.
    Object {
        /// The fields.
        fields: Vec<Field>,
        /// The type of further fields, where the document gives one.
        additional: Option<Box<TypeRef>>,
    },
    /// A closed set of strings; unknown values must be kept.
    Enum {
        /// As they stand on the wire.
        values: Vec<String>,
    },
    /// One of several shapes (oneOf, anyOf).
    OneOf {
        /// The alternatives, in document order.
        variants: Vec<Variant>,
        /// The wire name of the field that says which, with the value of each variant.
        discriminator: Option<String>,
    },
    /// Another name for a type.
    Alias(TypeRef),
}

/// One alternative of a `OneOf`.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// A name: the schema's, or its position.
    pub name: String,
    /// What it holds.
    pub ty: TypeRef,
    /// The discriminator's value for it.
    pub tag: Option<String>,
    /// Wire names of the fields that must be there for it to be this variant.
    pub required: Vec<String>,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeRef {
    /// Text. `format` as written.
    String {
        /// As written: `uuid`, `date-time`...
        format: Option<String>,
    },
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// A list.
    Array(Box<TypeRef>),
    /// An object with free keys.
    Map(Box<TypeRef>),
    /// A [`TypeDef`] by id.
    Named(String),
    /// Anything: no type is given, or the types contradict the examples.
    Any,
    /// Bytes that are not JSON.
    Bytes,
}

/// Whether a field is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// May be missing.
    Optional,
    /// May be missing or null.
    Nullable,
    /// Always there, and may be null.
    OrNull,
}

/// A field of an object, or a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name on the wire, exactly.
    pub wire: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it is there.
    pub presence: Presence,
    /// Whether it must never be shown.
    pub secret: bool,
    /// Markdown.
    pub docs: Option<String>,
    /// The default as JSON.
    pub default: Option<String>,
    /// The example as JSON.
    pub example: Option<String>,
    /// What values are allowed.
    pub constraints: Constraints,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Where it stands.
    pub at: At,
}

/// Constraints on a value, for documentation; never compiled into patterns or refusals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// Shortest length in characters.
    pub min_length: Option<u64>,
    /// Longest length in characters.
    pub max_length: Option<u64>,
    /// A regular expression, as written.
    pub pattern: Option<String>,
    /// Smallest value, as written.
    pub minimum: Option<String>,
    /// Largest value, as written.
    pub maximum: Option<String>,
    /// Values allowed, for an inline enum.
    pub values: Vec<String>,
    /// The fewest items of a list.
    pub min_items: Option<u64>,
    /// Whether the items of a list differ.
    pub unique_items: bool,
}
