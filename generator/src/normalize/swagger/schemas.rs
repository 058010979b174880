//! Schemas of Swagger 2.0.

use super::references;
use crate::document::{Entry, Node, Span, Value};

/// A schema, its parts when they are looked at.
pub(super) fn schema(node: &Node) -> Node {
    if !node.is_mapping() {
        return node.clone();
    }
    node.derive(|node| {
        // A field may be called `$ref`; only a text is a reference.
        let convert = |entry: &Entry| convert(entry, node.span());
        Value::Mapping(node.entries().iter().flat_map(convert).collect())
    })
}

fn convert(entry: &Entry, span: Span) -> Vec<Entry> {
    let node = &entry.node;
    let value = match &*entry.key {
        "$ref" if node.as_str().is_some() => return vec![references::moved(entry)],
        "properties" => node.map_values(schema),
        "allOf" => node.map_items(schema),
        "items" | "additionalProperties" | "not" => schema(node),
        "x-nullable" => return vec![Entry { key: "nullable".into(), ..entry.clone() }],
        "type" if node.as_str() == Some("file") => {
            let format = Entry::new("format", Node::text("binary", node.span()));
            return vec![entry.with_node(Node::text("string", node.span())), format];
        }
        "discriminator" if node.as_str().is_some() => {
            Node::mapping(vec![Entry::new("propertyName", node.clone())], span)
        }
        _ => return vec![entry.clone()],
    };
    vec![entry.with_node(value)]
}
