//! A record as bytes: JSON with a format number.

use std::time::Duration;

use zeroize::Zeroizing;

use super::{Intent, Record, StoreError, StoreErrorKind};
use crate::clock::millis;
use crate::json::{self, FromJson, Json, JsonError, Object, ToJson};
use crate::{Expiry, Generation, Moment, Secret, TokenKind, TokenSet};

/// The format written; others are refused, so that an older program never rewrites what it does not understand.
const FORMAT: u64 = 1;

impl Record {
    /// The record as bytes, in memory that is wiped.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        json::write(&self.to_json())
    }

    /// The record in these bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, StoreError> {
        let read = || Self::from_json(json::parse(bytes)?);
        read().map_err(|error: JsonError| StoreError::new(StoreErrorKind::Corrupt, format!("no valid record: {error}")))
    }
}

impl ToJson for Record {
    fn to_json(&self) -> Json {
        Object::new()
            .field("format", &FORMAT)
            .field("version", &self.version)
            .field("generation", &self.generation.number())
            .optional_field("tokens", self.tokens.as_ref().map(tokens_to_json).as_ref())
            .optional_field("intent", self.intent.map(intent_to_json).as_ref())
            .into_json()
    }
}

impl FromJson for Record {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(value)?;
        let format: u64 = object.required("format")?;
        if format != FORMAT {
            return Err(
                JsonError::new(format!("format {format} is not {FORMAT}, written by another version")).under("format")
            );
        }
        let generation = Generation::new(object.required("generation")?);
        let tokens: Option<Object> = object.optional("tokens")?;
        let intent: Option<Object> = object.optional("intent")?;
        Ok(Self {
            version: object.required("version")?,
            generation,
            tokens: tokens.map(|object| tokens_from_json(object, generation)).transpose()?,
            intent: intent.map(intent_from_json).transpose()?,
        })
    }
}

fn intent_to_json(intent: Intent) -> Json {
    Object::new().field("begun", &millis(intent.begun)).field("lost", &intent.lost).into_json()
}

fn intent_from_json(mut object: Object) -> Result<Intent, JsonError> {
    Ok(Intent { begun: Duration::from_millis(object.required("begun")?), lost: object.required("lost")? })
}

fn tokens_to_json(tokens: &TokenSet) -> Json {
    let lifetime = |expiry: Expiry| expiry.lifetime().map(millis);
    let mut extra = Object::new();
    for (name, value) in tokens.extras() {
        extra.insert(name, value.to_json());
    }
    Object::new()
        .field("access", tokens.access())
        .field("dpop", &(tokens.kind() == TokenKind::Dpop))
        .optional_field("refresh", tokens.refresh())
        .optional_field("scope", tokens.scope().map(str::to_owned).as_ref())
        .optional_field("lifetime", lifetime(tokens.expiry()).as_ref())
        .optional_field("refresh_lifetime", lifetime(tokens.refresh_expiry()).as_ref())
        .optional_field("started", tokens.started().map(|started| millis(started.wall())).as_ref())
        .field("extra", &extra)
        .into_json()
}

fn tokens_from_json(mut object: Object, generation: Generation) -> Result<TokenSet, JsonError> {
    let access: Secret = object.required("access")?;
    let kind = if object.required("dpop")? { TokenKind::Dpop } else { TokenKind::Bearer };
    let mut tokens = TokenSet::new(access)
        .with_kind(kind)
        .with_refresh(object.optional("refresh")?)
        .with_scope(object.optional::<String>("scope")?)
        .with_expiry(expiry(object.optional("lifetime")?))
        .with_refresh_expiry(expiry(object.optional("refresh_lifetime")?))
        .with_generation(generation);
    if let Some(started) = object.optional("started")? {
        // The steady clock of another process means nothing here; the token source sets it anew.
        tokens = tokens.with_started(Moment::new(Duration::from_millis(started), Duration::ZERO));
    }
    for (name, value) in object.required::<Object>("extra")?.iter() {
        let value = value.as_secret().ok_or_else(|| JsonError::expected("a string", value).under("extra"))?;
        tokens = tokens.with_extra(name, value.clone());
    }
    Ok(tokens)
}

fn expiry(millis: Option<u64>) -> Expiry {
    millis.map_or(Expiry::Unknown, |millis| Expiry::In(Duration::from_millis(millis)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RefreshToken;

    #[test]
    fn a_record_comes_back() {
        let tokens = TokenSet::new("access")
            .with_refresh(RefreshToken::new("refresh"))
            .with_scope("a b".to_owned())
            .with_expiry(Expiry::In(Duration::from_secs(300)))
            .with_started(Moment::new(Duration::from_secs(1_000_000), Duration::from_secs(5)))
            .with_generation(Generation::new(7))
            .with_extra("id_token", "id");
        let intent = Intent::new(Duration::from_secs(9)).after_loss();
        let record = Record::default().with_tokens(tokens).with_intent(Some(intent));
        let back = Record::decode(&record.encode()).unwrap();
        assert_eq!((back.version(), back.generation().number(), back.intent()), (2, 7, Some(intent)));
        let back = back.tokens().unwrap();
        assert_eq!(back.access().expose(), "access");
        assert_eq!(back.refresh().unwrap().expose(), "refresh");
        assert_eq!(back.scope(), Some("a b"));
        assert_eq!(back.expiry(), Expiry::In(Duration::from_secs(300)));
        assert_eq!(back.started().unwrap().wall(), Duration::from_secs(1_000_000));
        assert_eq!(back.extra("id_token").unwrap().expose(), "id");
    }

    #[test]
    fn what_is_no_record_is_corrupt() {
        for bytes in
            ["", "{}", "null", "{\"format\":2,\"version\":1,\"generation\":1}", "{\"format\":1,\"version\":-1}"]
        {
            assert_eq!(Record::decode(bytes.as_bytes()).unwrap_err().kind(), StoreErrorKind::Corrupt, "{bytes}");
        }
    }
}
