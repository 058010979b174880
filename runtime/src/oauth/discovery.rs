//! Finding a server's endpoints from its name (RFC 8414, section 3; OpenID Connect Discovery 1.0, section 4).

use std::sync::Arc;

use http::StatusCode;

use super::client::get;
use super::endpoint::Endpoint;
use super::error::SignInError;
use super::issuer::Issuer;
use super::metadata::{AuthorizationServer, Expected};
use crate::call::Api;
use crate::transport::default_transport;
use crate::{CallOptions, Clock, ConfigError, ErrorKind, HttpTransport, SystemClock, TokenError};

/// Fetches the metadata of authorization servers. The issuer that the metadata names must be exactly the one that was
/// asked (RFC 8414, section 3.3), and every endpoint in it one that secrets may go to.
#[derive(Clone)]
pub struct Discovery {
    transport: Arc<dyn HttpTransport>,
    clock: Arc<dyn Clock>,
    options: CallOptions,
}

impl Discovery {
    /// Discovery over the transport of the enabled feature; an error where none is.
    pub fn new() -> Result<Self, ConfigError> {
        Ok(Self::with_transport(default_transport()?))
    }

    /// Discovery over a transport of one's own.
    pub fn with_transport(transport: Arc<dyn HttpTransport>) -> Self {
        Self { transport, clock: Arc::new(SystemClock), options: CallOptions::default() }
    }

    /// Discovery over the transport, clock and options of a generated client.
    pub fn with_api(api: &Api) -> Self {
        Self { transport: Arc::clone(api.transport()), clock: Arc::clone(api.clock()), options: api.options().clone() }
    }

    /// Sets limits and extra headers.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// The server with this issuer identifier: by RFC 8414, and where the server has nothing there, by OpenID Connect
    /// Discovery (RFC 8414, section 5).
    pub async fn issuer(&self, issuer: &str) -> Result<AuthorizationServer, SignInError> {
        let issuer = Issuer::parse(issuer).map_err(|error| SignInError::Endpoint { name: "issuer", error })?;
        match self.fetch(&issuer.oauth_metadata_url(), Expected::Issuer(&issuer)).await {
            Err(SignInError::Token(error)) if has_nothing(&error) => {
                match self.fetch(&issuer.openid_metadata_url(), Expected::Issuer(&issuer)).await {
                    // A page says more about what is wrong than nothing at all.
                    Err(_) if error.kind() == ErrorKind::Malformed => Err(error.into()),
                    other => other,
                }
            }
            other => other,
        }
    }

    /// The server whose metadata is at this address, as `openIdConnectUrl` in OpenAPI gives it. The metadata must name
    /// the issuer that publishes there. Where the address is no well-known one (RFC 8615), it is an issuer's own.
    pub async fn url(&self, url: &str) -> Result<AuthorizationServer, SignInError> {
        if !url.contains("/.well-known/") {
            return self.issuer(url).await;
        }
        self.fetch(url, Expected::PublishedAt(url)).await
    }

    async fn fetch(&self, url: &str, expected: Expected<'_>) -> Result<AuthorizationServer, SignInError> {
        let endpoint =
            Endpoint::parse(url).map_err(|error| SignInError::Endpoint { name: "metadata address", error })?;
        let reply = get(&*self.transport, &*self.clock, &self.options, &endpoint).await?;
        if reply.status() != StatusCode::OK {
            let message = format!(
                "the server has no metadata at {url}; check the issuer's address, or give the endpoints by hand"
            );
            let kind = if reply.status().is_server_error() { ErrorKind::Server } else { ErrorKind::Config };
            return Err(TokenError::new(kind, message).with_status(reply.status()).into());
        }
        let value = reply.to_json().map_err(TokenError::from)?;
        Ok(AuthorizationServer::read(value, expected)?)
    }
}

/// Whether the address does not exist for this server: it says so, leads elsewhere, guards it, or has a page for people there.
fn has_nothing(error: &TokenError) -> bool {
    error.status().is_some_and(|status| matches!(status.as_u16(), 200 | 300..=399 | 400 | 401 | 403 | 404 | 405 | 410))
}

impl std::fmt::Debug for Discovery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Discovery").field("options", &self.options).finish_non_exhaustive()
    }
}
