//! The distinct ways to be authorized that the operations of a document allow.

use std::collections::BTreeMap;

use super::read::{Reading, named};
use super::schemes::is_declared;
use super::{Alternative, Need, Scheme};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::{Node, Span};
use crate::select::Required;

/// Collects them: those of the document as a whole first, then in the order in which operations name them.
pub(super) fn alternatives(reading: &Reading<'_>, schemes: &[Scheme], required: &[Required]) -> Vec<Alternative> {
    let root = reading.root();
    let global = root.get("security").map(|list| list.node).filter(|list| list.is_sequence());
    let mut ways = Ways { reading, schemes, found: Vec::new(), unknown: BTreeMap::new() };
    if let Some(list) = global {
        for name in list.items() {
            name.as_str().into_iter().for_each(|id| reading.report(named(id, name.span())));
        }
        ways.add(list, None);
        ways.found.iter_mut().for_each(|way| way.global = true);
    }
    for one in required {
        if let Some(list) = one.security.as_ref().or(global) {
            ways.add(list, Some(one));
        }
    }
    let Ways { found, unknown, .. } = ways;
    for (id, (span, operations)) in unknown {
        reading.report(undeclared(&id, span, operations));
    }
    found
}

struct Ways<'r, 'a> {
    reading: &'r Reading<'a>,
    schemes: &'r [Scheme],
    found: Vec<Alternative>,
    /// Schemes that operations name and nobody declares: where first, and how many operations.
    unknown: BTreeMap<String, (Span, usize)>,
}

impl Ways<'_, '_> {
    /// Takes a list of alternatives, as operations have it.
    fn add(&mut self, list: &Node, by: Option<&Required>) {
        if list.items().is_empty() {
            return self.count(Vec::new(), by);
        }
        for alternative in list.items() {
            if let Some(needs) = self.needs(alternative, by) {
                self.count(needs, by);
            }
        }
    }

    /// The schemes that go together; none where one of them is unknown or cannot be used.
    fn needs(&mut self, alternative: &Node, by: Option<&Required>) -> Option<Vec<Need>> {
        let mut needs: Vec<Need> = Vec::new();
        let mut known = true;
        for entry in &*alternative.needs() {
            let usable = self.schemes.iter().any(|scheme| scheme.id == *entry.key);
            if !usable && !is_declared(self.reading, &entry.key) {
                let seen = self.unknown.entry(entry.key.to_string()).or_insert((entry.key_span, 0));
                seen.1 += by.map_or(0, |by| by.operations);
            }
            known &= usable;
            let scopes = entry.node.items().iter().filter_map(Node::as_str).map(str::to_owned).collect();
            needs.push(Need { scheme: entry.key.to_string(), scopes });
        }
        known.then_some(needs)
    }

    fn count(&mut self, needs: Vec<Need>, by: Option<&Required>) {
        let same = |way: &&mut Alternative| {
            way.needs.len() == needs.len() && needs.iter().all(|need| has(&way.needs, &need.scheme))
        };
        let operations = by.map_or(0, |by| by.operations);
        let example = by.map(|by| by.example.clone());
        match self.found.iter_mut().find(same) {
            Some(way) => {
                way.operations += operations;
                way.example = better(way.example.take(), example);
                for need in &needs {
                    merge(&mut way.needs, need);
                }
            }
            None => self.found.push(Alternative { needs, operations, example, global: false }),
        }
    }
}

fn has(needs: &[Need], scheme: &str) -> bool {
    needs.iter().any(|need| need.scheme == scheme)
}

/// Takes over the scopes that are not there yet.
fn merge(needs: &mut [Need], more: &Need) {
    for need in needs.iter_mut().filter(|need| need.scheme == more.scheme) {
        let new: Vec<String> = more.scopes.iter().filter(|scope| !need.scopes.contains(scope)).cloned().collect();
        need.scopes.extend(new);
    }
}

/// The one that can rather be tried as it is.
fn better(one: Option<(String, String)>, other: Option<(String, String)>) -> Option<(String, String)> {
    let ready = |example: &(String, String)| example.0 == "GET" && !example.1.contains('{');
    match (one, other) {
        (Some(one), Some(other)) if !ready(&one) && ready(&other) => Some(other),
        (one, other) => one.or(other),
    }
}

fn undeclared(id: &str, span: Span, operations: usize) -> Diagnostic {
    let by = match operations {
        0 => String::new(),
        1 => " by 1 operation".to_owned(),
        many => format!(" by {many} operations"),
    };
    let message = format!("the security scheme {} is required{by} but not declared", quoted(id));
    let help = "declare it in components.securitySchemes; until then the requirement is left out";
    Diagnostic::warning(Code::Scheme, message, help).at(span)
}
