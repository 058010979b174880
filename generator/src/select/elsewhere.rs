//! Paths whose operations are not where the document says.

use super::{is_method, leaves};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::{Node, Span};

/// A path item that refers to something that is not there.
#[derive(Clone, Debug)]
pub(super) struct Elsewhere {
    reference: String,
    span: Span,
}

/// The path item that stands here in the end, or what it refers to and cannot be followed.
pub(super) fn resolved<'d>(root: &'d Node, item: &'d Node) -> Result<&'d Node, Elsewhere> {
    let item = leaves::resolve(root, item);
    let has_method = item.entries().iter().any(|entry| is_method(&entry.key));
    let reference = item.get("$ref").and_then(Node::as_str).filter(|_| !has_method);
    match reference {
        Some(reference) => Err(Elsewhere { reference: reference.to_owned(), span: item.span() }),
        None => Ok(item),
    }
}

impl Elsewhere {
    /// Whether it is in another file.
    pub(super) fn is_outside(&self) -> bool {
        !self.reference.starts_with('#')
    }

    /// That a path which signs in by its name cannot be read.
    pub(super) fn fault(&self, root: &Node, path: &str) -> Diagnostic {
        let (path, to) = (quoted(path), quoted(&self.reference));
        let (code, message, help) = if self.is_outside() {
            (
                Code::ExternalReference,
                format!("The path {path} is described in {to}, out of the document, and that is not followed."),
                OUTSIDE,
            )
        } else if root.at_reference(&self.reference).is_some() {
            (
                Code::ReferenceCycle,
                format!("The path {path} refers to {to}, which leads on in a circle."),
                "Describe its operations at one of the places on the way.",
            )
        } else {
            (
                Code::ReferenceDangling,
                format!("The path {path} refers to {to}, which leads nowhere."),
                "Correct the reference, or describe the operations of the path here.",
            )
        };
        Diagnostic::error(code, message, help).at(self.span)
    }
}

const OUTSIDE: &str =
    "Describe its operations here, or allow the file with `--allow-refs` if it lies in the spec's folder.";

/// That of this many paths with other names it is not known what they do.
pub(super) fn unknown(first: &Elsewhere, count: usize) -> Diagnostic {
    let message = match count {
        1 => {
            "One path is described in another file, which is not followed: whether it signs in is not known.".to_owned()
        }
        _ => format!(
            "{count} paths are described in other files, which are not followed: whether they sign in is not known."
        ),
    };
    Diagnostic::note(Code::ExternalReference, message, OUTSIDE).at(first.span)
}
