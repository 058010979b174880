//! Characters of a document that must not reach a terminal, a source file or a page as they are.

use std::fmt::Write as _;

/// Whether `c` can hide or reorder text: control characters, line separators, bidirectional marks, zero-width characters,
/// variation selectors other than those that make a sign of text an emoji or the reverse, and the byte order mark. Line
/// feed and tab are unsafe here too; where they are meant, the caller keeps them. A test of the package `tests` holds the
/// runtime's list beside this one.
pub fn is_unsafe(c: char) -> bool {
    // Nearly every character is ASCII, where only control characters are meant.
    if c.is_ascii() {
        return c.is_ascii_control();
    }
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

/// `text` with every unsafe character replaced by U+FFFD: replaced, not deleted, so that nothing joins up behind it.
pub fn replaced(text: &str) -> String {
    text.chars().map(|c| if is_unsafe(c) { '\u{fffd}' } else { c }).collect()
}

/// A word for a shell.
pub fn shell_word(text: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+=:".contains(&byte);
    if !text.is_empty() && text.bytes().all(safe) {
        return text.to_owned();
    }
    format!("'{}'", replaced(text).replace('\'', "'\\''"))
}

/// JSON text with every unsafe character inside its strings escaped; line feeds between values stay.
pub fn escaped_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !is_unsafe(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// Whether text has the look of a credential: long, without blanks, digits and letters mixed. None is shown,
/// even where a document's author thought it harmless.
pub fn looks_secret(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_+/=.".contains(c))).any(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let upper = word.bytes().filter(u8::is_ascii_uppercase).count();
        let jwt = word.starts_with("eyJ") && word.len() > 12;
        let opaque = word.len() >= 24 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let letters = word.bytes().filter(u8::is_ascii_lowercase).count();
        jwt || opaque && digits >= 4 && letters >= 4
            || word.len() >= 32
                && digits >= 4
                && (upper >= 4 || word.len() >= 40)
                && !word.starts_with("//")
                && !word.contains("..")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_reordering_characters_are_unsafe() {
        for c in ['\u{ad}', '\u{61c}', '\u{e0041}', '\u{e0100}', '\u{34f}'] {
            assert!(is_unsafe(c), "{c:?}");
        }
        for c in ['\r', '\n', '\u{7f}', '\u{85}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{2028}'] {
            assert!(is_unsafe(c), "{c:?}");
        }
        for c in ['a', 'ä', ' ', '`', '漢', '🔑'] {
            assert!(!is_unsafe(c), "{c:?}");
        }
    }

    #[test]
    fn unsafe_characters_leave_a_trace() {
        assert_eq!(replaced("*\u{200b}/"), "*\u{fffd}/");
    }

    #[test]
    fn what_looks_like_a_credential_is_not_shown() {
        for secret in [
            "eyJhbGciOiJIUzI1NiJ9.e30.x",
            "Bearer eyJhbGciOiJIUzI1NiJ9",
            "ly1nj6n11vionaie65emwzk575hnnmrk",
            "def50200a28d88fb9aaa921be78eeb5604b071101a334899",
        ] {
            assert!(looks_secret(secret), "{secret}");
        }
        for shown in [
            "Bearer",
            "https://docs.example.com/reference/authentication-invalid-user-credentials",
            "2030-01-01T00:00:00Z",
        ] {
            assert!(!looks_secret(shown), "{shown}");
        }
    }
}
