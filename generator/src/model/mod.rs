//! The model: a provider's authentication as pure data. No Rust names, no `openapiv3` types, wire names kept exactly.

mod alternatives;
mod authorization;
mod build;
mod env;
mod extension;
mod flows;
mod homes;
mod infer;
mod lifecycle;
mod media;
mod operation;
mod operations;
mod parts;
mod prefix;
mod read;
mod replies;
mod requests;
mod schema;
mod scheme;
mod schemes;
mod servers;
mod style;
mod supposed;
#[cfg(test)]
mod tests;
mod types;
mod url;
mod words;

pub use build::{Built, Origin, build};
pub(crate) use env::provider as provider_name;
pub use extension::{SCHEMA as EXTENSION_SCHEMA, Said, said};
pub use lifecycle::{
    Attach, Carrier, Credential, Expiry, FieldPath, Given, Input, Lifecycle, Step, TimeFormat, TokenKind, TokenShape,
    TokenSource, Unit, Unused,
};
pub(crate) use media::is_named_json;
pub use operation::{
    Body, BodyField, MediaType, Operation, Param, Place, Reply, ReplyBody, ReplyHeader, ReplyStatus, Role, Style,
};
pub use read::json;
pub use scheme::{
    Alternative, ApiKeyPlace, Flow, FlowKind, Need, Requirement, Scheme, SchemeInput, SchemeKind, SchemePart, Scope,
    is_offered,
};
pub use types::{At, Constraints, Field, Presence, TypeDef, TypeKind, TypeRef, Variant};

/// Everything that is known of a provider's authentication.
#[derive(Clone, Debug, PartialEq)]
pub struct Provider {
    /// Short lower-case ASCII name, such as `apivideo`; names the crate, its folder and its environment variables.
    pub name: String,
    /// The title, as the document gives it.
    pub title: String,
    /// The document's own version.
    pub version: String,
    /// `info.description`, Markdown.
    pub description: Option<String>,
    /// Where the API is served, in document order; empty when the caller must say.
    pub servers: Vec<Server>,
    /// The security schemes, in document order.
    pub schemes: Vec<Scheme>,
    /// The global security requirement: alternatives (OR) of schemes that go together (AND).
    pub security: Vec<Requirement>,
    /// The distinct ways to be authorized that the document's operations allow: those of the document as a whole first,
    /// then in document order. Empty where neither it nor any operation says.
    pub alternatives: Vec<Alternative>,
    /// The auth operations, in document order.
    pub operations: Vec<Operation>,
    /// The types that the operations reach, sorted by id.
    pub types: Vec<TypeDef>,
    /// How the operations make one token live; absent where the document has only schemes.
    pub lifecycle: Option<Lifecycle>,
    /// Where this came from.
    pub source: Provenance,
}

impl Provider {
    /// Whether an absolute address is at another origin than every server of the API that has one.
    pub fn is_elsewhere(&self, url: &str) -> bool {
        let servers: Vec<_> = self.servers.iter().filter_map(|server| url::origin(&server.url)).collect();
        url::origin(url).is_some_and(|origin| !servers.is_empty() && !servers.contains(&origin))
    }

    /// An authorization server's address as a client is given it: without the host where that is the API's own, so that it
    /// follows the server that is chosen.
    pub fn reference(&self, url: &str) -> String {
        servers::reference(&self.servers, url)
    }
}

/// A place where the API is served.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Server {
    /// A short name for it, such as `Production`, where the document or an overlay makes one clear.
    pub name: Option<String>,
    /// The URL, with `{variables}`; relative where the caller must give the host.
    pub url: String,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
    /// What it is for: `Production`, `Sandbox`; the description, as written.
    pub purpose: Option<String>,
    /// Whether the URL has no host of its own.
    pub relative: bool,
}

impl Server {
    /// The URL as people are shown it: an empty one is the root of the host.
    pub fn address(&self) -> &str {
        if self.url.is_empty() { "/" } else { &self.url }
    }

    /// Whether secrets are sent there: nowhere by http but on this machine.
    pub fn is_safe(&self) -> bool {
        url::parts(&self.url).is_none_or(|parts| parts.is_safe())
    }
}

/// A variable of a server's URL.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name in the braces.
    pub name: String,
    /// The value where none is given; empty where the caller must give one.
    pub default: Option<String>,
    /// The values allowed; empty for any.
    pub values: Vec<String>,
    /// What it means.
    pub docs: Option<String>,
}

/// Where a model came from, for the pages and the header of each file. No path, no date.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// The file's name without its folder.
    pub file: String,
    /// The version of OpenAPI (or Swagger) that it was written in.
    pub openapi: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// How many operations the document has that are not about authentication.
    pub left_out: usize,
}
