//! Parameters in `body` and `formData` to request bodies.

use std::sync::Arc;

use super::{Context, parameters, schemas};
use crate::document::{Entry, Key, Node, Span, Value};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// The `parameters` of the root that are bodies, or fields of forms.
pub(super) fn components(node: &Node, context: &Arc<Context>) -> Node {
    let context = Arc::clone(context);
    node.derive(move |node| {
        let bodies = node.entries().iter().filter(|entry| parameters::is_body(&entry.node));
        let convert =
            |entry: &Entry| Some(entry.with_node(body(&[&entry.node], &context.consumes, entry.node.span())?));
        Value::Mapping(bodies.filter_map(convert).collect())
    })
}

/// The request body that these parameters make together, where they make one.
pub(super) fn body(parts: &[&Node], consumes: &[Node], span: Span) -> Option<Node> {
    let place = |part: &Node| part.get("in").and_then(Node::as_str).map(str::to_owned);
    if let Some(whole) = parts.iter().find(|part| place(part).as_deref() == Some("body")) {
        return Some(whole_body(whole, consumes));
    }
    let fields: Vec<&Node> = parts.iter().copied().filter(|part| place(part).as_deref() == Some("formData")).collect();
    (!fields.is_empty()).then(|| form(&fields, consumes, span))
}

fn whole_body(part: &Node, consumes: &[Node]) -> Node {
    let mut entries: Vec<Entry> = part
        .entries()
        .iter()
        .filter(|entry| matches!(&*entry.key, "description" | "required") || entry.key.starts_with("x-"))
        .cloned()
        .collect();
    let schema = part.get("schema").map(schemas::schema);
    entries.push(Entry::new("content", content(consumes, "application/json", (schema.as_ref(), None), part.span())));
    Node::mapping(entries, part.span())
}

fn form(fields: &[&Node], consumes: &[Node], span: Span) -> Node {
    let schema = form_schema(fields, span);
    let is_form = |kind: &str| kind.starts_with(FORM) || kind.starts_with(MULTIPART);
    let kinds: Vec<Node> = consumes.iter().filter(|kind| kind.as_str().is_some_and(is_form)).cloned().collect();
    let has_file = fields.iter().any(|field| field.get("type").and_then(Node::as_str) == Some("file"));
    let default = if has_file { MULTIPART } else { FORM };
    let encoding = encoding(fields, span);
    let mut entries = vec![Entry::new("content", content(&kinds, default, (Some(&schema), encoding.as_ref()), span))];
    if schema.get("required").is_some() {
        entries.push(Entry::new("required", Node::literal("true", span)));
    }
    Node::mapping(entries, span)
}

/// The object whose fields are the fields of a form.
fn form_schema(fields: &[&Node], span: Span) -> Node {
    let mut properties: Vec<Entry> = Vec::new();
    let mut required: Vec<Node> = Vec::new();
    for field in fields {
        let Some(name) = field.get("name") else { continue };
        let Some(text) = name.as_str().filter(|text| !properties.iter().any(|entry| entry.key == *text)) else {
            continue;
        };
        properties.push(Entry::new(text.to_owned(), property(field)));
        if field.get("required").and_then(Node::as_bool) == Some(true) {
            required.push(name.clone());
        }
    }
    let mut schema =
        vec![Entry::new("type", Node::text("object", span)), Entry::new("properties", Node::mapping(properties, span))];
    if !required.is_empty() {
        schema.push(Entry::new("required", Node::sequence(required, span)));
    }
    Node::mapping(schema, span)
}

/// A field of a form: its description moves to the value.
fn property(field: &Node) -> Node {
    let own = ["name", "in", "required", "allowEmptyValue", "collectionFormat"];
    let kept = field.entries().iter().filter(|entry| !own.contains(&&*entry.key)).cloned().collect();
    schemas::schema(&Node::mapping(kept, field.span()))
}

/// How the lists among the fields of a form are written, where one is.
fn encoding(fields: &[&Node], span: Span) -> Option<Node> {
    let lists = fields.iter().filter(|field| field.get("type").is_some_and(parameters::is_array));
    let of = |field: &&Node| {
        let format = field.entries().iter().find(|entry| entry.key == "collectionFormat");
        let written = Node::mapping(parameters::collection(format, field), field.span());
        Some(Entry::new(field.get("name")?.as_str()?.to_owned(), written))
    };
    let entries: Vec<Entry> = lists.filter_map(of).collect();
    (!entries.is_empty()).then(|| Node::mapping(entries, span))
}

/// The schema, and the encoding of its fields, under each media type, or under `default` where none is listed.
pub(super) fn content(
    kinds: &[Node],
    default: &'static str,
    (schema, encoding): (Option<&Node>, Option<&Node>),
    span: Span,
) -> Node {
    let said = [("schema", schema), ("encoding", encoding)];
    let said = said.into_iter().filter_map(|(key, node)| Some(Entry::new(key, node?.clone())));
    let said: Vec<Entry> = said.collect();
    let media = || Node::mapping(said.clone(), span);
    let mut entries: Vec<Entry> = Vec::new();
    for kind in kinds {
        if let Some(name) = kind.as_str()
            && !entries.iter().any(|entry| entry.key == name)
        {
            entries.push(Entry { key: Key::Owned(name.to_owned()), key_span: kind.span(), node: media() });
        }
    }
    if entries.is_empty() {
        entries.push(Entry::new(default, media()));
    }
    Node::mapping(entries, span)
}
