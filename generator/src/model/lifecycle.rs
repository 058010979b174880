//! The life of a token: which operation begins it, which renews it, where it is read from and how it is sent.

use super::operation::Place;
use super::scheme::{ApiKeyPlace, SchemePart};

/// How the operations make one token live.
#[derive(Clone, Debug, PartialEq)]
pub struct Lifecycle {
    /// The call that makes a token from credentials.
    pub issue: Step,
    /// The call that renews it, where there is one.
    pub refresh: Option<Step>,
    /// The call that ends it (revoke, else logout), where there is one.
    pub revoke: Option<Step>,
    /// Where the token is in the reply to `issue`.
    pub token: TokenShape,
    /// Where it is in the reply to `refresh`, where that differs.
    pub refreshed: Option<TokenShape>,
    /// How requests carry the token.
    pub attach: Attach,
    /// What one signs in with: what `issue` needs that the user must give, in the order of the request.
    pub credentials: Vec<Credential>,
    /// What would renew or end the session, and is not used by the token source.
    pub unused: Vec<Unused>,
}

/// An operation that could be a step of the lifecycle and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Which: an index into `Provider::operations`.
    pub operation: usize,
    /// Why not, as a clause: names are in backticks.
    pub why: String,
}

/// Something that the user signs in with.
#[derive(Clone, Debug, PartialEq)]
pub struct Credential {
    /// Where it goes in the request to `issue`.
    pub input: Input,
    /// The environment variable that it is read from; an overlay may name another.
    pub env: String,
    /// Whether it must never be shown.
    pub secret: bool,
    /// Whether `issue` cannot do without it.
    pub required: bool,
}

impl Input {
    /// A short name in the document's own words: the field's, the parameter's, or what the scheme's value is.
    pub fn label(&self) -> &str {
        match self {
            Self::Body(path) => path.0.last().map_or("secret", String::as_str),
            Self::Param { name, .. } => name,
            Self::Bearer => "token",
            Self::Scheme { part, .. } => part.label(),
        }
    }

    /// The same among `others`: of several fields of one name each is called with as much of its path as tells it apart.
    pub fn label_among<'a>(&self, others: impl Iterator<Item = &'a Self>) -> String {
        let Self::Body(path) = self else { return self.label().to_owned() };
        let others: Vec<&Self> = others.filter(|other| *other != self).collect();
        let tells = |tail: &&[String]| {
            !others.iter().any(|other| match other {
                Self::Body(other) => other.0.ends_with(tail),
                other => matches!(tail, [only] if only == other.label()),
            })
        };
        let mut tails = (0..path.0.len()).rev().filter_map(|start| path.0.get(start..));
        tails.find(tells).map_or_else(|| self.label().to_owned(), |tail| tail.join("_"))
    }
}

/// Where a value goes in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A field of the body; an empty path is the whole body.
    Body(FieldPath),
    /// A parameter.
    Param {
        /// Where it goes.
        place: Place,
        /// Its wire name.
        name: String,
    },
    /// The `Authorization` header as `Bearer ...`, where no scheme says so.
    Bearer,
    /// A value of a security scheme that the operation itself needs.
    Scheme {
        /// The scheme's id.
        id: String,
        /// Which of its values.
        part: SchemePart,
    },
}

/// A call in the lifecycle, and what goes into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Index into `Provider::operations`.
    pub operation: usize,
    /// What each input is given, in the order of the request; inputs that are not named are left out.
    pub values: Vec<(Input, Given)>,
}

/// What an input of a step is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Always this text, such as a `grant_type`.
    Fixed(String),
    /// Always this value, which is no text: its JSON.
    Json(String),
    /// What the user signs in with: an index into `Lifecycle::credentials`.
    Credential(usize),
    /// A token of the session.
    Token(TokenKind),
}

/// The tokens of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// The one that opens the API.
    Access,
    /// The one that renews it.
    Refresh,
}

impl Step {
    /// The input that is given `kind`, where one is.
    pub fn token(&self, kind: TokenKind) -> Option<&Input> {
        self.values.iter().find(|(_, given)| *given == Given::Token(kind)).map(|(input, _)| input)
    }
}

/// Names from the root of a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(pub Vec<String>);

/// Where a value is in a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenSource {
    /// A field of the body.
    Field(FieldPath),
    /// The body is the token: a JSON string or plain text.
    Body,
    /// A response header.
    Header(String),
    /// A cookie that `Set-Cookie` sets; without a name all, as they go back: `a=1; b=2`.
    Cookie(Option<String>),
}

/// Where a token and what belongs to it are in a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenShape {
    /// The access token.
    pub access: TokenSource,
    /// The refresh token: mostly a field, or a cookie that only the server is to read.
    pub refresh: Option<TokenSource>,
    /// The token's type.
    pub kind: Option<FieldPath>,
    /// The granted scope.
    pub scope: Option<FieldPath>,
    /// When the access token ends.
    pub expiry: Expiry,
    /// When the refresh token ends.
    pub refresh_expiry: Expiry,
    /// How many names of the access token's path lead to what may be the token itself, where that comes as text.
    pub text_at: Option<usize>,
}

/// How one knows when a token ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Expiry {
    /// A length of time from now.
    In(FieldPath, Unit),
    /// A moment.
    At(FieldPath, TimeFormat),
    /// The token is a JWT: its `exp`.
    JwtExp,
    /// Always this many seconds.
    Fixed(u64),
    /// Nothing says: it lives until a 401.
    Unknown,
}

/// The unit of a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
}

/// How a moment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    /// Seconds since 1970.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMilliseconds,
    /// RFC 3339.
    Rfc3339,
    /// Decided from the value: text is RFC 3339, a number seconds or milliseconds by its size.
    Detect,
}

/// How a request carries the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attach {
    /// The scheme that says so, where one does.
    pub scheme: Option<String>,
    /// Where.
    pub carrier: Carrier,
    /// The value, with `{token}` where the token stands.
    pub template: String,
}

/// Where a request carries the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Header, query or cookie.
    pub place: ApiKeyPlace,
    /// Its name.
    pub name: String,
}
