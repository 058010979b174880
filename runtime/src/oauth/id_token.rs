//! Checking identity tokens (OpenID Connect Core 1.0, section 3.1.3.7); the signature and the standard claims by the
//! crate `jsonwebtoken`, which only this module knows. Behind the feature `openid`.

use http::StatusCode;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
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
/// How far clocks may be apart, in seconds.
const LEEWAY: u64 = 60;

/// Checks the identity token of a sign-in that asked for one, that is, one with a nonce.
pub(super) async fn check(client: &Client, set: &TokenSet, nonce: Option<&Secret>) -> Result<(), SignInError> {
    let Some(nonce) = nonce else { return Ok(()) };
    let token = set.extra("id_token").ok_or_else(|| refused("the server sent none although `openid` was asked for"))?;
    let server = client.server();
    let issuer =
        server.issuer.as_ref().ok_or_else(|| refused("the issuer is not known; discover the server's metadata"))?;
    let keys = fetch_keys(client).await?;
    verify(token, &keys, issuer.as_str(), client.auth().id(), nonce)
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

fn verify(token: &Secret, keys: &[Jwk], issuer: &str, client_id: &str, nonce: &Secret) -> Result<(), SignInError> {
    // The first provider of a process stays; an application that chose another one keeps it.
    let _ = DEFAULT_PROVIDER.install_default();
    let header = decode_header(token.expose()).map_err(|_| refused("it is no signed JWT"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(refused("its algorithm is not one of those accepted"));
    }
    let mut validation = Validation::new(header.alg);
    validation.leeway = LEEWAY;
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[client_id]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims = fitting(keys, &header)
        .filter_map(|key| DecodingKey::from_jwk(key).ok())
        .map(|key| decode::<Value>(token.expose(), &key, &validation))
        .reduce(Result::or)
        .ok_or_else(|| refused("none of the server's keys fits it"))?
        .map_err(|error| refused(&error.to_string()))?
        .claims;
    check_claims(&claims, client_id, nonce)
}

/// The keys that may have signed: the one named, or all where none is.
fn fitting<'a>(keys: &'a [Jwk], header: &'a Header) -> impl Iterator<Item = &'a Jwk> {
    keys.iter().filter(|key| header.kid.is_none() || key.common.key_id == header.kid)
}

/// What the library does not check: the nonce, and the party that a token for several is meant for.
fn check_claims(claims: &Value, client_id: &str, nonce: &Secret) -> Result<(), SignInError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("nonce").map(Secret::from).as_ref() != Some(nonce) {
        return Err(refused("its nonce is not the one that was sent"));
    }
    let several = claims.get("aud").and_then(Value::as_array).is_some_and(|audiences| audiences.len() > 1);
    match text("azp") {
        Some(party) if party == client_id => Ok(()),
        None if !several => Ok(()),
        _ => Err(refused("it is meant for another client")),
    }
}

fn refused(why: &str) -> SignInError {
    SignInError::IdToken(crate::error::clean(why))
}
