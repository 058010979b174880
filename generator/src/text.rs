//! Characters of a document that must not reach a terminal, a source file or a page as they are.

use std::fmt::Write as _;

/// Whether `c` can hide or reorder text: control characters, line separators, bidirectional marks, zero-width characters and
/// the byte order mark. Line feed and tab are unsafe here too; where they are meant, the caller keeps them.
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
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
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
}
