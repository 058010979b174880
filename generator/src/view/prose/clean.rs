//! Characters: what cannot be seen is made visible, what ends a line somewhere ends it everywhere.

use crate::text::is_unsafe;

/// The text with every line end as `\n`, tabs as spaces, and invisible characters as `(U+202E)`.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut column = 0;
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\n' | '\r' | '\u{85}' | '\u{2028}' => out.push('\n'),
            '\u{2029}' => out.push_str("\n\n"),
            '\t' => out.push_str(&"    "[column % 4..]),
            '\u{b}' | '\u{c}' | '\u{a0}' | '\u{202f}' => out.push(' '),
            c if is_unsafe(c) => out.extend(["(", &format!("U+{:04X}", u32::from(c)), ")"]),
            c => out.push(c),
        }
        column = match c {
            '\t' => 0,
            _ if out.ends_with('\n') => 0,
            _ => column + 1,
        };
    }
    out
}
