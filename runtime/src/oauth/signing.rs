//! Keys that sign assertions and proofs (RFC 7515), for `private_key_jwt` and DPoP.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject as _;

use super::error::SignInError;
use crate::Secret;
use crate::json::{Object, write};

/// A private key: ES256 (P-256), RS256 (2048 bits or more) or `EdDSA` (Ed25519). It never prints.
#[derive(Clone)]
pub struct SigningKey {
    pair: Arc<Pair>,
    id: Option<String>,
}

enum Pair {
    /// ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4).
    Es256(EcdsaKeyPair),
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3).
    Rs256(RsaKeyPair),
    /// Ed25519 (RFC 8037, section 3.1).
    EdDsa(Ed25519KeyPair),
}

/// Why a key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyError;

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "this is no private key that can be used: give an unencrypted PKCS #8 key (`BEGIN PRIVATE KEY`) of the kind \
             P-256, Ed25519 or RSA with 2048 bits or more; `openssl pkcs8 -topk8 -nocrypt` converts older forms",
        )
    }
}

impl std::error::Error for KeyError {}

impl SigningKey {
    /// Reads a PKCS #8 key in PEM form; its kind is recognised.
    pub fn from_pem(pem: &Secret) -> Result<Self, KeyError> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.expose().as_bytes()).map_err(|_| KeyError)?;
        Self::from_pkcs8(der.secret_pkcs8_der())
    }

    /// Reads a PKCS #8 key in binary form; its kind is recognised.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &SystemRandom::new())
            .map(Pair::Es256)
            .or_else(|_| Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map(Pair::EdDsa))
            .or_else(|_| RsaKeyPair::from_pkcs8(der).map(Pair::Rs256))
            .map_err(|_| KeyError)?;
        Ok(Self { pair: Arc::new(pair), id: None })
    }

    /// A new ES256 key that lives as long as this program.
    pub fn generate() -> Result<Self, SignInError> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map_err(|_| SignInError::Randomness)?;
        Self::from_pkcs8(document.as_ref()).map_err(|_| SignInError::Randomness)
    }

    /// Names the key as the server knows it (`kid`, RFC 7515, section 4.1.4). Clones that there are keep the name they have.
    #[must_use]
    pub fn with_id(self, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..self }
    }

    /// The algorithm's name (RFC 7518, section 3.1).
    pub fn algorithm(&self) -> &'static str {
        match &*self.pair {
            Pair::Es256(_) => "ES256",
            Pair::Rs256(_) => "RS256",
            Pair::EdDsa(_) => "EdDSA",
        }
    }

    /// The public half as a JSON Web Key (RFC 7517), with exactly the members of its thumbprint, as JSON.
    pub fn public_jwk(&self) -> String {
        String::from_utf8_lossy(&write(&self.jwk().into_json())).into_owned()
    }

    /// The thumbprint of the public half (RFC 7638, section 3).
    pub fn thumbprint(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.public_jwk().as_bytes()))
    }

    /// The members in alphabetical order, as the thumbprint wants them.
    pub(crate) fn jwk(&self) -> Object {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match &*self.pair {
            Pair::Es256(pair) => {
                // An uncompressed point: 4, then 32 bytes each.
                let (x, y) = pair.public_key().as_ref().get(1..).unwrap_or_default().split_at(32);
                Object::new().field("crv", "P-256").field("kty", "EC").field("x", &text(x)).field("y", &text(y))
            }
            Pair::Rs256(pair) => {
                let public = PublicKeyComponents::<Vec<u8>>::from(pair.public());
                Object::new().field("e", &text(&public.e)).field("kty", "RSA").field("n", &text(&public.n))
            }
            Pair::EdDsa(pair) => {
                Object::new().field("crv", "Ed25519").field("kty", "OKP").field("x", &text(pair.public_key().as_ref()))
            }
        }
    }

    /// A compact JWS (RFC 7515, section 7.1) over `claims`; `alg` and `kid` are added to `header`.
    pub(crate) fn sign(&self, header: Object, claims: Object) -> Result<Secret, SignInError> {
        let header = header.field("alg", self.algorithm()).optional_field("kid", self.id.as_ref());
        let part = |object: Object| URL_SAFE_NO_PAD.encode(&*write(&object.into_json()));
        let input = format!("{}.{}", part(header), part(claims));
        let signature = self.signature(input.as_bytes())?;
        Ok(Secret::new(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }

    fn signature(&self, input: &[u8]) -> Result<Vec<u8>, SignInError> {
        let random = SystemRandom::new();
        match &*self.pair {
            Pair::Es256(pair) => pair.sign(&random, input).map(|signature| signature.as_ref().to_vec()),
            Pair::EdDsa(pair) => Ok(pair.sign(input).as_ref().to_vec()),
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, input, &mut signature).map(|()| signature)
            }
        }
        .map_err(|_| SignInError::Randomness)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("algorithm", &self.algorithm()).field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_verifies_with_the_public_key() {
        let key = SigningKey::generate().expect("the system has randomness").with_id("one");
        let jws = key.sign(Object::new().field("typ", "JWT"), Object::new().field("iss", "me")).expect("signs");
        let (input, signature) = jws.expose().rsplit_once('.').expect("three parts");
        let jwk = key.jwk();
        let member = |name: &str| {
            URL_SAFE_NO_PAD
                .decode(jwk.get(name).and_then(|value| value.as_str()).unwrap_or_default())
                .expect("is base64url")
        };
        let point = [vec![4], member("x"), member("y")].concat();
        let public = ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_FIXED, point);
        let signature = URL_SAFE_NO_PAD.decode(signature).expect("is base64url");
        assert!(public.verify(input.as_bytes(), &signature).is_ok());
        let header = URL_SAFE_NO_PAD.decode(input.split('.').next().unwrap_or_default()).expect("is base64url");
        assert_eq!(String::from_utf8_lossy(&header), r#"{"typ":"JWT","alg":"ES256","kid":"one"}"#);
    }

    #[test]
    fn a_key_that_is_shared_takes_another_name_and_leaves_the_others_theirs() {
        let key = SigningKey::generate().expect("the system has randomness");
        let (one, two) = (key.clone().with_id("one"), key.clone().with_id("two"));
        for (key, id) in [(&key, "None"), (&one, "Some(\"one\")"), (&two, "Some(\"two\")")] {
            assert_eq!(format!("{key:?}"), format!("SigningKey {{ algorithm: \"ES256\", id: {id}, .. }}"));
        }
        assert_eq!(one.thumbprint(), two.thumbprint());
    }

    #[test]
    fn what_is_no_key_is_refused_and_nothing_prints() {
        assert!(
            SigningKey::from_pem(&Secret::new("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")).is_err()
        );
        assert!(SigningKey::from_pem(&Secret::new("hello")).is_err());
        let key = SigningKey::generate().expect("the system has randomness");
        assert_eq!(format!("{key:?}"), r#"SigningKey { algorithm: "ES256", id: None, .. }"#);
    }
}
