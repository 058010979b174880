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
        && mentions(document, &["ref"])
    {
        files::bundle(document, folder)?;
    }
    // Looking for them reads the whole document: only where the text has any.
    if mentions(document, &["anchor", "dynamicAnchor", "dynamicRef", "id"]) {
        document.root = identifiers::resolve(&document.root);
    }
    Ok(())
}

/// Whether one of these words stands anywhere after a dollar sign.
fn mentions(document: &Document, words: &[&str]) -> bool {
    document.sources.iter().map(|source| source.text.as_bytes()).any(|text| {
        memchr::memchr_iter(b'$', text).any(|at| {
            let rest = text.get(at + 1..).unwrap_or_default();
            words.iter().any(|word| rest.starts_with(word.as_bytes()))
        })
    })
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
