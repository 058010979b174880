//! Path items and operations.

use std::sync::Arc;

use super::{Context, bodies, parameters, references, responses, servers};
use crate::document::{Entry, Node, Span, Value};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// `paths`, each item when it is looked at.
pub(super) fn paths(node: &Node, context: &Arc<Context>) -> Node {
    let context = Arc::clone(context);
    node.map_values(move |item| path_item(item, &context))
}

fn path_item(item: &Node, context: &Arc<Context>) -> Node {
    let context = Arc::clone(context);
    item.derive(move |item| {
        let shared = item.get("parameters").map(Node::items).unwrap_or_default().to_vec();
        let convert = |entry: &Entry| match &*entry.key {
            // Those that are bodies went to the operations.
            "parameters" => entry.with_node(remaining(&shared, &context, entry.node.span())),
            method if METHODS.contains(&method) => entry.with_node(operation(&entry.node, &shared, &context)),
            "$ref" => references::moved(entry),
            _ => entry.clone(),
        };
        match item.value() {
            Value::Mapping(entries) => Value::Mapping(entries.iter().map(convert).collect()),
            other => other.clone(),
        }
    })
}

fn operation(operation: &Node, shared: &[Node], context: &Arc<Context>) -> Node {
    let (shared, context) = (shared.to_vec(), Arc::clone(context));
    operation.derive(move |operation| match operation.value() {
        Value::Mapping(entries) => Value::Mapping(convert(operation, entries, &shared, &context)),
        other => other.clone(),
    })
}

fn convert(operation: &Node, entries: &[Entry], shared: &[Node], context: &Arc<Context>) -> Vec<Entry> {
    let list = |key: &str| operation.get(key).filter(|node| node.is_sequence()).map(|node| node.items().to_vec());
    let consumes = list("consumes").unwrap_or_else(|| context.consumes.clone());
    let produces = list("produces").unwrap_or_else(|| context.produces.clone());
    let own = operation.get("parameters").map(Node::items).unwrap_or_default();
    let mut converted: Vec<Entry> = Vec::with_capacity(entries.len() + 1);
    for entry in entries {
        match &*entry.key {
            "consumes" | "produces" | "schemes" => {}
            "parameters" if entry.node.is_sequence() => {
                converted.push(entry.with_node(remaining(own, context, entry.node.span())));
            }
            "responses" => {
                let (produces, context) = (produces.clone(), Arc::clone(context));
                let shares = produces.is_empty() || are_same(&produces, &context.produces);
                let responses = entry.node.map_values(move |response| {
                    // A response that is shared has the media types of the root.
                    let whole = if shares { response } else { references::resolve(response, &context) };
                    responses::response(whole, &produces)
                });
                converted.push(entry.with_node(responses));
            }
            _ => converted.push(entry.clone()),
        }
    }
    converted.extend(servers::of_operation(&context.root, operation).map(|servers| Entry::new("servers", servers)));
    converted.extend(request_body(own, shared, &consumes, context, operation.span()));
    converted
}

/// Whether two lists of media types hold the same.
fn are_same(one: &[Node], other: &[Node]) -> bool {
    let holds = |list: &[Node], kind: &Node| list.iter().any(|it| it.as_str() == kind.as_str());
    one.iter().all(|kind| holds(other, kind)) && other.iter().all(|kind| holds(one, kind))
}

/// The parameters that remain parameters.
fn remaining(list: &[Node], context: &Context, span: Span) -> Node {
    let kept = list.iter().filter(|node| !parameters::is_body(references::resolve(node, context)));
    Node::sequence(kept.map(parameters::parameter).collect(), span)
}

/// The request body that an operation's own parameters make, else those that its path item shares.
fn request_body(own: &[Node], shared: &[Node], consumes: &[Node], context: &Context, span: Span) -> Option<Entry> {
    let is_body = |node: &&Node| parameters::is_body(references::resolve(node, context));
    let mut parts: Vec<&Node> = own.iter().filter(is_body).collect();
    parts.extend(shared.iter().filter(is_body));
    let body = match parts.as_slice() {
        // One body that is a reference stays one, so that it keeps its name; unless it would lose its media types.
        [only] if consumes.is_empty() || are_same(consumes, &context.consumes) => match references::of(only) {
            Some(reference) => Node::mapping(vec![references::moved_body(reference)], only.span()),
            None => bodies::body(&[only], consumes, span)?,
        },
        parts => {
            let parts: Vec<&Node> = parts.iter().map(|part| references::resolve(part, context)).collect();
            bodies::body(&parts, consumes, span)?
        }
    };
    Some(Entry::new("requestBody", body))
}
