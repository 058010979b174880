//! Text from a document on its way to a terminal, a log or a report: no control characters, no bidirectional
//! overrides, not longer than a line.

use std::borrow::Cow;
use std::fmt::Write;

use crate::text::is_unsafe;

/// The longest piece of a document that a message repeats, in characters.
const LONGEST: usize = 80;

/// A piece of a document inside a message: escaped, capped, in backquotes.
pub fn quoted(text: &str) -> String {
    format!("`{}`", capped(&masked(text), LONGEST))
}

/// The same of what is meant as an address, in whatever form: without its user, its query and its fragment.
pub fn quoted_address(text: &str) -> String {
    let (head, hidden) = match text.find(['?', '#']) {
        Some(at) if text.len() > at + 1 => (text.get(..=at).unwrap_or_default(), "…"),
        _ => (text, ""),
    };
    let user = head.rsplit_once('@').map(|(before, host)| {
        let start = before.rfind('/').map_or("", |slash| before.get(..=slash).unwrap_or_default());
        format!("{start}…@{host}")
    });
    format!("`{}{hidden}`", capped(user.as_deref().unwrap_or(head), LONGEST))
}

/// An address without what may be secret in it: its user, its query, its fragment.
fn masked(text: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = text.split_once("://") else { return text.into() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let host = authority.rsplit_once('@').map_or(Cow::Borrowed(authority), |(_, host)| format!("…@{host}").into());
    let (path, hidden) = match path.find(['?', '#']) {
        Some(at) if path.len() > at + 1 => (path.get(..=at).unwrap_or_default(), "…"),
        _ => (path, ""),
    };
    format!("{scheme}://{host}{path}{hidden}").into()
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
    use super::{plain, quoted, quoted_address};

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(quoted("a\u{1b}[31m\n\u{202e}b"), "`a\\u{1b}[31m\\u{a}\\u{202e}b`");
        assert_eq!(plain("tab\tnul\0"), "tab\\u{9}nul\\u{0}");
    }

    #[test]
    fn what_may_be_secret_in_an_address_is_not_repeated() {
        for (text, wanted) in [
            ("https://user:hunter2@a.example/x", "`https://…@a.example/x`"),
            ("https://a.example/x?key=hunter2#hunter2", "`https://a.example/x?…`"),
            ("https://a.example/x#hunter2", "`https://a.example/x#…`"),
            ("https://a.example?", "`https://a.example?`"),
            ("https://{host}/x", "`https://{host}/x`"),
            ("name@example?x", "`name@example?x`"),
        ] {
            assert_eq!(quoted(text), wanted);
        }
        for (text, wanted) in [
            ("//user:hunter2@a.example/token", "`//…@a.example/token`"),
            ("/token?client_secret=hunter2#x", "`/token?…`"),
            ("https:/user:hunter2@a.example", "`https:/…@a.example`"),
            ("https://a.example/token", "`https://a.example/token`"),
        ] {
            assert_eq!(quoted_address(text), wanted);
        }
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(quoted(&"x".repeat(200_000)).chars().count(), 80 + 3);
    }
}
