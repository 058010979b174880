//! The answer for people.

use std::fmt::Write as _;

use super::{Inspected, InspectedFlow, InspectedLifecycle, Inspection};
use crate::diagnostic::plain;
use crate::select::{Evidence, table::THRESHOLD};

impl Inspection {
    /// The answer for people. Text of the document is shown without control characters.
    pub fn to_human(&self) -> String {
        let standard = if self.openapi.starts_with("2.") { "Swagger" } else { "OpenAPI" };
        let mut text = format!("{} ({standard} {})\n", shown(&self.title), shown(&self.openapi));
        for operation in &self.operations {
            describe(operation, &mut text);
        }
        if self.operations.is_empty() {
            text.push_str("\n  no auth operation\n");
        }
        self.facts(&mut text);
        if let Some(lifecycle) = &self.lifecycle {
            life(lifecycle, &mut text);
        }
        self.rest(&mut text);
        text
    }

    fn facts(&self, text: &mut String) {
        let schemes: Vec<String> =
            self.schemes.iter().map(|scheme| format!("{} ({})", shown(&scheme.id), shown(&scheme.kind))).collect();
        let servers: Vec<String> =
            self.servers.iter().map(|url| if url.is_empty() { "/".to_owned() } else { shown(url) }).collect();
        text.push('\n');
        line(text, "schemes", &or_none(&schemes.join(", ")));
        line(text, "servers", &or_none(&servers.join(", ")));
        for scheme in &self.schemes {
            scheme.flows.iter().for_each(|flow| describe_flow(&scheme.id, flow, text));
        }
    }

    fn rest(&self, text: &mut String) {
        line(text, "left out", &format!("{} operations that are not about authentication", self.left_out));
        for candidate in &self.close {
            let operation = &candidate.operation;
            let against: Vec<String> =
                operation.evidence.iter().filter(|piece| piece.weight < 0).map(weighed).collect();
            let why = if against.is_empty() { String::new() } else { format!("; against it: {}", against.join(", ")) };
            let name = format!("{} {}", operation.method, shown(&operation.path));
            let _ = writeln!(
                text,
                "    close: {name}, {} of {THRESHOLD} for {}{why}",
                candidate.score,
                operation.role.name()
            );
        }
    }
}

fn describe(operation: &Inspected, text: &mut String) {
    let id = operation.operation_id.as_deref().map(|id| format!("  [{}]", shown(id))).unwrap_or_default();
    let _ = writeln!(text, "\n  {:<10} {} {}{id}", operation.role, operation.method, shown(&operation.path));
    for piece in &operation.evidence {
        let _ = writeln!(text, "    {:>+4} {:<24} {}", piece.weight, piece.name, shown(&piece.seen));
    }
}

fn describe_flow(scheme: &str, flow: &InspectedFlow, text: &mut String) {
    let tokens = flow.token_url.as_deref().map(|url| format!(", tokens from {}", shown(url))).unwrap_or_default();
    let elsewhere = if flow.elsewhere { ", another origin than the API's" } else { "" };
    let told = flow.metadata_url.as_deref().map(|url| format!(", metadata at {}", shown(url))).unwrap_or_default();
    let refused = flow.refused.map(|why| format!("; not offered: {why}")).unwrap_or_default();
    line(text, "flow", &format!("{} of {}{tokens}{elsewhere}{told}{refused}", flow.name, shown(scheme)));
}

fn life(lifecycle: &InspectedLifecycle, text: &mut String) {
    line(text, "issue", &shown(&lifecycle.issue));
    line(text, "refresh", &lifecycle.refresh.as_deref().map_or_else(|| "none".to_owned(), shown));
    line(text, "revoke", &lifecycle.revoke.as_deref().map_or_else(|| "none".to_owned(), shown));
    for (operation, why) in &lifecycle.unused {
        line(text, "not used", &format!("{}: {}", shown(operation), shown(why)));
    }
    line(text, "access token", &place(&lifecycle.access, lifecycle.outside_body));
    let guess = if lifecycle.sent_by_scheme { "" } else { "; no security scheme says so" };
    line(text, "sent as", &format!("{}{guess}", shown(&lifecycle.sent)));
    let refresh = lifecycle.refresh_token.as_ref().map(|names| place(names, lifecycle.refresh_outside_body));
    line(text, "refresh token", &refresh.unwrap_or_else(|| "none".to_owned()));
    let expiry = match &lifecycle.expiry {
        Some(path) => shown(&path.join(".")),
        None => format!("no field; {}", shown(&lifecycle.rule)),
    };
    line(text, "expiry", &expiry);
}

fn place(names: &[String], outside_body: Option<&str>) -> String {
    let name = shown(&names.join("."));
    match outside_body {
        // As in the report: what it is called is known when it comes.
        Some(place) if name.is_empty() => format!("the {place}s that are set"),
        Some(place) => format!("the {place} {name}"),
        None if name.is_empty() => "the whole body".to_owned(),
        None => name,
    }
}

fn line(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name:<14} {value}");
}

fn or_none(value: &str) -> String {
    if value.is_empty() { "none".to_owned() } else { value.to_owned() }
}

fn weighed(piece: &Evidence) -> String {
    format!("{} {:+}", piece.name, piece.weight)
}

/// The longest text that is shown whole, in characters.
const SHOWN: usize = 100;

/// Text of the document on one line, cut where it is long.
fn shown(text: &str) -> String {
    let line = plain(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
