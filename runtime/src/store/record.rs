//! [`Record`]: what a store keeps under one key, and how it is written.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::json::{FromJson, Json, JsonError, Object, ToJson, parse, write};
use crate::store::StoreError;
use crate::{Expiry, Generation, Moment, RefreshToken, Secret, TokenKind, TokenSet};

/// The version of the written form; a record of another one is refused and left alone.
const VERSION: u64 = 1;

/// What a store keeps under one key.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The tokens of the last exchange that succeeded; `None` before the first one and after signing out.
    pub tokens: Option<TokenSet>,
    /// The exchange that was begun and of which no end is known: while it runs, or since its holder died in it.
    pub begun: Option<Begun>,
}

/// An exchange without a known end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Begun {
    /// Credentials were sent. Sending them again does no harm.
    Issue,
    /// The refresh token was sent: the server may have used it up.
    Refresh,
    /// It was sent a second time, to find out. There is no third time.
    Recovery,
}

impl Record {
    /// The generation of its tokens; the first one where there are none.
    pub fn generation(&self) -> Generation {
        self.tokens.as_ref().map_or_else(Generation::default, TokenSet::generation)
    }

    /// The record as bytes: JSON, UTF-8, one line. They hold secrets and are wiped when dropped.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut object = Object::new().field("authwright", &VERSION);
        if let Some(begun) = self.begun {
            object = object.field("begun", begun.name());
        }
        if let Some(tokens) = &self.tokens {
            object = object.field("tokens", &written(tokens));
        }
        write(&object.into_json())
    }

    /// Reads [`to_bytes`](Self::to_bytes).
    ///
    /// The moments in it have only their wall clock: another process, or this one before a restart, took them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let damaged = |error: JsonError| StoreError::unreadable(format!("the record is damaged: {error}"));
        let mut object = Object::from_json(parse(bytes).map_err(damaged)?).map_err(damaged)?;
        match object.required::<i64>("authwright").map_err(damaged)?.unsigned_abs() {
            VERSION => {}
            other => return Err(StoreError::unreadable(format!("the record is of version {other}, not {VERSION}"))),
        }
        let begun = object.optional::<String>("begun").map_err(damaged)?;
        let begun = begun.map(|name| Begun::named(&name)).transpose()?;
        let tokens = object.optional::<Json>("tokens").and_then(|tokens| tokens.map(read).transpose());
        Ok(Self { tokens: tokens.map_err(damaged)?, begun })
    }
}

impl Begun {
    fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Refresh => "refresh",
            Self::Recovery => "recovery",
        }
    }

    fn named(name: &str) -> Result<Self, StoreError> {
        let known = [Self::Issue, Self::Refresh, Self::Recovery].into_iter().find(|begun| begun.name() == name);
        known.ok_or_else(|| StoreError::unreadable("the record is damaged: it began no known exchange"))
    }
}

fn written(tokens: &TokenSet) -> Object {
    let mut object = Object::new()
        .field("generation", &tokens.generation().number())
        .field("access", tokens.access())
        .field("kind", kind_name(tokens.kind()));
    object = object.optional_field("refresh", tokens.refresh());
    object = object.optional_field("scope", tokens.scope().map(str::to_owned).as_ref());
    object = object.optional_field("started", tokens.started().map(|at| at.wall().as_secs_f64()).as_ref());
    object = object.optional_field("expires_in", tokens.expiry().lifetime().map(|life| life.as_secs_f64()).as_ref());
    object =
        object.optional_field("refresh_in", tokens.refresh_expiry().lifetime().map(|life| life.as_secs_f64()).as_ref());
    let extras = tokens.extras().fold(Object::new(), |extras, (name, value)| extras.field(name, value));
    if extras.is_empty() { object } else { object.field("extra", &extras) }
}

fn read(value: Json) -> Result<TokenSet, JsonError> {
    let mut object = Object::from_json(value)?;
    let lifetime = |seconds: Option<f64>| seconds.map_or(Expiry::Unknown, Expiry::from_seconds);
    let kind = match object.required::<String>("kind")?.as_str() {
        "Bearer" => TokenKind::Bearer,
        "DPoP" => TokenKind::Dpop,
        _ => return Err(JsonError::new("unknown kind of token")),
    };
    let number = object.required::<i64>("generation")?.unsigned_abs();
    let mut tokens = TokenSet::new(object.required::<Secret>("access")?)
        .with_kind(kind)
        .with_generation(Generation::new(number))
        .with_refresh(object.optional::<Secret>("refresh")?.map(RefreshToken::from))
        .with_scope(object.optional::<String>("scope")?)
        .with_expiry(lifetime(object.optional("expires_in")?))
        .with_refresh_expiry(lifetime(object.optional("refresh_in")?));
    if let Some(started) = object.optional::<f64>("started")? {
        let wall = Duration::try_from_secs_f64(started).unwrap_or_default();
        tokens = tokens.with_started(Moment::new(wall, Duration::ZERO));
    }
    let extras = object.optional::<Json>("extra")?.map(Object::from_json).transpose()?.unwrap_or_default();
    for (name, value) in extras.iter() {
        tokens = tokens.with_extra(name, Secret::from_json(value.clone())?);
    }
    Ok(tokens)
}

fn kind_name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Bearer => "Bearer",
        TokenKind::Dpop => "DPoP",
    }
}
