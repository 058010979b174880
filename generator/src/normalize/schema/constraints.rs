//! Constraints and annotations that JSON Schema spells otherwise, and keywords that 3.0 does not have.

use super::{find, set, take};
use crate::document::{Entry, Key, Node};

/// Keywords of JSON Schema without a counterpart in 3.0.
const UNKNOWN: [&str; 25] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$schema",
    "$vocabulary",
    "contains",
    "contentSchema",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "patternProperties",
    "prefixItems",
];

pub(super) fn spell(mut entries: Vec<Entry>) -> Vec<Entry> {
    constant(&mut entries);
    exclusive(&mut entries, "exclusiveMinimum", "minimum", |bound, limit| bound >= limit);
    exclusive(&mut entries, "exclusiveMaximum", "maximum", |bound, limit| bound <= limit);
    example(&mut entries);
    encoding(&mut entries);
    tuple(&mut entries);
    // `required: true` inside a property is JSON Schema draft 3; what is required stands in the parent's list today.
    entries.retain(|entry| entry.key != "required" || entry.node.as_bool().is_none());
    entries.retain(|entry| !UNKNOWN.contains(&&*entry.key));
    entries
}

fn constant(entries: &mut Vec<Entry>) {
    if let Some(constant) = take(entries, "const")
        && find(entries, "enum").is_none()
    {
        let only = Node::sequence(vec![constant.node.clone()], constant.node.span());
        entries.push(Entry { key: Key::Borrowed("enum"), node: only, ..constant });
    }
}

/// `exclusiveMinimum: 1` to `minimum: 1` and `exclusiveMinimum: true`, unless `minimum` says more.
fn exclusive(entries: &mut Vec<Entry>, key: &'static str, limit: &'static str, tighter: fn(f64, f64) -> bool) {
    let Some(node) = find(entries, key).cloned() else { return };
    let Some(bound) = node.as_f64() else { return };
    if find(entries, limit).and_then(Node::as_f64).is_none_or(|limit| tighter(bound, limit)) {
        set(entries, limit, node.clone());
        set(entries, key, Node::literal("true", node.span()));
    } else {
        take(entries, key);
    }
}

fn example(entries: &mut Vec<Entry>) {
    let Some(examples) = take(entries, "examples") else { return };
    let first = examples.node.items().first().or_else(|| examples.node.entries().first().map(|entry| &entry.node));
    if let Some(first) = first
        && find(entries, "example").is_none()
    {
        set(entries, "example", first.clone());
    }
}

fn encoding(entries: &mut Vec<Entry>) {
    let Some(encoding) = take(entries, "contentEncoding") else {
        if find(entries, "contentMediaType").is_some() && find(entries, "format").is_none() && is_text(entries) {
            let span = find(entries, "contentMediaType").map(Node::span).unwrap_or_default();
            set(entries, "format", Node::text("binary", span));
        }
        return;
    };
    if encoding.node.as_str().is_some_and(|name| name.starts_with("base64")) && find(entries, "format").is_none() {
        set(entries, "format", Node::text("byte", encoding.node.span()));
    }
}

fn is_text(entries: &[Entry]) -> bool {
    find(entries, "type").and_then(Node::as_str) == Some("string")
}

/// Items that differ by place become items that may be any of these; patterns of names become all other names.
fn tuple(entries: &mut Vec<Entry>) {
    if let Some(prefix) = take(entries, "prefixItems")
        && find(entries, "items").is_none_or(|items| items.as_bool().is_some())
    {
        let any = Entry::new("anyOf", prefix.node.clone());
        set(entries, "items", Node::mapping(vec![any], prefix.node.span()));
    }
    if let Some(patterns) = take(entries, "patternProperties")
        && let [only] = patterns.node.entries()
        && find(entries, "additionalProperties").is_none_or(|rest| rest.as_bool() == Some(false))
    {
        set(entries, "additionalProperties", only.node.clone());
    }
}
