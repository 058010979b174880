//! Strings without their escapes.

use zeroize::Zeroizing;

/// The text with each escape replaced by its character, in memory that is wiped; `None` when there is no escape at all, as is
/// usual. The lexer has seen to it that the escapes are whole.
pub(super) fn unescaped(text: &str) -> Option<Zeroizing<String>> {
    if !text.contains('\\') {
        return None;
    }
    // An escape is never shorter than its character, so this never grows.
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        let (character, length) = character(escape);
        out.push_str(before);
        out.push(character);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Some(out)
}

/// What stands behind a backslash: its meaning and its length.
fn character(escape: &str) -> (char, usize) {
    match escape.chars().next() {
        Some('u') => code(escape).map_or((char::REPLACEMENT_CHARACTER, 1), |first| from_utf16(first, escape)),
        Some('b') => ('\u{8}', 1),
        Some('f') => ('\u{c}', 1),
        Some('n') => ('\n', 1),
        Some('r') => ('\r', 1),
        Some('t') => ('\t', 1),
        Some(other) => (other, other.len_utf8()),
        None => (char::REPLACEMENT_CHARACTER, 0),
    }
}

/// One code, or a pair of them. Half of a pair is no character, but legal JSON (RFC 8259 section 8.2).
fn from_utf16(first: u16, escape: &str) -> (char, usize) {
    let alone = || (char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER), 5);
    let Some(second) = escape.get(5..).and_then(|rest| code(rest.strip_prefix('\\')?)) else { return alone() };
    match char::decode_utf16([first, second]).next() {
        Some(Ok(character)) if character.len_utf16() == 2 => (character, 11),
        _ => alone(),
    }
}

/// The number in `u002f`.
fn code(escape: &str) -> Option<u16> {
    u16::from_str_radix(escape.strip_prefix('u')?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn every_escape_becomes_its_character() {
        for (text, expected) in [
            (r"a\/b\u003d\u00e9\u20AC", "a/b=é€"),
            (r#"\"\\\b\f\n\r\t"#, "\"\\\u{8}\u{c}\n\r\t"),
            (r"\u0000\\u0041", "\0\\u0041"),
            (r"\ud83d\ude00.", "\u{1f600}."),
            (r"\ud83d and \udc00\ud83d", "\u{fffd} and \u{fffd}\u{fffd}"),
            (r"\ud83d\u0041\ud83d\ud83d\ude00\ud83d\n", "\u{fffd}A\u{fffd}\u{1f600}\u{fffd}\n"),
        ] {
            assert_eq!(unescaped(text).unwrap().as_str(), expected, "{text}");
        }
        assert!(unescaped("é").is_none());
    }

    #[test]
    fn what_the_lexer_would_refuse_ends_all_the_same() {
        for text in [r"\", r"\u", r"\u12", r"\ué", r"\é", r"\ud83d\", r"\ud83d\u"] {
            assert!(unescaped(text).is_some(), "{text}");
        }
    }
}
