//! Schemas that are made of themselves through allOf, oneOf or anyOf. A schema may hold itself in a property or an item; it
//! cannot be a part of itself. A parent with fields may name its children in `oneOf` though they have it in `allOf`: its fields
//! are theirs, too.

use std::collections::{HashMap, HashSet};

use super::refs::{Kind, cycle};
use crate::diagnostic::Diagnostics;
use crate::document::{Entry, Node, unescape_token};

/// How far a schema is in the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

/// What a part is to the schema that is made of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bond {
    /// It always is that, too: `$ref` or `allOf`.
    Whole,
    /// It may be that: `oneOf` or `anyOf`.
    Alternative,
    /// The same of a schema that has fields of its own.
    Child,
}

type Schemas<'d> = HashMap<&'d str, &'d Node>;

/// Reports every circle of composition among the schemas. Iterative: chains may be long.
pub(super) fn check(components: &[(Kind, Entry)], diagnostics: &mut Diagnostics) {
    let schemas: Schemas<'_> = components
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

fn visit(start: &str, schemas: &Schemas<'_>, states: &mut HashMap<String, State>, diagnostics: &mut Diagnostics) {
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
    schemas: &Schemas<'_>,
    states: &mut HashMap<String, State>,
    stack: &mut Vec<(String, Vec<String>)>,
) {
    if states.contains_key(&name) {
        return;
    }
    let parts = schemas.get(name.as_str()).map(|node| parts(node)).unwrap_or_default();
    let leads_back = |part: &str, bond: Bond| bond == Bond::Child && inherits(part, &name, schemas);
    let parts = parts.into_iter().filter(|(part, bond)| !leads_back(part, *bond)).map(|(part, _)| part).collect();
    states.insert(name.clone(), State::Open);
    stack.push((name, parts));
}

/// Whether the parent is a part of its child, as `allOf` says: that it names the child among its own closes no circle.
fn inherits(child: &str, parent: &str, schemas: &Schemas<'_>) -> bool {
    let mut seen = HashSet::from([child.to_owned()]);
    let mut open = vec![child.to_owned()];
    while let Some(name) = open.pop() {
        let parts = schemas.get(name.as_str()).map(|node| parts(node)).unwrap_or_default();
        for (part, _) in parts.into_iter().filter(|(_, bond)| *bond == Bond::Whole) {
            if part == parent {
                return child != parent;
            }
            if seen.insert(part.clone()) {
                open.push(part);
            }
        }
    }
    false
}

/// The schemas that this one is made of.
fn parts(schema: &Node) -> Vec<(String, Bond)> {
    let mut found = Vec::new();
    let mut open = vec![(schema, Bond::Whole)];
    while let Some((node, bond)) = open.pop() {
        if let Some(name) =
            node.get("$ref").and_then(Node::as_str).and_then(|text| text.strip_prefix("#/components/schemas/"))
        {
            found.push((unescape_token(name).into_owned(), bond));
        }
        let alternative = if node.get("properties").is_some() { Bond::Child } else { Bond::Alternative };
        for (keyword, within) in [("allOf", Bond::Whole), ("oneOf", alternative), ("anyOf", alternative)] {
            let within = if bond == Bond::Whole { within } else { bond };
            open.extend(node.get(keyword).map(Node::items).unwrap_or_default().iter().map(|item| (item, within)));
        }
    }
    found
}

fn pointer(name: &str) -> String {
    format!("#/components/schemas/{name}")
}
