//! `select`: which operations sign a program in, by evidence that can be explained.
//!
//! Only this stage knows how one recognises an auth operation.

use crate::document::{Node, Span};
pub use crate::model::Role;

/// What was selected from a document.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The auth operations, in document order.
    pub operations: Vec<AuthOperation>,
    /// Operations that are none, in document order: method and path.
    pub left_out: Vec<(String, String)>,
    /// An OpenAPI 3.0 document of `info`, `servers`, `security`, the auth operations, the security schemes and all
    /// that these reach through `$ref`; nothing else. Spans are those of the user's own files.
    pub closure: Node,
}

/// An operation that was recognised.
#[derive(Clone, Debug)]
pub struct AuthOperation {
    /// Upper case.
    pub method: String,
    /// The path template, as written.
    pub path: String,
    /// What it does in a session's life.
    pub role: Role,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// Where it stands.
    pub at: Span,
}

/// One reason for or against a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The rule's name in the table of evidence.
    pub name: &'static str,
    /// What it weighs; negative speaks against.
    pub weight: i32,
    /// What was seen, in the document's own words.
    pub seen: String,
}
