//! Schemas in the spelling of OpenAPI 3.0.

mod constraints;
mod parts;
mod references;
mod types;

use crate::document::{Entry, Kind, Node, Value};

/// A schema, and all schemas within it, in the spelling of OpenAPI 3.0, made when it is looked at:
///
/// | OpenAPI 3.1, JSON Schema | OpenAPI 3.0 |
/// |---|---|
/// | `type: [string, "null"]`, `type: "null"`, an alternative `{type: "null"}` | `nullable: true` |
/// | `type: [string, integer]` | `anyOf` of the two |
/// | `const` | `enum` of one |
/// | `exclusiveMinimum: 1` | `minimum: 1`, `exclusiveMinimum: true` |
/// | `$ref` with siblings | `allOf` of the reference, beside the siblings |
/// | `examples: [..]` | `example` |
/// | `true`, `false` as a schema | `{}`, `{not: {}}` |
/// | `prefixItems`, `patternProperties` | `items`, `additionalProperties` |
/// | `contentEncoding: base64` | `format: byte` |
///
/// Keywords without a counterpart are left out. A schema that is in this spelling stays what it is, so that it does no
/// harm to pass one twice. A reference stays a reference.
#[must_use]
pub fn schema_spelling(schema: &Node) -> Node {
    match (schema.kind(), schema.as_bool()) {
        (Kind::Mapping, _) => schema.derive(|schema| Value::Mapping(spell(schema))),
        (Kind::Scalar, Some(true)) => Node::mapping(Vec::new(), schema.span()),
        (Kind::Scalar, Some(false)) => {
            let nothing = Entry::new("not", Node::mapping(Vec::new(), schema.span()));
            Node::mapping(vec![nothing], schema.span())
        }
        _ => schema.clone(),
    }
}

/// The passes over one schema; each leaves to the next what it does not know.
fn spell(schema: &Node) -> Vec<Entry> {
    let entries = schema.entries().to_vec();
    let entries = references::spell(entries, schema.span());
    let entries = types::spell(entries, schema.span());
    let entries = constraints::spell(entries);
    parts::spell(entries)
}

/// The value under `key`.
fn find<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Node> {
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
}

/// Takes the entry of `key` out.
fn take(entries: &mut Vec<Entry>, key: &str) -> Option<Entry> {
    let at = entries.iter().position(|entry| entry.key == key)?;
    Some(entries.remove(at))
}

/// Sets `key`, in its place where it is there.
fn set(entries: &mut Vec<Entry>, key: &'static str, node: Node) {
    match entries.iter_mut().find(|entry| entry.key == key) {
        Some(entry) => entry.node = node,
        None => entries.push(Entry::new(key, node)),
    }
}
