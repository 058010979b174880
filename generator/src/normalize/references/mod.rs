//! References that JSON pointers alone do not follow: into other files, and by `$id` and `$anchor`.
//!
//! Each becomes a pointer into the document, so that every later stage meets local references only.

mod files;
mod identifiers;
mod rewrite;

#[cfg(test)]
mod tests;

pub use files::Folder;

use std::borrow::Cow;

use crate::{
    diagnostic::Diagnostics,
    document::{Document, Kind, Node},
};

/// Where the files that were allowed stand in the document: `x-authwright-files/<path>`.
pub(crate) const FILES: &str = "x-authwright-files";

/// Rewrites what is not a local pointer, where the document has any. Files are read from `folder` alone; without one, a
/// reference to a file stays what it is, and is refused where the auth part of the document needs it.
///
/// # Errors
/// A problem for each reference that cannot be followed though it may.
pub(super) fn resolve(document: &mut Document, folder: Option<&Folder>) -> Result<(), Diagnostics> {
    if let Some(folder) = folder
        && mentions(document, |text| text.contains("$ref"))
    {
        files::bundle(document, folder)?;
    }
    // Looking for them reads the whole document: only where the text has any.
    if mentions(document, |text| text.contains("$anchor") || text.contains("$dynamicAnchor") || text.contains("$id")) {
        document.root = identifiers::resolve(&document.root);
    }
    Ok(())
}

fn mentions(document: &Document, has: impl Fn(&str) -> bool) -> bool {
    document.sources.iter().any(|source| has(&source.text))
}

/// The text of `$ref`, where a mapping is a reference.
fn reference(node: &Node) -> Option<&str> {
    node.get("$ref").filter(|target| target.kind() == Kind::Scalar).and_then(Node::as_str)
}

/// A reference in two: what names the document, and the fragment.
fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// `%20` and the like in the path of a reference.
fn decode(path: &str) -> Cow<'_, str> {
    crate::document::percent_decode(path).map_or(Cow::Borrowed(path), Cow::Owned)
}
