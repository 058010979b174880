//! Operations: what is sent, what comes back, and what each is for.

use super::Server;
use super::scheme::Requirement;
use super::types::{At, Field, TypeRef};
use crate::document::jsonpath;
use crate::select::Evidence;

/// What an operation does in a session's life. Closed: everything after `select` matches on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Credentials in, token out.
    Issue,
    /// A refresh token (or the old access token) in, a new token out.
    Refresh,
    /// Ends one token.
    Revoke,
    /// Tells whether a token is active and what it allows.
    Introspect,
    /// Ends the session.
    Logout,
    /// One token in, another kind of token out.
    Exchange,
    /// Starts a sign-in that a person completes.
    Authorize,
    /// The second factor of a sign-in.
    Mfa,
}

/// One typed call.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The operationId as written, or `METHOD /path` where there is none.
    pub id: String,
    /// The name that the extension or an overlay gives it, if any.
    pub name: Option<String>,
    /// What it is for.
    pub role: Role,
    /// Upper case.
    pub method: String,
    /// The path template, as written.
    pub path: String,
    /// Path, query, header and cookie parameters, in document order.
    pub params: Vec<Param>,
    /// The request body, where it has one.
    pub body: Option<Body>,
    /// The documented replies: codes ascending, then ranges, then default.
    pub replies: Vec<Reply>,
    /// What the operation itself needs; empty for nothing.
    pub needs: Vec<Requirement>,
    /// Where it is served beside each of the provider's servers, in their order; empty where it is served there. A relative
    /// address belongs to that server: `/path` to its origin, any other to its base address, which an empty one is.
    pub servers: Vec<Server>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// One line.
    pub summary: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// Why it was taken for this.
    pub evidence: Vec<Evidence>,
    /// Where it stands.
    pub at: At,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a value of several parts is written, a list or an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// As OpenAPI has it where nobody says: in a query or form each part by itself, elsewhere with commas between them.
    #[default]
    Usual,
    /// One text with this between the parts.
    Joined(&'static str),
    /// Each member of an object as `name[member]`.
    Deep,
    /// As JSON, whatever it is.
    Json,
}

/// A parameter outside the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Where it goes.
    pub place: Place,
    /// How it is written.
    pub style: Style,
    /// Its name, type, presence and documentation.
    pub field: Field,
}

/// A media type Authwright can write or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/json` and `+json`, as written.
    Json(String),
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// `text/plain` and other text, as written.
    Text(String),
    /// Anything else, as written: kept as bytes.
    Other(String),
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// The media type that is sent; the best of those offered.
    pub media: MediaType,
    /// The others that the document offers.
    pub also: Vec<MediaType>,
    /// What is sent.
    pub ty: TypeRef,
    /// How the fields of a form are written that are not written as usual, by their names.
    pub styles: Vec<(String, Style)>,
    /// The media types of the fields of a multipart form that have one of their own, by their names.
    pub parts: Vec<(String, String)>,
    /// Whether the document calls the body required.
    pub required: bool,
    /// What it says of it.
    pub docs: Option<String>,
}

/// A field of a body, by path. Used where a body is described field by field.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyField {
    /// The names from the root.
    pub path: Vec<String>,
    /// The field.
    pub field: Field,
}

/// The status that a reply is chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplyStatus {
    /// One code.
    Code(u16),
    /// A class: 2 for `2XX`.
    Range(u8),
    /// All that is not named.
    Default,
}

impl ReplyStatus {
    /// Whether this is a success: 2xx. `Default` is one only where no other reply is; `model` has resolved that.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(class) => class == 2,
            Self::Default => false,
        }
    }
}

/// One documented reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// When it comes.
    pub status: ReplyStatus,
    /// Whether it means that the call succeeded.
    pub success: bool,
    /// The body, where it has one.
    pub body: Option<ReplyBody>,
    /// Documented headers.
    pub headers: Vec<ReplyHeader>,
    /// What the document says of it.
    pub docs: String,
    /// The document's own example of the body as JSON, where it has one.
    pub example: Option<String>,
}

impl Operation {
    /// Where an overlay finds the successful reply; that of 200 where none is documented.
    pub(crate) fn reply_target(&self) -> String {
        let status = match self.replies.iter().find(|reply| reply.success).map(|reply| reply.status) {
            None => "200".to_owned(),
            Some(ReplyStatus::Code(code)) => code.to_string(),
            Some(ReplyStatus::Range(class)) => format!("{class}XX"),
            Some(ReplyStatus::Default) => "default".to_owned(),
        };
        format!("{}.responses[{}]", jsonpath::of_pointer(&self.at.pointer), jsonpath::quoted(&status))
    }
}

/// The body of a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyBody {
    /// Its media type.
    pub media: MediaType,
    /// What it holds.
    pub ty: TypeRef,
}

/// A header of a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyHeader {
    /// Its name as written.
    pub name: String,
    /// What it means.
    pub docs: Option<String>,
}
