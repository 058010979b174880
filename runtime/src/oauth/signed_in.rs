//! A person's session, as a grant.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::client::Client;
#[cfg(feature = "openid")]
use crate::Secret;
use crate::source::LOSSES;
use crate::{
    BoxFuture, ErrorKind, Grant, RefreshToken, TokenError, TokenSet, TokenSource, TokenSourceBuilder, identity,
};

/// The tokens of somebody who signed in, for a [`TokenSource`](crate::TokenSource): it takes them over once, then
/// refreshes (RFC 6749, section 6). Signing in again needs the person, so it never happens by itself. Clones share the session.
#[derive(Clone, Debug)]
pub struct SignedIn(Arc<Session>);

#[derive(Debug)]
struct Session {
    client: Client,
    identity: String,
    first: Mutex<First>,
}

/// What the session starts from.
#[derive(Debug)]
enum First {
    /// The tokens that a sign-in brought.
    Tokens(Box<TokenSet>),
    /// A refresh token kept from before, and how many answers to it were lost.
    Refresh(RefreshToken, u32),
    /// Whatever the store holds.
    Stored,
}

/// The name under which a session remembers the kept refresh token that it began with, among all that the sign-in brought.
const BEGAN_WITH: &str = "authwright_began_with";

/// What tells one kept token from another in a store, and does not lead back to it.
fn mark(token: &RefreshToken) -> String {
    identity(&[token.expose()])
}

impl SignedIn {
    pub(super) fn new(client: Client, identity: String, set: Option<TokenSet>) -> Self {
        Self::beginning(client, identity, set.map_or(First::Stored, |set| First::Tokens(Box::new(set))))
    }

    fn beginning(client: Client, identity: String, first: First) -> Self {
        Self(Arc::new(Session { client, identity, first: Mutex::new(first) }))
    }

    /// A session from a refresh token that was kept elsewhere. `account` tells several apart in a store. Where the store holds a
    /// session, that goes on, and this token is sent only once it is over, and not at all where it began with this very token.
    pub fn from_refresh_token(client: Client, token: impl Into<RefreshToken>, account: &str) -> Self {
        let identity = client.identity("refresh_token", account);
        Self::beginning(client, identity, First::Refresh(token.into(), 0))
    }

    /// The identity token that came with the sign-in (OpenID Connect Core 1.0, section 2), until a token source has
    /// taken the tokens over. It was checked: there is none where `openid` was not asked for, or where the server's metadata is
    /// not known ([`Discovery`](super::Discovery)), which says what to check it by. Behind the feature `openid`.
    #[cfg(feature = "openid")]
    pub fn id_token(&self) -> Option<Secret> {
        match &*self.first() {
            First::Tokens(set) => set.extra("id_token").cloned(),
            _ => None,
        }
    }

    /// A source for these tokens, set up further by `configure`. They are saved at once, and replace what the store held
    /// of an earlier sign-in. On an error they stay here, so that the person need not sign in again where the store is busy or
    /// has to be mended first. The next start of the program goes on from the store by
    /// [`AuthorizationCode::resume`](super::AuthorizationCode::resume).
    pub async fn source(
        &self,
        configure: impl FnOnce(TokenSourceBuilder) -> TokenSourceBuilder,
    ) -> Result<TokenSource, TokenError> {
        let source = configure(TokenSource::builder(self.clone())).build();
        let tokens = match &*self.first() {
            First::Tokens(tokens) => Some(tokens.clone()),
            _ => None,
        };
        if let Some(tokens) = tokens {
            // Whether they have ended is for the next caller: what is saved is kept.
            source.take_over(*tokens).await?;
            self.take_tokens();
        }
        Ok(source)
    }

    fn first(&self) -> MutexGuard<'_, First> {
        self.0.first.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_tokens(&self) -> Option<Box<TokenSet>> {
        let mut first = self.first();
        match std::mem::replace(&mut *first, First::Stored) {
            First::Tokens(tokens) => Some(tokens),
            other => {
                *first = other;
                None
            }
        }
    }

    async fn begin(&self) -> Result<TokenSet, TokenError> {
        if let Some(tokens) = self.take_tokens() {
            return Ok(*tokens);
        }
        let Some((token, lost)) = self.send_kept() else {
            return Err(TokenError::new(ErrorKind::ReauthorizationRequired, "nobody is signed in; sign in again"));
        };
        let previous = TokenSet::new("").with_refresh(token.clone());
        let result = self.0.client.refresh(&previous).await;
        *self.first() = match &result {
            Ok(_) => First::Stored,
            Err(error) if error.kind() == ErrorKind::InvalidGrant => First::Stored,
            Err(error) if error.is_ambiguous() && lost + 1 >= LOSSES => First::Stored,
            Err(error) => First::Refresh(token, lost + u32::from(error.is_ambiguous())),
        };
        // A reply without a refresh token keeps the one that was sent.
        let (kept, mark) = (previous.refresh().cloned(), previous.refresh().map(mark).unwrap_or_default());
        let result = result.map(|set| set.with_extra(BEGAN_WITH, mark.as_str()));
        result.map(|set| if set.refresh().is_some() { set } else { set.with_refresh(kept) })
    }

    /// The kept refresh token to send now, with how many answers to it were lost before. Should this exchange be cut off, its
    /// answer counts as lost.
    fn send_kept(&self) -> Option<(RefreshToken, u32)> {
        let mut first = self.first();
        let First::Refresh(token, lost) = &mut *first else { return None };
        let sent = (token.clone(), *lost);
        *lost += 1;
        if *lost > LOSSES {
            *first = First::Stored;
            return None;
        }
        Some(sent)
    }
}

impl Grant for SignedIn {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            match previous {
                Some(previous) => self.0.client.refresh(previous).await,
                None => self.begin().await,
            }
        })
    }

    fn can_issue(&self) -> bool {
        !matches!(*self.first(), First::Stored)
    }

    fn issues_afresh(&self) -> bool {
        !matches!(*self.first(), First::Refresh(..))
    }

    fn can_replace(&self, held: &TokenSet) -> bool {
        match &*self.first() {
            First::Refresh(token, _) => held.extra(BEGAN_WITH).is_none_or(|began| began.expose() != mark(token)),
            First::Tokens(_) | First::Stored => true,
        }
    }

    fn revoke<'a>(&'a self, set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(self.0.client.revoke_set(set))
    }

    fn provider(&self) -> &str {
        self.0.client.provider()
    }

    fn identity(&self) -> String {
        self.0.identity.clone()
    }
}
