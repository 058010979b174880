// Written by Authwright; regenerate instead of editing.
//! What is sent and what comes back.

use authwright::Secret;
use authwright::json::{FromJson, Json, JsonError, Object, ToJson};

/// The tokens of a session, both JWTs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthToken {
    /// The access token.
    pub access_token: Secret,
    /// The refresh token, which renews the session.
    pub refresh_token: Secret,
}

impl FromJson for AuthToken {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            access_token: object.required("access_token")?,
            refresh_token: object.required("refresh_token")?,
        })
    }
}

/// What an API user signs in with.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthTokenRequest {
    /// What the program signs in with; read from `IXAPI_API_KEY`.
    ///
    /// Allowed: exactly 16 characters.
    pub api_key: Secret,
    /// What the program signs in with; read from `IXAPI_API_SECRET`.
    ///
    /// Allowed: exactly 86 characters.
    pub api_secret: Secret,
}

impl AuthTokenRequest {
    /// With what must be there and nothing else.
    #[must_use]
    pub fn new(api_key: impl Into<Secret>, api_secret: impl Into<Secret>) -> Self {
        Self {
            api_key: api_key.into(),
            api_secret: api_secret.into(),
        }
    }
}

impl ToJson for AuthTokenRequest {
    fn to_json(&self) -> Json {
        Object::new()
            .field("api_key", &self.api_key)
            .field("api_secret", &self.api_secret)
            .into_json()
    }
}

/// What a session is renewed with.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshTokenRequest {
    /// The refresh token of the session.
    pub refresh_token: Secret,
}

impl RefreshTokenRequest {
    /// With what must be there and nothing else.
    #[must_use]
    pub fn new(refresh_token: impl Into<Secret>) -> Self {
        Self {
            refresh_token: refresh_token.into(),
        }
    }
}

impl ToJson for RefreshTokenRequest {
    fn to_json(&self) -> Json {
        Object::new().field("refresh_token", &self.refresh_token).into_json()
    }
}

/// A problem, in the shape of RFC 7807.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthTokenCreateBadRequest {
    /// What went wrong this time.
    pub detail: Option<String>,
    /// A URI that names this occurrence; it may lead nowhere.
    pub instance: Option<String>,
    /// The HTTP status that the server gave with it.
    ///
    /// Allowed: at least `100`.
    pub status: Option<i64>,
    /// The kind of problem in a few words, the same each time but for translation.
    pub title: Option<String>,
    /// A URI that names the kind of problem, and should lead to a page about it. Where it is missing it counts as
    /// "about:blank".
    ///
    /// Allowed: one of `https://errors.ix-api.net/v2/validation-error.html`.
    pub type_: String,
}

impl FromJson for AuthTokenCreateBadRequest {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            detail: object.optional("detail")?,
            instance: object.optional("instance")?,
            status: object.optional("status")?,
            title: object.optional("title")?,
            type_: object.required("type")?,
        })
    }
}

/// A problem, in the shape of RFC 7807.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthTokenCreateUnauthorized {
    /// What went wrong this time.
    pub detail: Option<String>,
    /// A URI that names this occurrence; it may lead nowhere.
    pub instance: Option<String>,
    /// The HTTP status that the server gave with it.
    ///
    /// Allowed: at least `100`.
    pub status: Option<i64>,
    /// The kind of problem in a few words, the same each time but for translation.
    pub title: Option<String>,
    /// A URI that names the kind of problem, and should lead to a page about it. Where it is missing it counts as
    /// "about:blank".
    ///
    /// Allowed: one of `https://errors.ix-api.net/v2/authentication-error.html`, `https://errors.ix-api.net/v2/signature-expired.html`, `https://errors.ix-api.net/v2/not-authenticated.html`.
    pub type_: String,
}

impl FromJson for AuthTokenCreateUnauthorized {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            detail: object.optional("detail")?,
            instance: object.optional("instance")?,
            status: object.optional("status")?,
            title: object.optional("title")?,
            type_: object.required("type")?,
        })
    }
}

/// A problem, in the shape of RFC 7807.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthTokenRefreshBadRequest {
    /// What went wrong this time.
    pub detail: Option<String>,
    /// A URI that names this occurrence; it may lead nowhere.
    pub instance: Option<String>,
    /// The HTTP status that the server gave with it.
    ///
    /// Allowed: at least `100`.
    pub status: Option<i64>,
    /// The kind of problem in a few words, the same each time but for translation.
    pub title: Option<String>,
    /// A URI that names the kind of problem, and should lead to a page about it. Where it is missing it counts as
    /// "about:blank".
    ///
    /// Allowed: one of `https://errors.ix-api.net/v2/validation-error.html`.
    pub type_: String,
}

impl FromJson for AuthTokenRefreshBadRequest {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            detail: object.optional("detail")?,
            instance: object.optional("instance")?,
            status: object.optional("status")?,
            title: object.optional("title")?,
            type_: object.required("type")?,
        })
    }
}

/// A problem, in the shape of RFC 7807.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AuthTokenRefreshUnauthorized {
    /// What went wrong this time.
    pub detail: Option<String>,
    /// A URI that names this occurrence; it may lead nowhere.
    pub instance: Option<String>,
    /// The HTTP status that the server gave with it.
    ///
    /// Allowed: at least `100`.
    pub status: Option<i64>,
    /// The kind of problem in a few words, the same each time but for translation.
    pub title: Option<String>,
    /// A URI that names the kind of problem, and should lead to a page about it. Where it is missing it counts as
    /// "about:blank".
    ///
    /// Allowed: one of `https://errors.ix-api.net/v2/authentication-error.html`, `https://errors.ix-api.net/v2/signature-expired.html`, `https://errors.ix-api.net/v2/not-authenticated.html`.
    pub type_: String,
}

impl FromJson for AuthTokenRefreshUnauthorized {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        let mut object = Object::from_json(json)?;
        Ok(Self {
            detail: object.optional("detail")?,
            instance: object.optional("instance")?,
            status: object.optional("status")?,
            title: object.optional("title")?,
            type_: object.required("type")?,
        })
    }
}
