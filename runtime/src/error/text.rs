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

/// An OAuth `error` code, if the text is one: short, and of the characters RFC 6749 section 5.2 allows.
pub(crate) fn oauth_code(text: &str) -> Option<String> {
    let legal = |b: u8| matches!(b, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    (!text.is_empty() && text.len() <= LONGEST_CODE && text.bytes().all(legal)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{clean, oauth_code};

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
    fn an_oauth_code_is_short_and_plain() {
        assert_eq!(oauth_code("invalid_grant").as_deref(), Some("invalid_grant"));
        assert_eq!(oauth_code("in\"valid"), None);
        assert_eq!(oauth_code(&"x".repeat(65)), None);
    }
}
