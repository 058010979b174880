//! Checking identity tokens (OpenID Connect Core 1.0, section 3.1.3.7); the signature and the standard claims by the
//! crate `jsonwebtoken`, which only this module knows. Behind the feature `openid`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::errors::{Error as JwtError, ErrorKind};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};
use serde_json::Value;

use super::client::Client;
use super::error::SignInError;
use crate::{Secret, TokenSet};

/// The algorithms that are accepted: signatures by a key of the server's, nothing symmetric, never `none`.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];
/// Where the reply of the token endpoint has it.
const ID_TOKEN: &str = "id_token";
/// How far clocks may be apart, in seconds.
const LEEWAY: u64 = 60;

/// How a sign-in asked for an identity token.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked<'a> {
    /// Not at all.
    No,
    /// With this nonce, and it has to come.
    Nonce(&'a Secret),
    /// By a device, whose request has no place for a nonce.
    Device,
}

/// Checks the identity token of a sign-in. One that was not asked for, or cannot be checked, is dropped: nobody is to take it
/// for checked.
pub(super) async fn check(client: &Client, set: TokenSet, asked: Asked<'_>) -> Result<TokenSet, SignInError> {
    let nonce = match asked {
        Asked::No => return Ok(set.without_extra(ID_TOKEN)),
        Asked::Nonce(nonce) => Some(nonce),
        Asked::Device => None,
    };
    // Endpoints that were given by hand say neither who issues nor with which keys. Who asked for tokens gets them.
    let Some(issuer) = &client.server().issuer else { return Ok(set.without_extra(ID_TOKEN)) };
    let Some(token) = set.extra(ID_TOKEN) else {
        return match nonce {
            Some(_) => Err(refused("the server sent none although `openid` was asked for")),
            None => Ok(set),
        };
    };
    let keys = fetch_keys(client).await?;
    verify(token, &keys, issuer.as_str(), client.auth().id(), nonce)?;
    Ok(set)
}

/// The server's public keys (RFC 7517, section 5). Keys of unknown kinds are left out.
async fn fetch_keys(client: &Client) -> Result<Vec<Jwk>, SignInError> {
    let endpoint = client.server().jwks.as_ref().ok_or(SignInError::NoEndpoint("address of its keys (jwks_uri)"))?;
    let reply = client.get(endpoint).await?;
    if reply.status() != StatusCode::OK {
        return Err(refused("the server's keys could not be fetched"));
    }
    let body: Value = serde_json::from_slice(&reply.bytes()).map_err(|_| refused("the server's keys are not JSON"))?;
    let keys = body.get("keys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Ok(keys.iter().filter_map(|key| serde_json::from_value(key.clone()).ok()).collect())
}

fn verify(
    token: &Secret,
    keys: &[Jwk],
    issuer: &str,
    client_id: &str,
    nonce: Option<&Secret>,
) -> Result<(), SignInError> {
    // The first provider of a process stays; an application that chose another one keeps it.
    let _ = DEFAULT_PROVIDER.install_default();
    let header = decode_header(token.expose()).ok().filter(|header| ALGORITHMS.contains(&header.alg));
    let header = header.ok_or_else(|| refused(&unknown(token)))?;
    let mut validation = Validation::new(header.alg);
    validation.leeway = LEEWAY;
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[client_id]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims = fitting(keys, &header)
        .filter_map(|key| DecodingKey::from_jwk(key).ok())
        .map(|key| decode::<Value>(token.expose(), &key, &validation))
        .reduce(better)
        .ok_or_else(|| refused("none of the server's keys fits it"))?
        .map_err(|error| refused(&why(&error)))?
        .claims;
    check_claims(&claims, client_id, nonce)
}

/// Of what two keys say: that it is good, else what is wrong beside the signature, which one key alone can have made.
fn better<T>(one: Result<T, JwtError>, other: Result<T, JwtError>) -> Result<T, JwtError> {
    let is_of_signer = |error: &JwtError| {
        matches!(
            error.kind(),
            ErrorKind::ExpiredSignature
                | ErrorKind::InvalidIssuer
                | ErrorKind::InvalidAudience
                | ErrorKind::MissingRequiredClaim(_)
        )
    };
    match &one {
        Ok(_) => one,
        Err(error) if is_of_signer(error) && other.is_err() => one,
        Err(_) => other,
    }
}

/// Why a token cannot be checked at all.
fn unknown(token: &Secret) -> String {
    let header = token.expose().split('.').next().and_then(|header| URL_SAFE_NO_PAD.decode(header).ok());
    let header: Option<Value> = header.and_then(|header| serde_json::from_slice(&header).ok());
    match header.as_ref().and_then(|header| header.get("alg")?.as_str()) {
        Some(algorithm) => format!(
            "its algorithm {algorithm} is not accepted; let the server sign for this client by RS256, ES256 or another of \
             {ALGORITHMS:?}"
        ),
        None => "it is no signed JWT".to_owned(),
    }
}

/// The keys that may have signed: the one named, or all where none is.
fn fitting<'a>(keys: &'a [Jwk], header: &'a Header) -> impl Iterator<Item = &'a Jwk> {
    keys.iter().filter(|key| header.kid.is_none() || key.common.key_id == header.kid)
}

/// What the library does not check: the nonce, and the party that a token for several is meant for.
fn check_claims(claims: &Value, client_id: &str, nonce: Option<&Secret>) -> Result<(), SignInError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if nonce.is_some_and(|nonce| text("nonce").map(Secret::from).as_ref() != Some(nonce)) {
        return Err(refused("its nonce is not the one that was sent"));
    }
    let several = claims.get("aud").and_then(Value::as_array).is_some_and(|audiences| audiences.len() > 1);
    match text("azp") {
        Some(party) if party == client_id => Ok(()),
        None if !several => Ok(()),
        _ => Err(refused("it is meant for another client")),
    }
}

/// What the library found, in words where it has a bare name for it that people meet.
fn why(error: &JwtError) -> String {
    match error.kind() {
        ErrorKind::ExpiredSignature => "it has expired, or this machine's clock is ahead of the server's".to_owned(),
        ErrorKind::InvalidSignature => "its signature is not by the server's key".to_owned(),
        ErrorKind::InvalidIssuer => "another issuer made it".to_owned(),
        ErrorKind::InvalidAudience => "it is meant for another client".to_owned(),
        _ => error.to_string(),
    }
}

fn refused(why: &str) -> SignInError {
    SignInError::IdToken(crate::error::clean(why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Json, Number, Object};
    use crate::oauth::SigningKey;
    use crate::{Clock as _, SystemClock};

    const ISSUER: &str = "https://as.example";

    /// A token by a key of ours, with the claims changed.
    fn check(header: Object, change: impl FnOnce(Object) -> Object) -> Result<(), SignInError> {
        let key = SigningKey::generate()?.with_id("k");
        let mut jwk: Value = serde_json::from_str(&key.public_jwk()).map_err(|_| SignInError::Randomness)?;
        jwk["kid"] = "k".into();
        let keys = [serde_json::from_value(jwk).map_err(|_| SignInError::Randomness)?];
        let claims = Object::new()
            .field("iss", ISSUER)
            .field("sub", "alice")
            .field("aud", "me")
            .field("nonce", "n")
            .field("exp", &Number::Unsigned(SystemClock.now().wall().as_secs() + 600));
        verify(&key.sign(header, change(claims))?, &keys, ISSUER, "me", Some(&"n".into()))
    }

    fn refusal(change: impl FnOnce(Object) -> Object) -> String {
        check(Object::new(), change).expect_err("is refused").to_string()
    }

    #[test]
    fn a_good_token_is_accepted() {
        check(Object::new(), |claims| claims).expect("is accepted");
        let several = Json::Array(vec![Json::String("me".into()), Json::String("other".into())]);
        check(Object::new(), |claims| claims.field("aud", &several).field("azp", "me")).expect("is accepted");
    }

    #[test]
    fn each_claim_counts() {
        for (name, value) in [("iss", "https://evil.example"), ("aud", "other"), ("nonce", "other"), ("azp", "other")] {
            assert!(refusal(|claims| claims.field(name, value)).contains("was refused"), "{name}");
        }
        let now = SystemClock.now().wall().as_secs();
        assert!(
            refusal(|claims| claims.field("exp", &Number::Unsigned(now - 3600)))
                .contains("it has expired, or this machine")
        );
        for name in ["iss", "sub", "aud", "exp", "nonce"] {
            refusal(|mut claims| {
                claims.insert(name, Json::Null);
                claims
            });
        }
        let several = Json::Array(vec![Json::String("me".into()), Json::String("other".into())]);
        assert!(refusal(|claims| claims.field("aud", &several)).contains("another client"));
    }

    /// What is wrong with a token that names no key is told of the key that signed it, whichever of the server's others were tried.
    #[test]
    fn a_key_that_did_not_sign_says_nothing_of_the_token() {
        let pairs = [SigningKey::generate(), SigningKey::generate()].map(|key| key.expect("the system has randomness"));
        let jwks = pairs.each_ref().map(|key| serde_json::from_str::<Jwk>(&key.public_jwk()).expect("is a key"));
        let claims = |end: u64| {
            let claims = Object::new().field("iss", ISSUER).field("sub", "alice").field("aud", "me");
            claims.field("exp", &Number::Unsigned(SystemClock.now().wall().as_secs() + end - 3600))
        };
        for key in &pairs {
            let expired = key.sign(Object::new(), claims(0)).expect("signs");
            let error = verify(&expired, &jwks, ISSUER, "me", None).expect_err("is refused");
            assert!(error.to_string().contains("it has expired"), "{error}");
            let good = key.sign(Object::new(), claims(7200)).expect("signs");
            verify(&good, &jwks, ISSUER, "me", None).expect("is accepted");
        }
    }

    #[test]
    fn neither_none_nor_a_symmetric_key_nor_an_unknown_one_is_believed() {
        let key = SigningKey::generate().expect("the system has randomness");
        let token = key.sign(Object::new(), Object::new().field("iss", ISSUER)).expect("signs");
        assert!(verify(&token, &[], ISSUER, "me", None).is_err_and(|error| error.to_string().contains("keys fits")));
        for algorithm in ["none", "HS256", "Ed25519"] {
            let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
            let token = format!("{}.{}.", encode(format!(r#"{{"alg":"{algorithm}"}}"#)), encode("{}".to_owned()));
            let error = verify(&token.into(), &[], ISSUER, "me", None).expect_err("is refused").to_string();
            assert!(error.contains(&format!("algorithm {algorithm} is not accepted; let the server sign")), "{error}");
        }
        assert!(verify(&"no token".into(), &[], ISSUER, "me", None).is_err());
    }
}
