//! How parameters and the fields of forms are written: `style`, `explode` and `content`.

use super::media::{self, Offer};
use super::read::{Kind, Place, Reading};
use super::{MediaType, Place as Where, Style};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Node;

/// That of a parameter. What is not supported is said, and written as usual.
pub(super) fn of_param(reading: &Reading<'_>, place: &Place<'_>, kind: Where, name: &str) -> Style {
    if let Some(content) = place.get("content") {
        let json = media::offers(reading, Some(content)).into_iter().next().map(|offer| offer.media);
        return if matches!(json, Some(MediaType::Json(_))) { Style::Json } else { Style::Usual };
    }
    let found = match kind {
        Where::Query => form(place),
        Where::Path | Where::Header => matches!(said(place), None | Some("simple")).then_some(Style::Usual),
        Where::Cookie => matches!(said(place), None | Some("form")).then_some(Style::Usual),
    };
    if explodes(reading, place, kind) {
        let message = format!("{} has `explode: true` here, which is not supported", quoted(name));
        let help = "its members are written with commas between them, names and values in turn; where the server takes it so, take `explode` \
                    away by an overlay";
        reading.report(Diagnostic::warning(Code::LeftOut, message, help).at(place.span()));
    }
    found.unwrap_or_else(|| unsupported(reading, place, name))
}

/// Whether a value of several parts would be written otherwise outside a query: `a=1,b=2` for an object, and in a cookie a list
/// under as many names.
fn explodes(reading: &Reading<'_>, place: &Place<'_>, kind: Where) -> bool {
    let said = place.node.get("explode").and_then(Node::as_bool) == Some(true);
    let schema = place.get("schema").and_then(|schema| reading.peek(schema, Kind::Schema));
    let ty = schema.as_ref().and_then(|schema| schema.node.get("type")).and_then(Node::as_str);
    let object =
        ty == Some("object") || (ty.is_none() && schema.is_some_and(|schema| schema.get("properties").is_some()));
    said && match kind {
        Where::Path | Where::Header => object,
        Where::Cookie => object || ty == Some("array"),
        Where::Query => false,
    }
}

/// Those of the fields of a form that are not written as usual, by their names.
pub(super) fn of_fields(reading: &Reading<'_>, offer: &Offer<'_>) -> Vec<(String, Style)> {
    let form = matches!(offer.media, MediaType::Form | MediaType::Multipart);
    let Some(encoding) = offer.place.get("encoding").filter(|_| form) else { return Vec::new() };
    let style = |(name, place): (&str, Place<'_>)| {
        let style = match self::form(&place) {
            Some(Style::Deep) | None => unsupported(reading, &place, name),
            Some(style) => style,
        };
        (style != Style::Usual).then(|| (name.to_owned(), style))
    };
    encoding.entries().filter_map(style).collect()
}

fn said<'a>(place: &Place<'a>) -> Option<&'a str> {
    place.node.get("style").and_then(Node::as_str)
}

/// The styles of a query and of a form.
fn form(place: &Place<'_>) -> Option<Style> {
    let explode = place.node.get("explode").and_then(Node::as_bool);
    match (said(place), explode) {
        (None | Some("form"), Some(false)) => Some(Style::Joined(",")),
        (Some("spaceDelimited"), Some(false) | None) => Some(Style::Joined(" ")),
        (Some("pipeDelimited"), Some(false) | None) => Some(Style::Joined("|")),
        (Some("deepObject"), _) => Some(Style::Deep),
        (None | Some("form" | "spaceDelimited" | "pipeDelimited"), _) => Some(Style::Usual),
        (Some(_), _) => None,
    }
}

fn unsupported(reading: &Reading<'_>, place: &Place<'_>, name: &str) -> Style {
    let style = said(place).unwrap_or_default();
    let message = format!("{} has the style {} here, which is not supported", quoted(name), quoted(style));
    let help =
        "it is written as where no style is given; where the server takes it so, take `style` away by an overlay";
    reading.report(Diagnostic::warning(Code::LeftOut, message, help).at(place.span()));
    Style::Usual
}
