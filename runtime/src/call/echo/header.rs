//! The values in a request's headers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::COOKIE;
use http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::SHORTEST;
use super::values::Values;

/// A header's value; each cookie of it; or what stands after its scheme, with the parameters there.
pub(super) fn values(name: &HeaderName, value: &HeaderValue, secrets: &mut Values) {
    let value = Zeroizing::new(String::from_utf8_lossy(value.as_bytes()).into_owned());
    secrets.put(&value);
    if name == COOKIE {
        return parameters(&value, ';', secrets);
    }
    parameters(&value, ',', secrets);
    let Some((scheme, credential)) = value.split_once(' ') else { return };
    secrets.put(credential);
    parameters(credential, ',', secrets);
    if scheme.eq_ignore_ascii_case("basic") {
        basic(credential, secrets);
    }
}

/// The values of `a=b; c="d"`.
fn parameters(text: &str, separator: char, secrets: &mut Values) {
    for (_, value) in text.split(separator).filter_map(|pair| pair.split_once('=')) {
        secrets.encoded(value.trim().trim_matches('"'));
    }
}

/// The password of a Basic credential. Where there is none, or one that is too short for a secret, as in `key:x`, the user is
/// the secret: an API's key, as a rule.
fn basic(credential: &str, secrets: &mut Values) {
    let Some(pair) = STANDARD.decode(credential).ok().and_then(|pair| String::from_utf8(pair).ok()) else { return };
    let pair = Zeroizing::new(pair);
    match pair.split_once(':') {
        Some((user, password)) => {
            secrets.encoded(password);
            if password.len() < SHORTEST {
                secrets.encoded(user);
            }
        }
        None => secrets.encoded(&pair),
    }
}
