//! What the page prints, decided.

use serde::Serialize;

use super::diagram::{self, Diagram};
use super::{HtmlText, Page};
use crate::diagnostic::{Diagnostic, Excerpt, Severity, excerpt};
use crate::document::Source;
use crate::model::{ApiKeyPlace, Flow, FlowKind, Lifecycle, Operation, Provider, Scheme, SchemeKind};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// The document's title, or its name.
    pub title: HtmlText,
    /// The document's name and version.
    pub subtitle: HtmlText,
    /// How many there are of each.
    pub counts: Vec<Fact>,
    /// Where the API is served.
    pub servers: Vec<Fact>,
    /// The drawing, where a lifecycle was found.
    pub diagram: Vec<Diagram>,
    /// What stands where there is no drawing, no operation or no scheme.
    pub nothing: Nothing,
    /// The lifecycle in words.
    pub lifecycle: Vec<Fact>,
    /// What was recognised.
    pub operations: Vec<OperationRow>,
    /// The security schemes.
    pub schemes: Vec<SchemeRow>,
    /// How many findings there are of each weight.
    pub findings_count: HtmlText,
    /// Diagnostics with their lines.
    pub findings: Vec<Finding>,
    /// Operations that are not about signing in.
    pub left_out: Vec<LeftOut>,
    /// How many they are.
    pub left_out_count: HtmlText,
    /// Who wrote the page, and from what.
    pub footer: HtmlText,
}

/// A name and a value.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// The name.
    pub name: HtmlText,
    /// The value.
    pub value: HtmlText,
}

/// What stands where something is missing.
#[derive(Clone, Debug, Serialize)]
pub struct Nothing {
    /// For the drawing.
    pub diagram: HtmlText,
    /// For the operations.
    pub operations: HtmlText,
    /// For the schemes.
    pub schemes: HtmlText,
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
    pub details: Vec<Fact>,
}

/// A diagnostic with its line.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// `error`, `warning` or `note`: also the class that draws it.
    pub severity: HtmlText,
    /// The identifier.
    pub code: HtmlText,
    /// What is wrong.
    pub message: HtmlText,
    /// The way out.
    pub help: HtmlText,
    /// File, line and pointer.
    pub place: HtmlText,
    /// The lines of the user's own file, where it has a place.
    pub lines: Vec<Lines>,
}

/// Lines of the user's own file around a place.
#[derive(Clone, Debug, Serialize)]
pub struct Lines {
    /// Up to the place.
    pub before: HtmlText,
    /// The place.
    pub marked: HtmlText,
    /// The rest.
    pub after: HtmlText,
}

/// An operation that was left out.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// `METHOD /path`.
    pub call: HtmlText,
}

pub(super) fn of(page: &Page<'_>) -> PageView {
    let provider = page.provider;
    let title = provider.map_or(page.name, |provider| provider.title.as_str());
    let findings = page.findings;
    let left_out = page.selection.map_or(&[][..], |selection| &selection.left_out);
    PageView {
        title: HtmlText::new(title),
        subtitle: HtmlText::new(&subtitle(page)),
        counts: provider.map(counts).unwrap_or_default(),
        servers: provider.map(servers).unwrap_or_default(),
        nothing: nothing(provider.is_some()),
        diagram: provider
            .and_then(|provider| Some(diagram::of(provider, provider.lifecycle.as_ref()?)))
            .into_iter()
            .collect(),
        lifecycle: provider.and_then(|provider| Some(lifecycle(provider.lifecycle.as_ref()?))).unwrap_or_default(),
        operations: provider.map(|provider| provider.operations.iter().map(operation).collect()).unwrap_or_default(),
        schemes: provider.map(|provider| provider.schemes.iter().map(scheme).collect()).unwrap_or_default(),
        findings_count: HtmlText::new(&weights(&findings.diagnostics)),
        findings: findings.diagnostics.iter().map(|diagnostic| finding(diagnostic, &findings.sources)).collect(),
        left_out: left_out
            .iter()
            .map(|(method, path)| LeftOut { call: HtmlText::new(&format!("{method} {path}")) })
            .collect(),
        left_out_count: HtmlText::new(&left_out.len().to_string()),
        footer: HtmlText::new(&footer(page)),
    }
}

fn nothing(understood: bool) -> Nothing {
    let say = |text| HtmlText::new(if understood { text } else { "Not known: the findings say why." });
    Nothing {
        diagram: say("No operation of the document makes a token; its schemes say how one signs in."),
        operations: say("None was recognised."),
        schemes: say("The document declares none."),
    }
}

/// `1 error, 2 warnings`; the page's link to its findings says it too.
fn weights(diagnostics: &[Diagnostic]) -> String {
    let count = |severity: Severity| {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", severity.name()))
    };
    let counts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(count).collect();
    if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
}

fn footer(page: &Page<'_>) -> String {
    let by = format!("Written by Authwright {}", env!("CARGO_PKG_VERSION"));
    match page.provider {
        Some(provider) => format!("{by} from {} (SHA-256 {}).", page.name, provider.source.sha256),
        None => format!("{by} from {}.", page.name),
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

fn counts(provider: &Provider) -> Vec<Fact> {
    vec![
        fact("Auth operations", &provider.operations.len().to_string()),
        fact("Other operations", &provider.source.left_out.to_string()),
        fact("Security schemes", &provider.schemes.len().to_string()),
    ]
}

fn servers(provider: &Provider) -> Vec<Fact> {
    let mut servers: Vec<Fact> = provider
        .servers
        .iter()
        .map(|server| fact(if server.relative { "Server, on the caller's host" } else { "Server" }, server.address()))
        .collect();
    if servers.is_empty() {
        servers.push(fact("Server", "given by the caller"));
    }
    servers
}

fn lifecycle(lifecycle: &Lifecycle) -> Vec<Fact> {
    let refresh = lifecycle.token.refresh.as_ref().map_or("none".to_owned(), ToString::to_string);
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
        SchemeKind::Bearer { .. } => ("bearer", vec![fact("Sent as", "Authorization: Bearer {token}")]),
        SchemeKind::Basic => ("basic", vec![fact("Sent as", "Authorization: Basic {name:password}")]),
        SchemeKind::ApiKey { place, name, prefix } => ("apiKey", vec![fact("Sent as", &key(*place, name, prefix))]),
        SchemeKind::Http { scheme } => ("http", vec![fact("Sent as", &format!("Authorization: {scheme} {{...}}"))]),
        SchemeKind::OpenIdConnect { url } => ("openIdConnect", vec![fact("Discovery", url)]),
        SchemeKind::MutualTls => ("mutualTLS", vec![fact("Sent as", "a client certificate")]),
        SchemeKind::OAuth2 { flows } => ("oauth2", flows.iter().flat_map(flow).collect()),
    };
    SchemeRow { id: HtmlText::new(&scheme.id), kind: HtmlText::new(kind), details }
}

fn key(place: ApiKeyPlace, name: &str, prefix: &str) -> String {
    match place {
        ApiKeyPlace::Header => format!("{name}: {prefix}{{key}}"),
        ApiKeyPlace::Query => format!("?{name}={prefix}{{key}}"),
        ApiKeyPlace::Cookie => format!("Cookie: {name}={prefix}{{key}}"),
    }
}

fn flow(flow: &Flow) -> Vec<Fact> {
    let kind = match flow.kind {
        FlowKind::AuthorizationCode => "authorization code",
        FlowKind::ClientCredentials => "client credentials",
        FlowKind::Password => "password (discouraged: RFC 9700, 2.4)",
        FlowKind::Implicit => "implicit (refused: RFC 9700, 2.1.2)",
        FlowKind::Device => "device",
    };
    let scopes: Vec<&str> = flow.scopes.iter().map(|scope| scope.name.as_str()).collect();
    let urls = [
        ("Authorization URL", &flow.authorization_url),
        ("Device authorization URL", &flow.device_authorization_url),
        ("Token URL", &flow.token_url),
        ("Refresh URL", &flow.refresh_url),
    ];
    let mut facts = vec![fact("Flow", kind)];
    facts.extend(urls.iter().filter_map(|(name, url)| Some(fact(name, url.as_deref()?))));
    facts.extend((!scopes.is_empty()).then(|| fact("Scopes", &scopes.join(" "))));
    facts
}

fn finding(diagnostic: &Diagnostic, sources: &[Source]) -> Finding {
    let source = diagnostic.at.and_then(|at| sources.get(usize::from(at.file)));
    let place =
        diagnostic.at.zip(source).map(|(at, source)| format!("{}:{}", source.name, source.position(at.start).line));
    let file = diagnostic.file.clone().unwrap_or_default();
    let pointer = diagnostic.pointer.as_deref().unwrap_or_default();
    Finding {
        severity: HtmlText::new(diagnostic.severity.name()),
        code: HtmlText::new(diagnostic.code.id()),
        message: HtmlText::sentence(&diagnostic.message),
        help: HtmlText::sentence(&diagnostic.help),
        place: HtmlText::new(format!("{} {pointer}", place.unwrap_or(file)).trim()),
        lines: diagnostic.at.zip(source).map(|(at, source)| lines(&excerpt(source, at))).into_iter().collect(),
    }
}

fn lines(excerpt: &Excerpt) -> Lines {
    let part = |range: std::ops::Range<usize>| HtmlText::new(excerpt.text.get(range).unwrap_or_default());
    let marked = excerpt.marked.clone();
    Lines { before: part(0..marked.start), marked: part(marked.clone()), after: part(marked.end..excerpt.text.len()) }
}
