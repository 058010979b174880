//! The `exp` claim of a JWT, read without trusting it: it only says when to ask for a new token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::Secret;
use crate::json;

/// When the token ends, in seconds since the epoch, if it is a JWT that says so (RFC 7519 section 4.1.4). The signature
/// is the server's business.
pub(super) fn expiry(token: &Secret) -> Option<f64> {
    let mut parts = token.expose().split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?);
    json::parse(&bytes).ok()?.get("exp")?.as_number().map(json::Number::as_f64)
}

#[cfg(test)]
mod tests {
    use super::expiry;
    use crate::Secret;

    #[test]
    fn reads_the_claim_and_nothing_else() {
        // {"exp":1700000000} and {"exp":"soon"}
        assert_eq!(expiry(&Secret::from("e30.eyJleHAiOjE3MDAwMDAwMDB9.x")), Some(1.7e9));
        assert_eq!(expiry(&Secret::from("e30.eyJleHAiOiJzb29uIn0.x")), None);
        for text in ["", "opaque", "a.b", "a.!!.c", "....."] {
            assert_eq!(expiry(&Secret::from(text)), None, "{text}");
        }
    }
}
