//! Requests with tokens that are bound to a key.

use http::Extensions;
use http::header::AUTHORIZATION;
use http::request::Parts;

use super::dpop::{Dpop, PROOF};
use crate::{Authorize, BoxFuture, ErrorKind, Secret, TokenError, TokenSource};

/// Authorizes requests with a bound token and a fresh proof for each (RFC 9449, section 7.1).
#[derive(Clone, Debug)]
pub struct DpopSource {
    tokens: TokenSource,
    dpop: Dpop,
}

impl DpopSource {
    /// The tokens, and the key that they are bound to.
    pub fn new(tokens: TokenSource, dpop: Dpop) -> Self {
        Self { tokens, dpop }
    }

    /// The key, to learn the nonces of responses: see [`Dpop::may_retry`].
    pub fn dpop(&self) -> &Dpop {
        &self.dpop
    }
}

impl Authorize for DpopSource {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async move {
            Authorize::authorize(&self.tokens, parts).await?;
            let value = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
            let Some(token) = value.and_then(|value| value.strip_prefix("DPoP ")).map(Secret::from) else {
                parts.headers.remove(AUTHORIZATION);
                let message =
                    "the token is not bound to a key; give the client of its grant the same key by `with_dpop`";
                return Err(TokenError::new(ErrorKind::UnsupportedTokenType, message));
            };
            let proof = self.dpop.proof(&parts.method, &parts.uri, Some(&token))?;
            parts.headers.insert(PROOF, proof);
            Ok(())
        })
    }

    fn refused(&self, carried: &Extensions) -> bool {
        self.tokens.refused(carried)
    }
}
