//! Text with fewer escapes.
//!
//! The parser unescapes strings in a buffer of its own that nobody wipes. Some servers escape the `/`, `+` or `=` of their
//! tokens, so what needs no escape is unescaped beforehand, in memory that is wiped.

use zeroize::Zeroizing;

/// The same JSON with each escape in a string replaced by its character, where that may stand there as it is. `None` when
/// there is no escape at all, as is usual.
pub(super) fn plain(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if !text.contains(&b'\\') {
        return None;
    }
    // An escape is never shorter than its character, so this never grows.
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut rest, mut in_string) = (text, false);
    while let Some((byte, after)) = rest.split_first() {
        if in_string && *byte == b'\\' {
            let (character, length) = character(rest);
            let (escape, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            match character {
                Some(character) => out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
                None => out.extend_from_slice(escape),
            }
            rest = after;
        } else {
            in_string ^= *byte == b'"';
            out.push(*byte);
            rest = after;
        }
    }
    Some(out)
}

/// The character that an escape stands for, if it may stand there unescaped, and the length of the escape.
fn character(escape: &[u8]) -> (Option<char>, usize) {
    match escape.get(1) {
        Some(b'/') => (Some('/'), 2),
        Some(b'u') => match code(escape) {
            // A pair stays for the parser. Half of one is no character, but legal JSON (RFC 8259 section 8.2).
            Some(0xd800..=0xdbff) if escape.get(6..).and_then(code).is_some_and(is_low_half) => (None, 12),
            Some(0xd800..=0xdfff) => (Some(char::REPLACEMENT_CHARACTER), 6),
            Some(code) => (char::from_u32(code).filter(|character| is_plain(*character)), 6),
            None => (None, 2),
        },
        _ => (None, 2),
    }
}

/// The number in `\u002f`.
fn code(escape: &[u8]) -> Option<u32> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn is_low_half(code: u32) -> bool {
    (0xdc00..=0xdfff).contains(&code)
}

fn is_plain(character: char) -> bool {
    !character.is_control() && !matches!(character, '"' | '\\')
}

#[cfg(test)]
mod tests {
    use super::plain;

    fn plainly(text: &str) -> Option<String> {
        plain(text.as_bytes()).map(|text| String::from_utf8(text.to_vec()).unwrap())
    }

    #[test]
    fn what_needs_no_escape_loses_it() {
        assert_eq!(plainly(r#"{"t":"abc"}"#), None);
        assert_eq!(plainly(r#"["a\/b\u003d","\u00e9\u20AC"]"#).as_deref(), Some(r#"["a/b=","é€"]"#));
    }

    #[test]
    fn the_rest_stays() {
        for text in
            [r#""\\/""#, r#""\"\n\u0022\u005C\u0000\ud83d\ude00""#, r#""\u12"#, r"[\u0031,\/]", r#""\"#, r#""\u+123""#]
        {
            assert_eq!(plainly(text).as_deref(), Some(text));
        }
    }
}
