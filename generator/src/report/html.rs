//! Text inside HTML.

use std::fmt::{self, Write as _};

/// Text that is safe between tags and inside a quoted attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlText(Box<str>);

impl HtmlText {
    /// `text` with the characters of markup as references and hidden characters made visible.
    pub fn new(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                '\n' | '\t' => out.push(c),
                c if crate::text::is_unsafe(c) => {
                    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
                }
                c => out.push(c),
            }
        }
        Self(out.into())
    }

    /// A sentence of this program: what stands between backquotes is code.
    pub fn sentence(text: &str) -> Self {
        let mut out = String::new();
        let parts: Vec<&str> = text.split('`').collect();
        // An odd backquote at the end opens nothing.
        let paired = parts.len() - usize::from(parts.len().is_multiple_of(2));
        for (at, part) in parts.iter().enumerate() {
            let part = Self::new(part);
            match (at < paired, at % 2) {
                (true, 1) => drop(write!(out, "<code>{part}</code>")),
                (true, _) => out.push_str(part.as_str()),
                (false, _) => drop(write!(out, "`{part}")),
            }
        }
        Self(out.into())
    }

    /// The encoded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HtmlText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::HtmlText;

    proptest::proptest! {
        #[test]
        fn text_holds_no_markup(text in proptest::prelude::any::<String>()) {
            let html = HtmlText::new(&text);
            proptest::prop_assert!(!html.as_str().contains(['<', '>', '"', '\'']), "{}", html);
            let references = html.as_str().split('&').skip(1).all(|part| part.contains(';'));
            proptest::prop_assert!(references, "{}", html);
        }
    }
}
