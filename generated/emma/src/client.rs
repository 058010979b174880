// Written by Authwright; regenerate instead of editing.
//! The client of Public EMMA API: one typed method for every auth operation.

use std::sync::Arc;

use authwright::{
    CallOptions, ConfigError, HttpTransport, TokenSource, TokenSourceBuilder,
};
use authwright::call::{Api, Response};
use authwright::http::Method;

use crate::{Credentials, Server, models};
use crate::grant::{ATTACH, SignIn};
use crate::error::{IssueTokenError, RefreshTokenError};

/// The auth operations, typed. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) api: Api,
}

impl Client {
    /// A client for `server` over the default transport.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address cannot be used, or no feature brings a transport.
    pub fn new(server: Server) -> Result<Self, ConfigError> {
        Self::builder(server).build()
    }

    /// A client with a transport or limits of your own.
    pub fn builder(server: Server) -> ClientBuilder {
        ClientBuilder {
            server,
            transport: None,
            options: CallOptions::new(),
        }
    }

    /// A source of tokens that are valid when asked for: it signs in, keeps the token, and renews it in time.
    #[must_use]
    pub fn token_source(&self, credentials: Credentials) -> TokenSource {
        self.token_source_builder(credentials).build()
    }

    /// The same with a store, a clock or an observer of your own.
    pub fn token_source_builder(&self, credentials: Credentials) -> TokenSourceBuilder {
        TokenSource::builder(SignIn::new(self.clone(), credentials))
            .attach(ATTACH)
            .allow(self.api.base())
    }

    /// Issue a token: `POST /v1/issue-token`.
    ///
    /// Gives an access token and a refresh token for the client id and client secret of a service application. What
    /// the tokens allow was chosen when the application was made: **read**, **operate** or **manage**.
    ///
    /// Send the access token with each request:
    ///
    /// ```text
    /// curl -X GET https://api.emma.ms/external/v1/locations -H "Authorization: Bearer YOUR-ACCESS-TOKEN"
    /// ```
    ///
    /// Exchanges the program's credentials for a token.
    ///
    /// # Authorization
    ///
    /// The call itself needs no authorization: the request carries what it needs.
    ///
    /// Its token authorizes all other requests that need one: it is sent as the header `Authorization: Bearer {token}`.
    /// The life of a token says how long it lives and how it is renewed.
    ///
    /// # Errors
    ///
    /// [`IssueTokenError`](crate::error::IssueTokenError): by the status of the reply, or the call that did not come through.
    ///
    /// # HTTP headers
    ///
    /// - `Content-Type`: `application/json`
    /// - `Accept`: `application/json`
    ///
    /// # Replies
    ///
    /// - `200`: `Ok` with [`Token`](crate::models::Token) as `application/json`: The tokens
    /// - `400`: `IssueTokenError::BadRequest` with [`BadRequestError`](crate::models::BadRequestError) as `application/json`: The request is malformed
    /// - `500`: `IssueTokenError::InternalServerError` with [`InternalServerError`](crate::models::InternalServerError) as `application/json`: The server failed
    ///
    /// A reply with status `200` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "otherClaims": "{}",
    ///   "accessToken": "…",
    ///   "expiresIn": 300,
    ///   "refreshExpiresIn": 1800,
    ///   "refreshToken": "…",
    ///   "tokenType": "Bearer",
    ///   "idToken": 0,
    ///   "notBeforePolicy": 1668610246,
    ///   "sessionState": "00000000-0000-4000-8000-000000000003"
    /// }
    /// ```
    ///
    /// A reply with status `400` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "code": "BAD_REQUEST",
    ///   "message": "The request cannot be read"
    /// }
    /// ```
    ///
    /// A reply with status `500` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "code": "INTERNAL_SERVER_ERROR",
    ///   "message": "The server failed"
    /// }
    /// ```
    ///
    /// # Options
    ///
    /// Time limits, size limits, extra headers and the transport are set by [`Client::builder`](crate::Client::builder).
    ///
    /// # Example
    ///
    /// ```rust,no_run
    /// use emma_auth::authwright::{block_on, env, http::{HeaderValue, Request}};
    /// use emma_auth::error::IssueTokenError;
    /// use emma_auth::models::Credentials;
    /// use emma_auth::{Client, Server};
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let client = Client::new(Server::Production)?;
    ///     let body = Credentials::new(env::text("EMMA_CLIENT_ID")?, env::secret("EMMA_CLIENT_SECRET")?);
    ///     let reply = match block_on(client.issue_token(&body)) {
    ///         Ok(reply) => reply,
    ///         Err(IssueTokenError::BadRequest(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().message).into());
    ///         }
    ///         Err(IssueTokenError::InternalServerError(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().message).into());
    ///         }
    ///         Err(IssueTokenError::Unexpected(reply)) => return Err(reply.to_string().into()),
    ///         Err(error) => return Err(error.into()),
    ///     };
    ///
    ///     // The token goes into the header of a request, marked so that it is never logged.
    ///     let token = reply.body().access_token.as_ref().ok_or("the reply holds no token")?;
    ///     let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))?;
    ///     value.set_sensitive(true);
    ///     let request = Request::get("https://api.emma.ms/external/").header("Authorization", value).body(())?;
    ///     println!("ready to send {} {}", request.method(), request.uri());
    ///     Ok(())
    /// }
    /// ```
    pub async fn issue_token(
        &self,
        body: &models::Credentials,
    ) -> Result<Response<models::Token>, IssueTokenError> {
        let reply = self
            .api
            .call(Method::POST, "/v1/issue-token")
            .json(body)
            .send()
            .await?;
        match reply.status().as_u16() {
            200 => Ok(reply.json()?),
            400 => {
                Err(
                    reply
                        .failure(
                            IssueTokenError::BadRequest,
                            IssueTokenError::Unexpected,
                        ),
                )
            }
            500 => {
                Err(
                    reply
                        .failure(
                            IssueTokenError::InternalServerError,
                            IssueTokenError::Unexpected,
                        ),
                )
            }
            _ => Err(IssueTokenError::Unexpected(reply.unexpected())),
        }
    }

    /// Refresh a token: `POST /v1/refresh-token`.
    ///
    /// Gives a new access token for a refresh token that `/v1/issue-token` gave; the client id and secret are not
    /// needed.
    ///
    /// Renews the token of a session without signing in again.
    ///
    /// # Authorization
    ///
    /// The call itself needs no authorization: the request carries what it needs.
    ///
    /// Its token authorizes all other requests that need one: it is sent as the header `Authorization: Bearer {token}`.
    /// The life of a token says how long it lives and how it is renewed.
    ///
    /// # Errors
    ///
    /// [`RefreshTokenError`](crate::error::RefreshTokenError): by the status of the reply, or the call that did not come through.
    ///
    /// # HTTP headers
    ///
    /// - `Content-Type`: `application/json`
    /// - `Accept`: `application/json`
    ///
    /// # Replies
    ///
    /// - `200`: `Ok` with [`Token`](crate::models::Token) as `application/json`: The tokens
    /// - `400`: `RefreshTokenError::BadRequest` with [`BadRequestError`](crate::models::BadRequestError) as `application/json`: The request is malformed
    /// - `500`: `RefreshTokenError::InternalServerError` with [`InternalServerError`](crate::models::InternalServerError) as `application/json`: The server failed
    ///
    /// A reply with status `200` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "otherClaims": "{}",
    ///   "accessToken": "…",
    ///   "expiresIn": 300,
    ///   "refreshExpiresIn": 1800,
    ///   "refreshToken": "…",
    ///   "tokenType": "Bearer",
    ///   "idToken": 0,
    ///   "notBeforePolicy": 1668610246,
    ///   "sessionState": "00000000-0000-4000-8000-000000000003"
    /// }
    /// ```
    ///
    /// A reply with status `400` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "code": "BAD_REQUEST",
    ///   "message": "The request cannot be read"
    /// }
    /// ```
    ///
    /// A reply with status `500` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "code": "INTERNAL_SERVER_ERROR",
    ///   "message": "The server failed"
    /// }
    /// ```
    ///
    /// # Options
    ///
    /// Time limits, size limits, extra headers and the transport are set by [`Client::builder`](crate::Client::builder).
    ///
    /// # Example
    ///
    /// ```rust,no_run
    /// use emma_auth::authwright::{block_on, env, http::{HeaderValue, Request}};
    /// use emma_auth::error::RefreshTokenError;
    /// use emma_auth::models::RefreshToken;
    /// use emma_auth::{Client, Server};
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let client = Client::new(Server::Production)?;
    ///     let body = RefreshToken::new(env::secret("EMMA_REFRESH_TOKEN")?);
    ///     let reply = match block_on(client.refresh_token(&body)) {
    ///         Ok(reply) => reply,
    ///         Err(RefreshTokenError::BadRequest(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().message).into());
    ///         }
    ///         Err(RefreshTokenError::InternalServerError(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().message).into());
    ///         }
    ///         Err(RefreshTokenError::Unexpected(reply)) => return Err(reply.to_string().into()),
    ///         Err(error) => return Err(error.into()),
    ///     };
    ///
    ///     // The token goes into the header of a request, marked so that it is never logged.
    ///     let token = reply.body().access_token.as_ref().ok_or("the reply holds no token")?;
    ///     let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))?;
    ///     value.set_sensitive(true);
    ///     let request = Request::get("https://api.emma.ms/external/").header("Authorization", value).body(())?;
    ///     println!("ready to send {} {}", request.method(), request.uri());
    ///     Ok(())
    /// }
    /// ```
    pub async fn refresh_token(
        &self,
        body: &models::RefreshToken,
    ) -> Result<Response<models::Token>, RefreshTokenError> {
        let reply = self
            .api
            .call(Method::POST, "/v1/refresh-token")
            .json(body)
            .send()
            .await?;
        match reply.status().as_u16() {
            200 => Ok(reply.json()?),
            400 => {
                Err(
                    reply
                        .failure(
                            RefreshTokenError::BadRequest,
                            RefreshTokenError::Unexpected,
                        ),
                )
            }
            500 => {
                Err(
                    reply
                        .failure(
                            RefreshTokenError::InternalServerError,
                            RefreshTokenError::Unexpected,
                        ),
                )
            }
            _ => Err(RefreshTokenError::Unexpected(reply.unexpected())),
        }
    }
}

/// What a [`Client`] is made of.
#[must_use]
pub struct ClientBuilder {
    server: Server,
    transport: Option<Arc<dyn HttpTransport>>,
    options: CallOptions,
}

impl ClientBuilder {
    /// Sends requests through `transport`; any function of a request to a future reply is one.
    pub fn transport(mut self, transport: impl HttpTransport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets limits and extra headers for every call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address cannot be used, or there is no transport.
    pub fn build(self) -> Result<Client, ConfigError> {
        let base = self.server.base_url()?;
        let api = match self.transport {
            Some(transport) => Api::with_transport(base, transport),
            None => Api::new(base)?,
        };
        Ok(Client {
            api: api.with_options(self.options),
        })
    }
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}
