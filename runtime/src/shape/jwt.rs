//! The `exp` claim of a JWT, read without trusting it: it only says when to ask for a new token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::Secret;
use crate::json;

/// When the token ends, in seconds since the epoch, if it is a JWT that says so (RFC 7519 section 4.1.4). The signature
/// is the server's business.
pub(super) fn expiry(token: &Secret) -> Option<f64> {
    time(&claims(token)?, "exp")
}

/// How many seconds the token was made for, if it is a JWT that says so: two times of one clock, which need none of ours.
pub(super) fn lifetime(token: &Secret) -> Option<f64> {
    let claims = claims(token)?;
    Some(time(&claims, "exp")? - time(&claims, "iat")?).filter(|seconds| *seconds > 0.0)
}

fn claims(token: &Secret) -> Option<json::Json> {
    let mut parts = token.expose().split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?);
    json::parse(&bytes).ok()
}

fn time(claims: &json::Json, name: &str) -> Option<f64> {
    claims.get(name)?.as_number().map(json::Number::as_f64)
}

#[cfg(test)]
mod tests {
    use super::{expiry, lifetime};
    use crate::Secret;

    #[test]
    fn reads_the_claim_and_nothing_else() {
        // {"exp":1700000000} and {"exp":"soon"}
        assert_eq!(expiry(&Secret::from("e30.eyJleHAiOjE3MDAwMDAwMDB9.x")), Some(1.7e9));
        assert_eq!(expiry(&Secret::from("e30.eyJleHAiOiJzb29uIn0.x")), None);
        for text in ["", "opaque", "a.b", "a.!!.c", "....."] {
            assert_eq!(expiry(&Secret::from(text)), None, "{text}");
            assert_eq!(lifetime(&Secret::from(text)), None, "{text}");
        }
    }

    #[test]
    fn a_lifetime_needs_both_its_ends() {
        // {"iat":1700000000,"exp":1700000300}, {"exp":1700000300} and {"iat":1700000300,"exp":1700000300}
        assert_eq!(lifetime(&Secret::from("e30.eyJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDMwMH0.x")), Some(300.0));
        assert_eq!(lifetime(&Secret::from("e30.eyJleHAiOjE3MDAwMDAzMDB9.x")), None);
        assert_eq!(lifetime(&Secret::from("e30.eyJpYXQiOjE3MDAwMDAzMDAsImV4cCI6MTcwMDAwMDMwMH0.x")), None);
    }
}
