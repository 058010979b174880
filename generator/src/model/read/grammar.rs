//! What OpenAPI 3.0 lets stand where: one table per kind of object, with the type of each key that the model reads.

/// The kinds of objects that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Kind {
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A request body.
    RequestBody,
    /// A response.
    Response,
    /// A header of a response.
    Header,
    /// A media type in a body's `content`.
    MediaType,
    /// A schema.
    Schema,
    /// A schema's discriminator.
    Discriminator,
    /// A security scheme.
    SecurityScheme,
    /// The flows of an OAuth 2 scheme.
    Flows,
    /// One flow.
    Flow,
    /// A server.
    Server,
    /// A variable of a server's URL.
    ServerVariable,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Text; a number counts, as YAML writers leave off quotes.
    Text,
    /// What goes over the wire as a name: text, and in YAML a number; in JSON, a number is a mistake.
    Name,
    /// An address: text that is neither a number nor true or false, in YAML too.
    Address,
    /// True or false.
    Flag,
    /// A whole number that is not negative.
    Count,
    /// A list of texts.
    Texts,
    /// Texts by name.
    TextMap,
    /// An object of a kind, read together with its parent.
    Inline(Kind),
    /// A list of them.
    Inlines(Kind),
    /// Such objects by name.
    InlineMap(Kind),
    /// An object that is read by itself: it becomes a reference to its own place.
    Child,
    /// A list of them.
    Children,
    /// Them by name.
    ChildMap,
    /// Them by status code.
    Replies,
    /// One of them, or true or false.
    ChildOrFlag,
    /// A list of mappings from a scheme's name to a list of scopes.
    Requirements,
}

/// What a wrong type costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// Nothing can be built without it.
    Needed,
    /// It is documentation: left out with a warning.
    Spare,
}

/// A key, what it holds and what it weighs.
pub(super) type Row = (&'static str, Shape, Weight);

use Shape::{
    Address, Child, ChildMap, ChildOrFlag, Children, Count, Flag, Inline, InlineMap, Inlines, Name, Replies,
    Requirements, Text, TextMap, Texts,
};
use Weight::{Needed, Spare};

impl Kind {
    /// Its keys.
    pub(super) fn rows(self) -> &'static [Row] {
        match self {
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::RequestBody => REQUEST_BODY,
            Self::Response => RESPONSE,
            Self::Header => HEADER,
            Self::MediaType => MEDIA_TYPE,
            Self::Schema => SCHEMA,
            Self::Discriminator => DISCRIMINATOR,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Flows => FLOWS,
            Self::Flow => FLOW,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
        }
    }

    /// Keys that `openapiv3` insists on although a client can do without them, and what stands for them.
    pub(super) fn filled(self) -> &'static [(&'static str, Filler)] {
        match self {
            Self::Operation => &[("responses", Filler::Mapping)],
            Self::Parameter | Self::Header => &[("schema", Filler::Mapping)],
            Self::Response => &[("description", Filler::Text)],
            Self::Flow => {
                &[("scopes", Filler::Mapping), ("tokenUrl", Filler::Text), ("authorizationUrl", Filler::Text)]
            }
            Self::ServerVariable => &[("default", Filler::Text)],
            _ => &[],
        }
    }

    /// The section of `components` that holds it.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Parameter => Some("parameters"),
            Self::RequestBody => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::Header => Some("headers"),
            Self::Schema => Some("schemas"),
            Self::SecurityScheme => Some("securitySchemes"),
            _ => None,
        }
    }

    /// What it is called in a message.
    pub(super) fn article(self) -> &'static str {
        match self {
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::Response => "a response",
            Self::Header => "a header",
            Self::MediaType => "a media type",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::SecurityScheme => "a security scheme",
            Self::Flows => "the flows of an OAuth 2 scheme",
            Self::Flow => "an OAuth 2 flow",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
        }
    }
}

/// What stands for a key that is missing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Filler {
    /// The empty text.
    Text,
    /// The empty mapping.
    Mapping,
}

const OPERATION: &[Row] = &[
    ("operationId", Text, Needed),
    ("summary", Text, Spare),
    ("description", Text, Spare),
    ("deprecated", Flag, Spare),
    ("parameters", Children, Needed),
    ("requestBody", Child, Needed),
    ("responses", Replies, Needed),
    ("security", Requirements, Needed),
    ("servers", Inlines(Kind::Server), Needed),
];

const PARAMETER: &[Row] = &[
    ("name", Text, Needed),
    ("in", Text, Needed),
    ("description", Text, Spare),
    ("required", Flag, Spare),
    ("deprecated", Flag, Spare),
    ("schema", Child, Needed),
];

const REQUEST_BODY: &[Row] =
    &[("description", Text, Spare), ("required", Flag, Spare), ("content", InlineMap(Kind::MediaType), Needed)];

const RESPONSE: &[Row] =
    &[("description", Text, Spare), ("headers", ChildMap, Spare), ("content", InlineMap(Kind::MediaType), Needed)];

const HEADER: &[Row] = &[("description", Text, Spare), ("required", Flag, Spare), ("schema", Child, Spare)];

const MEDIA_TYPE: &[Row] = &[("schema", Child, Needed)];

const SCHEMA: &[Row] = &[
    ("type", Text, Needed),
    ("format", Text, Spare),
    ("title", Text, Spare),
    ("description", Text, Spare),
    ("nullable", Flag, Spare),
    ("deprecated", Flag, Spare),
    ("readOnly", Flag, Spare),
    ("writeOnly", Flag, Spare),
    ("uniqueItems", Flag, Spare),
    ("pattern", Text, Spare),
    ("minLength", Count, Spare),
    ("maxLength", Count, Spare),
    ("properties", ChildMap, Needed),
    ("required", Texts, Spare),
    ("additionalProperties", ChildOrFlag, Spare),
    ("items", Child, Needed),
    ("allOf", Children, Needed),
    ("oneOf", Children, Needed),
    ("anyOf", Children, Needed),
    ("discriminator", Inline(Kind::Discriminator), Spare),
];

const DISCRIMINATOR: &[Row] = &[("propertyName", Text, Needed), ("mapping", TextMap, Spare)];

const SECURITY_SCHEME: &[Row] = &[
    ("type", Text, Needed),
    ("description", Text, Spare),
    ("name", Name, Needed),
    ("in", Text, Needed),
    ("scheme", Name, Needed),
    ("bearerFormat", Text, Spare),
    ("openIdConnectUrl", Address, Needed),
    ("flows", Inline(Kind::Flows), Needed),
];

const FLOWS: &[Row] = &[
    ("implicit", Inline(Kind::Flow), Needed),
    ("password", Inline(Kind::Flow), Needed),
    ("clientCredentials", Inline(Kind::Flow), Needed),
    ("authorizationCode", Inline(Kind::Flow), Needed),
];

const FLOW: &[Row] = &[
    ("authorizationUrl", Address, Needed),
    ("tokenUrl", Address, Needed),
    ("refreshUrl", Address, Needed),
    ("scopes", TextMap, Spare),
];

const SERVER: &[Row] =
    &[("url", Address, Needed), ("description", Text, Spare), ("variables", InlineMap(Kind::ServerVariable), Needed)];

const SERVER_VARIABLE: &[Row] = &[("default", Text, Needed), ("enum", Texts, Spare), ("description", Text, Spare)];
