//! The section of one operation.

use serde::Serialize;

use super::super::client;
use super::super::docs::sentence;
use super::super::fragment::{CodeBlock, CodeSpan, Ident, MarkdownText};
use super::super::names::OperationNames;
use super::super::prose;
use super::fields::FieldRow;
use super::link::compact;
use super::meaning::Meanings;
use super::{Site, authorization, example, sample, words};
use crate::model::{Body, Operation, Reply, ReplyStatus, TypeRef};

/// One section.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OperationSection {
    method: Ident,
    request: CodeSpan,
    role: MarkdownText,
    lead: MarkdownText,
    summary: MarkdownText,
    signature: CodeSpan,
    description: Option<MarkdownText>,
    example: CodeBlock,
    params: Vec<FieldRow>,
    params_type: Ident,
    body: Vec<BodyPart>,
    no_input: Option<MarkdownText>,
    returns: MarkdownText,
    error: Ident,
    replies: Vec<ReplyRow>,
    /// Which replies are not in the table.
    others: MarkdownText,
    samples: Vec<Sample>,
    authorization: Vec<MarkdownText>,
    headers: Vec<HeaderRow>,
}

/// The body of the request.
#[derive(Clone, Debug, Serialize)]
struct BodyPart {
    intro: MarkdownText,
    fields: Vec<FieldRow>,
}

/// One documented reply.
#[derive(Clone, Debug, Serialize)]
struct ReplyRow {
    status: CodeSpan,
    gives: CodeSpan,
    body: MarkdownText,
    headers: MarkdownText,
    docs: MarkdownText,
}

/// What a reply looks like.
#[derive(Clone, Debug, Serialize)]
struct Sample {
    status: CodeSpan,
    block: CodeBlock,
}

/// A header of the request.
#[derive(Clone, Debug, Serialize)]
struct HeaderRow {
    name: CodeSpan,
    value: CodeSpan,
}

impl OperationSection {
    /// The section of the operation with this index.
    pub(super) fn new(site: &Site<'_>, index: usize, operation: &Operation, names: &OperationNames) -> Self {
        let links = site.links("models/");
        let signature = client::signature(site.cx, index, operation, names);
        let params = operation.params.iter().zip(&names.params);
        Self {
            method: names.method.clone(),
            request: CodeSpan::new(&format!("{} {}", operation.method, operation.path)),
            role: MarkdownText::new(words::role(operation.role)),
            lead: MarkdownText::new(&lead(operation)),
            summary: MarkdownText::new(&summary(operation)),
            signature: CodeSpan::new(&compact(&signature.to_string())),
            description: operation
                .description
                .as_deref()
                .map(prose::markdown)
                .filter(|text| !text.is_empty())
                .map(|text| MarkdownText::new(&text)),
            example: example::program(site, index, operation, names),
            params: params.map(|(param, name)| FieldRow::param(links, param, name)).collect(),
            params_type: names.params_type.clone(),
            body: operation.body.iter().map(|body| body_part(site, index, body)).collect(),
            no_input: no_input(site, operation),
            returns: MarkdownText::new(&returns(site, index, operation)),
            error: names.error.clone(),
            replies: operation
                .replies
                .iter()
                .zip(&names.replies)
                .map(|(reply, name)| reply_row(site, operation, reply, names, name))
                .collect(),
            others: MarkdownText::new(others(operation)),
            samples: operation
                .replies
                .iter()
                .filter_map(|reply| sample(site, operation, reply))
                .map(|(status, block)| Sample { status, block })
                .collect(),
            authorization: authorization::paragraphs(site, operation),
            headers: headers(operation),
        }
    }
}

/// Which replies the document does not describe: those of any other status, or with another body where it has words for all.
fn others(operation: &Operation) -> &'static str {
    let all = operation.replies.iter().any(|reply| reply.status == ReplyStatus::Default);
    if all { "any, but not as described" } else { "any other" }
}

/// The document's summary as a sentence, then what the role does.
fn lead(operation: &Operation) -> String {
    let role = words::role_sentence(operation.role);
    let said = operation.summary.as_deref().map(prose::markdown_line).filter(|text| !text.is_empty());
    said.map_or_else(|| role.to_owned(), |said| format!("{} {role}", sentence(&said)))
}

/// The sentence for a call that is given nothing, or only what authorizes it.
fn no_input(site: &Site<'_>, operation: &Operation) -> Option<MarkdownText> {
    if operation.body.is_some() || !operation.params.is_empty() {
        return None;
    }
    let needed = client::needed(site.cx, operation);
    let names: Vec<String> = needed.iter().map(|(name, _)| CodeSpan::new(name).to_string()).collect();
    Some(MarkdownText::new(&match names.as_slice() {
        [] => "The call has no parameters and no body.".to_owned(),
        names => format!("The call has no body; {} authorizes it, as told below.", names.join(" and ")),
    }))
}

/// The document's summary, else what its role does.
pub(super) fn summary(operation: &Operation) -> String {
    let said = operation.summary.as_deref().map(prose::markdown_cell).filter(|text| !text.is_empty());
    said.unwrap_or_else(|| words::role_sentence(operation.role).to_owned())
}

fn body_part(site: &Site<'_>, index: usize, body: &Body) -> BodyPart {
    let links = site.links("models/");
    let required =
        if body.required { "required" } else { "always sent, though the document does not call it required" };
    let mut intro = format!(
        "The body is {} as {}; it is {required}.",
        links.required(&body.ty, true),
        CodeSpan::new(words::media(&body.media))
    );
    if !body.also.is_empty() {
        let also: Vec<String> = body.also.iter().map(|media| CodeSpan::new(words::media(media)).to_string()).collect();
        intro.extend([" The document also offers ", &also.join(", "), "."]);
    }
    let said = body.docs.as_deref().map(prose::markdown).filter(|text| !text.is_empty());
    if let Some(said) = said {
        intro.push_str("\n\n");
        intro.push_str(&said);
    }
    let lifecycle = site.cx.provider.lifecycle.as_ref();
    let step = lifecycle.and_then(|l| {
        [Some(&l.issue), l.refresh.as_ref(), l.revoke.as_ref()]
            .into_iter()
            .flatten()
            .find(|step| step.operation == index)
    });
    let meanings = lifecycle.zip(step).map(|(lifecycle, step)| Meanings::sent(lifecycle, step)).unwrap_or_default();
    BodyPart { intro: MarkdownText::new(&intro), fields: FieldRow::body(links, &meanings, &body.ty) }
}

fn returns(site: &Site<'_>, index: usize, operation: &Operation) -> String {
    let ty = compact(&client::success_type(site.cx, index, operation).to_string()).replace("models::", "");
    let code = format!("Response<{ty}>");
    let bodies: Vec<&TypeRef> = operation
        .replies
        .iter()
        .filter(|reply| reply.success)
        .filter_map(|reply| Some(&reply.body.as_ref()?.ty))
        .collect();
    match bodies.as_slice() {
        [only] => site.links("models/").linked(&code, only),
        _ => CodeSpan::new(&code).to_string(),
    }
}

fn reply_row(site: &Site<'_>, operation: &Operation, reply: &Reply, names: &OperationNames, name: &Ident) -> ReplyRow {
    let links = site.links("models/");
    let body = match (&reply.body, site.cx.reply_type(operation, reply, super::super::rust_type::From::Models)) {
        (Some(body), Some(ty)) => {
            let ty = links.linked(&compact(&ty.to_string()), &body.ty);
            format!("{ty} as {}", CodeSpan::new(words::media(&body.media)))
        }
        _ => "none".to_owned(),
    };
    let headers: Vec<String> = reply
        .headers
        .iter()
        .map(|header| {
            let said = header.docs.as_deref().map(prose::markdown_cell).filter(|text| !text.is_empty());
            let name = CodeSpan::new(&header.name);
            said.map_or_else(|| name.to_string(), |said| format!("{name}: {said}"))
        })
        .collect();
    let said = prose::markdown_cell(&reply.docs);
    ReplyRow {
        status: CodeSpan::new(&words::status(reply.status)),
        gives: if reply.success { CodeSpan::new("Ok") } else { CodeSpan::new(&format!("{}::{name}", names.error)) },
        body: MarkdownText::new(&body),
        headers: MarkdownText::new(&if headers.is_empty() { "none documented".to_owned() } else { headers.join("; ") }),
        docs: MarkdownText::new(if said.is_empty() { "The document gives no description." } else { &said }),
    }
}

/// What a reply looks like, with its status.
pub(super) fn sample(site: &Site<'_>, operation: &Operation, reply: &Reply) -> Option<(CodeSpan, CodeBlock)> {
    let body = reply.body.as_ref().filter(|body| matches!(body.media, crate::model::MediaType::Json(_)))?;
    let token = reply.success && !matches!(operation.role, crate::model::Role::Logout | crate::model::Role::Revoke);
    let block = sample::json(site.cx, &body.ty, reply.example.as_deref(), token);
    Some((CodeSpan::new(&words::status(reply.status)), block))
}

fn headers(operation: &Operation) -> Vec<HeaderRow> {
    wire(operation)
        .into_iter()
        .map(|(name, value)| HeaderRow { name: CodeSpan::new(name), value: CodeSpan::new(value) })
        .collect()
}

/// The headers that a request always has.
pub(super) fn wire(operation: &Operation) -> Vec<(&'static str, &str)> {
    let sent = operation.body.as_ref().map(|body| ("Content-Type", words::media(&body.media)));
    let success = operation.replies.iter().filter(|reply| reply.success).find_map(|reply| reply.body.as_ref());
    let wanted = ("Accept", success.map_or("application/json", |body| words::media(&body.media)));
    sent.into_iter().chain([wanted]).collect()
}
