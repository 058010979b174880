//! What the pages say, for documentation comments: the same words, with links to items instead of pages.

use super::super::fragment::{CodeSpan, Ident};
use super::super::names::OperationNames;
use super::super::rust_type::From;
use super::super::{Context, prose};
use super::link::{Files, compact};
use super::{Site, authorization, example, lifecycle, models, operation, words};
use crate::model::{Field, Operation, Reply, TypeRef};

/// What is said of a method besides the document's own words.
pub(in crate::view) fn method(cx: &Context<'_>, operation: &Operation) -> Vec<String> {
    let site = Site { cx, files: Files::default() };
    let role = words::role_sentence(operation.role);
    let mut said = if is_summed_up(operation) { vec![role.to_owned()] } else { Vec::new() };
    said.extend(
        cx.home(operation).map(|home| {
            format!("It is sent to a server of its own: [`Server::{0}`](crate::Server::{0}).", home.function)
        }),
    );
    said.push("# Authorization".to_owned());
    said.extend(authorization::paragraphs(&site, operation).iter().map(|text| relink(cx, text.as_str())));
    said
}

/// One line: the document's summary, else what the role does.
pub(in crate::view) fn summary(operation: &Operation) -> String {
    let said = operation.summary.as_deref().map(prose::rustdoc_line).filter(|_| is_summed_up(operation));
    said.unwrap_or_else(|| words::role_sentence(operation.role).to_owned())
}

fn is_summed_up(operation: &Operation) -> bool {
    operation.summary.as_deref().is_some_and(|summary| !prose::rustdoc_line(summary).trim().is_empty())
}

/// What a type is for, by where it is used.
pub(in crate::view) fn used(cx: &Context<'_>, id: &str) -> String {
    models::used(&Site { cx, files: Files::default() }, id)
}

/// What each of the fields of a type is for, where it is the body of a call of the lifecycle.
pub(in crate::view) fn meant(cx: &Context<'_>, id: &str, fields: &[Field]) -> Vec<Option<String>> {
    let meanings = models::meanings(&Site { cx, files: Files::default() }, id);
    fields.iter().map(|field| meanings.of(&[&field.wire]).map(|meaning| meaning.text.clone())).collect()
}

/// What goes over the wire, what comes back, and a whole program.
pub(in crate::view) fn call(
    cx: &Context<'_>,
    index: usize,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<String> {
    let site = Site { cx, files: Files::default() };
    let wire: Vec<String> = operation::wire(operation)
        .iter()
        .map(|(name, value)| format!("- {}: {}", CodeSpan::new(name), CodeSpan::new(value)))
        .collect();
    let replies: Vec<String> = operation
        .replies
        .iter()
        .zip(&names.replies)
        .map(|(reply, name)| self::reply(cx, operation, reply, names, name))
        .collect();
    let mut said = vec!["# HTTP headers".to_owned(), wire.join("\n"), "# Replies".to_owned(), replies.join("\n")];
    for (status, block) in operation.replies.iter().filter_map(|reply| operation::sample(&site, operation, reply)) {
        said.push(format!("A reply with status {status} looks like this; secrets are left out:"));
        said.push(block.to_string());
    }
    said.push("# Options".to_owned());
    said.push("Time limits, size limits, extra headers and the transport are set by [`Client::builder`](crate::Client::builder).".to_owned());
    said.push("# Example".to_owned());
    said.push(example::program(&site, index, operation, names).to_string());
    said
}

/// One reply: what the method gives for it, with its body.
fn reply(cx: &Context<'_>, operation: &Operation, reply: &Reply, names: &OperationNames, name: &Ident) -> String {
    let gives = if reply.success { "Ok".to_owned() } else { format!("{}::{name}", names.error) };
    let body = reply.body.as_ref().zip(cx.reply_type(operation, reply, From::Models)).map(|(body, ty)| {
        let ty = compact(&ty.to_string());
        let known = match &body.ty {
            TypeRef::Named(id) => cx.names.ty(id).filter(|names| names.name.as_str() == ty),
            _ => None,
        };
        let ty = known
            .map_or_else(|| CodeSpan::new(&ty).to_string(), |names| format!("[`{0}`](crate::models::{0})", names.name));
        format!(" with {ty} as {}", CodeSpan::new(words::media(&body.media)))
    });
    let headers: Vec<String> = reply.headers.iter().map(|header| CodeSpan::new(&header.name).to_string()).collect();
    let headers = if headers.is_empty() { String::new() } else { format!(", headers {}", headers.join(", ")) };
    let said = prose::rustdoc_line(&reply.docs);
    let said = if said.trim().is_empty() { ".".to_owned() } else { format!(": {said}") };
    format!(
        "- {}: {}{}{headers}{said}",
        CodeSpan::new(&words::status(reply.status)),
        CodeSpan::new(&gives),
        body.unwrap_or_default()
    )
}

/// The life of a token, stage by stage; empty where there is none.
pub(in crate::view) fn lifecycle(cx: &Context<'_>) -> String {
    let Some(life) = &cx.provider.lifecycle else { return String::new() };
    let site = Site { cx, files: Files::default() };
    let mut said = vec!["# The life of a token".to_owned()];
    for (title, text) in lifecycle::stages(&site, life) {
        said.push(format!("## {title}"));
        said.push(relink(cx, &text));
    }
    said.join("\n\n")
}

/// Links to methods instead of their sections; other pages are named without a link.
fn relink(cx: &Context<'_>, text: &str) -> String {
    let mut text = link_methods(cx, text);
    while let Some(at) = text.find("](Schemes.md").or_else(|| text.find("](Lifecycle.md")) {
        let Some(end) = text[at..].find(')') else { break };
        text.replace_range(at..=at + end, "");
        if let Some(open) = text[..at].rfind('[') {
            text.remove(open);
        }
    }
    prose::wrapped(&text)
}

/// Links to the sections of methods become links to the methods.
fn link_methods(cx: &Context<'_>, text: &str) -> String {
    const PAGE: &str = "](AuthenticationApi.md#";
    let mut parts = text.split(PAGE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let anchor = part.split(')').next().unwrap_or_default();
        let is_method = cx.names.operations.iter().any(|names| names.method.as_str() == anchor);
        out.push_str(if is_method { "](crate::Client::" } else { PAGE });
        out.push_str(part);
    }
    out
}
