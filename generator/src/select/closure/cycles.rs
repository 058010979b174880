//! Schemas that are made of themselves through allOf, oneOf or anyOf. A schema may hold itself in a property or an item; it
//! cannot be a part of itself. A parent with fields may name its children in `oneOf` though they have it in `allOf`: its fields
//! are theirs, too.

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

/// A schema that another is made of.
struct Part {
    name: String,
    bond: Bond,
}

/// A schema in the search: what it is of the one before it, and what is left of its own parts.
struct Step {
    part: Part,
    parts: Vec<Part>,
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
    let mut stack: Vec<Step> = Vec::new();
    enter(Part { name: start.to_owned(), bond: Bond::Whole }, schemas, states, &mut stack);
    while let Some(step) = stack.last_mut() {
        let Some(part) = step.parts.pop() else {
            if let Some(step) = stack.pop() {
                states.insert(step.part.name, State::Done);
            }
            continue;
        };
        match states.get(&part.name) {
            Some(State::Done) => {}
            Some(State::Open) if inherits(&stack, &part) => {}
            Some(State::Open) => {
                let open: Vec<String> = stack.iter().map(|step| pointer(&step.part.name)).collect();
                let report = cycle(&open, &pointer(&part.name));
                diagnostics.push(match schemas.get(part.name.as_str()) {
                    Some(node) => report.at(node.span()),
                    None => report,
                });
            }
            None => enter(part, schemas, states, &mut stack),
        }
    }
}

/// Whether the circle that `last` closes is that of a parent and its child: a child at one step, `allOf` at the others.
fn inherits(stack: &[Step], last: &Part) -> bool {
    let steps = stack.iter().rev().take_while(|step| step.part.name != last.name);
    let round: Vec<Bond> = steps.map(|step| step.part.bond).chain([last.bond]).collect();
    let of = |bond: Bond| round.iter().filter(|&&known| known == bond).count();
    of(Bond::Child) == 1 && of(Bond::Alternative) == 0 && round.len() > 1
}

fn enter(part: Part, schemas: &HashMap<&str, &Node>, states: &mut HashMap<String, State>, stack: &mut Vec<Step>) {
    if states.contains_key(&part.name) {
        return;
    }
    let parts = schemas.get(part.name.as_str()).map(|node| parts(node)).unwrap_or_default();
    states.insert(part.name.clone(), State::Open);
    stack.push(Step { part, parts });
}

/// The schemas that this one is made of.
fn parts(schema: &Node) -> Vec<Part> {
    let mut found = Vec::new();
    let mut open = vec![(schema, Bond::Whole)];
    while let Some((node, bond)) = open.pop() {
        if let Some(name) =
            node.get("$ref").and_then(Node::as_str).and_then(|text| text.strip_prefix("#/components/schemas/"))
        {
            found.push(Part { name: unescape_token(name).into_owned(), bond });
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
