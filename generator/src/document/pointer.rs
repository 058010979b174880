//! JSON pointers (RFC 6901), plain and in the fragment of a `$ref`.

use std::borrow::Cow;

use super::{Node, Value};

impl Node {
    /// The value at a JSON pointer: `/paths/~1auth~1token/post`, or the empty string for this node.
    pub fn at_pointer(&self, pointer: &str) -> Option<&Node> {
        if pointer.is_empty() {
            return Some(self);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(self, |node, token| node.step(&unescape_token(token)))
    }

    /// The value that a local reference names: `#/components/schemas/Token`, its fragment percent-encoded or not.
    pub fn at_reference(&self, reference: &str) -> Option<&Node> {
        let fragment = reference.strip_prefix('#')?;
        self.at_pointer(fragment).or_else(|| self.at_pointer(&percent_decode(fragment)?))
    }

    fn step(&self, token: &str) -> Option<&Node> {
        match self.value() {
            Value::Mapping(_) => self.get(token),
            Value::Sequence(items) => items.get(token.parse::<usize>().ok()?),
            Value::Scalar(_) => None,
        }
    }
}

/// A token as a pointer spells it: `~` and `/` escaped.
pub fn escape_token(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        Cow::Owned(token.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(token)
    }
}

/// A token as a mapping spells it.
pub fn unescape_token(token: &str) -> Cow<'_, str> {
    if token.contains('~') { Cow::Owned(token.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(token) }
}

/// `%20` and the like; `None` where that is no UTF-8.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = tail.get(..2).filter(|_| first == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        if let Some(byte) = escaped.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{escape_token, percent_decode, unescape_token};

    #[test]
    fn tokens_survive_the_round_trip() {
        for token in ["", "/auth/token", "a~b", "~1", "~01", "{id}"] {
            assert_eq!(unescape_token(&escape_token(token)), token);
        }
    }

    #[test]
    fn percent_decoding_leaves_what_is_no_escape() {
        assert_eq!(percent_decode("/a%20b%7Bc%7d%").as_deref(), Some("/a b{c}%"));
        assert_eq!(percent_decode("%ff"), None);
    }
}
