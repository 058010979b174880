//! One sign-in through a person's browser, from the address they are sent to until the code is redeemed.

use std::fmt;
use std::time::Duration;

use super::callback::{Callback, CallbackError, Expected, Redirected};
use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use super::issuer::Issuer;
use super::pkce::Verifier;
use super::signed_in::SignedIn;
use crate::{Moment, Secret, TokenSet};

/// A sign-in that waits for its answer. It holds what the answer is checked against, the issuer and token endpoint that
/// it was begun with (RFC 9700, section 4.4.2), and is used up by the first answer, good or bad (RFC 6749, section 10.12).
///
/// A web application keeps it in the session of the browser that it was begun for: that binds `state` to the person
/// (RFC 9700, section 4.7.1).
pub struct Transaction {
    pub(super) client: Client,
    pub(super) url: String,
    pub(super) state: Secret,
    pub(super) nonce: Option<Secret>,
    pub(super) verifier: Verifier,
    pub(super) redirect_uri: String,
    pub(super) identity: String,
    pub(super) begun: Moment,
}

impl Transaction {
    /// Where to send the person's browser (RFC 6749, section 4.1.1).
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The state by which an answer names its transaction.
    pub fn state(&self) -> &Secret {
        &self.state
    }

    /// The `nonce` that the identity token must repeat, where one was asked for
    /// (OpenID Connect Core 1.0, section 3.1.2.1).
    pub fn nonce(&self) -> Option<&Secret> {
        self.nonce.as_ref()
    }

    /// How long ago it was begun.
    pub(super) fn age(&self) -> Duration {
        self.client.clock().now().since(self.begun)
    }

    /// Checks the answer, and redeems its code at the token endpoint of the server that was asked. `redirected` is the
    /// address that the browser was sent to, or its query alone.
    pub async fn finish(self, redirected: &str) -> Result<SignedIn, SignInError> {
        let redirected = Redirected::parse(redirected);
        let registered = self.redirect_uri.split('?').next();
        if redirected.address.is_some() && redirected.address != registered {
            return Err(CallbackError::WrongRedirect.into());
        }
        self.finish_with(redirected.query).await
    }

    /// The same with the query of an answer that is known to have come to the redirect URI.
    pub(super) async fn finish_with(self, query: &str) -> Result<SignedIn, SignInError> {
        let code = self.accept(query)?;
        let set = self.redeem(&code).await?;
        Ok(SignedIn::new(self.client, self.identity, Some(set)))
    }

    /// Checks the answer (RFC 6749, section 4.1.2; RFC 9207, section 2.4).
    fn accept(&self, query: &str) -> Result<Secret, CallbackError> {
        let server = self.client.server();
        let expected = Expected {
            state: &self.state,
            issuer: server.issuer.as_ref().map(Issuer::as_str),
            issuer_promised: server.issuer_in_responses,
        };
        Callback::parse(query)?.code(expected)
    }

    /// Redeems a code (RFC 6749, section 4.1.3), with the redirect URI exactly as it was sent before, and the verifier
    /// (RFC 7636, section 4.5).
    async fn redeem(&self, code: &Secret) -> Result<TokenSet, SignInError> {
        let mut form = Form::grant("authorization_code");
        form.set("code", code.expose());
        form.set("redirect_uri", &self.redirect_uri);
        form.set("code_verifier", self.verifier.secret().expose());
        let began = self.client.clock().now();
        // Their time passes while the session is waiting for its source.
        let set = self.client.token(form).await?.with_started(began);
        #[cfg(feature = "openid")]
        let set = {
            use super::id_token::{Asked, check};
            check(&self.client, set, self.nonce.as_ref().map_or(Asked::No, Asked::Nonce)).await?
        };
        Ok(set)
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}
