//! A tree with its references rewritten; what holds none is shared with the tree it came from.

use super::{reference, split};
use crate::document::{Entry, Key, Node, Value};

const DYNAMIC: &str = "$dynamicRef";

/// A reference that may be rewritten.
pub(super) struct Reference<'n> {
    /// What it says.
    pub(super) text: &'n str,
    /// Whether it is a `$dynamicRef`.
    pub(super) dynamic: bool,
    /// The mapping that it stands in.
    pub(super) at: &'n Node,
    /// The `$id` of the innermost schema around it that has one; empty where none has.
    pub(super) resource: &'n str,
}

/// The tree with each `$ref` replaced by what `change` gives for it, and each `$dynamicRef` by a `$ref` to that.
pub(super) fn rewrite(node: &Node, change: &mut dyn FnMut(Reference<'_>) -> Option<String>) -> Node {
    changed(node, "", change).unwrap_or_else(|| node.clone())
}

/// The `$id` of a schema, without fragment; a field called `$id` is a mapping.
pub(super) fn resource_name(node: &Node) -> Option<&str> {
    node.get("$id").and_then(Node::as_str).map(|id| split(id).0).filter(|id| !id.is_empty())
}

/// `None` where nothing changes. Trees are no deeper than `load` allows.
fn changed(node: &Node, resource: &str, change: &mut dyn FnMut(Reference<'_>) -> Option<String>) -> Option<Node> {
    match node.value() {
        Value::Scalar(_) => None,
        Value::Sequence(items) => {
            let new: Vec<Option<Node>> = items.iter().map(|item| changed(item, resource, change)).collect();
            if new.iter().all(Option::is_none) {
                return None;
            }
            let merged = items.iter().zip(new).map(|(old, new)| new.unwrap_or_else(|| old.clone()));
            Some(Node::sequence(merged.collect(), node.span()))
        }
        Value::Mapping(entries) => {
            let resource = resource_name(node).unwrap_or(resource);
            let (text, key) = match reference(node) {
                Some(text) => (Some(text), "$ref"),
                None => (node.get(DYNAMIC).and_then(Node::as_str), DYNAMIC),
            };
            let dynamic = key == DYNAMIC;
            let target = text.and_then(|text| change(Reference { text, dynamic, at: node, resource }));
            let new: Vec<Option<Node>> = entries
                .iter()
                .map(|entry| match &target {
                    Some(target) if entry.key == key => Some(Node::text(target.as_str(), entry.node.span())),
                    _ => changed(&entry.node, resource, change),
                })
                .collect();
            if new.iter().all(Option::is_none) {
                return None;
            }
            let merged = entries.iter().zip(new).map(|(old, new)| match new {
                Some(new) if old.key == DYNAMIC && target.is_some() && dynamic => {
                    Entry { key: Key::Borrowed("$ref"), node: new, ..old.clone() }
                }
                Some(new) => old.with_node(new),
                None => old.clone(),
            });
            Some(Node::mapping(merged.collect(), node.span()))
        }
    }
}
