//! Words: which are names from code, and how one is written so that it stays text.

use super::Target;

/// The part of `word` that is a name from code: where it begins and ends.
pub(super) fn code_part(word: &str, target: Target) -> Option<(usize, usize)> {
    word.find(char::is_alphanumeric)?;
    // clippy takes `:::note` and `code-block::` for paths.
    let path = word.contains("::");
    let belongs = |c: char| c.is_alphanumeric() || (path && c == ':');
    let start = word.find(belongs)?;
    let end = word.rfind(belongs).map(|at| at + word[at..].chars().next().map_or(0, char::len_utf8))?;
    // A call, as clippy sees it.
    let call = target == Target::Rustdoc && word[end..].starts_with("()");
    let end = if call { end + 2 } else { end };
    let part = &word[start..end];
    let named = path || call || part.contains('_') || (target == Target::Rustdoc && is_camel(part));
    named.then_some((start, end))
}

/// Names of things that are written in mixed case and are no code; clippy knows them too.
const NAMES: &[&str] =
    &["OAuth", "GitHub", "GitLab", "GraphQL", "JavaScript", "TypeScript", "IPv4", "IPv6", "DevOps", "WebSocket"];

/// Whether a segment of `part` is written like a type: `AccessToken`. clippy asks for backticks there.
fn is_camel(part: &str) -> bool {
    !NAMES.contains(&part)
        && part.split(|c: char| !c.is_alphanumeric()).any(|word| {
            let word = word.strip_suffix('s').unwrap_or(word);
            word.starts_with(char::is_uppercase)
                && word.chars().filter(|c| c.is_uppercase()).count() > 1
                && word.chars().any(char::is_lowercase)
        })
}

/// The parts of a word in a script that has no cases and sets no blanks, as far as they are ASCII and as far as not; none of any
/// other word. clippy takes such a word for the name of a type where it holds two capitals: `新しいOAuthトークンをRevoke`. It takes
/// a word with a path for a path as a whole, which `code_part` marks.
pub(super) fn scripts(word: &str, target: Target) -> impl Iterator<Item = (&str, bool)> {
    let caseless = |c: char| c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase();
    let capitals = || word.chars().filter(|c| c.is_uppercase()).count() > 1;
    let mixed = target == Target::Rustdoc && word.chars().any(caseless) && capitals() && !word.contains("::");
    let ascii = |c: char| c.is_ascii_alphanumeric();
    let mut rest = if mixed { word } else { "" };
    std::iter::from_fn(move || {
        let is_ascii = ascii(rest.chars().next()?);
        let (run, after) = rest.split_at(rest.find(|c| ascii(c) != is_ascii).unwrap_or(rest.len()));
        rest = after;
        Some((run, is_ascii && run.chars().any(|c| c.is_ascii_uppercase())))
    })
}

/// Appends `word` so that it is read as these characters. `fresh`: at the beginning of a line.
pub(super) fn escape(out: &mut String, word: &str, fresh: bool) {
    let mut chars = word.chars().peekable();
    if fresh {
        escape_start(out, &mut chars);
    }
    while let Some(c) = chars.next() {
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' | '$' => true,
            '&' => chars.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#'),
            // `*/` would end a block comment, even where the asterisk is escaped.
            '/' => out.ends_with('*'),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
}

/// What begins a heading, a list, a quotation or an underline must not stand at the beginning of a line.
fn escape_start(out: &mut String, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        out.push(digit);
    }
    let number = !out.is_empty() && out.ends_with(|c: char| c.is_ascii_digit());
    let begins = if number { ".)" } else { "#-+=>:" };
    if let Some(c) = chars.next_if(|c| begins.contains(*c)) {
        out.push('\\');
        out.push(c);
    }
}
