// Written by Authwright; regenerate instead of editing.
//! What is sent and what comes back.

use authwright::Secret;
use authwright::json::{FromJson, Json, JsonError, Object, ToJson};

/// The body of the 400 reply of `issue_token`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BadRequestError {
    /// The error's code.
    pub code: String,
    /// What went wrong.
    pub message: String,
}

impl FromJson for BadRequestError {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            code: object.required("code")?,
            message: object.required("message")?,
        })
    }
}

/// The body of the request of `issue_token`.
#[derive(Clone, Debug, PartialEq)]
pub struct Credentials {
    /// The client id of the service application.
    pub client_id: String,
    /// The client secret of the service application.
    pub client_secret: Secret,
}

impl Credentials {
    /// With what must be there and nothing else.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
        }
    }
}

impl ToJson for Credentials {
    fn to_json(&self) -> Json {
        Object::new()
            .field("clientId", &self.client_id)
            .field("clientSecret", &self.client_secret)
            .into_json()
    }
}

/// The body of the 500 reply of `issue_token`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InternalServerError {
    /// The error's code.
    pub code: String,
    /// What went wrong.
    pub message: String,
}

impl FromJson for InternalServerError {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            code: object.required("code")?,
            message: object.required("message")?,
        })
    }
}

/// The body of the request of `refresh_token`.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshToken {
    /// A refresh token that `/v1/issue-token` gave.
    pub refresh_token: Secret,
}

impl RefreshToken {
    /// With what must be there and nothing else.
    #[must_use]
    pub fn new(refresh_token: impl Into<Secret>) -> Self {
        Self {
            refresh_token: refresh_token.into(),
        }
    }
}

impl ToJson for RefreshToken {
    fn to_json(&self) -> Json {
        Object::new().field("refreshToken", &self.refresh_token).into_json()
    }
}

/// The body of the 200 reply of `issue_token`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Token {
    /// `otherClaims` on the wire.
    pub other_claims: Option<Json>,
    /// The token that opens the API.
    pub access_token: Option<Secret>,
    /// Seconds until the access token runs out.
    pub expires_in: Option<i64>,
    /// Seconds until the refresh token runs out.
    pub refresh_expires_in: Option<i64>,
    /// The token that renews the access token.
    pub refresh_token: Option<Secret>,
    /// The kind of token.
    pub token_type: Option<String>,
    /// `idToken` on the wire.
    pub id_token: Option<i64>,
    /// A moment before which the token is not valid.
    pub not_before_policy: Option<i64>,
    /// `sessionState` on the wire.
    pub session_state: Option<String>,
}

impl FromJson for Token {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            other_claims: object.optional("otherClaims")?,
            access_token: object.optional("accessToken")?,
            expires_in: object.optional("expiresIn")?,
            refresh_expires_in: object.optional("refreshExpiresIn")?,
            refresh_token: object.optional("refreshToken")?,
            token_type: object.optional("tokenType")?,
            id_token: object.optional("idToken")?,
            not_before_policy: object.optional("notBeforePolicy")?,
            session_state: object.optional("sessionState")?,
        })
    }
}
