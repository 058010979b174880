// Written by Authwright; regenerate instead of editing.
//! The client of api.video: one typed method for every auth operation.

use std::sync::Arc;

use authwright::{
    CallOptions, ConfigError, HttpTransport, TokenSource, TokenSourceBuilder,
};
use authwright::call::{Api, Response};
use authwright::http::Method;

use crate::{Credentials, Server, models};
use crate::grant::{ATTACH, SignIn};
use crate::error::{AuthenticateError, RefreshError};

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

    /// Exchange an API key for a bearer token: `POST /auth/api-key`.
    ///
    /// Gives a bearer token, and a refresh token with which the next one is had.
    ///
    /// The provider's guide to short-lived tokens is [here](https://docs.api.video/reference/disposable-bearer-token-authentication).
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
    /// [`AuthenticateError`](crate::error::AuthenticateError): by the status of the reply, or the call that did not come through.
    ///
    /// # HTTP headers
    ///
    /// - `Content-Type`: `application/json`
    /// - `Accept`: `application/json`
    ///
    /// # Replies
    ///
    /// - `200`: `Ok` with [`AccessToken`](crate::models::AccessToken) as `application/json`: The key was accepted
    /// - `400`: `AuthenticateError::BadRequest` with [`BadRequest`](crate::models::BadRequest) as `application/json`: The key is unknown, or the request is malformed
    ///
    /// A reply with status `200` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "access_token": "…",
    ///   "token_type": "Bearer",
    ///   "refresh_token": "…",
    ///   "expires_in": 3600
    /// }
    /// ```
    ///
    /// A reply with status `400` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "type": "https://docs.api.video/reference/authentication-invalid-user-credentials",
    ///   "title": "These credentials are not known.",
    ///   "name": "",
    ///   "status": 400
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
    /// use apivideo_auth::authwright::{block_on, env, http::{HeaderValue, Request}};
    /// use apivideo_auth::error::AuthenticateError;
    /// use apivideo_auth::models::AuthenticatePayload;
    /// use apivideo_auth::{Client, Server};
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let client = Client::new(Server::Production)?;
    ///     let body = AuthenticatePayload::new(env::secret("APIVIDEO_API_KEY")?);
    ///     let reply = match block_on(client.authenticate(&body)) {
    ///         Ok(reply) => reply,
    ///         Err(AuthenticateError::BadRequest(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().title).into());
    ///         }
    ///         Err(AuthenticateError::Unexpected(reply)) => return Err(reply.to_string().into()),
    ///         Err(error) => return Err(error.into()),
    ///     };
    ///
    ///     // The token goes into the header of a request, marked so that it is never logged.
    ///     let token = reply.body().access_token.as_ref().ok_or("the reply holds no token")?;
    ///     let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))?;
    ///     value.set_sensitive(true);
    ///     let request = Request::get("https://ws.api.video/").header("Authorization", value).body(())?;
    ///     println!("ready to send {} {}", request.method(), request.uri());
    ///     Ok(())
    /// }
    /// ```
    pub async fn authenticate(
        &self,
        body: &models::AuthenticatePayload,
    ) -> Result<Response<models::AccessToken>, AuthenticateError> {
        let reply = self
            .api
            .call(Method::POST, "/auth/api-key")
            .json(body)
            .send()
            .await?;
        match reply.status().as_u16() {
            200 => Ok(reply.json()?),
            400 => {
                Err(
                    reply
                        .failure(
                            AuthenticateError::BadRequest,
                            AuthenticateError::Unexpected,
                        ),
                )
            }
            _ => Err(AuthenticateError::Unexpected(reply.unexpected())),
        }
    }

    /// Renew a bearer token: `POST /auth/refresh`.
    ///
    /// Takes the refresh token of the last exchange and gives a new bearer token with a new refresh token.
    ///
    /// The provider's guide to short-lived tokens is [here](https://docs.api.video/reference/disposable-bearer-token-authentication).
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
    /// [`RefreshError`](crate::error::RefreshError): by the status of the reply, or the call that did not come through.
    ///
    /// # HTTP headers
    ///
    /// - `Content-Type`: `application/json`
    /// - `Accept`: `application/json`
    ///
    /// # Replies
    ///
    /// - `200`: `Ok` with [`AccessToken`](crate::models::AccessToken) as `application/json`: The token was renewed
    /// - `400`: `RefreshError::BadRequest` with [`BadRequest`](crate::models::BadRequest) as `application/json`: The refresh token is not accepted, or the request is malformed
    ///
    /// A reply with status `200` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "access_token": "…",
    ///   "token_type": "Bearer",
    ///   "refresh_token": "…",
    ///   "expires_in": 3600
    /// }
    /// ```
    ///
    /// A reply with status `400` looks like this; secrets are left out:
    ///
    /// ```json
    /// {
    ///   "type": "https://docs.api.video/reference/authentication-invalid-user-credentials",
    ///   "title": "These credentials are not known.",
    ///   "name": "",
    ///   "status": 400
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
    /// use apivideo_auth::authwright::{block_on, env, http::{HeaderValue, Request}};
    /// use apivideo_auth::error::RefreshError;
    /// use apivideo_auth::models::RefreshTokenPayload;
    /// use apivideo_auth::{Client, Server};
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let client = Client::new(Server::Production)?;
    ///     let body = RefreshTokenPayload::new(env::secret("APIVIDEO_REFRESH_TOKEN")?);
    ///     let reply = match block_on(client.refresh(&body)) {
    ///         Ok(reply) => reply,
    ///         Err(RefreshError::BadRequest(refusal)) => {
    ///             return Err(format!("refused with status {}: {:?}", refusal.status(), refusal.body().title).into());
    ///         }
    ///         Err(RefreshError::Unexpected(reply)) => return Err(reply.to_string().into()),
    ///         Err(error) => return Err(error.into()),
    ///     };
    ///
    ///     // The token goes into the header of a request, marked so that it is never logged.
    ///     let token = reply.body().access_token.as_ref().ok_or("the reply holds no token")?;
    ///     let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))?;
    ///     value.set_sensitive(true);
    ///     let request = Request::get("https://ws.api.video/").header("Authorization", value).body(())?;
    ///     println!("ready to send {} {}", request.method(), request.uri());
    ///     Ok(())
    /// }
    /// ```
    pub async fn refresh(
        &self,
        body: &models::RefreshTokenPayload,
    ) -> Result<Response<models::AccessToken>, RefreshError> {
        let reply = self
            .api
            .call(Method::POST, "/auth/refresh")
            .json(body)
            .send()
            .await?;
        match reply.status().as_u16() {
            200 => Ok(reply.json()?),
            400 => Err(reply.failure(RefreshError::BadRequest, RefreshError::Unexpected)),
            _ => Err(RefreshError::Unexpected(reply.unexpected())),
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
