//! Media types: which of those offered is used.

use super::MediaType;
use super::read::{Kind, Place, Reading};
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

/// Takes for JSON what has the shape of JSON and a name that says nothing else: an object that is called plain text, or a type of
/// the provider's own.
pub(super) fn shaped(reading: &Reading<'_>, offers: &mut [Offer<'_>]) {
    for offer in offers {
        let name = match &offer.media {
            MediaType::Text(name) | MediaType::Other(name) if may_be_json(&essence(name)) => name.clone(),
            _ => continue,
        };
        let schema = offer.place.get("schema").and_then(|schema| reading.peek(schema, Kind::Schema));
        if schema.is_some_and(|schema| is_structured(&schema)) {
            offer.media = MediaType::Json(name);
        }
    }
}

fn may_be_json(essence: &str) -> bool {
    let own = |rest: &str| !rest.contains('+') && !["xml", "yaml", "csv"].iter().any(|end| rest.ends_with(end));
    essence == "text/plain" || essence.strip_prefix("application/vnd.").is_some_and(own)
}

fn is_structured(schema: &Place<'_>) -> bool {
    let ty = schema.get("type").and_then(|ty| ty.node.as_str());
    matches!(ty, Some("object" | "array"))
        || (ty.is_none() && ["properties", "allOf"].iter().any(|key| schema.get(key).is_some()))
}

/// Whether the name of a media type says that it is JSON; the runtime has the same rule.
pub(crate) fn is_named_json(name: &str) -> bool {
    essence(name).split_once('/').is_some_and(|(_, sub)| is_json(sub))
}

fn essence(text: &str) -> String {
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A media type and its rank; none where the text is not one.
fn parse(written: &str) -> Option<(MediaType, u8)> {
    let text = written.trim();
    let valid = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    let essence = essence(text);
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
    use super::{may_be_json, parse};
    use crate::model::MediaType;

    #[test]
    fn only_what_nobody_else_means_may_be_json() {
        for essence in ["text/plain", "application/vnd.example", "application/vnd.example.v1"] {
            assert!(may_be_json(essence), "{essence}");
        }
        for essence in ["text/html", "application/xml", "application/vnd.example+cbor", "application/vnd.example.xml"] {
            assert!(!may_be_json(essence), "{essence}");
        }
    }

    #[test]
    fn json_and_forms_are_known_in_all_their_spellings() {
        for text in [
            "application/json",
            "APPLICATION/JSON",
            "application/json; charset=utf-8",
            "application/problem+json",
            "application/vnd.example.v1.json",
            "text/x-json",
            "text/json",
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
