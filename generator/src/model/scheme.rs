//! Security schemes and requirements.

use super::types::At;

/// A security scheme.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// Its key in `components.securitySchemes`.
    pub id: String,
    /// What it is on the wire.
    pub kind: SchemeKind,
    /// What the user gives it, with the environment variable of each; empty where nothing static is given.
    pub inputs: Vec<SchemeInput>,
    /// Markdown.
    pub docs: Option<String>,
    /// Where it stands.
    pub at: At,
}

/// A value that a scheme is given by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeInput {
    /// Which.
    pub part: SchemePart,
    /// The variable in the authorization server's addresses, where it is the value of one.
    pub variable: Option<String>,
    /// The environment variable that it is read from.
    pub env: String,
}

/// The values that schemes take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemePart {
    /// The API key, or a token made elsewhere.
    Key,
    /// The user name of Basic.
    User,
    /// The password of Basic.
    Password,
    /// The client's id at an authorization server.
    ClientId,
    /// The client's secret at an authorization server.
    ClientSecret,
    /// A part of the authorization server's addresses, such as the tenant.
    Address,
}

impl SchemePart {
    /// Its short name, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::User => "user",
            Self::Password => "password",
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::Address => "address",
        }
    }
}

/// What a scheme is on the wire; names and types in documents lie, this does not.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeKind {
    /// `Authorization: Bearer ...`.
    Bearer {
        /// `bearerFormat`, such as `JWT`.
        format: Option<String>,
    },
    /// `Authorization: Basic ...`.
    Basic,
    /// A fixed value somewhere.
    ApiKey {
        /// Where.
        place: ApiKeyPlace,
        /// The header's, parameter's or cookie's name.
        name: String,
        /// What stands before the key, such as `Token ` ; empty for nothing.
        prefix: String,
    },
    /// Any other HTTP scheme.
    Http {
        /// Its name, as written.
        scheme: String,
    },
    /// OAuth 2 with its flows.
    OAuth2 {
        /// The flows, in document order.
        flows: Vec<Flow>,
    },
    /// OpenID Connect discovery.
    OpenIdConnect {
        /// The discovery URL.
        url: String,
    },
    /// A client certificate.
    MutualTls,
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyPlace {
    /// A header.
    Header,
    /// The query string.
    Query,
    /// A cookie.
    Cookie,
}

impl ApiKeyPlace {
    /// What it is called for people.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query parameter",
            Self::Cookie => "cookie",
        }
    }
}

/// One OAuth 2 flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Which.
    pub kind: FlowKind,
    /// Where the user's agent is sent.
    pub authorization_url: Option<String>,
    /// Where tokens come from: absolute, resolved against the first server; as written where there is no server to resolve against.
    pub token_url: Option<String>,
    /// Where tokens are refreshed, where that differs.
    pub refresh_url: Option<String>,
    /// Where a device asks for its code.
    pub device_authorization_url: Option<String>,
    /// Where the server describes itself (RFC 8414), as OpenAPI 3.2 has it: one for all flows of a scheme.
    pub metadata_url: Option<String>,
    /// The scopes, in document order.
    pub scopes: Vec<Scope>,
    /// The operation at `token_url`, where the document has one: an index into `Provider::operations`.
    pub operation: Option<usize>,
}

impl Flow {
    /// Its addresses; none where the flow is not offered.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        let urls = [&self.token_url, &self.refresh_url, &self.authorization_url, &self.device_authorization_url];
        urls.into_iter().filter(|_| self.kind != FlowKind::Implicit).filter_map(|url| url.as_deref())
    }
}

/// Which flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowKind {
    /// RFC 6749, 4.1.
    AuthorizationCode,
    /// RFC 6749, 4.4.
    ClientCredentials,
    /// RFC 6749, 4.3; discouraged by RFC 9700, 2.4.
    Password,
    /// RFC 6749, 4.2; refused.
    Implicit,
    /// RFC 8628.
    Device,
}

impl FlowKind {
    /// As OpenAPI calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorizationCode",
            Self::ClientCredentials => "clientCredentials",
            Self::Password => "password",
            Self::Implicit => "implicit",
            Self::Device => "deviceAuthorization",
        }
    }

    /// Why the flow is not offered as it is, where it is not.
    pub fn refused(self) -> Option<&'static str> {
        match self {
            Self::AuthorizationCode | Self::ClientCredentials | Self::Device => None,
            Self::Password => {
                Some("deprecated (RFC 9700, 2.4): only with the feature `password-grant` of the generated crate")
            }
            Self::Implicit => Some(
                "its tokens travel in the browser's address bar (RFC 9700, 2.1.2): use the authorization code flow",
            ),
        }
    }
}

/// Whether any of the flows is one that a client here can take: the implicit grant is not (RFC 9700, 2.1.2).
pub fn is_offered<'a>(flows: impl IntoIterator<Item = &'a Flow>) -> bool {
    flows.into_iter().any(|flow| flow.kind != FlowKind::Implicit)
}

/// A scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// On the wire.
    pub name: String,
    /// What it allows.
    pub docs: String,
}

/// Schemes that go together (AND). An operation has a list of these (OR); an empty one means that none is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// All of these.
    pub needs: Vec<Need>,
}

/// One way to be authorized that operations of the document allow: schemes that go together, and who asks for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// All of these, with every scope that any operation asks for; none where operations need nothing.
    pub needs: Vec<Need>,
    /// How many operations allow it, those that sign in apart.
    pub operations: usize,
    /// One of those, by method and path: rather one that can be tried as it is.
    pub example: Option<(String, String)>,
    /// Whether the document names it for all operations.
    pub global: bool,
}

/// One scheme of a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The scheme's id.
    pub scheme: String,
    /// The scopes needed.
    pub scopes: Vec<String>,
}
