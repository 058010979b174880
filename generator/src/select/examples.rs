//! What an example says of a body where the schema says nothing: many documents show a reply and never describe it.

use super::leaves;
use crate::document::{Entry, Kind, Node};

/// How deep an example is read.
const DEPTH: usize = 6;
/// How many fields of one object, and how many named examples, are looked at.
const FIELDS: usize = 60;

/// Keywords of a schema that says something.
const SAYS: &[&str] = &[
    "properties",
    "allOf",
    "oneOf",
    "anyOf",
    "items",
    "enum",
    "const",
    "not",
    "additionalProperties",
    "patternProperties",
    "required",
];

/// The schema of a media type: its own, or the one that its example has.
pub(super) fn schema_of(root: &Node, media: &Node) -> Option<Node> {
    inferred_schema(root, media).or_else(|| media.get("schema").cloned())
}

/// The schema that a media type's example has, if its own says nothing.
pub(super) fn inferred_schema(root: &Node, media: &Node) -> Option<Node> {
    let own = media.get("schema").map(|schema| leaves::resolve(root, schema));
    if own.is_some_and(says_something) {
        return None;
    }
    let named = media.get("examples").map(Node::entries).unwrap_or_default();
    let value = |entry: &Entry| leaves::resolve(root, &entry.node).get("value").cloned();
    let example = (media.get("example").cloned())
        .or_else(|| named.iter().take(FIELDS).filter_map(value).find(Node::is_mapping))
        .or_else(|| own.and_then(|schema| schema.get("example")).cloned())
        .filter(|example| example.is_mapping() && !example.entries().is_empty())?;
    Some(shape(&example, DEPTH))
}

fn says_something(schema: &Node) -> bool {
    let kind = schema.get("type").and_then(Node::as_str);
    let object = kind.is_none_or(|kind| kind == "object") && schema.get("type").is_none_or(|kind| !kind.is_sequence());
    !object || !schema.is_mapping() || SAYS.iter().any(|keyword| schema.get(keyword).is_some_and(is_full))
}

fn is_full(node: &Node) -> bool {
    node.kind() == Kind::Scalar || !node.entries().is_empty() || !node.items().is_empty()
}

/// A schema of which the value would be an instance.
fn shape(value: &Node, depth: usize) -> Node {
    let span = value.span();
    let said = |entries: Vec<Entry>| Node::mapping(entries, span);
    let kind = |name: &str| Entry::new("type", Node::text(name, span));
    if depth == 0 || value.is_null() {
        return said(Vec::new());
    }
    if value.is_mapping() {
        let fields = value.entries().iter().take(FIELDS).map(|entry| entry.with_node(shape(&entry.node, depth - 1)));
        return said(vec![kind("object"), Entry::new("properties", Node::mapping(fields.collect(), span))]);
    }
    if value.is_sequence() {
        let items = value.items().first().map(|item| Entry::new("items", shape(item, depth - 1)));
        return said(std::iter::once(kind("array")).chain(items).collect());
    }
    let name = if value.as_bool().is_some() {
        "boolean"
    } else if value.as_i64().is_some() {
        "integer"
    } else if value.as_f64().is_some() {
        "number"
    } else {
        "string"
    };
    said(vec![kind(name), Entry::new("example", value.clone())])
}
