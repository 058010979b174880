//! From a node to one that `openapiv3` can read: only the keys it knows, each of its type, and every object that is read
//! by itself replaced by a reference to its own place. So reading costs what the object itself costs, at any depth and
//! through any cycle, and every part keeps its place.

use super::grammar::{Filler, Kind, Shape, Weight};
use super::place::Place;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::document::{Entry, Node, Scalar, Span, Style, Value};

/// The shallow form of what stands at `place`. Faults go to `findings`.
pub(super) fn shallow(place: &Place<'_>, kind: Kind, findings: &mut Diagnostics) -> Option<Node> {
    if !place.node.is_mapping() {
        findings.push(wrong_type(place, Weight::Needed, kind.article()));
        return None;
    }
    let mut entries: Vec<Entry> = Vec::new();
    for &(key, shape, weight) in kind.rows() {
        let Some(child) = place.get(key) else { continue };
        match convert(&child, shape, findings) {
            Ok(node) => entries.push(Entry::new(key, node)),
            Err(expected) => findings.push(wrong_type(&child, weight, expected)),
        }
    }
    for &(key, filler) in kind.filled() {
        if !entries.iter().any(|entry| entry.key == key) {
            entries.push(Entry::new(key, filler_node(filler, place)));
        }
    }
    Some(Node::mapping(entries, place.span()))
}

fn filler_node(filler: Filler, place: &Place<'_>) -> Node {
    match filler {
        Filler::Text => Node::text("", place.span()),
        Filler::Mapping => Node::mapping(Vec::new(), place.span()),
    }
}

type Converted = Result<Node, &'static str>;

fn convert(place: &Place<'_>, shape: Shape, findings: &mut Diagnostics) -> Converted {
    match shape {
        Shape::Text => text(place),
        Shape::Name if scalar(place).is_some_and(|it| it.style == Style::Literal) => Err("text"),
        Shape::Address if scalar(place).is_some_and(|it| it.as_bool().is_some() || it.as_f64().is_some()) => {
            Err("an address")
        }
        Shape::Name | Shape::Address => text(place),
        Shape::Flag => place.node.as_bool().map(|flag| literal(&flag, place)).ok_or("true or false"),
        Shape::Count => {
            let count = place.node.as_i64().filter(|count| *count >= 0);
            count.map(|count| literal(&count, place)).ok_or("a whole number that is not negative")
        }
        Shape::Texts => list(place, |item| text(&item)),
        Shape::TextMap => map(place, |_, child| Ok(text(&child).unwrap_or_else(|_| Node::text("", child.span())))),
        Shape::Inline(kind) => inline(place, kind, findings),
        Shape::Inlines(kind) => list(place, |item| inline(&item, kind, findings)),
        Shape::InlineMap(kind) => map(place, |_, child| inline(&child, kind, findings)),
        Shape::Child => Ok(reference(place)),
        Shape::Children => list(place, |item| Ok(reference(&item))),
        Shape::ChildMap => map(place, |_, child| Ok(reference(&child))),
        Shape::Replies => replies(place, findings),
        Shape::ChildOrFlag => {
            place.node.as_bool().map_or_else(|| Ok(reference(place)), |flag| Ok(literal(&flag, place)))
        }
        Shape::Requirements => list(place, |item| requirement(&item, findings)),
    }
}

fn inline(place: &Place<'_>, kind: Kind, findings: &mut Diagnostics) -> Converted {
    if place.node.is_null() {
        return Ok(Node::mapping(Vec::new(), place.span()));
    }
    if !place.node.is_mapping() {
        return Err(kind.article());
    }
    shallow(place, kind, findings).ok_or(kind.article())
}

/// The replies by status; a key that is none is named and left out.
fn replies(place: &Place<'_>, findings: &mut Diagnostics) -> Converted {
    if !place.node.is_mapping() {
        return Err("a mapping from status to response");
    }
    let mut entries = Vec::new();
    for (key, child) in place.entries().filter(|(key, _)| !key.starts_with("x-")) {
        if is_status(key) {
            entries.push(Entry::new(key.to_ascii_uppercase().replace("DEFAULT", "default"), reference(&child)));
        } else {
            let message = format!("{} is no HTTP status, no range such as 4XX and not `default`", quoted(key));
            findings.push(
                Diagnostic::warning(Code::ReplyStatus, message, "the response is left out; correct its key")
                    .at(child.span()),
            );
        }
    }
    Ok(Node::mapping(entries, place.span()))
}

fn is_status(key: &str) -> bool {
    let upper = key.to_ascii_uppercase();
    match upper.as_bytes() {
        b"DEFAULT" => true,
        [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'5', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}

fn text(place: &Place<'_>) -> Converted {
    place.node.as_str().map(|text| Node::text(text, place.span())).ok_or("text")
}

fn scalar<'a>(place: &Place<'a>) -> Option<&'a Scalar> {
    match place.node.value() {
        Value::Scalar(scalar) => Some(scalar),
        Value::Sequence(_) | Value::Mapping(_) => None,
    }
}

fn literal(value: &impl ToString, place: &Place<'_>) -> Node {
    Node::literal(value.to_string(), place.span())
}

/// The schemes that go together. The name of one alone says what is meant.
fn requirement(item: &Place<'_>, findings: &mut Diagnostics) -> Converted {
    if let Some(id) = item.node.as_str() {
        findings.push(named(id, item.span()));
        return Ok(Node::mapping(item.node.needs().into_owned(), item.span()));
    }
    map(item, |_, scopes| Ok(scope_list(&scopes))).map_err(|_| "a list of mappings")
}

/// A warning that a requirement is the mere name of a scheme.
pub(in crate::model) fn named(id: &str, at: Span) -> Diagnostic {
    let message = format!("{} is text, where OpenAPI wants a mapping from a scheme to its scopes", quoted(id));
    let help = "it is read as the scheme of that name, without scopes; write `{ NAME: [] }`";
    Diagnostic::warning(Code::WrongType, message, help).at(at)
}

fn scope_list(scopes: &Place<'_>) -> Node {
    Node::sequence(scopes.items().filter_map(|scope| text(&scope).ok()).collect(), scopes.span())
}

fn list<'a>(place: &Place<'a>, mut item: impl FnMut(Place<'a>) -> Converted) -> Converted {
    if !place.node.is_sequence() {
        return Err("a list");
    }
    Ok(Node::sequence(place.items().map(&mut item).collect::<Result<_, _>>()?, place.span()))
}

fn map<'a>(place: &Place<'a>, mut value: impl FnMut(&str, Place<'a>) -> Converted) -> Converted {
    if !place.node.is_mapping() {
        return Err("a mapping");
    }
    let entries = place.entries().map(|(key, child)| Ok(Entry::new(key.to_owned(), value(key, child)?)));
    Ok(Node::mapping(entries.collect::<Result<_, &'static str>>()?, place.span()))
}

fn reference(place: &Place<'_>) -> Node {
    let target = Node::text(format!("#{}", place.pointer), place.span());
    Node::mapping(vec![Entry::new("$ref", target)], place.span())
}

fn wrong_type(place: &Place<'_>, weight: Weight, expected: &str) -> Diagnostic {
    let message = format!("{} is {}, where OpenAPI wants {expected}", quoted(&place.last()), place.node.what());
    match weight {
        Weight::Needed => Diagnostic::error(Code::WrongType, message, format!("make it {expected}")),
        Weight::Spare => Diagnostic::warning(Code::WrongType, message, format!("it is left out; make it {expected}")),
    }
    .at(place.span())
}
