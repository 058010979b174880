//! The pages of the models: one for each type, with every field.

use serde::Serialize;

use super::super::fragment::{CodeBlock, CodeSpan, FileName, Ident, MarkdownText};
use super::super::prose;
use super::Site;
use super::fields::FieldRow;
use super::meaning::Meanings;
use super::sample;
use crate::model::{Operation, TypeDef, TypeKind, TypeRef};

/// One page.
#[derive(Clone, Debug, Serialize)]
pub struct ModelPage {
    name: Ident,
    anchor: MarkdownText,
    lifecycle: bool,
    schema: CodeSpan,
    library: Ident,
    docs: Option<MarkdownText>,
    fields: Vec<FieldRow>,
    words: Vec<WordRow>,
    shapes: Vec<ShapeRow>,
    open: bool,
    sample: CodeBlock,
    uses: Vec<MarkdownText>,
}

/// One word of a closed set.
#[derive(Clone, Debug, Serialize)]
struct WordRow {
    name: CodeSpan,
    wire: CodeSpan,
}

/// One of several shapes.
#[derive(Clone, Debug, Serialize)]
struct ShapeRow {
    name: CodeSpan,
    ty: MarkdownText,
    when: MarkdownText,
}

/// The list of models.
#[derive(Clone, Debug, Serialize)]
pub struct ModelList {
    title: MarkdownText,
    models: Vec<ModelLine>,
    lifecycle: bool,
}

/// A line of it.
#[derive(Clone, Debug, Serialize)]
struct ModelLine {
    file: FileName,
    name: CodeSpan,
    docs: MarkdownText,
}

/// Whether a type has a Rust type of its own, and so a page.
pub(super) fn has_page(kind: &TypeKind) -> bool {
    !matches!(kind, TypeKind::Alias(_))
}

/// The page of a type, and its file.
pub(super) fn page(site: &Site<'_>, def: &TypeDef) -> Option<(FileName, ModelPage)> {
    let file = site.files.get(&def.id)?.clone();
    let names = site.cx.names.ty(&def.id)?;
    let links = site.links("");
    let meanings = meanings(site, &def.id);
    let mut page = ModelPage {
        name: names.name.clone(),
        anchor: MarkdownText::new(&super::link::slug(names.name.as_str())),
        lifecycle: site.cx.provider.lifecycle.is_some(),
        schema: CodeSpan::new(&def.id),
        library: site.cx.names.library.clone(),
        docs: said(def, prose::markdown).map(|text| MarkdownText::new(&text)),
        fields: Vec::new(),
        words: Vec::new(),
        shapes: Vec::new(),
        open: false,
        sample: sample::json(site.cx, &TypeRef::Named(def.id.clone()), example(site, def), false),
        uses: uses(site, &def.id),
    };
    match &def.kind {
        TypeKind::Object { fields, additional } => {
            let rows = fields.iter().zip(&names.members);
            page.fields = rows
                .map(|(field, name)| FieldRow::field(links, &meanings, field, name.as_str(), &[&field.wire]))
                .collect();
            page.open = additional.is_some();
        }
        TypeKind::Enum { values } => {
            let rows = values.iter().zip(&names.members);
            page.words = rows
                .map(|(value, name)| WordRow { name: CodeSpan::new(name.as_str()), wire: CodeSpan::new(value) })
                .collect();
        }
        TypeKind::OneOf { variants, discriminator } => {
            page.shapes = variants
                .iter()
                .zip(&names.members)
                .map(|(variant, name)| ShapeRow {
                    name: CodeSpan::new(name.as_str()),
                    ty: MarkdownText::new(&links.required(&variant.ty, true)),
                    when: MarkdownText::new(&when(variant.tag.as_deref(), discriminator.as_deref(), &variant.required)),
                })
                .collect();
        }
        TypeKind::Alias(_) => {}
    }
    Some((file, page))
}

/// The list of all models.
pub(super) fn list(site: &Site<'_>) -> ModelList {
    ModelList {
        title: MarkdownText::new(&site.title()),
        models: site.cx.provider.types.iter().filter_map(|def| line(site, def)).collect(),
        lifecycle: site.cx.provider.lifecycle.is_some(),
    }
}

/// The line of a type in the list.
fn line(site: &Site<'_>, def: &TypeDef) -> Option<ModelLine> {
    Some(ModelLine {
        file: site.files.get(&def.id)?.clone(),
        name: CodeSpan::new(site.cx.names.ty(&def.id)?.name.as_str()),
        docs: MarkdownText::new(&said(def, prose::markdown_cell).unwrap_or_else(|| used(site, &def.id))),
    })
}

/// The document's words; else its title, where that is more than a name.
fn said(def: &TypeDef, write: fn(&str) -> String) -> Option<String> {
    let own = def.docs.as_deref().or(def.title.as_deref().filter(|title| title.contains(' ')));
    own.map(write).filter(|text| !text.is_empty())
}

/// What a type is for, by where it is used.
pub(super) fn used(site: &Site<'_>, id: &str) -> String {
    let named = |ty: &TypeRef| holds(site, ty, id);
    let operations = site.cx.provider.operations.iter().zip(&site.cx.names.operations);
    let mut uses =
        operations.filter_map(|(operation, names)| Some((roles(operation, &named).into_iter().next()?, &names.method)));
    match uses.next() {
        Some((how, method)) => {
            let mut how = how;
            if let Some(first) = how.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            format!("{how} of {}.", CodeSpan::new(method.as_str()))
        }
        None => "A part of other models.".to_owned(),
    }
}

fn when(tag: Option<&str>, discriminator: Option<&str>, required: &[String]) -> String {
    match (tag, discriminator) {
        (Some(tag), Some(field)) => format!("{} is {}", CodeSpan::new(field), CodeSpan::new(tag)),
        _ if required.is_empty() => "nothing else fits".to_owned(),
        _ => {
            let names: Vec<String> = required.iter().take(20).map(|name| CodeSpan::new(name).to_string()).collect();
            format!("it holds {}", names.join(", "))
        }
    }
}

/// What the fields of the type are for, where it is the body of a call of the lifecycle.
pub(super) fn meanings(site: &Site<'_>, id: &str) -> Meanings {
    let is = |ty: &TypeRef| site.cx.graph.resolve(ty) == TypeRef::Named(id.to_owned());
    let Some(lifecycle) = &site.cx.provider.lifecycle else { return Meanings::default() };
    let steps = [Some(&lifecycle.issue), lifecycle.refresh.as_ref(), lifecycle.revoke.as_ref()];
    for step in steps.into_iter().flatten() {
        let Some(operation) = site.cx.provider.operations.get(step.operation) else { continue };
        if operation.body.as_ref().is_some_and(|body| is(&body.ty)) {
            return Meanings::sent(lifecycle, step);
        }
        if operation.replies.iter().any(|reply| reply.success && reply.body.as_ref().is_some_and(|body| is(&body.ty))) {
            return Meanings::received(&lifecycle.token);
        }
    }
    Meanings::default()
}

/// The document's own example: the reply's, else the schema's.
fn example<'a>(site: &Site<'a>, def: &'a TypeDef) -> Option<&'a str> {
    let replies = site.cx.provider.operations.iter().flat_map(|operation| &operation.replies);
    let named = TypeRef::Named(def.id.clone());
    let mut shown =
        replies.filter(|reply| reply.body.as_ref().is_some_and(|body| site.cx.graph.resolve(&body.ty) == named));
    shown.find_map(|reply| reply.example.as_deref()).or(def.example.as_deref())
}

/// Where a type is sent or comes back, as links to the operations.
fn uses(site: &Site<'_>, id: &str) -> Vec<MarkdownText> {
    let named = |ty: &TypeRef| holds(site, ty, id);
    let mut uses = Vec::new();
    for (operation, names) in site.cx.provider.operations.iter().zip(&site.cx.names.operations) {
        for how in roles(operation, &named) {
            let method = &names.method;
            let text = format!("[{}](../AuthenticationApi.md#{method}): {how}", CodeSpan::new(method.as_str()));
            uses.push(MarkdownText::new(&text));
        }
    }
    uses
}

fn roles(operation: &Operation, named: &dyn Fn(&TypeRef) -> bool) -> Vec<String> {
    let mut out = Vec::new();
    if operation.body.as_ref().is_some_and(|body| named(&body.ty)) {
        out.push("the body of the request".to_owned());
    }
    let replies = operation.replies.iter().filter(|reply| reply.body.as_ref().is_some_and(|body| named(&body.ty)));
    out.extend(replies.map(|reply| format!("the body of the {} reply", super::words::status(reply.status))));
    out
}

fn holds(site: &Site<'_>, ty: &TypeRef, id: &str) -> bool {
    match site.cx.graph.resolve(ty) {
        TypeRef::Named(named) => named == id,
        TypeRef::Array(inner) | TypeRef::Map(inner) => holds(site, &inner, id),
        _ => false,
    }
}
