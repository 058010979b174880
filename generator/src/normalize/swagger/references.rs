//! Where the targets of references stand after the move.

use super::Context;
use crate::document::{Entry, Node};

/// Old and new beginnings of local references.
const MOVED: [(&str, &str); 4] = [
    ("#/definitions/", "#/components/schemas/"),
    ("#/parameters/", "#/components/parameters/"),
    ("#/responses/", "#/components/responses/"),
    ("#/securityDefinitions/", "#/components/securitySchemes/"),
];

/// The reference of a node that is one.
pub(super) fn of(node: &Node) -> Option<&Entry> {
    node.entry("$ref").filter(|entry| entry.node.as_str().is_some())
}

/// A `$ref` entry with its target where it stands now.
pub(super) fn moved(reference: &Entry) -> Entry {
    let Some(text) = reference.node.as_str() else { return reference.clone() };
    let target = MOVED.iter().find_map(|(old, new)| Some(format!("{new}{}", text.strip_prefix(old)?)));
    match target {
        Some(target) => reference.with_node(Node::text(target, reference.node.span())),
        // A bare name is how Swagger 1.2 referred to a model; some documents still do.
        None if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            reference.with_node(Node::text(format!("#/components/schemas/{text}"), reference.node.span()))
        }
        None => reference.clone(),
    }
}

/// A reference to a parameter that is a body, with its target where it stands now.
pub(super) fn moved_body(reference: &Entry) -> Entry {
    let text = reference.node.as_str().unwrap_or_default();
    let name = text.strip_prefix("#/parameters/").unwrap_or(text);
    reference.with_node(Node::text(format!("#/components/requestBodies/{name}"), reference.node.span()))
}

/// What a parameter or a reference to one is; a chain of references is followed as far as any sane document goes.
pub(super) fn resolve<'n>(node: &'n Node, context: &'n Context) -> &'n Node {
    let mut node = node;
    for _ in 0..8 {
        let target = of(node).and_then(|entry| context.root.at_reference(entry.node.as_str()?));
        match target {
            Some(target) => node = target,
            None => break,
        }
    }
    node
}
