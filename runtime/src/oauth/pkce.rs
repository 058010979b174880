//! Proof key for code exchange (RFC 7636), with S256 and nothing else: a server that knows only `plain` is refused
//! (RFC 9700, section 2.1.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};

use super::error::SignInError;
use super::random;
use crate::Secret;

/// The code verifier of one transaction (RFC 7636, section 4.1): made anew for each, sent only to the token endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Verifier(Secret);

impl Verifier {
    /// The only challenge method used (RFC 7636, section 4.3).
    pub(crate) const METHOD: &str = "S256";

    /// A new verifier of 256 random bits (RFC 7636, section 7.1).
    pub(crate) fn generate() -> Result<Self, SignInError> {
        random::token().map(Self)
    }

    /// The challenge that goes into the authorization request (RFC 7636, section 4.2).
    pub(crate) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.0.expose().as_bytes()))
    }

    /// The verifier itself, for the token request.
    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = Verifier(Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert_eq!(verifier.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn each_transaction_has_its_own() {
        let one = Verifier::generate().expect("the system has randomness");
        let two = Verifier::generate().expect("the system has randomness");
        assert_ne!(one.challenge(), two.challenge());
        assert!(one.secret().expose().len() >= 43, "RFC 7636, section 4.1: 43 to 128 characters");
        assert!(!format!("{one:?}").contains(one.secret().expose()));
    }
}
