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

type Parts = Vec<(String, Bond)>;

/// What each schema is made of, and of what it always is a part.
#[derive(Default)]
struct Graph<'d> {
    schemas: HashMap<&'d str, (&'d Node, Parts)>,
    heirs: HashMap<String, Vec<&'d str>>,
}

impl<'d> Graph<'d> {
    fn of(components: &'d [(Kind, Entry)]) -> Self {
        let mut graph = Self::default();
        for (_, entry) in components.iter().filter(|(kind, _)| *kind == Kind::Schema) {
            let parts = parts(&entry.node);
            for (part, _) in parts.iter().filter(|(_, bond)| *bond == Bond::Whole) {
                graph.heirs.entry(part.clone()).or_default().push(&entry.key);
            }
            graph.schemas.insert(&entry.key, (&entry.node, parts));
        }
        graph
    }

    /// What a schema is made of, without its own children: that a parent names those closes no circle.
    fn parts(&self, name: &str) -> Vec<String> {
        let Some((_, parts)) = self.schemas.get(name) else { return Vec::new() };
        let is_parent = parts.iter().any(|(_, bond)| *bond == Bond::Child);
        let heirs = if is_parent { self.heirs_of(name) } else { HashSet::new() };
        let kept = |(part, bond): &&(String, Bond)| *bond != Bond::Child || !heirs.contains(part.as_str());
        parts.iter().filter(kept).map(|(part, _)| part.clone()).collect()
    }

    /// The schemas that have this one in their `allOf`, however far.
    fn heirs_of(&self, name: &str) -> HashSet<&'d str> {
        let of = |parent: &str| self.heirs.get(parent).into_iter().flatten().copied().filter(|heir| *heir != name);
        let mut found: HashSet<&str> = of(name).collect();
        let mut open: Vec<&str> = found.iter().copied().collect();
        while let Some(parent) = open.pop() {
            open.extend(of(parent).filter(|heir| found.insert(*heir)));
        }
        found
    }
}

/// Reports every circle of composition among the schemas. Iterative: chains may be long.
pub(super) fn check(components: &[(Kind, Entry)], diagnostics: &mut Diagnostics) {
    let graph = Graph::of(components);
    let mut names: Vec<&str> = graph.schemas.keys().copied().collect();
    names.sort_unstable();
    let mut states: HashMap<String, State> = HashMap::new();
    for name in names {
        visit(name, &graph, &mut states, diagnostics);
    }
}

fn visit(start: &str, graph: &Graph<'_>, states: &mut HashMap<String, State>, diagnostics: &mut Diagnostics) {
    let mut stack: Vec<(String, Vec<String>)> = Vec::new();
    enter(start.to_owned(), graph, states, &mut stack);
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
                diagnostics.push(match graph.schemas.get(part.as_str()) {
                    Some((node, _)) => report.at(node.span()),
                    None => report,
                });
            }
            None => enter(part, graph, states, &mut stack),
        }
    }
}

fn enter(name: String, graph: &Graph<'_>, states: &mut HashMap<String, State>, stack: &mut Vec<(String, Vec<String>)>) {
    if !states.contains_key(&name) {
        let parts = graph.parts(&name);
        states.insert(name.clone(), State::Open);
        stack.push((name, parts));
    }
}

/// The schemas that this one is made of.
fn parts(schema: &Node) -> Parts {
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
