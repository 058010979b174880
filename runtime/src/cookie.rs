//! What a cookie can be, so that none ends early and becomes another one; and several of them as a header has them.

use zeroize::Zeroizing;

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

/// What the name of a signature ends with. Servers that sign a cookie set its signature as a cookie of its own beside it, and take
/// neither without the other.
const SIGNATURE: &str = ".sig";

/// The value of a cookie and the cookie that signs it, as they stand in a `Cookie` header behind the name.
pub(crate) fn with_signature(name: &str, value: &str, signature: &str) -> Secret {
    Secret::new([value, "; ", name, SIGNATURE, "=", signature].concat())
}

/// Whether a cookie is the signature of that one.
pub(crate) fn is_signature(name: &str, of: &str) -> bool {
    name.strip_suffix(SIGNATURE) == Some(of)
}

/// The value alone, for where it goes as no cookie.
pub(crate) fn without_signature(token: &str) -> &str {
    let signed = token
        .split_once("; ")
        .filter(|(_, rest)| rest.split_once('=').is_some_and(|(name, _)| name.ends_with(SIGNATURE)));
    signed.map_or(token, |(value, _)| value)
}

/// True where a value is right, or where a right one is followed by the cookie that signs it.
pub(crate) fn is_or_is_signed(name: &str, value: &str, is_right: fn(&str) -> bool) -> bool {
    let signed = || {
        let (value, rest) = value.split_once("; ")?;
        let (signature, text) = rest.split_once('=')?;
        Some(is_signature(signature, name) && is_right(value) && is_right(text))
    };
    is_right(value) || signed().unwrap_or(false)
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

/// One line of the cookies in these lines and of `own`, which take the place of those of their name. The application's cookies
/// may be any bytes.
pub(crate) fn joined<'a>(lines: impl Iterator<Item = &'a [u8]>, own: &'a [u8]) -> Zeroizing<Vec<u8>> {
    let cookies =
        |line: &'a [u8]| line.split(|byte| *byte == b';').map(<[u8]>::trim_ascii).filter(|pair| !pair.is_empty());
    let name = |pair: &'a [u8]| pair.split(|byte| *byte == b'=').next();
    let is_own = |pair: &&'a [u8]| cookies(own).any(|cookie| name(cookie) == name(pair));
    let others = lines.flat_map(cookies).filter(|pair| !is_own(pair));
    let pieces: Vec<&[u8]> = others.chain(cookies(own)).collect();
    Zeroizing::new(pieces.join(b"; ".as_slice()))
}

#[cfg(test)]
mod tests {
    use super::{is_name, is_or_is_signed, is_value, may_be_set, replaced, with_signature};

    #[test]
    fn nothing_but_its_signature_follows_a_value() {
        let right = |value: &str| is_or_is_signed("sid", value, is_value);
        assert!(right("abc") && right(with_signature("sid", "abc", "x-y").expose()));
        for value in ["abc; admin=1", "abc; sid=1", "abc; sid.sig=1; a=2", "abc; other.sig=1", "a b; sid.sig=1"] {
            assert!(!right(value), "{value}");
        }
    }

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
