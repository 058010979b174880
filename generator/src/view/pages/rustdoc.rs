//! What the pages say, for documentation comments: the same words, with links to items instead of pages.

use super::super::{Context, prose};
use super::link::Files;
use super::{Site, authorization, lifecycle, words};
use crate::model::Operation;

/// What is said of a method besides the document's own words.
pub(in crate::view) fn method(cx: &Context<'_>, operation: &Operation) -> Vec<String> {
    let site = Site { cx, files: Files::default() };
    let mut said = vec![words::role_sentence(operation.role).to_owned(), "# Authorization".to_owned()];
    said.extend(authorization::paragraphs(&site, operation).iter().map(|text| relink(cx, text.as_str())));
    said
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
