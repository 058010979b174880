//! Text from a document on its way to a terminal, a log or a report: no control characters, no bidirectional
//! overrides, not longer than a line.

use std::fmt::Write;

use crate::text::is_unsafe;

/// The longest piece of a document that a message repeats, in characters.
const LONGEST: usize = 80;

/// A piece of a document inside a message: escaped, capped, in backquotes.
pub fn quoted(text: &str) -> String {
    format!("`{}`", capped(text, LONGEST))
}

/// Text that may hold pieces of a document: escaped, not capped.
pub fn plain(text: &str) -> String {
    capped(text, usize::MAX)
}

fn capped(text: &str, longest: usize) -> String {
    let mut out = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == longest {
            out.push('…');
            break;
        }
        if is_unsafe(character) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{plain, quoted};

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(quoted("a\u{1b}[31m\n\u{202e}b"), "`a\\u{1b}[31m\\u{a}\\u{202e}b`");
        assert_eq!(plain("tab\tnul\0"), "tab\\u{9}nul\\u{0}");
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(quoted(&"x".repeat(200_000)).chars().count(), 80 + 3);
    }
}
