//! `type` as a list, null as a type, null as an alternative.

use super::{find, set, take};
use crate::document::{Entry, Kind, Node, Span};

pub(super) fn spell(mut entries: Vec<Entry>, span: Span) -> Vec<Entry> {
    let listed = find(&entries, "type").is_some_and(Node::is_sequence);
    let null = find(&entries, "type").is_some_and(is_null_type);
    let mut nullable = null;
    if null {
        take(&mut entries, "type");
        if find(&entries, "enum").is_none() {
            set(&mut entries, "enum", Node::sequence(vec![Node::literal("null", span)], span));
        }
    } else if listed && let Some(types) = take(&mut entries, "type") {
        nullable = types.node.items().iter().any(is_null_type);
        let others: Vec<&Node> = types.node.items().iter().filter(|item| !is_null_type(item)).collect();
        match others.as_slice() {
            [] => {}
            [only] => entries.insert(0, types.with_node((*only).clone())),
            several => one_of_types(&mut entries, several, span),
        }
    }
    for key in ["anyOf", "oneOf"] {
        nullable |= drop_null_alternative(&mut entries, key, span);
    }
    if nullable {
        set(&mut entries, "nullable", Node::literal("true", span));
    }
    entries
}

/// The null type: the word, quoted or not.
fn is_null_type(node: &Node) -> bool {
    node.kind() == Kind::Scalar && (node.is_null() || node.as_str() == Some("null"))
}

fn one_of_types(entries: &mut Vec<Entry>, types: &[&Node], span: Span) {
    if find(entries, "anyOf").is_some() {
        // Which of them goes with which alternative is not said; the alternatives say more.
        return;
    }
    let alternative = |kind: &&Node| Node::mapping(vec![Entry::new("type", (*kind).clone())], span);
    set(entries, "anyOf", Node::sequence(types.iter().map(alternative).collect(), span));
}

/// Takes `{type: "null"}` out of the alternatives; one alternative that is left alone becomes `allOf`.
fn drop_null_alternative(entries: &mut Vec<Entry>, key: &'static str, span: Span) -> bool {
    let Some(alternatives) = find(entries, key).filter(|node| node.is_sequence()).cloned() else { return false };
    let says_null = |node: &Node| {
        let only = |name: &str| node.entries().iter().all(|entry| entry.key == name || entry.key == "description");
        let constant = |node: &Node| node.kind() == Kind::Scalar && node.is_null();
        node.get("type").is_some_and(is_null_type) && only("type")
            || node.get("const").is_some_and(constant) && only("const")
    };
    let left: Vec<Node> = alternatives.items().iter().filter(|node| !says_null(node)).cloned().collect();
    if left.len() == alternatives.items().len() {
        return false;
    }
    if left.len() == 1 && find(entries, "allOf").is_none() {
        take(entries, key);
        set(entries, "allOf", Node::sequence(left, span));
    } else {
        set(entries, key, Node::sequence(left, span));
    }
    true
}
