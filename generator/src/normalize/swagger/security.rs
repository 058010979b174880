//! Security definitions: `basic` becomes an HTTP scheme, an OAuth 2 flow becomes one of several.

use crate::document::{Entry, Key, Node, Value};

/// One security scheme.
pub(super) fn scheme(node: &Node) -> Node {
    node.derive(|node| match node.get("type").and_then(Node::as_str) {
        Some("basic") => Value::Mapping(basic(node)),
        Some("oauth2") => Value::Mapping(oauth2(node)),
        _ => node.value().clone(),
    })
}

fn basic(node: &Node) -> Vec<Entry> {
    let mut entries = Vec::new();
    for entry in node.entries() {
        if entry.key == "type" {
            entries.push(entry.with_node(Node::text("http", entry.node.span())));
            entries.push(Entry::new("scheme", entry.node.clone()));
        } else {
            entries.push(entry.clone());
        }
    }
    entries
}

fn oauth2(node: &Node) -> Vec<Entry> {
    let (flow, mut entries): (Vec<Entry>, Vec<Entry>) =
        node.entries().iter().cloned().partition(|entry| {
            matches!(&*entry.key, "flow" | "authorizationUrl" | "tokenUrl" | "refreshUrl" | "scopes")
        });
    let name = flow.iter().find(|entry| entry.key == "flow");
    let name = match name.and_then(|entry| entry.node.as_str()) {
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        Some("password") => "password",
        Some("implicit") => "implicit",
        _ => return node.entries().to_vec(),
    };
    let mut fields: Vec<Entry> = flow.into_iter().filter(|entry| entry.key != "flow").collect();
    if !fields.iter().any(|entry| entry.key == "scopes") {
        fields.push(Entry::new("scopes", Node::mapping(Vec::new(), node.span())));
    }
    let flow = Entry { key: Key::Borrowed(name), key_span: node.span(), node: Node::mapping(fields, node.span()) };
    entries.push(Entry::new("flows", Node::mapping(vec![flow], node.span())));
    entries
}
