//! `normalize`: any supported spelling of an API description, to the one of OpenAPI 3.0.
//!
//! Only this stage knows Swagger 2.0, what OpenAPI 3.1 and 3.2 spell otherwise, and overlays. What stands at the root is
//! rewritten at once, everything below when somebody looks at it; places stay those of the user's own files.
//!
//! Schemas of OpenAPI 3.0, 3.1 and 3.2 are left as they are: `select` passes each schema that it takes into its closure
//! through [`schema_spelling`].

pub mod overlay;
mod references;
mod schema;
mod shape;
mod structure;
mod swagger;
mod version;

#[cfg(test)]
mod tests;

pub(crate) use references::FILES;
pub use references::Folder;
pub use schema::schema_spelling;
pub use shape::malformed_operations;
pub use version::{Version, version};

use crate::{diagnostic::Report, document::Document};

/// Brings a document into OpenAPI 3.0 form. References into other files are followed within `folder`, and not at all
/// without one.
///
/// # Errors
/// A report with every problem found: no supported version, no usable `paths`, a file that cannot be followed.
pub fn normalize(document: &Document, folder: Option<&Folder>) -> Result<Document, Report> {
    let fail = |diagnostics| Report::in_document(document, diagnostics);
    let version = version::detect(&document.root).map_err(|fault| fail(vec![fault]))?;
    let mut normal = document.clone();
    references::resolve(&mut normal, folder).map_err(&fail)?;
    normal.root = structure::normalize(&normal.root, version).map_err(&fail)?;
    Ok(normal)
}
