//! A client at an authorization server: the one place that sends requests to its endpoints.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};

use super::client_auth::ClientAuth;
use super::dpop::{Dpop, PROOF};
use super::endpoint::Endpoint;
use super::error::SignInError;
use super::form::Form;
use super::metadata::AuthorizationServer;
use super::parameters::not_wider;
use crate::call::{Api, Reply, exchange};
use crate::transport::default_transport;
use crate::{
    CallOptions, Clock, ConfigError, ErrorKind, HttpTransport, SystemClock, TokenError, TokenKind, TokenSet, TokenShape,
};

/// An application as one authorization server knows it: the server's endpoints, the client's identifier and way to
/// authenticate, and how requests get there. Cheap to clone; every flow starts from one.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    server: AuthorizationServer,
    auth: ClientAuth,
    transport: Arc<dyn HttpTransport>,
    clock: Arc<dyn Clock>,
    options: CallOptions,
    dpop: Option<Dpop>,
    provider: Arc<str>,
}

impl Client {
    /// A client over the transport of the enabled feature; an error where none is.
    pub fn new(server: AuthorizationServer, auth: ClientAuth) -> Result<Self, ConfigError> {
        Ok(Self::with_transport(server, auth, default_transport()?))
    }

    /// A client over a transport of one's own.
    pub fn with_transport(server: AuthorizationServer, auth: ClientAuth, transport: Arc<dyn HttpTransport>) -> Self {
        Self(Arc::new(Inner {
            server,
            auth,
            transport,
            clock: Arc::new(SystemClock),
            options: CallOptions::default(),
            dpop: None,
            provider: "oauth2".into(),
        }))
    }

    /// A client over the transport, clock and options of a generated client.
    pub fn with_api(server: AuthorizationServer, auth: ClientAuth, api: &Api) -> Self {
        Self::with_transport(server, auth, Arc::clone(api.transport()))
            .with_clock(Arc::clone(api.clock()))
            .with_options(api.options().clone())
    }

    /// Sets the clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        Arc::make_mut(&mut self.0).clock = clock;
        self
    }

    /// Sets limits and extra headers of the requests.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        Arc::make_mut(&mut self.0).options = options;
        self
    }

    /// Binds tokens to a key (RFC 9449). A server that answers with tokens that are not bound is then refused.
    #[must_use]
    pub fn with_dpop(mut self, dpop: Dpop) -> Self {
        Arc::make_mut(&mut self.0).dpop = Some(dpop);
        self
    }

    /// Names the provider, for tracing.
    #[must_use]
    pub fn with_provider(mut self, provider: &str) -> Self {
        Arc::make_mut(&mut self.0).provider = provider.into();
        self
    }

    /// The server.
    pub fn server(&self) -> &AuthorizationServer {
        &self.0.server
    }

    /// The client's identifier and way to authenticate.
    pub fn auth(&self) -> &ClientAuth {
        &self.0.auth
    }

    /// The key that tokens are bound to, where they are.
    pub fn dpop(&self) -> Option<&Dpop> {
        self.0.dpop.as_ref()
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    pub(crate) fn provider(&self) -> &str {
        &self.0.provider
    }

    pub(crate) fn token_endpoint(&self) -> Result<&Endpoint, SignInError> {
        self.0.server.token.as_ref().ok_or(SignInError::NoEndpoint("token endpoint"))
    }

    /// What tells this client's tokens from another's; holds no secret.
    pub(crate) fn identity(&self, flow: &str, more: &str) -> String {
        let endpoint = self.0.server.token.as_ref().map_or("", Endpoint::as_str);
        crate::identity(&[flow, endpoint, self.auth().id(), more])
    }

    /// Asks for a token: with a proof of possession where tokens are bound to a key, and once more where the server then
    /// wants a nonce in it (RFC 9449, section 8).
    pub(crate) async fn token(&self, form: Form) -> Result<TokenSet, TokenError> {
        self.token_at(self.token_endpoint()?, form).await
    }

    async fn token_at(&self, endpoint: &Endpoint, form: Form) -> Result<TokenSet, TokenError> {
        let mut reply = self.send(endpoint, form.clone(), self.dpop()).await?;
        if let Some(dpop) = self.dpop() {
            let nonce = dpop.learn(endpoint.uri(), reply.headers());
            if nonce && wants_nonce(&reply) {
                reply = self.send(endpoint, form, Some(dpop)).await?;
                dpop.learn(endpoint.uri(), reply.headers());
            }
        }
        let Some(_) = self.dpop() else { return TokenShape::OAUTH2.read(&reply) };
        let set = TokenShape::OAUTH2.dpop().read(&reply)?;
        if set.kind() == TokenKind::Dpop {
            return Ok(set);
        }
        let message = "the server's token is not bound to the key of this client (RFC 9449, section 5); \
                       switch DPoP off, or on at the server";
        // The server has acted: with rotation, the refresh token that was sent is used up.
        Err(TokenError::new(ErrorKind::UnsupportedTokenType, message).with_status(reply.status()).with_ambiguity(true))
    }

    /// Renews a set with its refresh token (RFC 6749, section 6). No scope is asked for, so it is the same or narrower.
    pub(crate) async fn refresh(&self, previous: &TokenSet) -> Result<TokenSet, TokenError> {
        let Some(token) = previous.refresh() else {
            let message = "the server gave no refresh token; sign in again";
            return Err(TokenError::new(ErrorKind::ReauthorizationRequired, message));
        };
        let mut form = Form::grant("refresh_token");
        form.set("refresh_token", token.expose());
        let endpoint = self.server().refresh.as_ref().map_or_else(|| self.token_endpoint(), Ok)?;
        let set = self.token_at(endpoint, form).await?;
        Ok(match (set.scope(), previous.scope()) {
            (Some(granted), Some(before)) => {
                let scope = not_wider(granted, before);
                set.with_scope(scope)
            }
            _ => set,
        })
    }

    /// Sends an authenticated form to an endpoint, and brings the reply whatever its status.
    pub(crate) async fn post(&self, endpoint: &Endpoint, form: Form) -> Result<Reply, SignInError> {
        self.send(endpoint, form, None).await
    }

    async fn send(&self, endpoint: &Endpoint, mut form: Form, dpop: Option<&Dpop>) -> Result<Reply, SignInError> {
        let inner = &*self.0;
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.uri().clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        let issuer = inner.server.issuer.as_ref().map(super::issuer::Issuer::as_str);
        let audience = issuer.or(inner.server.token.as_ref().map(Endpoint::as_str)).unwrap_or(endpoint.as_str());
        inner.auth.apply(&mut form, headers, audience, &*inner.clock)?;
        if let Some(dpop) = dpop {
            headers.insert(PROOF, dpop.proof(&Method::POST, endpoint.uri(), None)?);
        }
        *request.body_mut() = Bytes::from_owner(form.encode());
        exchange(&*inner.transport, &*inner.clock, request, inner.options.clone())
            .await
            .map_err(|error| TokenError::from(error).into())
    }

    /// Fetches JSON from an address that needs no authentication.
    #[cfg(feature = "openid")]
    pub(crate) async fn get(&self, endpoint: &Endpoint) -> Result<Reply, SignInError> {
        get(&*self.0.transport, &*self.0.clock, &self.0.options, endpoint).await
    }
}

/// Fetches JSON from an address that needs no authentication.
pub(crate) async fn get(
    transport: &dyn HttpTransport,
    clock: &dyn Clock,
    options: &CallOptions,
    endpoint: &Endpoint,
) -> Result<Reply, SignInError> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = endpoint.uri().clone();
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    exchange(transport, clock, request, options.clone()).await.map_err(|error| TokenError::from(error).into())
}

/// Whether a request was refused for want of a nonce alone (RFC 9449, section 8).
fn wants_nonce(reply: &Reply) -> bool {
    let refused = matches!(reply.status().as_u16(), 400 | 401);
    let named =
        |body: crate::json::Json| body.get("error").and_then(crate::json::Json::as_str) == Some("use_dpop_nonce");
    refused && reply.to_json().is_ok_and(named)
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("server", &self.0.server).field("auth", &self.0.auth).finish_non_exhaustive()
    }
}
