//! Tables of fields and parameters.

use serde::Serialize;

use super::super::docs::sentence;
use super::super::fragment::{CodeSpan, Ident, MarkdownText};
use super::super::prose;
use super::link::Links;
use super::meaning::{Meaning, Meanings};
use crate::model::{Constraints, Field, Param, Place, Presence, TypeDef, TypeKind, TypeRef};
use crate::text::looks_secret;

/// One row.
#[derive(Clone, Debug, Serialize)]
pub(super) struct FieldRow {
    /// The Rust name, or where in a body the field is.
    name: CodeSpan,
    /// Where it goes, and its name there.
    wire: CodeSpan,
    place: MarkdownText,
    /// Linked where it is a model.
    ty: MarkdownText,
    presence: MarkdownText,
    secret: MarkdownText,
    default: MarkdownText,
    constraints: MarkdownText,
    docs: MarkdownText,
}

/// How deep the fields of a body are listed one by one; what is deeper is on the page of its type.
const DEEPEST: usize = 3;

/// From this many rows on, nothing nested is listed.
const LONG: usize = 300;

impl FieldRow {
    /// The row of a field of `owner`.
    pub(super) fn field(links: Links<'_>, meanings: &Meanings, field: &Field, name: &str, path: &[&str]) -> Self {
        Self {
            name: CodeSpan::new(name),
            wire: CodeSpan::new(&path.join(".")),
            place: MarkdownText::new("body"),
            ty: MarkdownText::new(&links.ty(&field.ty, field.presence, field.secret)),
            presence: MarkdownText::new(presence(field.presence)),
            secret: MarkdownText::new(if field.secret { "yes" } else { "no" }),
            default: MarkdownText::new(&default(field)),
            constraints: MarkdownText::new(&constraints(&field.constraints)),
            docs: MarkdownText::new(&described(field, meanings.of(path))),
        }
    }

    /// The row of a parameter outside the body.
    pub(super) fn param(links: Links<'_>, param: &Param, name: &Ident) -> Self {
        let path = [param.field.wire.as_str()];
        let row = Self::field(links, &Meanings::default(), &param.field, &format!("params.{name}"), &path);
        Self { place: MarkdownText::new(place(param.place)), ..row }
    }

    /// The rows of a request body, field by field.
    pub(super) fn body(links: Links<'_>, meanings: &Meanings, ty: &TypeRef) -> Vec<Self> {
        let mut rows = Vec::new();
        body_rows(links, meanings, ty, &mut Vec::new(), "body", &mut rows);
        rows
    }
}

fn body_rows(
    links: Links<'_>,
    meanings: &Meanings,
    ty: &TypeRef,
    path: &mut Vec<String>,
    owner: &str,
    rows: &mut Vec<FieldRow>,
) {
    let TypeRef::Named(id) = links.cx.graph.resolve(ty) else { return };
    let (Some(def), Some(names)) = (links.cx.graph.get(&id), links.cx.names.ty(&id)) else { return };
    let TypeDef { kind: TypeKind::Object { fields, .. }, .. } = def else { return };
    for (field, name) in fields.iter().zip(&names.members) {
        path.push(field.wire.clone());
        let place: Vec<&str> = path.iter().map(String::as_str).collect();
        let name = format!("{owner}.{name}");
        rows.push(FieldRow::field(links, meanings, field, &name, &place));
        if path.len() < DEEPEST && rows.len() < LONG {
            body_rows(links, meanings, &field.ty, path, &name, rows);
        }
        path.pop();
    }
}

/// The document's words, else what the field is for, else that nothing is said.
fn described(field: &Field, meaning: Option<&Meaning>) -> String {
    let said = field.docs.as_deref().map(prose::markdown_cell).filter(|text| !text.is_empty());
    let said = match (said, meaning) {
        (Some(said), Some(meaning)) if meaning.news => format!("{} {}", sentence(&said), meaning.text),
        (Some(said), _) => said,
        (None, Some(meaning)) => meaning.text.clone(),
        (None, None) => "The document gives no description.".to_owned(),
    };
    if field.deprecated { format!("Deprecated. {said}") } else { said }
}

fn default(field: &Field) -> String {
    match &field.default {
        Some(value) if !field.secret && !looks_secret(value) => code(value),
        _ => "none".to_owned(),
    }
}

fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Nullable => "optional, may be null",
        Presence::OrNull => "required, may be null",
    }
}

/// Where a parameter goes.
pub(super) fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}

fn code(text: &str) -> String {
    let short: String = text.chars().take(200).collect();
    CodeSpan::new(&short).to_string()
}

/// What values are allowed, for a cell.
fn constraints(limits: &Constraints) -> String {
    let mut said = Vec::new();
    match (limits.min_length, limits.max_length) {
        (Some(min), Some(max)) if min == max => said.push(format!("exactly {min} characters")),
        (Some(min), Some(max)) => said.push(format!("{min} to {max} characters")),
        (Some(min), None) => said.push(format!("at least {min} characters")),
        (None, Some(max)) => said.push(format!("at most {max} characters")),
        (None, None) => {}
    }
    said.extend(limits.min_items.filter(|fewest| *fewest > 0).map(|fewest| format!("at least {fewest} of them")));
    said.extend(limits.pattern.as_deref().map(|pattern| format!("matches {}", code(pattern))));
    said.extend(limits.minimum.as_deref().map(|minimum| format!("at least {}", code(minimum))));
    said.extend(limits.maximum.as_deref().map(|maximum| format!("at most {}", code(maximum))));
    if !limits.values.is_empty() {
        let values: Vec<String> = limits.values.iter().take(50).map(|value| code(value)).collect();
        said.push(format!("one of {}", values.join(", ")));
    }
    if limits.unique_items {
        said.push("no two items alike".to_owned());
    }
    if said.is_empty() { "none".to_owned() } else { said.join("; ") }
}
