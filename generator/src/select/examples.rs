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
    let media = leaves::resolve(root, media);
    inferred_schema(root, media).or_else(|| media.get("schema").cloned())
}

/// The schema that a media type's example has, if its own says nothing; its own, where the examples only fill what that leaves
/// open: `data` of an envelope that all replies share.
pub(super) fn inferred_schema(root: &Node, media: &Node) -> Option<Node> {
    match media.get("schema").map(|schema| leaves::resolve(root, schema)) {
        Some(own) if says_something(own) => filled(root, own, media),
        own => examples(root, media, own).next().map(|example| shape(&example, DEPTH)),
    }
}

/// The examples of a media type and of its schema that are objects.
fn examples<'a>(root: &'a Node, media: &'a Node, own: Option<&'a Node>) -> impl Iterator<Item = Node> + 'a {
    let named = media.get("examples").map(Node::entries).unwrap_or_default().iter().take(FIELDS);
    let values = named.filter_map(|entry| leaves::resolve(root, &entry.node).get("value"));
    let all = media.get("example").into_iter().chain(values).chain(own.and_then(|schema| schema.get("example")));
    all.filter(|example| holds_something(example)).cloned()
}

/// The schema with what the examples have for its open properties, and for others where it says that there may be any.
fn filled(root: &Node, schema: &Node, media: &Node) -> Option<Node> {
    let properties = schema.get("properties")?;
    let any = schema.get("additionalProperties").and_then(Node::as_bool) == Some(true);
    let example = examples(root, media, Some(schema)).next().filter(|_| any);
    let others = example.iter().flat_map(Node::entries).filter(|entry| properties.get(&entry.key).is_none());
    let others: Vec<Entry> = others.take(FIELDS).map(|entry| entry.with_node(shape(&entry.node, DEPTH))).collect();
    let mut filled = !others.is_empty();
    let mut fill = |entry: &Entry| {
        let mut examples = examples(root, media, Some(schema));
        let value =
            examples.find_map(|example| example.get(&entry.key).filter(|value| holds_something(value)).cloned());
        let Some(value) = value else { return entry.clone() };
        filled = true;
        let said = |node: Node, said: &Entry| node.with(&said.key, said.node.clone());
        entry.with_node(shape(&value, DEPTH).entries().iter().fold(entry.node.clone(), said))
    };
    let fill =
        |(at, entry): (usize, &Entry)| if at < FIELDS && is_open(&entry.node) { fill(entry) } else { entry.clone() };
    let entries = properties.entries().iter().enumerate().map(fill).chain(others).collect();
    filled.then(|| schema.with("properties", Node::mapping(entries, properties.span())))
}

fn holds_something(example: &Node) -> bool {
    example.is_mapping() && !example.entries().is_empty()
}

/// An object of which nothing is said.
fn is_open(schema: &Node) -> bool {
    schema.is_mapping() && schema.get("$ref").is_none() && !says_something(schema)
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
