//! What a cookie can be, so that none ends early and becomes another one; and several of them as a header has them.

use crate::Secret;

/// True for a name that a cookie can have. Brackets and the like are no part of a token (RFC 6265, section 4.1.1), but are set.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b';' | b'=' | b',' | b'"'))
}

/// True for a value that any server reads as one: of cookie octets alone (RFC 6265, section 4.1.1), or in quotes as
/// [`may_be_set`] has them.
pub(crate) fn is_value(value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b',' | b';' | b'\\')) || is_quoted(value)
}

/// True for a value that a server may have set: it comes back as it came, also where it has blanks, commas or quotes that it
/// should not have (RFC 6265, section 5.2). What no `Set-Cookie` can hold is refused, and a quote that would swallow the next cookie.
pub(crate) fn may_be_set(value: &str) -> bool {
    let printable = value.bytes().all(|b| matches!(b, b' '..=b'~') && b != b';');
    printable && value.trim() == value && (!value.starts_with('"') || is_quoted(value))
}

/// True for a value in one pair of quotes. Python, Go and others set blanks, commas and escapes within.
fn is_quoted(value: &str) -> bool {
    let Some(inner) = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) else { return false };
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        let escaped = byte == b'\\';
        let Some(byte) = (if escaped { bytes.next() } else { Some(byte) }) else { return false };
        if !matches!(byte, b' '..=b'~') || byte == b';' || (byte == b'"' && !escaped) {
            return false;
        }
    }
    true
}

/// The value of a `Cookie` header, written in one piece: nothing is left where it would have grown.
pub(crate) fn line<'a>(cookies: impl Iterator<Item = (&'a str, &'a str)>) -> Secret {
    let mut pieces = Vec::new();
    for (name, value) in cookies {
        let between = if pieces.is_empty() { "" } else { "; " };
        pieces.extend([between, name, "=", value]);
    }
    Secret::new(pieces.concat())
}

/// That value after new cookies were set: they replace those of the same name.
pub(crate) fn replaced(before: &Secret, set: &Secret) -> Secret {
    let cookies = |line| str::split(line, "; ").filter_map(|pair| pair.split_once('='));
    let is_set = |name: &str| cookies(set.expose()).any(|(new, _)| new == name);
    let stay = cookies(before.expose()).filter(|(name, _)| !is_set(name));
    line(stay.chain(cookies(set.expose())))
}

#[cfg(test)]
mod tests {
    use super::{is_name, is_value, may_be_set, replaced};

    #[test]
    fn new_cookies_replace_those_of_their_name() {
        let line = |before: &str, set: &str| replaced(&before.into(), &set.into()).expose().to_owned();
        assert_eq!(line("", "a=1"), "a=1");
        assert_eq!(line("a=1; b=2==; c=3", "b=4; d=5"), "a=1; c=3; b=4; d=5");
    }

    #[test]
    fn a_value_stays_one_cookie() {
        for value in ["", "abc", "a/b+c==", "s%3Aabc.def", "\"abc\"", "\"a b,c\"", "\"a\\054b\"", "\"a\\\"b\"", "\"\""]
        {
            assert!(is_value(value) && may_be_set(value), "{value}");
        }
        for value in
            ["a; admin=true", "\"a; admin=true\"", "\"a", "\"", "\"a\\\"", "\"a\" \"b", "a\r\nb", "a\tb", "\u{e9}"]
        {
            assert!(!is_value(value) && !may_be_set(value), "{value}");
        }
    }

    #[test]
    fn what_a_server_set_against_the_rules_may_go_back() {
        for value in ["a b", "a,b", "{\"a\":1,\"b\":\"c\"}", "a\\b", "a\""] {
            assert!(!is_value(value) && may_be_set(value), "{value}");
        }
        assert!(!may_be_set(" a") && !may_be_set("a "), "blanks at the ends are cut off");
    }

    #[test]
    fn a_name_ends_nothing() {
        assert!(["sid", "__Host-sid", ".Auth", "a[b]"].into_iter().all(is_name));
        assert!(!["", "a b", "a=b", "a;b", "a,b", "\"a\"", "a\n"].into_iter().any(is_name));
    }
}
