//! The root of a document in the form of OpenAPI 3.0.

use super::{swagger, version::Version};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, quoted},
    document::{Entry, Node},
};

/// What the root of a normalized document says as its version.
pub(super) const OPENAPI: &str = "3.0.3";

/// Roots of OpenAPI 3.1 and 3.2 that 3.0 does not have.
const NEWER: [&str; 3] = ["webhooks", "jsonSchemaDialect", "$self"];

pub(super) fn normalize(root: &Node, version: Version) -> Result<Node, Diagnostics> {
    let faults = check(root, version);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(match version {
        Version::Swagger2 => swagger::normalize(root),
        Version::V3_0 => root.clone(),
        Version::V3_1 | Version::V3_2 => newer(root),
    })
}

/// Fields of the root that are mappings.
const MAPPINGS: [&str; 5] = ["info", "components", "definitions", "parameters", "responses"];
/// Fields of the root that are lists.
const LISTS: [&str; 2] = ["servers", "security"];

/// What every later stage relies on: `paths` is a mapping, and so is each field that is looked into by name; what would be
/// passed over in silence is what OpenAPI says.
fn check(root: &Node, version: Version) -> Diagnostics {
    let schemes = root.get("components").and_then(|components| components.entry("securitySchemes"));
    let schemes = schemes.or_else(|| root.entry("securityDefinitions"));
    let each = schemes.map(|all| all.node.entries()).unwrap_or_default().iter().filter(|entry| entry.key != "$ref");
    let mappings = MAPPINGS.iter().filter_map(|key| root.entry(key)).chain(schemes).chain(each);
    let mut faults: Diagnostics =
        mappings.filter(|entry| !entry.node.is_mapping()).filter_map(|entry| wrong(entry, "a mapping")).collect();
    let lists = LISTS.iter().filter_map(|key| root.entry(key)).filter(|entry| !entry.node.is_sequence());
    faults.extend(lists.filter_map(|entry| wrong(entry, "a list")));
    faults.extend(paths_fault(root, version));
    faults
}

fn wrong(entry: &Entry, wanted: &str) -> Option<Diagnostic> {
    let (key, what) = (quoted(&entry.key), entry.node.what());
    let fault =
        Diagnostic::error(Code::WrongType, format!("{key} is {what}, not {wanted}"), format!("make {key} {wanted}"));
    (!entry.node.is_null()).then(|| fault.at(entry.node.span()))
}

fn paths_fault(root: &Node, version: Version) -> Option<Diagnostic> {
    let help = "make `paths` a mapping from each path, such as `/auth/token`, to its operations";
    match root.entry("paths") {
        Some(entry) if entry.node.is_mapping() => None,
        Some(entry) => {
            let message = format!("`paths` is {}, not a mapping", entry.node.what());
            Some(Diagnostic::error(Code::Paths, message, help).at(entry.node.span()))
        }
        None if version >= Version::V3_1 && root.get("components").is_some() => None,
        None => {
            let message = "the document has no `paths`";
            Some(Diagnostic::error(Code::Paths, message, help).at(root.span()).pointing(""))
        }
    }
}

fn newer(root: &Node) -> Node {
    let mut entries: Vec<Entry> =
        root.entries().iter().filter(|entry| !NEWER.contains(&&*entry.key)).map(replace_version).collect();
    if !entries.iter().any(|entry| entry.key == "paths") {
        entries.push(Entry::new("paths", Node::mapping(Vec::new(), root.span())));
    }
    Node::mapping(entries, root.span())
}

fn replace_version(entry: &Entry) -> Entry {
    if entry.key == "openapi" { entry.with_node(Node::text(OPENAPI, entry.node.span())) } else { entry.clone() }
}
