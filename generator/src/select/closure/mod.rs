//! The closure: a document of the auth operations, the security schemes, and all that these reach through `$ref`.
//!
//! Whatever lies outside is neither read nor judged. In the result every `$ref` names an entry of `components` that is there
//! and is no alias: chains are followed to their end, and what was referred to elsewhere (`#/paths/...`) is moved there.
//! Callbacks and links are left out: no client of an auth operation needs them.

mod cycles;
mod refs;
mod walk;

use refs::{Kind, References};
use walk::Walk;

use super::AuthOperation;
use super::misplaced::repaired;
use crate::diagnostic::Diagnostics;
use crate::document::{Entry, Node, Span};

/// Keys of the root that are taken as they are.
const ROOT: &[&str] = &["info", "servers", "security", "x-authwright"];

/// Builds the closure and says what is wrong in it.
pub(super) fn close(root: &Node, operations: &[AuthOperation]) -> (Node, Diagnostics) {
    let mut walk = Walk::new(References::new(root));
    let paths = paths(root, operations, &mut walk);
    let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
    for entry in schemes.map(Node::entries).unwrap_or_default() {
        walk.references.require(Kind::SecurityScheme, &entry.key, &entry.node);
    }
    walk.drain();
    let (components, mut diagnostics) = walk.finish();
    cycles::check(&components, &mut diagnostics);
    let mut entries = vec![Entry::new("openapi", Node::text("3.0.3", version_span(root)))];
    entries.extend(ROOT.iter().filter_map(|key| root.entry(key)).cloned());
    entries.push(Entry::new("paths", paths));
    entries.push(Entry::new("components", components_node(components)));
    (Node::mapping(entries, root.span()), diagnostics)
}

fn version_span(root: &Node) -> Span {
    root.get("openapi").or_else(|| root.get("swagger")).map_or(root.span(), Node::span)
}

/// The paths of the auth operations with nothing else in them.
fn paths(root: &Node, operations: &[AuthOperation], walk: &mut Walk) -> Node {
    let all = root.get("paths");
    let mut paths: Vec<Entry> = Vec::new();
    for operation in operations {
        let Some(entry) = all.and_then(|all| all.entry(&operation.path)) else { continue };
        let item = super::leaves::resolve(root, &entry.node);
        let method = operation.method.to_ascii_lowercase();
        let Some(found) = item.entries().iter().find(|entry| entry.key.eq_ignore_ascii_case(&method)) else { continue };
        let walked =
            Entry { key: method.into(), key_span: found.key_span, node: walk.operation(&repaired(root, &found.node)) };
        if let Some(last) = paths.last_mut().filter(|last| last.key == entry.key) {
            last.node = last.node.with(&walked.key, walked.node);
            continue;
        }
        let mut kept: Vec<Entry> = item.entries().iter().filter(|entry| !is_method(&entry.key)).cloned().collect();
        for entry in kept.iter_mut().filter(|entry| entry.key == "parameters") {
            entry.node = walk.parameters(&entry.node);
        }
        kept.push(walked);
        paths.push(entry.with_node(Node::mapping(kept, item.span())));
    }
    Node::mapping(paths, all.map_or(root.span(), Node::span))
}

fn is_method(key: &str) -> bool {
    super::METHODS.iter().any(|method| key.eq_ignore_ascii_case(method)) || key == "additionalOperations"
}

fn components_node(components: Vec<(Kind, Entry)>) -> Node {
    let span = components.first().map_or_else(Span::default, |(_, entry)| entry.node.span());
    let mut kinds: Vec<(Kind, Vec<Entry>)> = Kind::ALL.iter().map(|kind| (*kind, Vec::new())).collect();
    for (kind, entry) in components {
        if let Some((_, entries)) = kinds.iter_mut().find(|(known, _)| *known == kind) {
            entries.push(entry);
        }
    }
    let entries = kinds
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(kind, mut entries)| {
            // Security schemes stay in document order; what is reached has the order of reaching, which nobody wrote.
            if kind != Kind::SecurityScheme {
                entries.sort_by(|a, b| a.key.cmp(&b.key));
            }
            let span = entries.first().map_or(span, |entry| entry.node.span());
            Entry::new(kind.key(), Node::mapping(entries, span))
        })
        .collect();
    Node::mapping(entries, span)
}
