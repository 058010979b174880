//! [`Grant`]: how a provider gives tokens.

use std::fmt::Write as _;
use std::sync::Arc;

use hmac_sha256::Hash;

use crate::{BoxFuture, ErrorKind, TokenError, TokenSet};

/// How a provider gives tokens: one implementation per generated operation pair or OAuth flow.
///
/// A grant makes exactly one exchange per call. It does not cache, retry or log: the [`TokenSource`](crate::TokenSource)
/// decides when to ask and what a failure means.
pub trait Grant: Send + Sync + 'static {
    /// Exchanges the previous set for a new one (refresh) or, with `None`, the credentials (issue).
    ///
    /// The error says by [`is_ambiguous`](TokenError::is_ambiguous) whether the server may have acted on the request.
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>>;

    /// Whether `exchange(None)` can work without a person.
    fn can_issue(&self) -> bool {
        true
    }

    /// Whether `exchange(None)` begins a session of its own, and so may follow an exchange whose answer was lost. False where it
    /// sends a refresh token that was kept from before: a later one may have taken its place, and sending it then looks like
    /// theft.
    fn issues_afresh(&self) -> bool {
        true
    }

    /// Whether `exchange(None)` can begin a session other than the one of these tokens, once that is over. False where all that it
    /// has to send is what they began with.
    fn can_replace(&self, held: &TokenSet) -> bool {
        let _ = held;
        true
    }

    /// Whether `exchange(Some(_))` can work, given a set that holds what it needs.
    fn can_refresh(&self) -> bool {
        true
    }

    /// Whether a refresh needs a refresh token in the set; some providers take the old access token instead.
    fn needs_refresh_token(&self) -> bool {
        true
    }

    /// Makes the server forget the tokens (RFC 7009).
    fn revoke<'a>(&'a self, set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        let _ = set;
        Box::pin(async { Err(TokenError::new(ErrorKind::Unsupported, "this provider offers no revocation")) })
    }

    /// The provider's name, for logs.
    fn provider(&self) -> &str;

    /// What tells this session from others in a store, made of nothing that could be guessed; see [`identity`].
    fn identity(&self) -> String;
}

impl<G: Grant + ?Sized> Grant for Arc<G> {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        (**self).exchange(previous)
    }

    fn can_issue(&self) -> bool {
        (**self).can_issue()
    }

    fn issues_afresh(&self) -> bool {
        (**self).issues_afresh()
    }

    fn can_replace(&self, held: &TokenSet) -> bool {
        (**self).can_replace(held)
    }

    fn can_refresh(&self) -> bool {
        (**self).can_refresh()
    }

    fn needs_refresh_token(&self) -> bool {
        (**self).needs_refresh_token()
    }

    fn revoke<'a>(&'a self, set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
        (**self).revoke(set)
    }

    fn provider(&self) -> &str {
        (**self).provider()
    }

    fn identity(&self) -> String {
        (**self).identity()
    }
}

/// A key of 32 hexadecimal digits, made of parts such as base address, client name and scopes: half of their SHA-256,
/// each with its length before it. It is stable over versions and machines.
///
/// Where nothing else tells two accounts apart, a part may be an API key: no way leads back from the result to a value
/// that was made by chance. A password that a person chose does not belong here:
/// [`TokenSourceBuilder::account`](crate::TokenSourceBuilder::account) tells such sessions apart.
pub fn identity(parts: &[&str]) -> String {
    let mut hash = Hash::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::identity;

    #[test]
    fn stable_and_distinct() {
        assert_eq!(identity(&[]), "e3b0c44298fc1c149afbf4c8996fb924");
        assert_ne!(identity(&["ab", "c"]), identity(&["a", "bc"]));
        assert_eq!(identity(&["https://a.example", "id"]).len(), 32);
    }
}
