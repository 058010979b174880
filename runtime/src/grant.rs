//! [`Grant`]: how a provider gives tokens.

use std::sync::Arc;

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

    /// What tells this session from others in a store, made of nothing secret; see [`identity`].
    fn identity(&self) -> String;
}

impl<G: Grant + ?Sized> Grant for Arc<G> {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        (**self).exchange(previous)
    }

    fn can_issue(&self) -> bool {
        (**self).can_issue()
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

/// A key of 32 hexadecimal digits, made of parts such as base address, client name and scopes.
///
/// It is stable over versions and machines (FNV-1a, 128 bits, with the length of each part) and hides nothing: give it
/// no secret.
pub fn identity(parts: &[&str]) -> String {
    const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let bytes = parts.iter().flat_map(|part| (part.len() as u64).to_le_bytes().into_iter().chain(part.bytes()));
    let hash = bytes.fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::identity;

    #[test]
    fn stable_and_distinct() {
        assert_eq!(identity(&[]), "6c62272e07bb014262b821756295c58d");
        assert_ne!(identity(&["ab", "c"]), identity(&["a", "bc"]));
        assert_eq!(identity(&["https://a.example", "id"]).len(), 32);
    }
}
