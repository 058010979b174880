//! What the extension says at each of its positions.

use super::Reader;
use crate::document::Span;
use crate::model::read::{Place, Reading};
use crate::model::schemes::is_token;
use crate::model::{ApiKeyPlace, Attach, Carrier, Expiry, SchemePart, TimeFormat, TokenSource, Unit};

/// What a field is in the life of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum TokenPart {
    /// The access token.
    Access,
    /// The refresh token.
    Refresh,
    /// The token's type.
    Kind,
    /// The granted scope.
    Scope,
    /// When the access token ends.
    Expiry,
    /// When the refresh token ends.
    RefreshExpiry,
    /// None of these, whatever its name says.
    None,
}

/// On a field of a schema or on a parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct FieldMark {
    /// What it is.
    pub(in crate::model) token: Option<TokenPart>,
    /// The unit of a length of time.
    pub(in crate::model) unit: Option<Unit>,
    /// How a moment is written.
    pub(in crate::model) format: Option<TimeFormat>,
    /// Whether it must never be shown.
    pub(in crate::model) secret: Option<bool>,
    /// The environment variable that it is read from.
    pub(in crate::model) env: Option<String>,
    /// The value that it always has.
    pub(in crate::model) fixed: Option<String>,
}

/// On an operation. Its `role` is read by `select`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct OperationMark {
    /// The name of its method.
    pub(in crate::model) name: Option<String>,
    /// Where the end of its token is to be read from.
    pub(in crate::model) expiry: Option<Expiry>,
    /// Where its token is, other than in a field.
    pub(in crate::model) token: Option<TokenSource>,
}

/// A choice of an operation for a step of the lifecycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) enum Choice {
    /// This operation: its operationId, or `METHOD /path`; and where it is said.
    Operation(String, Span),
    /// There is no such step.
    None,
}

/// At the root of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct RootMark {
    /// The provider's short name.
    pub(in crate::model) name: Option<String>,
    /// The step that begins.
    pub(in crate::model) issue: Option<Choice>,
    /// The step that renews.
    pub(in crate::model) refresh: Option<Choice>,
    /// The step that ends.
    pub(in crate::model) revoke: Option<Choice>,
    /// How requests carry the token.
    pub(in crate::model) attach: Option<Attach>,
}

/// On a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct ServerMark {
    /// Its short name.
    pub(in crate::model) name: Option<String>,
}

/// On a security scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct SchemeMark {
    /// What stands before the key.
    pub(in crate::model) prefix: Option<String>,
    /// The whole value, with `{token}` where the token stands.
    pub(in crate::model) template: Option<String>,
    /// Environment variables by part; `None` is the scheme's only part.
    pub(in crate::model) env: Vec<(Option<SchemePart>, String)>,
}

const UNITS: &[(&str, Unit)] = &[
    ("seconds", Unit::Seconds),
    ("milliseconds", Unit::Milliseconds),
    ("minutes", Unit::Minutes),
    ("hours", Unit::Hours),
    ("days", Unit::Days),
];

const FORMATS: &[(&str, TimeFormat)] = &[
    ("epoch-seconds", TimeFormat::EpochSeconds),
    ("epoch-milliseconds", TimeFormat::EpochMilliseconds),
    ("rfc3339", TimeFormat::Rfc3339),
    ("detect", TimeFormat::Detect),
];

const PARTS: &[(&str, TokenPart)] = &[
    ("access", TokenPart::Access),
    ("refresh", TokenPart::Refresh),
    ("type", TokenPart::Kind),
    ("scope", TokenPart::Scope),
    ("expiry", TokenPart::Expiry),
    ("refresh-expiry", TokenPart::RefreshExpiry),
    ("none", TokenPart::None),
];

const SCHEME_PARTS: &[(&str, SchemePart)] = &[
    ("key", SchemePart::Key),
    ("user", SchemePart::User),
    ("password", SchemePart::Password),
    ("client-id", SchemePart::ClientId),
    ("client-secret", SchemePart::ClientSecret),
];

impl FieldMark {
    /// What is said at `place`.
    pub(in crate::model) fn read<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Option<Self> {
        let reader = Reader::of(reading, place, &["token", "unit", "format", "secret", "env", "fixed"])?;
        Some(Self {
            token: reader.word("token", PARTS),
            unit: reader.word("unit", UNITS),
            format: reader.word("format", FORMATS),
            secret: reader.flag("secret"),
            env: variable(&reader, "env"),
            fixed: reader.text("fixed"),
        })
    }

    /// Whether it must never be shown: as said, and tokens in any case.
    pub(in crate::model) fn is_secret(&self) -> Option<bool> {
        let token = matches!(self.token, Some(TokenPart::Access | TokenPart::Refresh));
        self.secret.or(token.then_some(true))
    }

    /// This, and what `other` says beyond it.
    pub(in crate::model) fn or(self, other: Self) -> Self {
        Self {
            token: self.token.or(other.token),
            unit: self.unit.or(other.unit),
            format: self.format.or(other.format),
            secret: self.secret.or(other.secret),
            env: self.env.or(other.env),
            fixed: self.fixed.or(other.fixed),
        }
    }
}

impl OperationMark {
    /// What is said at `place`.
    pub(in crate::model) fn read<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Self {
        let Some(reader) = Reader::of(reading, place, &["role", "name", "expiry", "token"]) else {
            return Self::default();
        };
        Self { name: reader.text("name"), expiry: expiry(&reader), token: token(&reader) }
    }
}

fn expiry(reader: &Reader<'_, '_>) -> Option<Expiry> {
    if reader.is_mapping("expiry") {
        let inner = reader.inner("expiry", &["seconds"])?;
        return inner.count(inner.only(&["seconds"], "`{ seconds: NUMBER }`")?).map(Expiry::Fixed);
    }
    let text = reader.text("expiry")?;
    match text.as_str() {
        "jwt-exp" => Some(Expiry::JwtExp),
        "unknown" => Some(Expiry::Unknown),
        _ => {
            reader.refuse("expiry", "jwt-exp, unknown or a mapping with `seconds`");
            None
        }
    }
}

fn token(reader: &Reader<'_, '_>) -> Option<TokenSource> {
    if reader.is_mapping("token") {
        let inner = reader.inner("token", &["header", "cookie"])?;
        let key = inner.only(&["header", "cookie"], "`{ header: NAME }` or `{ cookie: NAME }`")?;
        let name = name(&inner, key)?;
        return Some(if key == "header" { TokenSource::Header(name) } else { TokenSource::Cookie(Some(name)) });
    }
    let text = reader.text("token")?;
    match text.as_str() {
        "body" => Some(TokenSource::Body),
        "cookie" => Some(TokenSource::Cookie(None)),
        _ => {
            reader.refuse("token", "body, cookie or a mapping with `header` or `cookie`");
            None
        }
    }
}

impl RootMark {
    /// What is said at the root.
    pub(in crate::model) fn read(reading: &Reading<'_>) -> Self {
        let Some(reader) = Reader::of(reading, &reading.root(), &["name", "lifecycle", "attach"]) else {
            return Self::default();
        };
        let steps = reader.inner("lifecycle", &["issue", "refresh", "revoke"]);
        let step = |key: &str| {
            let (text, span) = steps.as_ref()?.text_at(key)?;
            Some(if text == "none" { Choice::None } else { Choice::Operation(text, span) })
        };
        Self {
            name: provider(&reader),
            issue: step("issue"),
            refresh: step("refresh"),
            revoke: step("revoke"),
            attach: reader.inner("attach", &["header", "query", "cookie", "template"]).and_then(|inner| attach(&inner)),
        }
    }
}

/// The provider's short name, which is a part of other names as it is written.
fn provider(reader: &Reader<'_, '_>) -> Option<String> {
    let name = reader.text("name")?;
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.len() <= 48 && name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(fits) {
        return Some(name);
    }
    reader.refuse("name", "a short name: a small letter, then small letters, digits and hyphens, 48 at most");
    None
}

fn attach(reader: &Reader<'_, '_>) -> Option<Attach> {
    let forms = "one of `header: NAME`, `query: NAME` and `cookie: NAME`, with or without a `template`";
    let key = reader.only(&["header", "query", "cookie"], forms)?;
    let place = match key {
        "header" => ApiKeyPlace::Header,
        "query" => ApiKeyPlace::Query,
        _ => ApiKeyPlace::Cookie,
    };
    let name = name(reader, key)?;
    let template = reader.text("template").unwrap_or_else(|| "{token}".to_owned());
    if !template.contains("{token}") {
        reader.refuse("template", "text with {token} in it");
        return None;
    }
    Some(Attach { scheme: None, carrier: Carrier { place, name }, template })
}

impl ServerMark {
    /// What is said at `place`.
    pub(in crate::model) fn read<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Self {
        let reader = Reader::of(reading, place, &["name"]);
        Self { name: reader.and_then(|reader| reader.text("name")) }
    }
}

impl SchemeMark {
    /// What is said at `place`.
    pub(in crate::model) fn read<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Self {
        let Some(reader) = Reader::of(reading, place, &["prefix", "template", "env"]) else { return Self::default() };
        let template = reader.text("template");
        if template.as_ref().is_some_and(|template| !template.contains("{token}")) {
            reader.refuse("template", "text with {token} in it");
        }
        Self {
            prefix: reader.text("prefix"),
            template: template.filter(|text| text.contains("{token}")),
            env: env(&reader),
        }
    }
}

fn env(reader: &Reader<'_, '_>) -> Vec<(Option<SchemePart>, String)> {
    if !reader.is_mapping("env") {
        return variable(reader, "env").map(|name| (None, name)).into_iter().collect();
    }
    let names: Vec<&str> = SCHEME_PARTS.iter().map(|(name, _)| *name).collect();
    let Some(inner) = reader.inner("env", &names) else { return Vec::new() };
    SCHEME_PARTS.iter().filter_map(|(key, part)| Some((Some(*part), variable(&inner, key)?))).collect()
}

/// The name of a header, a cookie or a parameter.
fn name(reader: &Reader<'_, '_>, key: &str) -> Option<String> {
    let name = reader.text(key)?;
    if is_token(&name) {
        return Some(name);
    }
    reader.refuse(key, "a name of letters, digits and the signs of RFC 9110, 5.6.2");
    None
}

/// The name of an environment variable.
fn variable(reader: &Reader<'_, '_>, key: &str) -> Option<String> {
    let name = reader.text(key)?;
    let first = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    if first && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return reader.may_name(key, &name).then_some(name);
    }
    reader.refuse(key, "the name of an environment variable: letters, digits and underscores");
    None
}
