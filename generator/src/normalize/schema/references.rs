//! `$ref` beside other keywords, which OpenAPI 3.1 has and 3.0 ignores: written by their authors to count, they count in both.
//! Kept as `allOf`.

use super::{set, take};
use crate::document::{Entry, Node, Span};

/// Siblings that say nothing about the value.
const SILENT: [&str; 2] = ["$comment", "summary"];

pub(super) fn spell(mut entries: Vec<Entry>, span: Span) -> Vec<Entry> {
    // A field may be called `$ref`; then it is a mapping and no reference.
    let is_reference = entries.iter().any(|entry| entry.key == "$ref" && entry.node.as_str().is_some());
    if !is_reference {
        return entries;
    }
    let speaks = |entry: &Entry| entry.key != "$ref" && !SILENT.contains(&&*entry.key) && !entry.key.starts_with("x-");
    if !entries.iter().any(speaks) {
        entries.retain(|entry| entry.key == "$ref");
        return entries;
    }
    let Some(reference) = take(&mut entries, "$ref") else { return entries };
    let mut all = vec![Node::mapping(vec![reference], span)];
    if let Some(others) = take(&mut entries, "allOf") {
        all.extend(others.node.items().iter().cloned());
    }
    set(&mut entries, "allOf", Node::sequence(all, span));
    entries
}
