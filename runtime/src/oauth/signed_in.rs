//! A person's session, as a grant.

use std::sync::{Mutex, PoisonError};

use super::client::Client;
use crate::{BoxFuture, ErrorKind, Grant, RefreshToken, Secret, TokenError, TokenSet, TokenSource, TokenSourceBuilder};

/// The tokens of somebody who signed in, for a [`TokenSource`](crate::TokenSource): it takes them over once, then
/// refreshes (RFC 6749, section 6). Signing in again needs the person, so it never happens by itself.
#[derive(Debug)]
pub struct SignedIn {
    client: Client,
    identity: String,
    first: Mutex<First>,
}

/// What the session starts from.
#[derive(Debug)]
enum First {
    /// The tokens that a sign-in brought.
    Tokens(Box<TokenSet>),
    /// A refresh token kept from before.
    Refresh(RefreshToken),
    /// Whatever the store holds.
    Stored,
}

impl SignedIn {
    pub(super) fn new(client: Client, identity: String, set: Option<TokenSet>) -> Self {
        let first = set.map_or(First::Stored, |set| First::Tokens(Box::new(set)));
        Self { client, identity, first: Mutex::new(first) }
    }

    /// A session from a refresh token that was kept elsewhere. `account` tells several apart in a store.
    pub fn from_refresh_token(client: Client, token: impl Into<RefreshToken>, account: &str) -> Self {
        let identity = client.identity("refresh_token", account);
        Self { client, identity, first: Mutex::new(First::Refresh(token.into())) }
    }

    /// The identity token that came with the sign-in (OpenID Connect Core 1.0, section 2), until a token source has
    /// taken the tokens over.
    pub fn id_token(&self) -> Option<Secret> {
        match &*self.first.lock().unwrap_or_else(PoisonError::into_inner) {
            First::Tokens(set) => set.extra("id_token").cloned(),
            _ => None,
        }
    }

    /// A source for these tokens, set up further by `configure`. They are saved at once, and replace what the store held
    /// of an earlier sign-in. The next start of the
    /// program goes on from the store by [`AuthorizationCode::resume`](super::AuthorizationCode::resume).
    pub async fn into_source(
        self,
        configure: impl FnOnce(TokenSourceBuilder) -> TokenSourceBuilder,
    ) -> Result<TokenSource, TokenError> {
        let tokens = match self.take() {
            First::Tokens(tokens) => Some(tokens),
            other => {
                *self.first.lock().unwrap_or_else(PoisonError::into_inner) = other;
                None
            }
        };
        let source = configure(TokenSource::builder(self)).build();
        if let Some(tokens) = tokens {
            source.sign_in(*tokens).await?;
        }
        Ok(source)
    }

    fn take(&self) -> First {
        std::mem::replace(&mut *self.first.lock().unwrap_or_else(PoisonError::into_inner), First::Stored)
    }

    async fn begin(&self) -> Result<TokenSet, TokenError> {
        match self.take() {
            First::Tokens(set) => Ok(*set),
            First::Refresh(token) => {
                let previous = TokenSet::new("").with_refresh(token.clone());
                let result = self.client.refresh(&previous).await;
                let unused = result.as_ref().is_err_and(|error| error.is_retryable() && !error.is_ambiguous());
                if unused {
                    *self.first.lock().unwrap_or_else(PoisonError::into_inner) = First::Refresh(token);
                }
                // A reply without a refresh token keeps the one that was sent.
                result.map(
                    |set| if set.refresh().is_some() { set } else { set.with_refresh(previous.refresh().cloned()) },
                )
            }
            First::Stored => {
                Err(TokenError::new(ErrorKind::ReauthorizationRequired, "nobody is signed in; sign in again"))
            }
        }
    }
}

impl Grant for SignedIn {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            match previous {
                Some(previous) => self.client.refresh(previous).await,
                None => self.begin().await,
            }
        })
    }

    fn can_issue(&self) -> bool {
        !matches!(*self.first.lock().unwrap_or_else(PoisonError::into_inner), First::Stored)
    }

    fn revoke<'a>(&'a self, set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(self.client.revoke_set(set))
    }

    fn provider(&self) -> &str {
        self.client.provider()
    }

    fn identity(&self) -> String {
        self.identity.clone()
    }
}
