//! The HTML that people put into Markdown: just enough of it to keep what they meant.
//!
//! Elements that are not known are text: `<your-token>` is far more often a placeholder than a tag.

use pulldown_cmark::{Event, Parser};

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text, entities decoded.
    Text(String),
    /// A tag that opens an element that is known.
    Open(OpenTag),
    /// A tag that closes one; its name in lower case.
    Close(String),
}

/// A tag that opens an element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OpenTag {
    /// Its name in lower case.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl OpenTag {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The elements that are understood, or known to mean nothing here.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "article",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];

/// Splits `html`. Comments are left out, all else is kept.
pub(super) fn tokens(html: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = html;
    let comments_end = html.rfind("-->").map_or(html.len(), |at| html.len() - at);
    while let Some(at) = rest.find('<') {
        push_text(&mut out, &rest[..at]);
        rest = &rest[at..];
        // Without the comparison, many beginnings without an end would each be searched to the end.
        if rest.len() > comments_end
            && let Some(end) = comment(rest)
        {
            rest = &rest[end..];
        } else if let Some((token, end)) = tag(rest) {
            out.push(token);
            rest = &rest[end..];
        } else {
            out.push(Token::Text("<".into()));
            rest = &rest[1..];
        }
    }
    push_text(&mut out, rest);
    out
}

fn push_text(out: &mut Vec<Token>, text: &str) {
    if !text.is_empty() {
        out.push(Token::Text(decode(text)));
    }
}

/// How long the comment at the beginning of `text` is.
fn comment(text: &str) -> Option<usize> {
    text.strip_prefix("<!--")?.find("-->").map(|at| at + 7)
}

/// The tag at the beginning of `text`, if it is one that is known, and how long it is.
fn tag(text: &str) -> Option<(Token, usize)> {
    let inner = text.strip_prefix('<')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = inner[..name_end].to_ascii_lowercase();
    let after = &inner[name_end..];
    if !KNOWN.contains(&name.as_str()) || !after.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()) {
        return None;
    }
    let (attributes, tail) = attributes(after)?;
    let token = if closes { Token::Close(name) } else { Token::Open(OpenTag { name, attributes }) };
    Some((token, text.len() - tail.len()))
}

type Attributes = Vec<(String, String)>;

/// The attributes up to `>`, and what follows it.
fn attributes(mut text: &str) -> Option<(Attributes, &str)> {
    let mut out = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(tail) = text.strip_prefix('>') {
            return Some((out, tail));
        }
        let end = text.find(|c: char| c.is_whitespace() || "=>/\"'<".contains(c))?;
        if end == 0 {
            return None;
        }
        let key = text[..end].to_ascii_lowercase();
        let after = text[end..].trim_start();
        let Some(value) = after.strip_prefix('=') else {
            text = after;
            continue;
        };
        let (value, tail) = attribute_value(value.trim_start())?;
        out.push((key, decode(value)));
        text = tail;
    }
}

fn attribute_value(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote);
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '<')?;
    Some(text.split_at(end))
}

/// `text` with its entities decoded, by the parser's own table.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = entity_end(rest).unwrap_or(1);
        out.extend(
            Parser::new(&rest[..end])
                .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None }),
        );
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// How long the entity at the beginning of `text` is. None is longer than 33 characters.
fn entity_end(text: &str) -> Option<usize> {
    let end = text.bytes().take(34).position(|byte| byte == b';')?;
    text[1..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#').then_some(end + 1)
}
