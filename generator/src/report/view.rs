//! What the page prints, decided.

use serde::Serialize;

use super::diagram::{self, Diagram};
use super::{HtmlText, Page};
use crate::diagnostic::Diagnostic;
use crate::document::{Source, Span};
use crate::model::{Lifecycle, Operation, Provider, Scheme, SchemeKind};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// The document's title, or its name.
    pub title: HtmlText,
    /// The document's name and version.
    pub subtitle: HtmlText,
    /// Counts and servers.
    pub facts: Vec<Fact>,
    /// The drawing, where a lifecycle was found.
    pub diagram: Vec<Diagram>,
    /// The lifecycle in words.
    pub lifecycle: Vec<Fact>,
    /// What was recognised.
    pub operations: Vec<OperationRow>,
    /// The security schemes.
    pub schemes: Vec<SchemeRow>,
    /// Diagnostics with their lines.
    pub findings: Vec<Finding>,
    /// Operations that are not about signing in.
    pub left_out: Vec<LeftOut>,
}

/// A name and a value.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// The name.
    pub name: HtmlText,
    /// The value.
    pub value: HtmlText,
}

/// A recognised operation.
#[derive(Clone, Debug, Serialize)]
pub struct OperationRow {
    /// `METHOD /path`.
    pub call: HtmlText,
    /// What it is for.
    pub role: HtmlText,
    /// The operationId or the name given.
    pub name: HtmlText,
    /// The sum of the weights.
    pub score: HtmlText,
    /// Why: what was seen, with its weight.
    pub evidence: Vec<Fact>,
}

/// A security scheme.
#[derive(Clone, Debug, Serialize)]
pub struct SchemeRow {
    /// Its id.
    pub id: HtmlText,
    /// What it is on the wire.
    pub kind: HtmlText,
    /// More of it: places, URLs, scopes.
    pub details: HtmlText,
}

/// A diagnostic with its line.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// `error`, `warning` or `note`: also the class that draws it.
    pub severity: HtmlText,
    /// What is wrong.
    pub message: HtmlText,
    /// The way out.
    pub help: HtmlText,
    /// File, line and pointer.
    pub place: HtmlText,
    /// The line of the user's own file.
    pub line: HtmlText,
}

/// An operation that was left out.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// `METHOD /path`.
    pub call: HtmlText,
}

/// The longest source line that is shown.
const LINE: usize = 160;

pub(super) fn of(page: &Page<'_>) -> PageView {
    let provider = page.provider;
    let title = provider.map_or(page.name, |provider| provider.title.as_str());
    let findings = page.findings;
    let left_out = page.selection.map_or(&[][..], |selection| &selection.left_out);
    PageView {
        title: HtmlText::new(title),
        subtitle: HtmlText::new(&subtitle(page)),
        facts: provider.map(facts).unwrap_or_default(),
        diagram: provider
            .and_then(|provider| Some(diagram::of(provider, provider.lifecycle.as_ref()?)))
            .into_iter()
            .collect(),
        lifecycle: provider.and_then(|provider| Some(lifecycle(provider.lifecycle.as_ref()?))).unwrap_or_default(),
        operations: provider.map(|provider| provider.operations.iter().map(operation).collect()).unwrap_or_default(),
        schemes: provider.map(|provider| provider.schemes.iter().map(scheme).collect()).unwrap_or_default(),
        findings: findings.diagnostics.iter().map(|diagnostic| finding(diagnostic, &findings.sources)).collect(),
        left_out: left_out
            .iter()
            .map(|(method, path)| LeftOut { call: HtmlText::new(&format!("{method} {path}")) })
            .collect(),
    }
}

fn subtitle(page: &Page<'_>) -> String {
    page.provider.map_or_else(String::new, |provider| {
        format!("{}, version {}, OpenAPI {}", provider.source.file, provider.version, provider.source.openapi)
    })
}

fn fact(name: &str, value: &str) -> Fact {
    Fact { name: HtmlText::new(name), value: HtmlText::new(value) }
}

fn facts(provider: &Provider) -> Vec<Fact> {
    let mut facts = vec![
        fact("Auth operations", &provider.operations.len().to_string()),
        fact("Other operations", &provider.source.left_out.to_string()),
        fact("Security schemes", &provider.schemes.len().to_string()),
    ];
    facts.extend(provider.servers.iter().map(|server| fact("Server", &server.url)));
    if provider.servers.is_empty() {
        facts.push(fact("Server", "given by the caller"));
    }
    facts
}

fn lifecycle(lifecycle: &Lifecycle) -> Vec<Fact> {
    let refresh = lifecycle.token.refresh.as_ref().map_or("none".to_owned(), |path| format!("field {path}"));
    vec![
        fact("Access token", &lifecycle.token.access.to_string()),
        fact("Refresh token", &refresh),
        fact("It ends", &lifecycle.token.expiry.to_string()),
        fact("Sent as", &lifecycle.attach.to_string()),
    ]
}

fn operation(operation: &Operation) -> OperationRow {
    let score: i32 = operation.evidence.iter().map(|evidence| evidence.weight).sum();
    OperationRow {
        call: HtmlText::new(&format!("{} {}", operation.method, operation.path)),
        role: HtmlText::new(&format!("{:?}", operation.role).to_lowercase()),
        name: HtmlText::new(operation.name.as_deref().unwrap_or(&operation.id)),
        score: HtmlText::new(&score.to_string()),
        evidence: operation
            .evidence
            .iter()
            .map(|evidence| fact(&format!("{:+} {}", evidence.weight, evidence.name), &evidence.seen))
            .collect(),
    }
}

fn scheme(scheme: &Scheme) -> SchemeRow {
    let (kind, details) = match &scheme.kind {
        SchemeKind::Bearer { format } => ("bearer", format.clone().unwrap_or_default()),
        SchemeKind::Basic => ("basic", String::new()),
        SchemeKind::ApiKey { place, name, prefix } => ("apiKey", format!("{place:?} {name} {prefix}")),
        SchemeKind::Http { scheme } => ("http", scheme.clone()),
        SchemeKind::OpenIdConnect { url } => ("openIdConnect", url.clone()),
        SchemeKind::MutualTls => ("mutualTLS", String::new()),
        SchemeKind::OAuth2 { flows } => {
            let flows: Vec<String> = flows
                .iter()
                .map(|flow| format!("{:?} at {}", flow.kind, flow.token_url.as_deref().unwrap_or("no token URL")))
                .collect();
            ("oauth2", flows.join("; "))
        }
    };
    SchemeRow { id: HtmlText::new(&scheme.id), kind: HtmlText::new(kind), details: HtmlText::new(details.trim_end()) }
}

fn finding(diagnostic: &Diagnostic, sources: &[Source]) -> Finding {
    let (place, line) = diagnostic.at.and_then(|at| place(sources, at)).unwrap_or_default();
    let pointer = diagnostic.pointer.as_deref().unwrap_or_default();
    Finding {
        severity: HtmlText::new(diagnostic.severity.name()),
        message: HtmlText::new(&diagnostic.message),
        help: HtmlText::new(&diagnostic.help),
        place: HtmlText::new(format!("{place} {pointer}").trim()),
        line: HtmlText::new(&line),
    }
}

/// `file:line` of a span, and that line.
fn place(sources: &[Source], at: Span) -> Option<(String, String)> {
    let source = sources.get(usize::from(at.file))?;
    let number = source.position(at.start).line;
    let line = source.text.lines().nth(number - 1).unwrap_or_default();
    Some((format!("{}:{number}", source.name), line.chars().take(LINE).collect()))
}
