//! JSON pointers (RFC 6901) as `JSONPath` queries (RFC 9535), which overlays point with.

use std::fmt::Write as _;

use super::unescape_token;

/// The query that finds exactly what `pointer` finds.
pub(crate) fn of_pointer(pointer: &str) -> String {
    let mut path = String::from("$");
    let mut listed = false;
    for token in pointer.split('/').skip(1) {
        let name = unescape_token(token);
        if is_plain(&name) {
            let _ = write!(path, ".{name}");
        } else if listed && is_index(&name) {
            let _ = write!(path, "[{name}]");
        } else {
            let _ = write!(path, "[{}]", quoted(&name));
        }
        listed = LISTS.contains(&name.as_ref());
    }
    path
}

/// What holds a list in a document of OpenAPI: a number elsewhere, such as a status, is a name.
const LISTS: &[&str] =
    &["allOf", "anyOf", "enum", "oneOf", "parameters", "prefixItems", "required", "security", "servers", "tags"];

fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_index(name: &str) -> bool {
    name == "0" || (!name.starts_with('0') && !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()))
}

/// A string literal in single quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::of_pointer;

    #[test]
    fn a_pointer_becomes_a_path() {
        assert_eq!(of_pointer("/paths/~1auth~1token/post"), "$.paths['/auth/token'].post");
        assert_eq!(of_pointer("/servers/0"), "$.servers[0]");
        assert_eq!(of_pointer("/a/post/responses/200/content"), "$.a.post.responses['200'].content");
        assert_eq!(of_pointer("/a'b"), "$['a\\'b']");
        assert_eq!(of_pointer(""), "$");
    }
}
