//! Swagger 2.0 to OpenAPI 3.0: the root at once, each path when it is looked at.

mod bodies;
mod operations;
mod parameters;
mod references;
mod responses;
mod schemas;
mod security;
mod servers;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::structure::OPENAPI;
use crate::document::{Entry, Node};

/// What the parts of a Swagger document need to know of its root.
struct Context {
    root: Node,
    consumes: Vec<Node>,
    produces: Vec<Node>,
}

/// Fields that both versions have at their root.
const SHARED: [&str; 4] = ["info", "tags", "externalDocs", "security"];

/// The root in the form of OpenAPI 3.0.
pub(super) fn normalize(root: &Node) -> Node {
    let list = |key: &str| root.get(key).map(Node::items).unwrap_or_default().to_vec();
    let context = Arc::new(Context { root: root.clone(), consumes: list("consumes"), produces: list("produces") });
    let mut entries = Vec::new();
    for entry in root.entries() {
        match &*entry.key {
            "swagger" => {
                entries
                    .push(Entry { key: "openapi".into(), ..entry.with_node(Node::text(OPENAPI, entry.node.span())) });
            }
            "paths" => entries.push(entry.with_node(operations::paths(&entry.node, &context))),
            key if SHARED.contains(&key) || key.starts_with("x-") => entries.push(entry.clone()),
            _ => {}
        }
    }
    entries.push(Entry::new("servers", servers::servers(root)));
    entries.push(Entry::new("components", components(root, &context)));
    Node::mapping(entries, root.span())
}

fn components(root: &Node, context: &Arc<Context>) -> Node {
    let mut entries = Vec::new();
    let mut add = |key: &'static str, from: &str, convert: &dyn Fn(&Node) -> Node| {
        if let Some(node) = root.get(from) {
            entries.push(Entry::new(key, convert(node)));
        }
    };
    add("schemas", "definitions", &|node| node.map_values(schemas::schema));
    add("parameters", "parameters", &|node| parameters::components(node));
    add("requestBodies", "parameters", &|node| bodies::components(node, context));
    add("responses", "responses", &|node| {
        let context = Arc::clone(context);
        node.map_values(move |response| responses::response(response, &context.produces))
    });
    add("securitySchemes", "securityDefinitions", &|node| node.map_values(security::scheme));
    Node::mapping(entries, root.span())
}
