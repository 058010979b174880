// Written by Authwright; regenerate instead of editing.
//! What is sent and what comes back.

use authwright::Secret;
use authwright::json::{FromJson, Json, JsonError, Object, ToJson};

/// The body of the 200 reply of `authenticate`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AccessToken {
    /// The token that opens the API, good for an hour.
    pub access_token: Option<Secret>,
    /// The kind of token.
    pub token_type: Option<String>,
    /// With this the next access token is had when this one has run out.
    pub refresh_token: Option<Secret>,
    /// Seconds until the access token runs out, an hour in all.
    pub expires_in: Option<i64>,
}

impl FromJson for AccessToken {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            access_token: object.optional("access_token")?,
            token_type: object.optional("token_type")?,
            refresh_token: object.optional("refresh_token")?,
            expires_in: object.optional("expires_in")?,
        })
    }
}

/// A part of other models.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AdditionalBadRequestErrors {
    /// The page that explains this error.
    pub type_: Option<String>,
    /// What went wrong.
    pub title: Option<String>,
    /// The parameter at fault.
    pub name: Option<String>,
    /// The HTTP status, repeated.
    pub status: Option<i64>,
}

impl FromJson for AdditionalBadRequestErrors {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            type_: object.optional("type")?,
            title: object.optional("title")?,
            name: object.optional("name")?,
            status: object.optional("status")?,
        })
    }
}

/// The body of the request of `authenticate`.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthenticatePayload {
    /// The account's API key, of production or of the sandbox; the key decides which of the two is meant.
    pub api_key: Secret,
}

impl AuthenticatePayload {
    /// With what must be there and nothing else.
    #[must_use]
    pub fn new(api_key: impl Into<Secret>) -> Self {
        Self { api_key: api_key.into() }
    }
}

impl ToJson for AuthenticatePayload {
    fn to_json(&self) -> Json {
        Object::new().field("apiKey", &self.api_key).into_json()
    }
}

/// The body of the 400 reply of `authenticate`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BadRequest {
    /// The page that explains this error.
    pub type_: Option<String>,
    /// What went wrong.
    pub title: Option<String>,
    /// The parameter at fault.
    pub name: Option<String>,
    /// The HTTP status, repeated.
    pub status: Option<i64>,
    /// Further problems with the same request.
    pub problems: Option<Vec<AdditionalBadRequestErrors>>,
}

impl FromJson for BadRequest {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            type_: object.optional("type")?,
            title: object.optional("title")?,
            name: object.optional("name")?,
            status: object.optional("status")?,
            problems: object.optional("problems")?,
        })
    }
}

/// The body of the request of `refresh`.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshTokenPayload {
    /// The refresh token of the last exchange: that of the first sign-in, or that which came with the last renewal.
    pub refresh_token: Secret,
}

impl RefreshTokenPayload {
    /// With what must be there and nothing else.
    #[must_use]
    pub fn new(refresh_token: impl Into<Secret>) -> Self {
        Self {
            refresh_token: refresh_token.into(),
        }
    }
}

impl ToJson for RefreshTokenPayload {
    fn to_json(&self) -> Json {
        Object::new().field("refreshToken", &self.refresh_token).into_json()
    }
}
