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
