//! Bodies that a document of OpenAPI 3 spells as Swagger 2.0 did: as parameters `in: body` and `in: formData`.

use super::leaves;
use crate::document::{Entry, Node};

/// The operation with its body where OpenAPI 3 has it; the same node where nothing is out of place.
pub(super) fn repaired(root: &Node, operation: &Node) -> Node {
    let parameters = operation.get("parameters").map(Node::items).unwrap_or_default();
    let place = |parameter: &Node| leaves::resolve(root, parameter).get("in").and_then(Node::as_str).map(str::to_owned);
    let is = |parameter: &Node, name: &str| place(parameter).as_deref() == Some(name);
    if operation.get("requestBody").is_some()
        || !parameters.iter().any(|parameter| is(parameter, "body") || is(parameter, "formData"))
    {
        return operation.clone();
    }
    let body = parameters.iter().find(|parameter| is(parameter, "body")).map(|body| leaves::resolve(root, body));
    let fields = parameters.iter().filter(|parameter| is(parameter, "formData"));
    let described = match body {
        Some(body) => whole(body),
        None => form(&fields.map(|field| leaves::resolve(root, field)).collect::<Vec<_>>(), operation),
    };
    let rest = parameters.iter().filter(|parameter| !is(parameter, "body") && !is(parameter, "formData"));
    let span = operation.get("parameters").map_or(operation.span(), Node::span);
    let operation = operation.with("parameters", Node::sequence(rest.cloned().collect(), span));
    operation.with("requestBody", described)
}

/// The parameter that is the body.
fn whole(parameter: &Node) -> Node {
    let span = parameter.span();
    let kept = ["description", "required"].iter().filter_map(|key| parameter.entry(key)).cloned();
    let schema = parameter.get("schema").cloned().unwrap_or_else(|| typed(parameter));
    kept_with_content(kept.collect(), "application/json", schema, span)
}

/// The parameters that are the fields of a form.
fn form(fields: &[&Node], operation: &Node) -> Node {
    let span = operation.get("parameters").map_or(operation.span(), Node::span);
    let name = |field: &&&Node| field.get("name").and_then(Node::as_str).map(str::to_owned);
    let schema = |field: &Node| field.get("schema").cloned().unwrap_or_else(|| typed(field));
    let properties = fields
        .iter()
        .filter_map(|field| Some(Entry { key_span: field.span(), ..Entry::new(name(&field)?, schema(field)) }));
    let must = fields.iter().filter(|field| field.get("required").and_then(Node::as_bool) == Some(true));
    let required = must.filter_map(|field| field.get("name").cloned()).collect();
    let schema = Node::mapping(
        vec![
            Entry::new("type", Node::text("object", span)),
            Entry::new("properties", Node::mapping(properties.collect(), span)),
            Entry::new("required", Node::sequence(required, span)),
        ],
        span,
    );
    kept_with_content(Vec::new(), "application/x-www-form-urlencoded", schema, span)
}

/// What a parameter says of its type beside its name and place.
fn typed(parameter: &Node) -> Node {
    let entries = parameter.entries().iter().filter(|entry| !matches!(&*entry.key, "name" | "in" | "required"));
    Node::mapping(entries.cloned().collect(), parameter.span())
}

fn kept_with_content(mut entries: Vec<Entry>, media: &str, schema: Node, span: crate::document::Span) -> Node {
    let media_type = Node::mapping(vec![Entry::new("schema", schema)], span);
    entries.push(Entry::new("content", Node::mapping(vec![Entry::new(media.to_owned(), media_type)], span)));
    Node::mapping(entries, span)
}
