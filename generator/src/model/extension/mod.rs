//! `x-authwright`: what Authwright adds to OpenAPI. Where a document is silent or wrong, an overlay says it here.
//!
//! The JSON Schema of every position is published in `x-authwright.schema.json`; this module reads what it describes, and nothing
//! else: a key that it does not know is an error that names those it does.

mod marks;
mod reader;
mod unread;

pub(super) use marks::{Choice, FieldMark, OperationMark, RootMark, SchemeMark, ServerMark, TokenPart};
pub(super) use reader::Reader;
pub(super) use unread::unread;
pub use unread::{Said, said};

/// The JSON Schema (draft 2020-12) of the extension.
pub const SCHEMA: &str = include_str!("x-authwright.schema.json");

/// The key.
pub(super) const KEY: &str = "x-authwright";
