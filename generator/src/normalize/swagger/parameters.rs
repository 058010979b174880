//! Parameters in path, query and header: what describes the value moves into a schema.

use super::{references, schemas};
use crate::document::{Entry, Key, Node, Span, Value};

/// Fields of a parameter that stay where they are; the others describe the value.
const OWN: [&str; 6] = ["name", "in", "description", "required", "allowEmptyValue", "deprecated"];

/// Whether it is sent in the body.
pub(super) fn is_body(parameter: &Node) -> bool {
    matches!(parameter.get("in").and_then(Node::as_str), Some("body" | "formData"))
}

/// The `parameters` of the root that remain parameters.
pub(super) fn components(node: &Node) -> Node {
    node.derive(|node| {
        let kept = node.entries().iter().filter(|entry| !is_body(&entry.node));
        Value::Mapping(kept.map(|entry| entry.with_node(parameter(&entry.node))).collect())
    })
}

/// One parameter or a reference to one.
pub(super) fn parameter(node: &Node) -> Node {
    match references::of(node) {
        Some(reference) => Node::mapping(vec![references::moved(reference)], node.span()),
        None => node.derive(|node| {
            let mut entries = described(node, &OWN);
            if node.get("collectionFormat").is_none() && node.get("type").is_some_and(is_array) {
                entries.extend(collection(None, node));
            }
            Value::Mapping(entries)
        }),
    }
}

/// `node` with all that is not in `own`, nor an extension, moved into `schema`.
pub(super) fn described(node: &Node, own: &[&str]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut value = Vec::new();
    for entry in node.entries() {
        match &*entry.key {
            "collectionFormat" => entries.extend(collection(Some(entry), node)),
            // Extensions may concern either: nullability and the like concern the value.
            key if own.contains(&key) || (key.starts_with("x-") && key != "x-nullable") => entries.push(entry.clone()),
            _ => value.push(entry.clone()),
        }
    }
    entries.push(Entry::new("schema", value_schema(value, node.span())));
    entries
}

/// The schema that the value's fields make; a `schema` among them is it already.
pub(super) fn value_schema(fields: Vec<Entry>, span: Span) -> Node {
    match fields.iter().find(|entry| entry.key == "schema") {
        Some(schema) => schemas::schema(&schema.node),
        None => schemas::schema(&Node::mapping(fields, span)),
    }
}

/// How a list is written into one value: with commas where nobody says. `entry` is the `collectionFormat`.
pub(super) fn collection(entry: Option<&Entry>, parameter: &Node) -> Vec<Entry> {
    let apart = matches!(parameter.get("in").and_then(Node::as_str), Some("query" | "formData"));
    let (style, explode) = match entry.and_then(|entry| entry.node.as_str()) {
        Some("multi") => ("form", "true"),
        Some("ssv") if apart => ("spaceDelimited", "false"),
        Some("pipes") if apart => ("pipeDelimited", "false"),
        _ if apart => ("form", "false"),
        _ => ("simple", "false"),
    };
    let span = entry.map_or(parameter.span(), |entry| entry.node.span());
    let key_span = entry.map_or(parameter.span(), |entry| entry.key_span);
    let made = |key: &'static str, node: Node| Entry { key: Key::Borrowed(key), key_span, node };
    vec![made("style", Node::text(style, span)), made("explode", Node::literal(explode, span))]
}

/// Whether a `type` is that of lists.
pub(super) fn is_array(ty: &Node) -> bool {
    ty.as_str() == Some("array")
}
