// Written by Authwright; regenerate instead of editing.
//! The client of IX-API: one typed method for every auth operation.

use std::sync::Arc;

use authwright::{
    CallOptions, ConfigError, HttpTransport, TokenSource, TokenSourceBuilder,
};
use authwright::call::{Api, Response};
use authwright::http::Method;

use crate::{Credentials, Server, models};
use crate::grant::{ATTACH, SignIn};
use crate::error::{AuthTokenCreateError, AuthTokenRefreshError};

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

    /// Renews the token of a session without signing in again: `POST /auth/refresh`.
    ///
    /// Renew the session: a new `access_token` and a new `refresh_token` for the `refresh_token` in the body.
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
    /// [`AuthTokenRefreshError`](crate::error::AuthTokenRefreshError): by the status of the reply, or the call that did not come through.
    ///
    /// # HTTP headers
    ///
    /// - `Content-Type`: `application/json`
    /// - `Accept`: `application/json`
    ///
    /// # Replies
    ///
    /// - `201`: `Ok` with [`AuthToken`](crate::models::AuthToken) as `application/json`: The tokens
    /// - `400`: `AuthTokenRefreshError::BadRequest` with [`AuthTokenRefreshBadRequest`](crate::models::AuthTokenRefreshBadRequest) as `application/json`: The request did not validate
    /// - `401`: `AuthTokenRefreshError::Unauthorized` with [`AuthTokenRefreshUnauthorized`](crate::models::AuthTokenRefreshUnauthorized) as `application/json`: The refresh token was not accepted
    ///
    /// A reply with status `201` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "access_token": "…",
    ///   "refresh_token": "…"
    /// }
    /// ```
    ///
    /// A reply with status `400` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "detail": "text",
    ///   "instance": "text",
    ///   "status": 400,
    ///   "title": "The request has invalid fields.",
    ///   "type": "about:blank"
    /// }
    /// ```
    ///
    /// A reply with status `401` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "detail": "text",
    ///   "instance": "text",
    ///   "status": 401,
    ///   "title": "The credentials are invalid",
    ///   "type": "about:blank"
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
    /// use ixapi_auth::authwright::{block_on, env, http::{HeaderValue, Request}};
    /// use ixapi_auth::error::AuthTokenRefreshError;
    /// use ixapi_auth::models::RefreshTokenRequest;
    /// use ixapi_auth::{Client, Server};
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let client = Client::new(Server::at("https://api.example.net"))?;
    ///     let body = RefreshTokenRequest::new(env::secret("IXAPI_REFRESH_TOKEN")?);
    ///     let reply = match block_on(client.auth_token_refresh(&body)) {
    ///         Ok(reply) => reply,
    ///         Err(AuthTokenRefreshError::BadRequest(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().detail).into());
    ///         }
    ///         Err(AuthTokenRefreshError::Unauthorized(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().detail).into());
    ///         }
    ///         Err(AuthTokenRefreshError::Unexpected(reply)) => return Err(reply.to_string().into()),
    ///         Err(error) => return Err(error.into()),
    ///     };
    ///
    ///     // The token goes into the header of a request, marked so that it is never logged.
    ///     let token = &reply.body().access_token;
    ///     let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))?;
    ///     value.set_sensitive(true);
    ///     let request = Request::get("https://api.example.net/").header("Authorization", value).body(())?;
    ///     println!("ready to send {} {}", request.method(), request.uri());
    ///     Ok(())
    /// }
    /// ```
    pub async fn auth_token_refresh(
        &self,
        body: &models::RefreshTokenRequest,
    ) -> Result<Response<models::AuthToken>, AuthTokenRefreshError> {
        let reply = self
            .api
            .call(Method::POST, "/auth/refresh")
            .json(body)
            .send()
            .await?;
        match reply.status().as_u16() {
            201 => Ok(reply.json()?),
            400 => {
                Err(
                    reply
                        .failure(
                            AuthTokenRefreshError::BadRequest,
                            AuthTokenRefreshError::Unexpected,
                        ),
                )
            }
            401 => {
                Err(
                    reply
                        .failure(
                            AuthTokenRefreshError::Unauthorized,
                            AuthTokenRefreshError::Unexpected,
                        ),
                )
            }
            _ => Err(AuthTokenRefreshError::Unexpected(reply.unexpected())),
        }
    }

    /// Exchanges the program's credentials for a token: `POST /auth/token`.
    ///
    /// Sign an API user in by `api_key` and `api_secret`.
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
    /// [`AuthTokenCreateError`](crate::error::AuthTokenCreateError): by the status of the reply, or the call that did not come through.
    ///
    /// # HTTP headers
    ///
    /// - `Content-Type`: `application/json`
    /// - `Accept`: `application/json`
    ///
    /// # Replies
    ///
    /// - `201`: `Ok` with [`AuthToken`](crate::models::AuthToken) as `application/json`: The tokens
    /// - `400`: `AuthTokenCreateError::BadRequest` with [`AuthTokenCreateBadRequest`](crate::models::AuthTokenCreateBadRequest) as `application/json`: The request did not validate
    /// - `401`: `AuthTokenCreateError::Unauthorized` with [`AuthTokenCreateUnauthorized`](crate::models::AuthTokenCreateUnauthorized) as `application/json`: The credentials were not accepted
    ///
    /// A reply with status `201` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "access_token": "…",
    ///   "refresh_token": "…"
    /// }
    /// ```
    ///
    /// A reply with status `400` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "detail": "text",
    ///   "instance": "text",
    ///   "status": 400,
    ///   "title": "The request has invalid fields.",
    ///   "type": "about:blank"
    /// }
    /// ```
    ///
    /// A reply with status `401` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "detail": "text",
    ///   "instance": "text",
    ///   "status": 401,
    ///   "title": "The credentials are invalid",
    ///   "type": "about:blank"
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
    /// use ixapi_auth::authwright::{block_on, env, http::{HeaderValue, Request}};
    /// use ixapi_auth::error::AuthTokenCreateError;
    /// use ixapi_auth::models::AuthTokenRequest;
    /// use ixapi_auth::{Client, Server};
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let client = Client::new(Server::at("https://api.example.net"))?;
    ///     let body = AuthTokenRequest::new(env::secret("IXAPI_API_KEY")?, env::secret("IXAPI_API_SECRET")?);
    ///     let reply = match block_on(client.auth_token_create(&body)) {
    ///         Ok(reply) => reply,
    ///         Err(AuthTokenCreateError::BadRequest(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().detail).into());
    ///         }
    ///         Err(AuthTokenCreateError::Unauthorized(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().detail).into());
    ///         }
    ///         Err(AuthTokenCreateError::Unexpected(reply)) => return Err(reply.to_string().into()),
    ///         Err(error) => return Err(error.into()),
    ///     };
    ///
    ///     // The token goes into the header of a request, marked so that it is never logged.
    ///     let token = &reply.body().access_token;
    ///     let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))?;
    ///     value.set_sensitive(true);
    ///     let request = Request::get("https://api.example.net/").header("Authorization", value).body(())?;
    ///     println!("ready to send {} {}", request.method(), request.uri());
    ///     Ok(())
    /// }
    /// ```
    pub async fn auth_token_create(
        &self,
        body: &models::AuthTokenRequest,
    ) -> Result<Response<models::AuthToken>, AuthTokenCreateError> {
        let reply = self.api.call(Method::POST, "/auth/token").json(body).send().await?;
        match reply.status().as_u16() {
            201 => Ok(reply.json()?),
            400 => {
                Err(
                    reply
                        .failure(
                            AuthTokenCreateError::BadRequest,
                            AuthTokenCreateError::Unexpected,
                        ),
                )
            }
            401 => {
                Err(
                    reply
                        .failure(
                            AuthTokenCreateError::Unauthorized,
                            AuthTokenCreateError::Unexpected,
                        ),
                )
            }
            _ => Err(AuthTokenCreateError::Unexpected(reply.unexpected())),
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
