//! Media types: which of those offered is used.

use super::MediaType;
use super::read::{Place, Reading};
use crate::diagnostic::{Code, Diagnostic, quoted};

/// A media type of a `content` mapping, with the place of its entry.
#[derive(Clone, Debug)]
pub(super) struct Offer<'a> {
    pub(super) media: MediaType,
    pub(super) place: Place<'a>,
    rank: u8,
}

/// The media types of `content`, best first: JSON, forms, text, anything else; document order among equals.
pub(super) fn offers<'a>(reading: &Reading<'a>, content: Option<Place<'a>>) -> Vec<Offer<'a>> {
    let Some(content) = content else { return Vec::new() };
    let mut offers: Vec<Offer<'a>> = Vec::new();
    for (name, place) in content.entries() {
        if let Some((media, rank)) = parse(name) {
            offers.push(Offer { media, place, rank });
        } else {
            let message = format!("{} is no media type", quoted(name));
            let help = "it is left out; correct its spelling";
            reading.report(Diagnostic::warning(Code::LeftOut, message, help).at(place.span()));
        }
    }
    offers.sort_by_key(|offer| offer.rank);
    offers
}

/// A media type and its rank; none where the text is not one.
fn parse(written: &str) -> Option<(MediaType, u8)> {
    let text = written.trim();
    let valid = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (kind, sub) = essence.split_once('/').filter(|(kind, sub)| valid && !kind.is_empty() && !sub.is_empty())?;
    Some(match (kind, sub) {
        ("application", "json") => (MediaType::Json(text.to_owned()), u8::from(text != "application/json")),
        ("application", "x-www-form-urlencoded") => (MediaType::Form, 3),
        ("multipart", _) => (MediaType::Multipart, 4),
        (_, sub) if is_json(sub) => (MediaType::Json(text.to_owned()), 2),
        // Documents misspell the names of forms; what they mean has one right name, and that is sent.
        (_, sub) if sub.contains("urlencode") => (MediaType::Form, 3),
        ("application", "form-data" | "formdata" | "form") => (MediaType::Multipart, 4),
        // A wildcard allows JSON, and nearly always means it.
        ("*" | "application", "*") => (MediaType::Json("application/json".to_owned()), 5),
        ("text", "*") => (MediaType::Text("text/plain".to_owned()), 7),
        ("text", "plain") => (MediaType::Text(text.to_owned()), 6),
        ("text", _) => (MediaType::Text(text.to_owned()), 7),
        _ => (MediaType::Other(text.to_owned()), 8),
    })
}

/// True for subtypes whose text is JSON: by the suffix (RFC 6839 section 3.1), or a name that was never registered.
fn is_json(sub: &str) -> bool {
    sub == "json" || [".json", "+json", "-json"].iter().any(|end| sub.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::model::MediaType;

    #[test]
    fn json_and_forms_are_known_in_all_their_spellings() {
        for text in [
            "application/json",
            "APPLICATION/JSON",
            "application/json; charset=utf-8",
            "application/problem+json",
            "application/vnd.example.v1.json",
            "text/x-json",
            "*/*",
        ] {
            assert!(matches!(parse(text), Some((MediaType::Json(_), _))), "{text}");
        }
        for text in ["application/x-www-form-urlencoded; charset=UTF-8", "application/form-urlencoded"] {
            assert!(matches!(parse(text), Some((MediaType::Form, _))), "{text}");
        }
        for text in ["multipart/form-data", "application/form-data"] {
            assert!(matches!(parse(text), Some((MediaType::Multipart, _))), "{text}");
        }
        assert_eq!(parse("x\r\ny"), None);
        assert_eq!(parse("json"), None);
        assert_eq!(parse("application/xml").map(|(_, rank)| rank), Some(8));
    }
}
