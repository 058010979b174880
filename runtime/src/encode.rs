//! How values are written into addresses, forms and credentials. What is written here may be a secret, so nothing grows: each text
//! has room for all of it from the beginning, and is wiped.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::Secret;

/// Everything but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Everything but what a form leaves as it is (WHATWG URL section 5; RFC 6749, appendix B).
const RESERVED_IN_FORMS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// So many bytes may become of one.
const LONGEST: usize = 3;

/// A value in an address, so that it stays one value wherever it stands.
pub(crate) fn component(value: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(value, RESERVED)
}

/// The same as a text.
pub(crate) fn value(value: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(LONGEST * value.len()));
    text.extend(component(value));
    text
}

/// A name or value in a form: a space is a plus.
fn in_form(value: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(value, RESERVED_IN_FORMS).map(|piece| if piece == "%20" { "+" } else { piece })
}

/// A form: `application/x-www-form-urlencoded`.
pub(crate) fn form(fields: &[(String, Secret)]) -> Zeroizing<String> {
    let length = fields.iter().map(|(name, value)| 2 + LONGEST * (name.len() + value.expose().len())).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend(in_form(name));
        text.push('=');
        text.extend(in_form(value.expose()));
    }
    text
}

/// What follows `Basic ` (RFC 7617). Nothing in the halves is encoded; a client's are, before (RFC 6749, section 2.3.1).
pub(crate) fn basic(user: &str, password: &str) -> Secret {
    let pair = Zeroizing::new([user, ":", password].concat());
    Secret::new(STANDARD.encode(pair.as_bytes()))
}

/// The same of an OAuth client, whose halves are in the encoding of forms before (RFC 6749, section 2.3.1). A space is `%20` and no
/// plus: servers that decode forms read both, and those that only decode percent signs read the one.
pub(crate) fn client_basic(id: &str, secret: &str) -> Secret {
    let half = |text: &str| {
        let mut encoded = Zeroizing::new(String::with_capacity(LONGEST * text.len()));
        encoded.extend(component(text));
        encoded
    };
    basic(&half(id), &half(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_html_forms_do() {
        let fields =
            [("client secret", "cc-secret+/=%: x"), ("é", "")].map(|(name, value)| (name.into(), value.into()));
        assert_eq!(form(&fields).as_str(), "client+secret=cc-secret%2B%2F%3D%25%3A+x&%C3%A9=");
    }

    #[test]
    fn the_example_of_rfc_6749_appendix_b() {
        let fields = [(String::new(), " %&+\u{a3}\u{20ac}".into())];
        assert_eq!(form(&fields).as_str(), "=+%25%26%2B%C2%A3%E2%82%AC");
    }

    #[test]
    fn a_client_is_read_by_servers_that_decode_forms_and_by_those_that_decode_percent_signs() {
        let expected = STANDARD.encode("id%3A1:%20%25%26%2B%C2%A3~");
        assert_eq!(client_basic("id:1", " %&+\u{a3}~").expose(), expected);
    }

    #[test]
    fn the_example_of_rfc_7617() {
        assert_eq!(basic("Aladdin", "open sesame").expose(), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
}
