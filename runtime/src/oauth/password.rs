//! A person's own password (RFC 6749, section 4.3): deprecated, since it teaches people to give it away
//! (RFC 9700, section 2.4). Behind the feature `password-grant`, for servers that offer nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::StatusCode;

use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use super::parameters::Parameters;
use crate::{BoxFuture, Grant, Secret, TokenError, TokenSet};

/// The resource owner password credentials grant (RFC 6749, section 4.3). Prefer any other grant
/// (RFC 9700, section 2.4).
#[derive(Clone, Debug)]
pub struct Password {
    client: Client,
    user: String,
    secret: Secret,
    parameters: Parameters,
    /// Whether the server has said that it renews nothing. Many give a refresh token and renew elsewhere: it is then of no use, and a
    /// request in vain before each sign-in counts against what they allow of them.
    renews_nothing: Arc<AtomicBool>,
}

impl Password {
    /// Tokens for the person with this name and password.
    pub fn new(client: Client, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            client,
            user: user.into(),
            secret: password.into(),
            parameters: Parameters::default(),
            renews_nothing: Arc::default(),
        }
    }

    /// The scopes to ask for (RFC 6749, section 3.3).
    #[must_use]
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.parameters.set_scopes(scopes);
        self
    }

    /// A parameter of the server's own.
    pub fn parameter(mut self, name: &str, value: &str) -> Result<Self, SignInError> {
        self.parameters.set(name, value)?;
        Ok(self)
    }
}

impl Grant for Password {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            if let Some(previous) = previous {
                let renewed = self.client.refresh(previous).await;
                if renewed.as_ref().is_err_and(is_unknown_grant) {
                    self.renews_nothing.store(true, Ordering::Relaxed);
                }
                return renewed;
            }
            let mut form = Form::grant("password");
            form.set("username", &self.user);
            form.set("password", self.secret.expose());
            self.parameters.apply(&mut form);
            let set = self.client.token(form).await?;
            Ok(if self.renews_nothing.load(Ordering::Relaxed) { set.with_refresh(None) } else { set })
        })
    }

    fn revoke<'a>(&'a self, set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(self.client.revoke_set(set))
    }

    fn provider(&self) -> &str {
        self.client.provider()
    }

    fn identity(&self) -> String {
        self.client.identity("password", &format!("{}\n{}", self.user, self.parameters.identity()))
    }
}

/// Whether the server does not know the grant that renews (RFC 6749, section 5.2), or takes nothing else than a name and a password:
/// a refresh token that it does not like is a 400 or 401.
fn is_unknown_grant(error: &TokenError) -> bool {
    error.oauth_code() == Some("unsupported_grant_type") || error.status() == Some(StatusCode::UNPROCESSABLE_ENTITY)
}
