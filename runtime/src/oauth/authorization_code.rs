//! Signing a person in through their browser (RFC 6749, section 4.1; RFC 8252).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::callback::Callback;
use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use super::loopback::{Loopback, LoopbackError};
use super::page::Outcome;
use super::parameters::Parameters;
use super::pkce::Verifier;
use super::random;
use super::signed_in::SignedIn;
use super::transaction::Transaction;
use crate::{TokenError, TokenShape, blocking};

/// How long a person may take in the browser, unless said otherwise.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// The authorization code grant (RFC 6749, section 4.1) with a proof key by S256 (RFC 7636), `state`, and the issuer
/// check (RFC 9207), all of them always. Where the server has an endpoint for it, the request is pushed (RFC 9126).
#[derive(Clone, Debug)]
pub struct AuthorizationCode {
    client: Client,
    parameters: Parameters,
    push: bool,
    patience: Duration,
    account: String,
}

impl AuthorizationCode {
    /// Sign-ins of people at this client's server.
    pub fn new(client: Client) -> Self {
        Self { client, parameters: Parameters::default(), push: true, patience: PATIENCE, account: String::new() }
    }

    /// The scopes to ask for (RFC 6749, section 3.3). With `openid` among them a `nonce` is sent, and with the feature
    /// `openid` the identity token is checked, where the server's metadata was discovered; else it is dropped.
    #[must_use]
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.parameters.set_scopes(scopes);
        self
    }

    /// A parameter of the authorization request, such as `prompt`, `login_hint` or `resource` (RFC 8707, section 2).
    pub fn parameter(mut self, name: &str, value: &str) -> Result<Self, SignInError> {
        self.parameters.set(name, value)?;
        Ok(self)
    }

    /// Sends the request through the browser even where it could be pushed.
    #[must_use]
    pub fn without_push(mut self) -> Self {
        self.push = false;
        self
    }

    /// How long [`sign_in`](Self::sign_in) waits for the browser to come back; five minutes by default.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Names the person, so that a store keeps the tokens of several apart.
    #[must_use]
    pub fn account(mut self, name: &str) -> Self {
        name.clone_into(&mut self.account);
        self
    }

    /// Begins a sign-in that comes back to `redirect_uri` (RFC 6749, section 4.1.1). With a pushed request, one is pushed
    /// each time: a `request_uri` is used once (RFC 9126, section 4).
    pub async fn begin(&self, redirect_uri: &str) -> Result<Transaction, SignInError> {
        let server = self.client.server();
        let authorization = server.authorization.as_ref().ok_or(SignInError::NoEndpoint("authorization endpoint"))?;
        self.client.token_endpoint()?;
        if server.refuses_s256() {
            return Err(SignInError::Unsupported(
                "the server offers no S256 for proof keys, and `plain` protects nothing (RFC 9700, section 2.1.1); \
                 ask its operator to allow S256, or sign in another way",
            ));
        }
        let (state, verifier) = (random::token()?, Verifier::generate()?);
        let nonce = if self.parameters.has_scope("openid") { Some(random::token()?) } else { None };
        let mut form = Form::default();
        form.set("response_type", "code");
        form.set("client_id", self.client.auth().id());
        form.set("redirect_uri", redirect_uri);
        form.set("state", state.expose());
        form.set("code_challenge", &verifier.challenge());
        form.set("code_challenge_method", Verifier::METHOD);
        form.set_optional("nonce", nonce.as_ref().map(crate::Secret::expose));
        form.set_optional("dpop_jkt", self.client.dpop().map(super::Dpop::thumbprint).as_deref());
        self.parameters.apply(&mut form);
        if self.push && server.pushed_authorization.is_some() {
            form = self.pushed(form).await?;
        }
        Ok(Transaction {
            client: self.client.clone(),
            url: authorization.with_query(&form.encode()),
            state,
            nonce,
            verifier,
            redirect_uri: redirect_uri.to_owned(),
            identity: self.identity(),
            begun: self.client.clock().now(),
        })
    }

    /// Signs a person in from a native application (RFC 8252): opens their browser by `open`, waits for it to come back to
    /// `loopback`, and shows them how it ended. `open` is given the address and returns at once.
    pub async fn sign_in(
        &self,
        loopback: Loopback,
        open: impl FnOnce(&str) -> io::Result<()> + Send,
    ) -> Result<SignedIn, SignInError> {
        let transaction = self.begin(&loopback.redirect_uri()).await?;
        open(transaction.url()).map_err(SignInError::Browser)?;
        let patience = self.patience;
        // Whoever gives this future up wants the port back.
        let waiting = Arc::new(());
        let waited_for = Arc::downgrade(&waiting);
        let state = transaction.state().clone();
        let answer = blocking::run_on_thread(move || {
            let is_ours = |query: &str| Callback::parse(query)?.check_state(&state);
            loopback.answer(patience, &|| waited_for.strong_count() > 0, &is_ours)
        })
        .await;
        let answer = answer.map_err(|_| LoopbackError::NoThread)??;
        drop(waiting);
        let result = transaction.finish_with(&answer.query).await;
        let outcome = match &result {
            Ok(_) => Outcome::SignedIn,
            Err(error) => Outcome::Failed(error.to_string()),
        };
        // Before the caller goes on: a program that ends right after its sign-in would take the page with it.
        let _ = blocking::run_on_thread(move || answer.tell(&outcome)).await;
        result
    }

    /// What a person signed in earlier left in a store: tokens are refreshed, and when that ends, the error is
    /// [`ReauthorizationRequired`](crate::ErrorKind::ReauthorizationRequired).
    pub fn resume(&self) -> SignedIn {
        SignedIn::new(self.client.clone(), self.identity(), None)
    }

    fn identity(&self) -> String {
        self.client.identity("authorization_code", &format!("{}\n{}", self.account, self.parameters.identity()))
    }

    /// Pushes the request, and gives what remains to be sent through the browser (RFC 9126, sections 2 and 4).
    async fn pushed(&self, form: Form) -> Result<Form, SignInError> {
        let endpoint = self.client.server().pushed_authorization.as_ref();
        let endpoint = endpoint.ok_or(SignInError::NoEndpoint("pushed authorization request endpoint"))?;
        let reply = self.client.post(endpoint, form).await?;
        if reply.status() != StatusCode::CREATED && reply.status() != StatusCode::OK {
            PUSHED.read(&reply)?;
        }
        let body = reply.to_json().map_err(TokenError::from)?;
        let mut object =
            crate::json::Object::from_json(body).map_err(crate::CallError::from).map_err(TokenError::from)?;
        let uri: String = object.required("request_uri").map_err(crate::CallError::from).map_err(TokenError::from)?;
        let mut form = Form::default();
        form.set("client_id", self.client.auth().id());
        form.set("request_uri", &uri);
        Ok(form)
    }
}

/// Only for its errors: a pushed request brings no token.
static PUSHED: TokenShape = TokenShape::field(&["request_uri"]);
