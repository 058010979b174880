//! The words of documentation comments.

use super::fragment::{CodeSpan, DocText};
use super::prose;
use crate::model::{Constraints, Field, Reply, ReplyStatus};

/// The document's Markdown as rustdoc reads it.
pub(super) fn text(markdown: &str) -> String {
    prose::rustdoc(markdown)
}

/// The same on one line.
pub(super) fn line(markdown: &str) -> String {
    prose::rustdoc_line(markdown)
}

/// Text of the document as code.
pub(super) fn code(text: &str) -> CodeSpan {
    let short: String = text.chars().take(200).collect();
    CodeSpan::new(&short)
}

/// Paragraphs, of those that say something.
pub(super) fn paragraphs(parts: &[String]) -> DocText {
    let said: Vec<&str> =
        parts.iter().map(|part| part.trim_matches('\n')).filter(|part| !part.trim().is_empty()).collect();
    DocText::new(&said.join("\n\n"))
}

/// Text that another sentence may follow.
pub(super) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// What is said of a field: its own words, else what it is `meant` for, and what values it takes.
pub(super) fn field(field: &Field, meant: Option<&str>) -> DocText {
    field_and(field, meant, "")
}

/// The same, and a sentence more.
pub(super) fn field_and(field: &Field, meant: Option<&str>, more: &str) -> DocText {
    let own = field.docs.as_deref().map(text).filter(|text| !text.trim().is_empty());
    let own = own.or_else(|| meant.map(prose::wrapped));
    let own = own.unwrap_or_else(|| format!("{} on the wire.", code(&field.wire)));
    let limits = constraints(&field.constraints);
    paragraphs(&[own, limits, more.to_owned()])
}

/// What values are allowed, in words.
fn constraints(limits: &Constraints) -> String {
    let mut said = Vec::new();
    match (limits.min_length, limits.max_length) {
        (Some(min), Some(max)) if min == max => said.push(format!("exactly {min} characters")),
        (Some(min), Some(max)) => said.push(format!("{min} to {max} characters")),
        (Some(min), None) if min > 0 => said.push(format!("at least {min} characters")),
        (None, Some(max)) => said.push(format!("at most {max} characters")),
        _ => {}
    }
    said.extend(limits.min_items.filter(|fewest| *fewest > 0).map(|fewest| format!("at least {fewest} of them")));
    said.extend(limits.pattern.as_deref().map(|pattern| format!("matches {}", code(pattern))));
    said.extend(limits.minimum.as_deref().map(|minimum| format!("at least {}", code(minimum))));
    said.extend(limits.maximum.as_deref().map(|maximum| format!("at most {}", code(maximum))));
    if !limits.values.is_empty() {
        let values: Vec<String> = limits.values.iter().take(50).map(|value| code(value).to_string()).collect();
        said.push(format!("one of {}", values.join(", ")));
    }
    if said.is_empty() { String::new() } else { format!("Allowed: {}.", said.join("; ")) }
}

/// The status of a reply and what the document says of it.
pub(super) fn reply(reply: &Reply) -> String {
    let status = status(reply.status);
    let said = line(&reply.docs);
    if said.trim().is_empty() { format!("{status}.") } else { format!("{status}: {said}") }
}

/// A status in words.
pub(super) fn status(status: ReplyStatus) -> String {
    match status {
        ReplyStatus::Code(code) => format!("Status {code}"),
        ReplyStatus::Range(class) => format!("Any status from {class}00 to {class}99"),
        ReplyStatus::Default => "Any other status".to_owned(),
    }
}
