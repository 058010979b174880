//! What was recognised in a document, why, and what was left out: the answer of `authwright inspect`, as data.

mod human;
mod json;

use crate::document::{Document, Node};
use crate::model::{ApiKeyPlace, Attach, Expiry, FieldPath, Lifecycle, Provider, Scheme, SchemeKind, TokenSource};
use crate::normalize;
use crate::select::{Candidate, Evidence, Selection};

/// What is known of one document.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// `info.title`.
    pub title: String,
    /// The version of OpenAPI or Swagger that it is written in.
    pub openapi: String,
    /// The auth operations, in document order.
    pub operations: Vec<Inspected>,
    /// The security schemes, in document order.
    pub schemes: Vec<InspectedScheme>,
    /// The URLs of the servers, as written.
    pub servers: Vec<String>,
    /// How the operations make a token live; absent where the document has no operation that gives one, or where it could not
    /// be made out.
    pub lifecycle: Option<InspectedLifecycle>,
    /// How many operations are not about authentication.
    pub left_out: usize,
    /// Of those, the ones that came closest.
    pub close: Vec<Candidate>,
}

/// An auth operation.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// Upper case.
    pub method: String,
    /// As written.
    pub path: String,
    /// The role's name.
    pub role: &'static str,
    /// As written, where it has one.
    pub operation_id: Option<String>,
    /// Why it was taken for that.
    pub evidence: Vec<Evidence>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedScheme {
    /// Its key in `components.securitySchemes`.
    pub id: String,
    /// What it is on the wire: `http:bearer`, `apiKey:header`, `oauth2`.
    pub kind: String,
    /// The flows of OAuth 2, in document order.
    pub flows: Vec<InspectedFlow>,
}

/// A flow of OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedFlow {
    /// As the document calls it.
    pub name: String,
    /// Where tokens come from, resolved against the first server.
    pub token_url: Option<String>,
    /// Where the server describes itself, if the document says so.
    pub metadata_url: Option<String>,
    /// Whether that is another origin than that of every server.
    pub elsewhere: bool,
    /// Why it is not offered, where it is not.
    pub refused: Option<&'static str>,
}

/// The life of a token. Operations are written `METHOD /path`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedLifecycle {
    /// The operation that makes a token.
    pub issue: String,
    /// The one that renews it.
    pub refresh: Option<String>,
    /// The one that ends it.
    pub revoke: Option<String>,
    /// What would renew or end the token and is not used, and why not.
    pub unused: Vec<(String, String)>,
    /// Where the access token is: names from the root of the body, none where the body is the token; or a header or cookie, none
    /// where the document does not say what the cookie is called.
    pub access: Vec<String>,
    /// Whether `access` names a header or a cookie of the reply instead of a field.
    pub outside_body: Option<&'static str>,
    /// Where the refresh token is.
    pub refresh_token: Option<Vec<String>>,
    /// Whether `refresh_token` names a header or a cookie of the reply instead of a field.
    pub refresh_outside_body: Option<&'static str>,
    /// Where it says when the access token ends.
    pub expiry: Option<Vec<String>>,
    /// How long an access token lives, in words.
    pub rule: String,
    /// How requests carry it: a header with its value, a query parameter or a cookie.
    pub sent: String,
    /// Whether a security scheme of the document says so.
    pub sent_by_scheme: bool,
}

impl Inspection {
    /// What is known of a normalised document, with its provider where the model could be built.
    pub fn new(document: &Document, selection: &Selection, provider: Option<&Provider>) -> Self {
        let root = &document.root;
        let text = |node: Option<&Node>| node.and_then(Node::as_str).unwrap_or_default().to_owned();
        let servers = root.get("servers").map(Node::items).unwrap_or_default();
        Self {
            title: text(root.get("info").and_then(|info| info.get("title"))),
            openapi: normalize::version(document).unwrap_or_default().to_owned(),
            operations: operations(selection),
            schemes: schemes(&selection.closure, provider),
            servers: servers.iter().map(|server| text(server.get("url"))).collect(),
            lifecycle: provider.and_then(|provider| Some(lifecycle(provider, provider.lifecycle.as_ref()?))),
            left_out: selection.left_out.len(),
            close: selection.close.clone(),
        }
    }
}

fn operations(selection: &Selection) -> Vec<Inspected> {
    let paths = selection.closure.get("paths");
    let id = |path: &str, method: &str| {
        let operation = paths?.get(path)?.get(&method.to_ascii_lowercase())?;
        operation.get("operationId").and_then(Node::as_str).map(str::to_owned)
    };
    let inspected = selection.operations.iter().map(|operation| Inspected {
        method: operation.method.clone(),
        path: operation.path.clone(),
        role: operation.role.name(),
        operation_id: id(&operation.path, &operation.method),
        evidence: operation.evidence.clone(),
    });
    inspected.collect()
}

fn schemes(closure: &Node, provider: Option<&Provider>) -> Vec<InspectedScheme> {
    let schemes = closure.get("components").and_then(|components| components.get("securitySchemes"));
    let kind = |scheme: &Node| {
        let text = |key: &str| scheme.get(key).and_then(Node::as_str).unwrap_or_default();
        match text("type") {
            "http" => format!("http:{}", text("scheme").to_ascii_lowercase()),
            "apiKey" => format!("apiKey:{}", text("in")),
            kind => kind.to_owned(),
        }
    };
    let entries = schemes.map(Node::entries).unwrap_or_default();
    // A reference that is still one leads nowhere, which is said.
    let found = entries.iter().filter(|entry| entry.node.get("$ref").is_none());
    let inspected = found.map(|entry| InspectedScheme {
        id: entry.key.to_string(),
        kind: kind(&entry.node),
        flows: provider.map(|provider| flows(provider, &entry.key)).unwrap_or_default(),
    });
    let supposed = provider.into_iter().flat_map(|provider| &provider.schemes);
    let supposed = supposed.filter(|scheme| !entries.iter().any(|entry| *entry.key == *scheme.id));
    let kind = |scheme: &Scheme| if scheme.kind == SchemeKind::Basic { "http:basic" } else { "http:bearer" };
    let supposed = supposed.map(|scheme| InspectedScheme {
        id: scheme.id.clone(),
        kind: kind(scheme).to_owned(),
        flows: Vec::new(),
    });
    inspected.chain(supposed).collect()
}

fn flows(provider: &Provider, id: &str) -> Vec<InspectedFlow> {
    let scheme = provider.schemes.iter().find(|scheme| scheme.id == id);
    let flows = match scheme.map(|scheme| &scheme.kind) {
        Some(SchemeKind::OAuth2 { flows }) => flows,
        // Its flow is what the discovered server offers people.
        Some(SchemeKind::OpenIdConnect { url }) => {
            return vec![InspectedFlow {
                name: "sign-in of people".to_owned(),
                token_url: None,
                metadata_url: Some(url.clone()),
                elsewhere: false,
                refused: None,
            }];
        }
        _ => return Vec::new(),
    };
    let inspected = flows.iter().map(|flow| InspectedFlow {
        name: flow.kind.name().to_owned(),
        token_url: flow.token_url.clone(),
        metadata_url: flow.metadata_url.clone(),
        elsewhere: flow.token_url.as_deref().is_some_and(|url| provider.is_elsewhere(url)),
        refused: flow.kind.refused(),
    });
    inspected.collect()
}

fn lifecycle(provider: &Provider, lifecycle: &Lifecycle) -> InspectedLifecycle {
    let name = |at: usize| {
        let operation = provider.operations.get(at);
        operation.map(|operation| format!("{} {}", operation.method, operation.path)).unwrap_or_default()
    };
    let (access, outside_body) = place(&lifecycle.token.access);
    let refresh = lifecycle.token.refresh.as_ref().map(place);
    InspectedLifecycle {
        issue: name(lifecycle.issue.operation),
        refresh: lifecycle.refresh.as_ref().map(|step| name(step.operation)),
        revoke: lifecycle.revoke.as_ref().map(|step| name(step.operation)),
        unused: lifecycle.unused.iter().map(|unused| (name(unused.operation), unused.why.clone())).collect(),
        access,
        outside_body,
        refresh_outside_body: refresh.as_ref().and_then(|(_, place)| *place),
        refresh_token: refresh.map(|(names, _)| names),
        expiry: expiry(&lifecycle.token.expiry).map(|path| path.0.clone()),
        rule: lifecycle.token.expiry.to_string(),
        sent: sent(&lifecycle.attach),
        sent_by_scheme: lifecycle.attach.scheme.is_some(),
    }
}

fn sent(attach: &Attach) -> String {
    let Attach { carrier, template, .. } = attach;
    match carrier.place {
        ApiKeyPlace::Header => format!("{}: {template}", carrier.name),
        place => format!("the {} {}", place.word(), carrier.name),
    }
}

/// The names that lead to a token, and what they are names of where that is no body.
fn place(source: &TokenSource) -> (Vec<String>, Option<&'static str>) {
    match source {
        TokenSource::Field(path) => (path.0.clone(), None),
        TokenSource::Body => (Vec::new(), None),
        TokenSource::Header(name) => (vec![name.clone()], Some("header")),
        TokenSource::Cookie(name) => (name.iter().cloned().collect(), Some("cookie")),
    }
}

fn expiry(expiry: &Expiry) -> Option<&FieldPath> {
    match expiry {
        Expiry::In(path, _) | Expiry::At(path, _) => Some(path),
        Expiry::JwtExp | Expiry::Fixed(_) | Expiry::Unknown => None,
    }
}
