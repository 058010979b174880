//! One token for another (RFC 8693).

use super::client::Client;
use super::error::SignInError;
use super::form::Form;
use super::parameters::Parameters;
use crate::{BoxFuture, Grant, Secret, TokenError, TokenSet, TokenSource};

/// RFC 8693, section 2.1.
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// What kind of token is given (RFC 8693, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenTypeUri {
    /// An access token of the same server.
    AccessToken,
    /// A refresh token of the same server.
    RefreshToken,
    /// An identity token (OpenID Connect Core 1.0, section 2).
    IdToken,
    /// A SAML 1.1 assertion.
    Saml1,
    /// A SAML 2.0 assertion.
    Saml2,
    /// A JWT of whatever kind (RFC 7519).
    Jwt,
}

impl TokenTypeUri {
    /// The identifier on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccessToken => "urn:ietf:params:oauth:token-type:access_token",
            Self::RefreshToken => "urn:ietf:params:oauth:token-type:refresh_token",
            Self::IdToken => "urn:ietf:params:oauth:token-type:id_token",
            Self::Saml1 => "urn:ietf:params:oauth:token-type:saml1",
            Self::Saml2 => "urn:ietf:params:oauth:token-type:saml2",
            Self::Jwt => "urn:ietf:params:oauth:token-type:jwt",
        }
    }
}

/// A token that is given in exchange.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum GivenToken {
    /// Always the same one.
    Fixed(Secret),
    /// The one that is valid when the exchange happens.
    Current(TokenSource),
}

impl From<Secret> for GivenToken {
    fn from(token: Secret) -> Self {
        Self::Fixed(token)
    }
}

impl From<TokenSource> for GivenToken {
    fn from(source: TokenSource) -> Self {
        Self::Current(source)
    }
}

impl GivenToken {
    async fn get(&self) -> Result<Secret, TokenError> {
        match self {
            Self::Fixed(token) => Ok(token.clone()),
            Self::Current(source) => Ok(source.token().await?.secret().clone()),
        }
    }
}

/// The token exchange grant (RFC 8693): impersonation with a subject token alone, delegation with an actor token too
/// (section 1.1).
#[derive(Clone, Debug)]
pub struct TokenExchange {
    client: Client,
    subject: (GivenToken, TokenTypeUri),
    actor: Option<(GivenToken, TokenTypeUri)>,
    label: String,
    parameters: Parameters,
}

impl TokenExchange {
    /// Exchanges a token that stands for the subject. `label` names whose it is, so that a store keeps several apart.
    pub fn new(client: Client, subject: impl Into<GivenToken>, kind: TokenTypeUri, label: &str) -> Self {
        Self {
            client,
            subject: (subject.into(), kind),
            actor: None,
            label: label.to_owned(),
            parameters: Parameters::default(),
        }
    }

    /// The token of the party that acts for the subject.
    #[must_use]
    pub fn actor(mut self, token: impl Into<GivenToken>, kind: TokenTypeUri) -> Self {
        self.actor = Some((token.into(), kind));
        self
    }

    /// The scopes to ask for.
    #[must_use]
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.parameters.set_scopes(scopes);
        self
    }

    /// Further parameters of RFC 8693, section 2.1: `resource`, `audience`, `requested_token_type`.
    pub fn parameter(mut self, name: &str, value: &str) -> Result<Self, SignInError> {
        self.parameters.set(name, value)?;
        Ok(self)
    }

    async fn form(&self) -> Result<Form, TokenError> {
        let mut form = Form::grant(GRANT_TYPE);
        let (token, kind) = &self.subject;
        form.set("subject_token", token.get().await?.expose());
        form.set("subject_token_type", kind.as_str());
        if let Some((token, kind)) = &self.actor {
            form.set("actor_token", token.get().await?.expose());
            form.set("actor_token_type", kind.as_str());
        }
        self.parameters.apply(&mut form);
        Ok(form)
    }
}

impl Grant for TokenExchange {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            match previous {
                Some(previous) if previous.refresh().is_some() => self.client.refresh(previous).await,
                _ => self.client.token(self.form().await?).await,
            }
        })
    }

    fn revoke<'a>(&'a self, set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(self.client.revoke_set(set))
    }

    fn provider(&self) -> &str {
        self.client.provider()
    }

    fn identity(&self) -> String {
        self.client.identity("token_exchange", &format!("{}\n{}", self.label, self.parameters.identity()))
    }
}
