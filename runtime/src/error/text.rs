//! Text from a server on its way into an error message.

/// Longest piece of a server's text that an error repeats, in characters.
const LONGEST: usize = 200;

/// Longest OAuth error code taken over, in characters.
const LONGEST_CODE: usize = 64;

/// Text fit to print: control characters and what reorders text become spaces, and it is cut after 200 characters.
pub(crate) fn clean(text: &str) -> String {
    let printable = |c: char| if is_unsafe(c) { ' ' } else { c };
    let mut clean: String = text.chars().take(LONGEST).map(printable).collect();
    if text.chars().nth(LONGEST).is_some() {
        clean.push('…');
    }
    clean
}

/// Control characters, and the marks that turn the direction of text around or hide in it: those of the generator's `text`, which a
/// test of the package `tests` compares.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00ad}'
                | '\u{034f}'
                | '\u{061c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0d}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Shortest text that may be a credential by its look alone.
const CREDENTIAL: usize = 20;

/// Text without what looks like a credential: a server may tell one that is not in the request. What numbers a request for the
/// server's people (a UUID) stays.
pub(crate) fn without_credentials(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-+=~".contains(c);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(if looks_secret(word) { "[redacted]" } else { word });
        rest = after;
    }
    out.push_str(rest);
    out
}

fn looks_secret(word: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| word.as_bytes().iter().any(kind);
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let jwt = word.starts_with("eyJ");
    (word.len() >= CREDENTIAL && mixed && !is_uuid(word)) || (jwt && word.len() > 8)
}

fn is_uuid(word: &str) -> bool {
    let lengths = word.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && word.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// An OAuth `error` code, if the text is one: short, and of the characters RFC 6749 section 5.2 allows.
pub(crate) fn oauth_code(text: &str) -> Option<String> {
    let legal = |b: u8| matches!(b, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    (!text.is_empty() && text.len() <= LONGEST_CODE && text.bytes().all(legal)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{clean, oauth_code, without_credentials};

    #[test]
    fn control_characters_and_length_are_bounded() {
        assert_eq!(clean("a\u{1b}[31mb\r\n\u{202e}c"), "a [31mb   c");
        for c in ['\u{61c}', '\u{ad}', '\u{e0041}', '\u{e0100}', '\u{180e}', '\u{200b}', '\u{3164}', '\u{feff}'] {
            assert_eq!(clean(&format!("a{c}b")), "a b", "{c:?}");
        }
        assert_eq!(clean("ä漢🔑"), "ä漢🔑");
        assert_eq!(clean(&"x".repeat(5000)).chars().count(), 201);
    }

    #[test]
    fn what_looks_like_a_credential_is_not_told() {
        for (text, told) in [
            ("token eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.x9 is over", "token [redacted].[redacted].x9 is over"),
            ("key=sk_live_51H8abcdefghij, sorry", "[redacted], sorry"),
            ("Trace: 3eb33303-3466-4071-872e-067584149666", "Trace: 3eb33303-3466-4071-872e-067584149666"),
            ("see https://login.example.com/oauth2/v2.0/token", "see https://login.example.com/oauth2/v2.0/token"),
            (
                "at 2026-01-31T12:00:00.123Z: invalid_client_credentials",
                "at 2026-01-31T12:00:00.123Z: invalid_client_credentials",
            ),
            ("AADSTS700016: é", "AADSTS700016: é"),
            ("", ""),
        ] {
            assert_eq!(without_credentials(text), told);
        }
    }

    #[test]
    fn an_oauth_code_is_short_and_plain() {
        assert_eq!(oauth_code("invalid_grant").as_deref(), Some("invalid_grant"));
        assert_eq!(oauth_code("in\"valid"), None);
        assert_eq!(oauth_code(&"x".repeat(65)), None);
    }
}
