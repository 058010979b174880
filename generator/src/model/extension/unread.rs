//! `x-authwright` where nobody reads it: it is told at its line, with the place where it belongs.

use std::collections::HashSet;

use memchr::memmem;

use super::KEY;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::document::{Document, Node, Source, Span, escape_token};

/// An `x-authwright` of the document or of one of its overlays.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it stands in: names from the root, as the author wrote the document.
    way: Vec<String>,
    node: Node,
}

/// Of those in the document's own text, how many are looked at.
const MOST: usize = 1000;

/// Every `x-authwright` of a document that overlays were applied to and nothing else.
///
/// Of a large document only those parts are read that an overlay changed, and the way to those that its own text has.
pub fn said(document: &Document) -> Vec<Said> {
    let mut found = Vec::new();
    let Some((source, tree)) = document.sources.first().and_then(|source| Some((source, source.tree.as_ref()?))) else {
        return found;
    };
    added(&document.root, Some(tree), &mut Vec::new(), &mut found);
    let known: HashSet<Vec<String>> = found.iter().map(|said| said.way.clone()).collect();
    let own = own(source, tree).filter(|way| !known.contains(way));
    found.extend(own.filter_map(|way| Some(Said { node: stands(&document.root, &way)?.clone(), way })));
    found.retain(|said| !is_data(&said.way));
    found
}

/// What overlays added: all in which the document differs from its own tree.
fn added(new: &Node, old: Option<&Node>, way: &mut Vec<String>, found: &mut Vec<Said>) {
    if old.is_some_and(|old| old.is_same(new)) {
        return;
    }
    for entry in new.entries() {
        let before = old.and_then(|old| old.get(&entry.key));
        if entry.key != KEY {
            way.push(entry.key.to_string());
            added(&entry.node, before, way, found);
            way.pop();
        } else if before.is_none_or(|before| !before.is_same(&entry.node)) {
            found.push(Said { way: way.clone(), node: entry.node.clone() });
        }
    }
    for (at, item) in new.items().iter().enumerate() {
        way.push(at.to_string());
        added(item, old.and_then(|old| old.items().get(at)), way, found);
        way.pop();
    }
}

/// The ways to those that the document's own text has.
fn own<'t>(source: &'t Source, tree: &'t Node) -> impl Iterator<Item = Vec<String>> + use<'t> {
    memmem::find_iter(source.text.as_bytes(), KEY).take(MOST).filter_map(|at| way_to(tree, at))
}

/// The way to the mapping whose key stands at `offset`, where that key is ours.
fn way_to(tree: &Node, offset: usize) -> Option<Vec<String>> {
    let offset = u32::try_from(offset).ok()?;
    let covers = |span: Span| (span.start..span.end).contains(&offset);
    let (mut node, mut way) = (tree, Vec::new());
    loop {
        if let Some(entry) = node.entries().iter().find(|entry| covers(entry.key_span)) {
            return (entry.key == KEY).then_some(way);
        }
        if let Some(entry) = node.entries().iter().find(|entry| covers(entry.node.span())) {
            way.push(entry.key.to_string());
            node = &entry.node;
        } else {
            let (at, item) = node.items().iter().enumerate().find(|(_, item)| covers(item.span()))?;
            way.push(at.to_string());
            node = item;
        }
    }
}

/// The `x-authwright` at the end of a way, unless an overlay took it away.
fn stands<'d>(root: &'d Node, way: &[String]) -> Option<&'d Node> {
    root.at_pointer(&pointer(way))?.get(KEY)
}

fn pointer(way: &[String]) -> String {
    way.iter().fold(String::new(), |pointer, step| format!("{pointer}/{}", escape_token(step)))
}

/// Whether it is part of a value that the document shows, and says nothing about the document.
fn is_data(way: &[String]) -> bool {
    let shown =
        |step: &str| matches!(step, "example" | "examples" | "default" | "enum" | "const") || step.starts_with("x-");
    // Below these a step is a name that the author chose, or a status.
    let names = [
        "properties",
        "patternProperties",
        "responses",
        "headers",
        "schemas",
        "parameters",
        "requestBodies",
        "securitySchemes",
    ];
    let named = |at: usize| {
        at.checked_sub(1).and_then(|before| way.get(before)).is_some_and(|before| names.contains(&before.as_str()))
    };
    way.iter().enumerate().any(|(at, step)| shown(step) && !named(at))
}

/// A warning for each that was not read. Where the model is not `whole`, what may be read in a sound one is passed over.
pub(in crate::model) fn unread(said: &[Said], read: &HashSet<Span>, whole: bool) -> Diagnostics {
    let mut known = read.clone();
    for said in said.iter().filter(|said| said.is_no_operation()) {
        known.extend(leaves(&said.node));
    }
    let mut found = Diagnostics::new();
    for said in said.iter().filter(|said| whole || said.is_lost()) {
        let leaves = leaves(&said.node);
        if leaves.iter().any(|leaf| known.contains(leaf)) {
            continue;
        }
        // One overlay may say the same at many places: it is told once.
        known.extend(leaves.iter().copied());
        let latest = leaves.iter().map(|leaf| leaf.file).max();
        let at = leaves.into_iter().filter(|leaf| Some(leaf.file) == latest).min();
        found.extend(at.map(|at| said.report().at(at)));
    }
    found
}

/// Where the values of a node stand.
pub(super) fn leaves(node: &Node) -> Vec<Span> {
    let (mut open, mut leaves) = (vec![node], Vec::new());
    while let Some(node) = open.pop() {
        open.extend(node.entries().iter().map(|entry| &entry.node).chain(node.items()));
        if !node.is_mapping() && !node.is_sequence() {
            leaves.push(node.span());
        }
    }
    leaves
}

impl Said {
    /// The operation that it stands on.
    fn operation(&self) -> Option<(&str, &str)> {
        match self.way.as_slice() {
            [.., path, method] if path.starts_with('/') && crate::select::METHODS.contains(&method.as_str()) => {
                Some((method, path))
            }
            _ => None,
        }
    }

    /// Whether it says that an operation is none of ours: `select` reads that.
    fn is_no_operation(&self) -> bool {
        self.operation().is_some() && self.node.get("role").and_then(Node::as_str) == Some("none")
    }

    /// Whether it stands where it could never be read.
    fn is_lost(&self) -> bool {
        match self.way.as_slice() {
            [only] => only == "info" || only == "paths" || only == "components",
            [paths, _] if paths == "paths" => true,
            [.., above, last] => last == "requestBody" || matches!(above.as_str(), "responses" | "content"),
            [] => false,
        }
    }

    fn report(&self) -> Diagnostic {
        let message = match self.operation() {
            Some((method, path)) => {
                let name = format!("{} {path}", method.to_ascii_uppercase());
                format!("`{KEY}` has no effect on {}, which was not recognised as an auth operation", quoted(&name))
            }
            None => format!("`{KEY}` has no effect at {}: nobody reads it there", quoted(&pointer(&self.way))),
        };
        let mut belongs: Vec<String> = self.node.entries().iter().map(|entry| belongs(&entry.key)).collect();
        if self.operation().is_some() && self.node.get("role").is_none() {
            belongs.insert(0, "say by `role` what the operation does, if it is one".to_owned());
        }
        Diagnostic::warning(Code::ExtensionUnread, message, belongs.join("; "))
    }
}

/// Where a key belongs.
fn belongs(key: &str) -> String {
    let place = match key {
        "lifecycle" | "attach" => "at the root of the document",
        "name" => "at the root of the document, on an auth operation or on a server",
        "role" | "expiry" => "on an operation, such as `$.paths['/login'].post`",
        "token" => {
            "on a property or a parameter of an auth operation, or, with `body`, `header` or `cookie`, on the operation itself"
        }
        "unit" | "format" | "secret" | "fixed" => "on a property or a parameter of an auth operation",
        "env" => "on a property or a parameter of the sign-in, or on a security scheme",
        "prefix" | "template" => "on a security scheme",
        _ => return format!("there is no {}: `authwright schema` prints what there is", quoted(key)),
    };
    format!("`{key}` belongs {place}")
}
