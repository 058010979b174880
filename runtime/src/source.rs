//! [`TokenSource`]: a token that is valid now, whenever one asks.

mod builder;
mod captain;
mod exchange;
mod flight;
mod hand;
mod inner;
mod margins;
mod pause;
mod plan;
mod refresh;
mod revoke;
mod timing;

/// What flight and hand are built on; the race tests put a model checker's parts in its place.
mod sync {
    pub(super) use std::sync::atomic;
    pub(super) use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

    /// A place for one value that is read without a lock.
    pub(super) type Slot<T> = arc_swap::ArcSwapOption<T>;
    /// A look at it.
    pub(super) type Look<T> = arc_swap::Guard<Option<Arc<T>>>;
}

pub use builder::TokenSourceBuilder;
pub use margins::Margins;
#[cfg(feature = "oauth")]
pub(crate) use plan::LOSSES;
pub(crate) use timing::Timing;

use std::fmt;
use std::sync::Arc;

use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderValue, StatusCode};

use crate::authorize::{Carried, refuses};
use crate::token::Live;
use crate::{
    AccessToken, Authorize, BoxFuture, Cause, ErrorKind, Generation, Grant, Origin, TokenError, TokenKind, TokenSet,
    block_on,
};
use inner::Inner;
use revoke::By;

/// A token that is valid now, whenever one asks. Clones share the session.
#[derive(Clone)]
pub struct TokenSource(Arc<Inner>);

impl TokenSource {
    /// Begins a source over a grant.
    pub fn builder(grant: impl Grant) -> TokenSourceBuilder {
        TokenSourceBuilder::new(Arc::new(grant))
    }

    /// The token in hand, if it need not be waited for. When its end is near, this starts a refresh in the background.
    pub fn cached(&self) -> Option<AccessToken> {
        self.0.served(|live| AccessToken(Arc::clone(live)))
    }

    /// The value of the header that carries the token in hand, such as `Bearer ...`, and else like [`cached`](Self::cached): the
    /// cheapest way to it. Who answers a 401 with [`invalidate`](Self::invalidate) takes the token, which has a generation.
    pub fn cached_header(&self) -> Option<HeaderValue> {
        self.0.served(|live| live.header.clone())
    }

    /// A token that is valid now: the one in hand, or a new one. All callers share one request, and its failure.
    pub async fn token(&self) -> Result<AccessToken, TokenError> {
        match self.cached() {
            Some(token) => Ok(token),
            None => self.0.wait(None).await.map(AccessToken),
        }
    }

    /// The same for programs without an async runtime; do not call it from an async task.
    pub fn token_blocking(&self) -> Result<AccessToken, TokenError> {
        match self.cached() {
            Some(token) => Ok(token),
            None => block_on(self.0.wait(None)).map(AccessToken),
        }
    }

    /// A new token, even though the one in hand is still good.
    pub async fn refresh(&self) -> Result<AccessToken, TokenError> {
        self.0.wait(Some(Cause::Requested)).await.map(AccessToken)
    }

    /// Says that a request with a token of this generation was answered with 401. Returns whether that token was still
    /// the one in hand; if so, it is not served any more, and the next caller gets a new one.
    pub fn invalidate(&self, generation: Generation) -> bool {
        self.0.invalidate(generation)
    }

    /// Waits until no refresh, sign-in or sign-out is under way. A program that is about to end calls this: what was begun in the
    /// background, or by somebody who then did not wait for it, would end with it. Where the server has rotated the refresh token
    /// by then, the new one would be lost.
    pub async fn settled(&self) {
        self.0.settled().await;
    }

    /// The same for programs without an async runtime; do not call it from an async task.
    pub fn settled_blocking(&self) {
        block_on(self.settled());
    }

    /// Makes the server forget the tokens (RFC 7009), and then forgets them here. On an error everything stays. Where the server
    /// takes a sign-out only from who shows a living access token, and that has ended, it is renewed first. A session of which the
    /// server takes neither token any more is over: that is no error (RFC 7009 section 2.2).
    pub async fn revoke(&self) -> Result<(), TokenError> {
        match self.end(By::Server).await {
            Err(error) if revoke::asks_for_another(&error) && self.0.grant.can_refresh() => {
                match self.refresh().await {
                    Ok(_) => self.end(By::Server).await,
                    Err(refused) if revoke::says_it_is_over(&refused) => self.end(By::ServerBefore).await,
                    // What ends the session is what the caller asked about: this is the error that he is told.
                    Err(_) => Err(error),
                }
            }
            ended => ended,
        }
    }

    async fn end(&self, by: By) -> Result<(), TokenError> {
        let inner = Arc::clone(&self.0);
        self.0.detached(async move { revoke::run(&inner, by).await }).await
    }

    /// Forgets the tokens here and in the store, and tells the server nothing: it honours them until they end. For providers that
    /// offer no revocation, or cannot be reached; else [`revoke`](Self::revoke).
    pub async fn forget(&self) -> Result<(), TokenError> {
        self.end(By::Program).await
    }

    /// The same for programs without an async runtime; do not call it from an async task.
    pub fn forget_blocking(&self) -> Result<(), TokenError> {
        block_on(self.forget())
    }

    /// The same for programs without an async runtime; do not call it from an async task.
    pub fn revoke_blocking(&self) -> Result<(), TokenError> {
        block_on(self.revoke())
    }

    /// Takes over tokens that were got elsewhere, such as by a sign-in in a browser: saves them, then serves them. An access token
    /// that has ended meanwhile is renewed first. Where they cannot be saved they are not served: keep a clone, to try again.
    pub async fn sign_in(&self, tokens: TokenSet) -> Result<AccessToken, TokenError> {
        let token = self.take_over(tokens).await?;
        if token.0.is_usable(self.0.clock.now()) { Ok(token) } else { self.token().await }
    }

    /// Saves these tokens in place of what was there, and serves them unless they have ended.
    pub(crate) async fn take_over(&self, tokens: TokenSet) -> Result<AccessToken, TokenError> {
        let inner = Arc::clone(&self.0);
        self.0.detached(async move { refresh::take_over(&inner, tokens).await }).await.map(AccessToken)
    }

    /// Puts a valid token on a request, if the request goes to an origin that the token is for. One that is bound to a key is not
    /// put on any: see `oauth::DpopSource`.
    pub async fn authorize(&self, parts: &mut Parts) -> Result<Generation, TokenError> {
        self.check_target(parts)?;
        let mut apply = |live: &Arc<Live>| {
            if live.kind == TokenKind::Dpop {
                let message = "the token is bound to a key, and each request needs a proof by it: \
                               authorize with `oauth::DpopSource`";
                return Err(TokenError::new(ErrorKind::UnsupportedTokenType, message));
            }
            self.0.attach.apply(parts, &live.header, &live.secret)?;
            Ok(live.generation)
        };
        match self.0.served(&mut apply) {
            Some(applied) => applied,
            None => apply(&self.0.wait(None).await?),
        }
    }

    /// The grant's name of the provider.
    pub fn provider(&self) -> &str {
        self.0.grant.provider()
    }

    /// The origins to which the token may go.
    pub fn origins(&self) -> &[Origin] {
        &self.0.origins
    }

    /// What tells this source, and its clones, from others.
    pub(crate) fn number(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    pub(crate) fn check_target(&self, parts: &Parts) -> Result<(), TokenError> {
        let refused = |why: String| Err(TokenError::new(ErrorKind::Refused, why));
        if self.0.origins.iter().any(|origin| origin.has(&parts.uri)) {
            return Ok(());
        }
        match Origin::of(&parts.uri) {
            Some(origin) => refused(format!("the token is not for {origin}; name it to the source's builder if it is")),
            None => {
                refused("the request's address is not absolute, so nobody knows where the token would go".to_owned())
            }
        }
    }
}

impl Authorize for TokenSource {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async move {
            let generation = Self::authorize(self, parts).await?;
            Carried::note(parts, self.number(), generation.number());
            Ok(())
        })
    }

    fn answered(&self, carried: &Extensions, status: StatusCode, headers: &HeaderMap) -> bool {
        let sent = Carried::of(carried, self.number()).filter(|_| refuses(status, headers));
        sent.map(|generation| self.invalidate(Generation::new(generation))).is_some()
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let live = self.0.hand.look();
        f.debug_struct("TokenSource")
            .field("provider", &self.provider())
            .field("generation", &live.as_ref().map(|live| live.generation.number()))
            .finish_non_exhaustive()
    }
}
