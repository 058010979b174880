//! Responses: the schema moves under the media types that the operation produces.

use super::{bodies, parameters, references};
use crate::document::{Entry, Key, Node, Value};

/// One response or a reference to one.
pub(super) fn response(node: &Node, produces: &[Node]) -> Node {
    if let Some(reference) = references::of(node) {
        return Node::mapping(vec![references::moved(reference)], node.span());
    }
    let produces = produces.to_vec();
    node.derive(move |node| match node.value() {
        Value::Mapping(entries) => Value::Mapping(convert(node, entries, &produces)),
        other => other.clone(),
    })
}

fn convert(response: &Node, entries: &[Entry], produces: &[Node]) -> Vec<Entry> {
    let mut converted: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match &*entry.key {
            "schema" => {
                let schema = super::schemas::schema(&entry.node);
                let content = bodies::content(produces, "application/json", (Some(&schema), None), entry.node.span());
                converted.push(Entry {
                    key: Key::Borrowed("content"),
                    key_span: entry.key_span,
                    node: examples(response, content),
                });
            }
            "headers" => converted.push(entry.with_node(entry.node.map_values(header))),
            "examples" => {}
            _ => converted.push(entry.clone()),
        }
    }
    converted
}

fn header(node: &Node) -> Node {
    node.derive(|node| match node.value() {
        Value::Mapping(_) => Value::Mapping(parameters::described(node, &["description"])),
        other => other.clone(),
    })
}

/// The examples by media type, each beside its schema.
fn examples(response: &Node, content: Node) -> Node {
    let Some(examples) = response.get("examples").filter(|examples| examples.is_mapping()) else { return content };
    let with_example = |entry: &Entry| match examples.get(&entry.key) {
        Some(example) => entry.with_node(entry.node.with("example", example.clone())),
        None => entry.clone(),
    };
    Node::mapping(content.entries().iter().map(with_example).collect(), content.span())
}
