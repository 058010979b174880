//! Demonstrating proof of possession (RFC 9449): tokens that only the holder of a key can use.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use ring::digest::{SHA256, digest};

use super::error::SignInError;
use super::random;
use super::signing::SigningKey;
use crate::json::{Number, Object};
use crate::{Clock, Origin, Secret, SystemClock};

/// The header of a proof (RFC 9449, section 4.1).
pub(crate) const PROOF: HeaderName = HeaderName::from_static("dpop");
/// The header of a nonce (RFC 9449, section 8).
const NONCE: HeaderName = HeaderName::from_static("dpop-nonce");
/// Origins whose nonces are remembered.
const MOST_ORIGINS: usize = 64;
/// A nonce longer than this is not remembered.
const LONGEST_NONCE: usize = 4096;

/// A key and what servers asked to see in its proofs. Clones share both.
#[derive(Clone, Debug)]
pub struct Dpop(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    key: SigningKey,
    clock: Arc<dyn Clock>,
    nonces: Mutex<HashMap<Origin, String>>,
}

impl Dpop {
    /// Proofs by a new key that lives as long as this program.
    pub fn new() -> Result<Self, SignInError> {
        SigningKey::generate().map(Self::with_key)
    }

    /// Proofs by a key of one's own: refresh tokens of public clients are bound to it (RFC 9449, section 5), so it must
    /// be kept as long as they are.
    pub fn with_key(key: SigningKey) -> Self {
        Self::with_clock(key, Arc::new(SystemClock))
    }

    /// Proofs that are dated by `clock`.
    pub fn with_clock(key: SigningKey, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner { key, clock, nonces: Mutex::default() }))
    }

    /// The thumbprint that binds an authorization code to the key (`dpop_jkt`, RFC 9449, section 10).
    pub fn thumbprint(&self) -> String {
        self.0.key.thumbprint()
    }

    /// A new proof for one request (RFC 9449, section 4.2): with the origin's last nonce, and with the hash of the access
    /// token that goes with it, if any (section 7).
    pub fn proof(&self, method: &Method, uri: &Uri, access: Option<&Secret>) -> Result<HeaderValue, SignInError> {
        let hash = access.map(|access| URL_SAFE_NO_PAD.encode(digest(&SHA256, access.expose().as_bytes())));
        let nonce = Origin::of(uri).and_then(|origin| self.nonces().get(&origin).cloned());
        let claims = Object::new()
            .field("jti", &random::token()?)
            .field("htm", method.as_str())
            .field("htu", &without_query(uri))
            .field("iat", &Number::Unsigned(self.0.clock.now().wall().as_secs()))
            .optional_field("ath", hash.as_ref())
            .optional_field("nonce", nonce.as_ref());
        let header = Object::new().field("typ", "dpop+jwt").field("jwk", &self.0.key.jwk().into_json());
        let proof = self.0.key.sign(header, claims)?;
        HeaderValue::from_str(proof.expose()).map_err(|_| SignInError::Randomness)
    }

    /// Remembers the nonce of a response, for its origin alone (RFC 9449, sections 8.2 and 9). True where there is one:
    /// then a request that was refused for the lack of it may be sent once more, and only once.
    pub fn learn(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        Origin::of(uri).is_some_and(|origin| self.learn_of(&origin, headers))
    }

    /// The same, of an origin.
    pub(super) fn learn_of(&self, origin: &Origin, headers: &HeaderMap) -> bool {
        let nonce = headers.get(NONCE).and_then(|nonce| nonce.to_str().ok());
        let Some(nonce) = nonce.filter(|nonce| !nonce.is_empty() && nonce.len() <= LONGEST_NONCE) else { return false };
        let mut nonces = self.nonces();
        if let Some(known) = nonces.get_mut(origin) {
            nonce.clone_into(known);
            return true;
        }
        if nonces.len() >= MOST_ORIGINS {
            nonces.clear();
        }
        nonces.insert(origin.clone(), nonce.to_owned());
        true
    }

    /// What tells the nonce of the next proof for this address from another.
    pub(super) fn mark(&self, uri: &Uri) -> u64 {
        let nonces = self.nonces();
        let nonce = Origin::of(uri).and_then(|origin| nonces.get(&origin));
        nonce.map(|nonce| nonces.hasher().hash_one(nonce)).unwrap_or_default()
    }

    /// What tells this key, and its clones, from others.
    pub(super) fn number(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    fn nonces(&self) -> std::sync::MutexGuard<'_, HashMap<Origin, String>> {
        self.0.nonces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The target without query and fragment (`htu`, RFC 9449, section 4.2).
fn without_query(uri: &Uri) -> String {
    let text = uri.to_string();
    match text.split_once('?') {
        Some((before, _)) => before.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Json, parse};

    fn claims(proof: &HeaderValue) -> Json {
        let text = proof.to_str().expect("is text");
        let payload = text.split('.').nth(1).expect("has a payload");
        parse(&URL_SAFE_NO_PAD.decode(payload).expect("is base64url")).expect("is JSON")
    }

    fn text<'a>(claims: &'a Json, name: &str) -> Option<&'a str> {
        claims.get(name).and_then(Json::as_str)
    }

    fn nonce(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(NONCE, HeaderValue::from_static(value))])
    }

    #[test]
    fn each_request_has_a_fresh_proof_for_itself() {
        let dpop = Dpop::new().expect("the system has randomness");
        let uri = Uri::from_static("https://as.example/token?a=b");
        let one = claims(&dpop.proof(&Method::POST, &uri, None).expect("signs"));
        let two = claims(&dpop.proof(&Method::POST, &uri, None).expect("signs"));
        assert_eq!((text(&one, "htm"), text(&one, "htu")), (Some("POST"), Some("https://as.example/token")));
        assert_ne!(text(&one, "jti"), text(&two, "jti"));
        assert!(one.get("ath").is_none() && one.get("nonce").is_none());
    }

    #[test]
    fn the_access_token_is_hashed() {
        let dpop = Dpop::new().expect("the system has randomness");
        let access = Secret::new("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
        let proof = dpop.proof(&Method::GET, &Uri::from_static("https://rs.example/"), Some(&access)).expect("signs");
        assert_eq!(
            text(&claims(&proof), "ath"),
            Some("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"),
            "RFC 9449, section 7.1"
        );
    }

    #[test]
    fn a_nonce_belongs_to_its_origin() {
        let dpop = Dpop::new().expect("the system has randomness");
        let (one, two) = (Uri::from_static("https://as.example/token"), Uri::from_static("https://rs.example/me"));
        assert!(dpop.learn(&one, &nonce("n1")));
        assert!(!dpop.learn(&two, &HeaderMap::new()));
        let at_one = claims(&dpop.proof(&Method::POST, &one, None).expect("signs"));
        let at_two = claims(&dpop.proof(&Method::GET, &two, None).expect("signs"));
        assert_eq!((text(&at_one, "nonce"), text(&at_two, "nonce")), (Some("n1"), None));
    }

    #[test]
    fn the_memory_for_nonces_is_bounded() {
        let dpop = Dpop::new().expect("the system has randomness");
        for host in 0..1000 {
            let uri: Uri = format!("https://h{host}.example/").parse().expect("is a URI");
            assert!(dpop.learn(&uri, &nonce("n")));
        }
        assert!(dpop.nonces().len() <= MOST_ORIGINS);
    }
}
