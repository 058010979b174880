//! Places in the closure, and the way from a `$ref` to what it names.

use std::collections::HashSet;

use super::grammar::Kind;
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::{Node, Span, escape_token};
use crate::model::At;

/// A node of the closure and the pointer that leads to it.
#[derive(Clone, Debug)]
pub(in crate::model) struct Place<'a> {
    /// What stands there.
    pub(in crate::model) node: &'a Node,
    /// How one gets there from the root.
    pub(in crate::model) pointer: String,
}

impl<'a> Place<'a> {
    /// The root of a document.
    pub(in crate::model) fn root(node: &'a Node) -> Self {
        Self { node, pointer: String::new() }
    }

    /// What stands under `key`, unless it is null.
    pub(in crate::model) fn get(&self, key: &str) -> Option<Self> {
        let node = self.node.get(key).filter(|node| !node.is_null())?;
        Some(Self { node, pointer: format!("{}/{}", self.pointer, escape_token(key)) })
    }

    /// The entries of a mapping, null ones too.
    pub(in crate::model) fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a, '_> {
        self.node.entries().iter().map(|entry| {
            let pointer = format!("{}/{}", self.pointer, escape_token(&entry.key));
            (&*entry.key, Self { node: &entry.node, pointer })
        })
    }

    /// The items of a list.
    pub(in crate::model) fn items(&self) -> impl Iterator<Item = Self> + use<'a, '_> {
        let items = self.node.items().iter().enumerate();
        items.map(|(at, node)| Self { node, pointer: format!("{}/{at}", self.pointer) })
    }

    /// Where it stands, for the model.
    pub(in crate::model) fn at(&self) -> At {
        At { pointer: self.pointer.clone(), span: self.span() }
    }

    /// Where it stands in the user's own file.
    pub(in crate::model) fn span(&self) -> Span {
        self.node.span()
    }

    /// The key or index that it stands under.
    pub(in crate::model) fn last(&self) -> String {
        let token = self.pointer.rsplit('/').next().unwrap_or_default();
        crate::document::unescape_token(token).into_owned()
    }

    /// The name in `components`, where it stands directly in the section of `kind`.
    pub(in crate::model) fn component(&self, kind: Kind) -> Option<String> {
        let name = self.pointer.strip_prefix("/components/")?.strip_prefix(kind.section()?)?.strip_prefix('/')?;
        (!name.contains('/')).then(|| crate::document::unescape_token(name).into_owned())
    }
}

/// Follows `$ref` from `place` until something else stands there.
pub(super) fn resolve<'a>(root: &'a Node, place: Place<'a>, kind: Kind) -> Result<Place<'a>, Diagnostic> {
    let mut seen = HashSet::new();
    let mut here = place;
    while let Some(reference) = here.node.get("$ref") {
        let text = reference.as_str().unwrap_or_default();
        if !seen.insert(here.pointer.clone()) {
            return Err(cycle(&here, text));
        }
        here = target(root, reference, text, kind)?;
    }
    Ok(here)
}

fn target<'a>(root: &'a Node, reference: &Node, text: &str, kind: Kind) -> Result<Place<'a>, Diagnostic> {
    let node = root.at_reference(text).ok_or_else(|| dangling(reference, text))?;
    let place = Place { node, pointer: text.trim_start_matches('#').to_owned() };
    match (section(&place.pointer), kind.section()) {
        (Some(found), Some(wanted)) if found != wanted => Err(wrong_kind(reference, text, kind)),
        _ => Ok(place),
    }
}

/// The section of `components` that an object at this pointer would belong to; none where the pointer does not tell.
fn section(pointer: &str) -> Option<&str> {
    let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
    match tokens.as_slice() {
        ["components", section, _] => Some(section),
        ["paths", _] => Some("pathItems"),
        ["paths", _, "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace"] => Some("operations"),
        [.., "requestBody"] => Some("requestBodies"),
        ["paths", _, _, "responses", _] => Some("responses"),
        ["paths", _, "parameters", _] | ["paths", _, _, "parameters", _] => Some("parameters"),
        [.., "schema"] => Some("schemas"),
        _ => None,
    }
}

fn cycle(place: &Place<'_>, text: &str) -> Diagnostic {
    let message = format!("the reference {} leads back to itself and never to anything", quoted(text));
    Diagnostic::error(Code::ReferenceCycle, message, "let one of the references on the way hold what is meant")
        .at(place.span())
}

fn dangling(reference: &Node, text: &str) -> Diagnostic {
    let message = format!("the reference {} names nothing in this document", quoted(text));
    let help = "add what it names, or correct the name; files outside need --allow-refs";
    Diagnostic::error(Code::ReferenceDangling, message, help).at(reference.span())
}

fn wrong_kind(reference: &Node, text: &str, kind: Kind) -> Diagnostic {
    let message =
        format!("the reference {} does not name {}, which is what belongs here", quoted(text), kind.article());
    Diagnostic::error(Code::ReferenceKind, message, format!("refer to {}", kind.article())).at(reference.span())
}
