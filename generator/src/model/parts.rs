//! What the fields of a multipart form are, where they are no plain text.

use super::MediaType;
use super::media::Offer;
use super::read::{Kind, Place, Reading};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Node;

/// The media types of the parts: as `encoding` says, else as OpenAPI has it for what the schema says. A file is told of: what it
/// holds is given as text.
pub(super) fn parts(reading: &Reading<'_>, offer: &Offer<'_>) -> Vec<(String, String)> {
    if offer.media != MediaType::Multipart {
        return Vec::new();
    }
    let Some(schema) = offer.place.get("schema").and_then(|schema| reading.peek(schema, Kind::Schema)) else {
        return Vec::new();
    };
    let encoding = offer.place.get("encoding");
    let branches = schema.get("allOf").map(|all| all.items().collect::<Vec<_>>()).unwrap_or_default();
    let branches = branches.into_iter().filter_map(|branch| reading.peek(branch, Kind::Schema));
    let mut found: Vec<(String, String)> = Vec::new();
    for properties in std::iter::once(schema).chain(branches).filter_map(|schema| schema.get("properties")) {
        for (name, property) in properties.entries() {
            let Some(property) = reading.peek(property, Kind::Schema) else { continue };
            let said = encoding.as_ref().and_then(|encoding| concrete(&encoding.get(name)?));
            let Some(media) = said.or_else(|| usual(reading, &property)) else { continue };
            if found.iter().any(|(known, _)| known == name) {
                continue;
            }
            if text(&property, "format") == "binary" {
                let message = format!("{} is a file: what it holds is given as text", quoted(name));
                let help =
                    "a key or certificate in PEM is text; call the operation by a client of your own where it is not";
                reading.report(Diagnostic::note(Code::Request, message, help).at(property.span()));
            }
            found.push((name.to_owned(), media));
        }
    }
    found
}

/// The first type of a list that is no pattern.
fn concrete(encoding: &Place<'_>) -> Option<String> {
    let listed = encoding.node.get("contentType").and_then(Node::as_str)?;
    let fits = |media: &&str| {
        media.contains('/') && !media.contains('*') && media.bytes().all(|byte| matches!(byte, b' '..=b'~'))
    };
    listed.split(',').map(str::trim).find(fits).map(str::to_owned)
}

/// What OpenAPI has where nobody says: an object is JSON and a list as its items are; plain values need no type.
fn usual(reading: &Reading<'_>, property: &Place<'_>) -> Option<String> {
    let said = text(property, "contentMediaType");
    if !said.is_empty() && said.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Some(said.to_owned());
    }
    match text(property, "type") {
        "object" => Some("application/json".to_owned()),
        "array" => {
            let items = reading.peek(property.get("items")?, Kind::Schema)?;
            // A list within a list is one part.
            if text(&items, "type") == "array" { Some("application/json".to_owned()) } else { usual(reading, &items) }
        }
        "string" if text(property, "format") == "binary" => Some("application/octet-stream".to_owned()),
        _ => None,
    }
}

fn text<'a>(place: &Place<'a>, key: &str) -> &'a str {
    place.node.get(key).and_then(Node::as_str).unwrap_or_default()
}
