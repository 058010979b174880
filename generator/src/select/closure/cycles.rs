//! Schemas that are made of themselves through allOf, oneOf or anyOf. A schema may hold itself in a property or an item; it
//! cannot be a part of itself.

use std::collections::HashMap;

use super::refs::{Kind, cycle};
use crate::diagnostic::Diagnostics;
use crate::document::{Entry, Node, unescape_token};

/// How far a schema is in the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

/// Reports every circle of composition among the schemas. Iterative: chains may be long.
pub(super) fn check(components: &[(Kind, Entry)], diagnostics: &mut Diagnostics) {
    let schemas: HashMap<&str, &Node> = components
        .iter()
        .filter(|(kind, _)| *kind == Kind::Schema)
        .map(|(_, entry)| (&*entry.key, &entry.node))
        .collect();
    let mut names: Vec<&str> = schemas.keys().copied().collect();
    names.sort_unstable();
    let mut states: HashMap<String, State> = HashMap::new();
    for name in names {
        visit(name, &schemas, &mut states, diagnostics);
    }
}

fn visit(
    start: &str,
    schemas: &HashMap<&str, &Node>,
    states: &mut HashMap<String, State>,
    diagnostics: &mut Diagnostics,
) {
    let mut stack: Vec<(String, Vec<String>)> = Vec::new();
    enter(start.to_owned(), schemas, states, &mut stack);
    while let Some((_, parts)) = stack.last_mut() {
        let Some(part) = parts.pop() else {
            if let Some((name, _)) = stack.pop() {
                states.insert(name, State::Done);
            }
            continue;
        };
        match states.get(&part) {
            Some(State::Done) => {}
            Some(State::Open) => {
                let open: Vec<String> = stack.iter().map(|(name, _)| pointer(name)).collect();
                let report = cycle(&open, &pointer(&part));
                diagnostics.push(match schemas.get(part.as_str()) {
                    Some(node) => report.at(node.span()),
                    None => report,
                });
            }
            None => enter(part, schemas, states, &mut stack),
        }
    }
}

fn enter(
    name: String,
    schemas: &HashMap<&str, &Node>,
    states: &mut HashMap<String, State>,
    stack: &mut Vec<(String, Vec<String>)>,
) {
    if states.contains_key(&name) {
        return;
    }
    let parts = schemas.get(name.as_str()).map(|node| parts(node)).unwrap_or_default();
    states.insert(name.clone(), State::Open);
    stack.push((name, parts));
}

/// The schemas that this one is made of, by name.
fn parts(schema: &Node) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![schema];
    while let Some(node) = open.pop() {
        if let Some(name) =
            node.get("$ref").and_then(Node::as_str).and_then(|text| text.strip_prefix("#/components/schemas/"))
        {
            names.push(unescape_token(name).into_owned());
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            open.extend(node.get(keyword).map(Node::items).unwrap_or_default());
        }
    }
    names
}

fn pointer(name: &str) -> String {
    format!("#/components/schemas/{name}")
}
