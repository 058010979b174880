//! Overlays (OpenAPI Overlay Specification 1.0): what a document gets wrong or leaves out, said beside it.
//!
//! An overlay is applied to the document as its author wrote it, before anything else is rewritten. Of Swagger 2.0 what matches
//! nothing then is applied once more to the form of OpenAPI 3, of which the specification of overlays speaks, and our own help.

mod action;
mod apply;
mod find;
mod path;

#[cfg(test)]
mod tests;

pub use find::{beside, is_overlay};

use self::action::Action;
use self::apply::Outcome;
use super::version::{self, Version};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, quoted},
    document::{Document, Node},
};

/// Values that one overlay may add: actions that match what others added multiply.
const ROOM: usize = 200_000;

/// What came of an overlay.
#[derive(Debug, Default)]
pub struct Applied {
    /// What is doubtful about it.
    pub warnings: Diagnostics,
    /// Its actions that match nothing in a document of Swagger 2.0.
    pub unmatched: Unmatched,
}

/// Actions for the form of OpenAPI 3 that a document of Swagger 2.0 is brought into: an overlay may be written for either.
#[derive(Debug, Default)]
pub struct Unmatched(Vec<Action>);

impl Unmatched {
    /// Applies them to the normalized document; gives warnings for those that match nothing there either.
    pub fn apply(&self, normal: &mut Document) -> Diagnostics {
        let mut room = ROOM;
        let left = self.0.iter().filter_map(|action| change(&mut normal.root, action, &mut room));
        left.collect()
    }
}

/// Applies an overlay to a document; gives warnings for the actions that match nothing.
///
/// The overlay's own places count in `document.sources`: it must have been loaded as the file that comes next there.
///
/// # Errors
/// Every fault of the overlay itself.
pub fn apply(document: &mut Document, overlay: Document) -> Result<Applied, Diagnostics> {
    let root = overlay.root.clone();
    document.sources.extend(overlay.sources);
    let actions = read(&root)?;
    let mut applied = Applied { warnings: foreign(&root, document).into_iter().collect(), ..Applied::default() };
    let older = matches!(version::detect(&document.root), Ok(Version::Swagger2));
    let mut room = ROOM;
    for action in actions {
        match change(&mut document.root, &action, &mut room) {
            None => {}
            Some(fault) if fault.is_error() => return Err(vec![fault]),
            Some(_) if older => applied.unmatched.0.push(action),
            Some(warning) => applied.warnings.push(warning),
        }
    }
    Ok(applied)
}

/// Makes one change, or says why not.
fn change(root: &mut Node, action: &Action, room: &mut usize) -> Option<Diagnostic> {
    match apply::apply(root, action, room) {
        Outcome::Changed(changed) => {
            *root = changed;
            None
        }
        Outcome::NoMatch => Some(no_match(action)),
        Outcome::TooMuch => Some(too_much(action)),
    }
}

fn read(root: &Node) -> Result<Vec<Action>, Diagnostics> {
    let mut faults = Vec::new();
    match root.get("overlay").and_then(Node::as_str) {
        Some(version) if version == "1.0" || version.starts_with("1.0.") || version.starts_with("1.1") => {}
        _ => {
            let at = root.get("overlay").unwrap_or(root);
            let message = "`overlay` is no supported version of the Overlay Specification";
            faults.push(invalid(message, "write `overlay: 1.0.0`", at));
        }
    }
    let actions = root.get("actions");
    if actions.is_none_or(|actions| !actions.is_sequence()) {
        let message = "the overlay has no list of `actions`";
        faults.push(invalid(
            message,
            "add `actions`, each with `target` and `update` or `remove`",
            actions.unwrap_or(root),
        ));
    }
    let mut read = Vec::new();
    for node in actions.map(Node::items).unwrap_or_default() {
        match Action::read(node) {
            Ok(action) => read.push(action),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

fn invalid(message: impl Into<String>, help: impl Into<String>, at: &Node) -> Diagnostic {
    Diagnostic::error(Code::OverlayInvalid, message, help).at(at.span())
}

/// A warning where `extends` names another file than the document.
fn foreign(root: &Node, document: &Document) -> Option<Diagnostic> {
    // Text from standard input has no name that could differ.
    document.sources.first().filter(|source| !source.name.starts_with('<'))?;
    let extends = root.get("extends")?;
    let named = extends.as_str()?;
    let last = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let spec = document.sources.first().map(|source| last(&source.name))?;
    if last(named.split(['?', '#']).next().unwrap_or_default()) == spec {
        return None;
    }
    let message = format!("the overlay says that it extends {}, and is applied to {}", quoted(named), quoted(&spec));
    let help = "correct `extends`, or leave it out";
    Some(Diagnostic::warning(Code::OverlayExtends, message, help).at(extends.span()))
}

fn too_much(action: &Action) -> Diagnostic {
    let message = format!("with the target {} the overlay adds more than {ROOM} values", quoted(&action.text));
    let help = "let the target match less, or update `components` once and refer to it";
    Diagnostic::error(Code::OverlayInvalid, message, help).at(action.span)
}

fn no_match(action: &Action) -> Diagnostic {
    let message = format!("the target {} matches nothing in the document", quoted(&action.text));
    let help = "the document may have changed: correct the target or remove the action";
    Diagnostic::warning(Code::OverlayNoMatch, message, help).at(action.span)
}
