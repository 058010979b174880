//! Addresses: which may be links, and how they are written.

use std::fmt::Write;

/// `target` percent-encoded, where it may be a link: `http`, `https` or `mailto`. Everything else leads nowhere from a
/// generated page, or to where nobody should be led.
pub(super) fn link(target: &str) -> Option<String> {
    let (scheme, rest) = target.trim().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let host = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//")?,
        "mailto" => rest,
        _ => return None,
    };
    host.starts_with(|c: char| c.is_ascii_alphanumeric()).then(|| format!("{scheme}:{}", encode(rest)))
}

/// Where in `word` a web address begins and ends.
pub(super) fn find(word: &str) -> Option<(usize, usize)> {
    let start = word.match_indices("http").map(|(at, _)| at).find(|at| {
        let rest = &word[at + 4..];
        rest.strip_prefix('s').unwrap_or(rest).starts_with("://")
    })?;
    let rest = &word[start..];
    let end = rest.find(|c: char| !is_plain(c) && c != '(' && c != ')').unwrap_or(rest.len());
    let mut url = &rest[..end];
    while let Some(last) = url.chars().next_back() {
        let closes = last == ')' && !url.contains('(');
        if !closes && !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'') {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    Some((start, start + url.len()))
}

/// Characters that mean nothing in Markdown and need no encoding in an address.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'+,;=%".contains(c)
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // `&lt;` would be read as an entity.
        if is_plain(c) && !(c == ';' && ends_with_entity(&out)) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn ends_with_entity(text: &str) -> bool {
    text.rsplit_once('&').is_some_and(|(_, name)| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#'))
}
