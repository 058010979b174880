//! [`TokenSet`]: everything one exchange gives.

use std::time::Duration;

use crate::{Expiry, Generation, Moment, RefreshToken, Secret, TokenKind, cookie};

/// Everything one exchange gives. [`Grant`](crate::Grant)s make it; stores keep it.
#[derive(Clone, Debug)]
pub struct TokenSet {
    access: Secret,
    kind: TokenKind,
    refresh: Option<RefreshToken>,
    scope: Option<String>,
    expiry: Expiry,
    refresh_expiry: Expiry,
    started: Option<Moment>,
    generation: Generation,
    extra: Vec<(String, Secret)>,
    /// Which of the tokens is all cookies that the server set, of which a renewal may set some anew.
    cookies: Option<Jar>,
}

/// A token that is the line of a `Cookie` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jar {
    /// The access token.
    Access,
    /// The refresh token.
    Refresh,
}

impl TokenSet {
    /// A set that holds an access token and nothing else.
    pub fn new(access: impl Into<Secret>) -> Self {
        Self {
            access: access.into(),
            kind: TokenKind::Bearer,
            refresh: None,
            scope: None,
            expiry: Expiry::Unknown,
            refresh_expiry: Expiry::Unknown,
            started: None,
            generation: Generation::default(),
            extra: Vec::new(),
            cookies: None,
        }
    }

    /// Sets the token's type.
    #[must_use]
    pub fn with_kind(mut self, kind: TokenKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets the refresh token; `None` leaves the set without one.
    #[must_use]
    pub fn with_refresh(mut self, refresh: impl Into<Option<RefreshToken>>) -> Self {
        self.refresh = refresh.into();
        self
    }

    /// Sets the scope as the server granted it.
    #[must_use]
    pub fn with_scope(mut self, scope: impl Into<Option<String>>) -> Self {
        self.scope = scope.into();
        self
    }

    /// Sets when the access token ends.
    #[must_use]
    pub fn with_expiry(mut self, expiry: Expiry) -> Self {
        self.expiry = expiry;
        self
    }

    /// Sets when the refresh token ends.
    #[must_use]
    pub fn with_refresh_expiry(mut self, expiry: Expiry) -> Self {
        self.refresh_expiry = expiry;
        self
    }

    /// Sets the moment that lifetimes count from: the start of the request. Without it, a
    /// [`TokenSource`](crate::TokenSource) counts from the moment at which it began the exchange.
    #[must_use]
    pub fn with_started(mut self, started: Moment) -> Self {
        self.started = Some(started);
        self
    }

    /// Sets the generation; token sources do it by themselves.
    #[must_use]
    pub fn with_generation(mut self, generation: Generation) -> Self {
        self.generation = generation;
        self
    }

    /// Adds something else the server gave, such as an `id_token`.
    #[must_use]
    pub fn with_extra(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.extra.push((name.into(), value.into()));
        self
    }

    /// Says which token is all cookies that the server set.
    #[must_use]
    pub(crate) fn with_cookies(mut self, jar: Option<Jar>) -> Self {
        self.cookies = jar;
        self
    }

    /// Without the extra value of this name.
    #[cfg(feature = "openid")]
    pub(crate) fn without_extra(mut self, name: &str) -> Self {
        self.extra.retain(|(key, _)| key != name);
        self
    }

    /// The access token.
    pub fn access(&self) -> &Secret {
        &self.access
    }

    /// The access token's type.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The refresh token.
    pub fn refresh(&self) -> Option<&RefreshToken> {
        self.refresh.as_ref()
    }

    /// The scope, as the server granted it (RFC 6749 section 5.1); `None` means: as asked for.
    pub fn scope(&self) -> Option<&str> {
        self.scope.as_deref()
    }

    /// When the access token ends, counted from [`started`](Self::started).
    pub fn expiry(&self) -> Expiry {
        self.expiry
    }

    /// When the refresh token ends, counted from [`started`](Self::started).
    pub fn refresh_expiry(&self) -> Expiry {
        self.refresh_expiry
    }

    /// The moment that lifetimes count from.
    pub fn started(&self) -> Option<Moment> {
        self.started
    }

    /// Which exchange it came from.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Something else the server gave, by name.
    pub fn extra(&self, name: &str) -> Option<&Secret> {
        self.extra.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Everything else the server gave.
    pub fn extras(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.extra.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Fixes what is still open: lifetimes count from the moment that the set names, else from this one.
    #[must_use]
    pub(crate) fn settled(mut self, started: Moment) -> Self {
        let started = *self.started.get_or_insert(started);
        self.expiry = self.expiry.from(started);
        self.refresh_expiry = self.refresh_expiry.from(started);
        self
    }

    /// Takes over what the set before had and this one does not name (RFC 6749 section 6): a reply without a refresh
    /// token keeps the old one with its own end, and one without a scope keeps the scope. The next exchange may need any of the
    /// rest, such as an account's number that only the sign-in gave. Cookies that are not set anew stay as they were.
    #[must_use]
    pub(crate) fn inherit(mut self, previous: &Self) -> Self {
        let refresh = self.refresh.as_ref().zip(previous.refresh.as_ref());
        match (self.cookies, refresh) {
            (Some(Jar::Access), _) => {
                self.access = cookie::replaced(&previous.access, &self.access);
            }
            (Some(Jar::Refresh), Some((set, line))) => {
                self.refresh = Some(cookie::replaced(line.secret(), set.secret()).into());
            }
            _ => {}
        }
        if self.refresh.is_none() {
            self.refresh.clone_from(&previous.refresh);
            self.refresh_expiry = left(previous.refresh_expiry, previous.started, self.started);
        }
        if self.scope.is_none() {
            self.scope.clone_from(&previous.scope);
        }
        for (name, value) in &previous.extra {
            if self.extra(name).is_none() {
                self.extra.push((name.clone(), value.clone()));
            }
        }
        self
    }

    /// A server may give the access token of before once more. Where it does not say again when that ends, it ends when it
    /// did.
    #[must_use]
    pub(crate) fn repeating(mut self, previous: &Self) -> Self {
        if self.expiry == Expiry::Unknown && self.access == previous.access {
            // An end that is past is kept as one, for nothing at all would mean that it is not known.
            self.expiry = match left(previous.expiry, previous.started, self.started) {
                Expiry::In(lifetime) => Expiry::In(lifetime.max(Duration::from_millis(1))),
                other => other,
            };
        }
        self
    }
}

/// What is left of a life, at the moment from which the new set counts. By the wall clock alone: the old set may come from
/// another process.
fn left(expiry: Expiry, started: Option<Moment>, now: Option<Moment>) -> Expiry {
    match (expiry, started, now) {
        (Expiry::In(lifetime), Some(started), Some(now)) => {
            Expiry::In(started.wall().saturating_add(lifetime).saturating_sub(now.wall()))
        }
        (expiry, ..) => expiry,
    }
}

#[cfg(test)]
mod tests {
    use super::{Jar, TokenSet};
    use crate::RefreshToken;

    #[test]
    fn cookies_that_a_renewal_does_not_set_stay() {
        let before = TokenSet::new("a=1; csrf=2").with_refresh(RefreshToken::new("r=1; b=2"));
        let renewed = TokenSet::new("a=3").with_refresh(RefreshToken::new("r=4"));
        let after = |jar| {
            let set = renewed.clone().with_cookies(jar).inherit(&before);
            [set.access().expose(), set.refresh().map_or("", RefreshToken::expose)].map(str::to_owned)
        };
        assert_eq!(after(Some(Jar::Access)), ["csrf=2; a=3", "r=4"]);
        assert_eq!(after(Some(Jar::Refresh)), ["a=3", "b=2; r=4"]);
        assert_eq!(after(None), ["a=3", "r=4"]);
    }
}
