//! Requests with tokens that are bound to a key.

use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{Extensions, HeaderMap, StatusCode};

use super::dpop::{Dpop, PROOF};
use crate::authorize::{Carried, challenges};
use crate::{Attach, Authorize, BoxFuture, ErrorKind, TokenError, TokenKind, TokenSource};

/// Authorizes requests with a bound token and a fresh proof for each (RFC 9449, section 7.1). The token goes into the header
/// `Authorization`, wherever the source would put it. The nonces that servers want to see are learnt from their answers, and a
/// request that was refused for the lack of one is sent once more with the same token (section 9).
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
}

impl Authorize for DpopSource {
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async move {
            self.tokens.check_target(parts)?;
            let token = self.tokens.token().await?;
            if token.kind() != TokenKind::Dpop {
                let message =
                    "the token is not bound to a key; give the client of its grant the same key by `with_dpop`";
                return Err(TokenError::new(ErrorKind::UnsupportedTokenType, message));
            }
            // Before the proof: should another nonce come in between, the proof has that one, and may be told from this.
            let nonce = self.dpop.mark(&parts.uri);
            let proof = self.dpop.proof(&parts.method, &parts.uri, Some(token.secret()))?;
            let value = Attach::Bearer.header_value(token.secret(), token.kind())?;
            parts.headers.insert(AUTHORIZATION, value);
            parts.headers.insert(PROOF, proof);
            Carried::note(parts, self.tokens.number(), token.generation().number());
            Carried::note(parts, self.dpop.number(), nonce);
            Ok(())
        })
    }

    fn answered(&self, carried: &Extensions, status: StatusCode, headers: &HeaderMap) -> bool {
        let is_ours = Carried::of(carried, self.dpop.number()).is_some();
        let Some(origin) = Carried::origin(carried).filter(|_| is_ours) else { return false };
        let learned = self.dpop.learn_of(origin, headers);
        if status == StatusCode::UNAUTHORIZED && challenges(headers, "use_dpop_nonce") {
            return learned;
        }
        self.tokens.answered(carried, status, headers)
    }
}
