//! `docs/Schemes.md`: the security schemes of the document and what they are on the wire.

use serde::Serialize;

use super::super::fragment::{CodeBlock, CodeSpan, Ident, MarkdownText};
use super::super::prose;
use super::super::schemes::{self, Way, asked};
use super::{Site, scheme_example};
use crate::model::{ApiKeyPlace, Flow, FlowKind, Scheme, SchemeKind, SchemePart, is_offered};
use crate::vocabulary::squash;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct SchemesPage {
    title: MarkdownText,
    top: MarkdownText,
    schemes: Vec<SchemeSection>,
    required: Option<MarkdownText>,
    ways: Vec<WayRow>,
    lifecycle: bool,
    models: bool,
}

impl SchemesPage {
    /// How many programs it shows.
    pub(super) fn examples(&self) -> usize {
        let flows = self.schemes.iter().flat_map(|scheme| &scheme.flows);
        let schemes = self.schemes.iter().filter(|scheme| scheme.example.is_some());
        schemes.count() + flows.filter(|flow| flow.example.is_some()).count()
    }
}

/// A way to be authorized.
#[derive(Clone, Debug, Serialize)]
struct WayRow {
    name: CodeSpan,
    needs: MarkdownText,
    asked: MarkdownText,
}

/// One scheme.
#[derive(Clone, Debug, Serialize)]
struct SchemeSection {
    name: Ident,
    id: CodeSpan,
    kind: MarkdownText,
    docs: Option<MarkdownText>,
    wire: MarkdownText,
    variables: Vec<VariableRow>,
    example: Option<CodeBlock>,
    source: bool,
    or_person: MarkdownText,
    flows: Vec<FlowPart>,
}

/// A value that the caller gives.
#[derive(Clone, Debug, Serialize)]
struct VariableRow {
    part: MarkdownText,
    name: CodeSpan,
    file: CodeSpan,
    presence: MarkdownText,
}

/// A flow of OAuth 2.
#[derive(Clone, Debug, Serialize)]
struct FlowPart {
    title: MarkdownText,
    facts: Vec<MarkdownText>,
    scopes: Vec<ScopeRow>,
    example: Option<CodeBlock>,
}

/// A scope.
#[derive(Clone, Debug, Serialize)]
struct ScopeRow {
    name: CodeSpan,
    docs: MarkdownText,
}

/// The page of all schemes.
pub(super) fn page(site: &Site<'_>) -> SchemesPage {
    let provider = site.cx.provider;
    let schemes = provider.schemes.iter().zip(&site.cx.names.schemes);
    SchemesPage {
        title: MarkdownText::new(&site.title()),
        top: site.anchor("security schemes"),
        schemes: schemes.map(|(scheme, name)| section(site, scheme, name)).collect(),
        required: required(site),
        ways: ways(site),
        lifecycle: provider.lifecycle.is_some(),
        models: site.has_models(),
    }
}

fn section(site: &Site<'_>, scheme: &Scheme, name: &Ident) -> SchemeSection {
    let (kind, wire) = words(site, &scheme.kind);
    let flows: &[Flow] = if let SchemeKind::OAuth2 { flows } = &scheme.kind { flows } else { &[] };
    SchemeSection {
        name: name.clone(),
        id: CodeSpan::new(&scheme.id),
        kind: MarkdownText::new(&kind),
        docs: scheme
            .docs
            .as_deref()
            .map(prose::markdown)
            .filter(|text| !text.is_empty())
            .map(|text| MarkdownText::new(&text)),
        wire: MarkdownText::new(&wire),
        variables: scheme
            .inputs
            .iter()
            .filter(|_| schemes::is_written(site.cx.provider, scheme))
            .map(|input| VariableRow {
                part: MarkdownText::new(&input.variable.as_ref().map_or_else(
                    || input.part.label().replace('_', " "),
                    |variable| format!("{} in the addresses", CodeSpan::new(variable)),
                )),
                name: CodeSpan::new(&input.env),
                file: CodeSpan::new(&format!("{}_FILE", input.env)),
                presence: MarkdownText::new(presence(site, scheme, input.part)),
            })
            .collect(),
        example: scheme_example::program(site, scheme, name),
        source: given_by_source(site, scheme),
        or_person: MarkdownText::new(if schemes::is_written(site.cx.provider, scheme) {
            ", or a session that a person begins"
        } else {
            ""
        }),
        flows: flows.iter().map(|flow| flow_part(site, scheme, flow)).collect(),
    }
}

/// Whether the token source is what gives the credential.
fn given_by_source(site: &Site<'_>, scheme: &Scheme) -> bool {
    let lifecycle = site.cx.provider.lifecycle.as_ref();
    lifecycle.is_some_and(|lifecycle| lifecycle.attach.scheme.as_deref() == Some(scheme.id.as_str()))
}

/// The header that a key of this name may be sent in, too, by another scheme.
fn in_header(site: &Site<'_>, key: &str) -> Option<String> {
    let same = |name: &str| squash(name) == squash(key);
    let found = site.cx.provider.schemes.iter().find_map(|other| match &other.kind {
        SchemeKind::ApiKey { place: ApiKeyPlace::Header, name, .. } if same(name) => Some((name, &other.id)),
        _ => None,
    });
    found.map(|(name, id)| format!("the header {}, too, by the scheme {}", CodeSpan::new(name), CodeSpan::new(id)))
}

/// What a scheme is, and what it puts into a request.
fn words(site: &Site<'_>, kind: &SchemeKind) -> (String, String) {
    let header = |value: &str| format!("The header {}.", CodeSpan::new(&format!("Authorization: {value}")));
    match kind {
        SchemeKind::Bearer { format } => {
            let format = format.as_deref().map(|format| format!(", format {}", CodeSpan::new(format)));
            (format!("a bearer token (RFC 6750){}", format.unwrap_or_default()), header("Bearer {token}"))
        }
        SchemeKind::Basic => {
            ("HTTP Basic (RFC 7617): a user and a password".to_owned(), header("Basic {base64 of user:password}"))
        }
        SchemeKind::ApiKey { place, name, prefix } => {
            let wire = match place {
                ApiKeyPlace::Header => format!("The header {}.", CodeSpan::new(&format!("{name}: {prefix}{{key}}"))),
                ApiKeyPlace::Query => format!(
                    "The query parameter {}. Addresses end up in logs and histories, so a key should not travel there; the \
                     document allows {}.",
                    CodeSpan::new(&format!("{name}={{key}}")),
                    in_header(site, name).unwrap_or_else(|| "no other place".to_owned())
                ),
                ApiKeyPlace::Cookie => format!("The cookie {}.", CodeSpan::new(&format!("{name}={prefix}{{key}}"))),
            };
            ("an API key".to_owned(), wire)
        }
        SchemeKind::Http { scheme } => (
            format!("the HTTP authentication scheme {}", CodeSpan::new(scheme)),
            header(&format!("{scheme} {{credentials}}")),
        ),
        SchemeKind::OAuth2 { flows } if !is_offered(flows) => (
            "OAuth 2.0 (RFC 6749), by flows that are not offered here: a token comes from elsewhere".to_owned(),
            header("Bearer {token}"),
        ),
        SchemeKind::OAuth2 { .. } => ("OAuth 2.0 (RFC 6749)".to_owned(), header("Bearer {token}")),
        SchemeKind::OpenIdConnect { url } => (
            format!("OpenID Connect; the configuration of the provider is at {}", CodeSpan::new(url)),
            header("Bearer {token}"),
        ),
        SchemeKind::MutualTls => (
            "a client certificate (mutual TLS)".to_owned(),
            "Nothing in the request: the certificate belongs to the connection, so it is set in the transport."
                .to_owned(),
        ),
    }
}

/// Whether a value must be there.
pub(super) fn presence(site: &Site<'_>, scheme: &Scheme, part: SchemePart) -> &'static str {
    let flows = schemes::flows(site.cx.provider, scheme);
    let confidential = |flow: &&Flow| flow.kind == FlowKind::ClientCredentials;
    match (part, &scheme.kind) {
        (SchemePart::ClientSecret, SchemeKind::OAuth2 { .. }) if flows.iter().all(confidential) => "required",
        (SchemePart::ClientSecret, SchemeKind::OAuth2 { .. }) if flows.iter().any(confidential) => {
            "required for client credentials; a public client has none"
        }
        (SchemePart::ClientSecret, _) => "optional: a public client has none",
        (SchemePart::Password, SchemeKind::Basic) => "optional: empty where it is not set",
        _ => "required",
    }
}

/// The variants of `Authorization`.
fn ways(site: &Site<'_>) -> Vec<WayRow> {
    let row = |way: &Way<'_>| {
        let parts: Vec<String> = way.parts.iter().map(|part| CodeSpan::new(&part.scheme.id).to_string()).collect();
        let needs = if parts.is_empty() { "nothing".to_owned() } else { parts.join(" and ") };
        let asked = way.said.map(asked).filter(|text| !text.is_empty());
        WayRow {
            name: CodeSpan::new(&format!("Authorization::{}", way.name)),
            needs: MarkdownText::new(&needs),
            asked: MarkdownText::new(&asked.unwrap_or_else(|| "the document does not say".to_owned())),
        }
    };
    let ways = schemes::ways(site.cx);
    if ways.iter().all(|way| way.parts.is_empty()) || !schemes::are_written(site.cx) {
        return Vec::new();
    }
    ways.iter().map(row).collect()
}

/// What the server says of itself, and how a client goes by it: the document's own addresses say less.
fn metadata(flow: &Flow) -> Option<String> {
    let kind = flow.kind;
    let url = flow.metadata_url.as_deref().filter(|_| kind.refused().is_none());
    if let Some(url) = url {
        let found = CodeSpan::new(&format!("oauth::Discovery::new()?.url({url:?}).await?"));
        return Some(format!(
            "The server describes itself at {}. A client that `client_at` makes of {found} goes by that: its issuer is checked, \
             identity tokens are, and it knows where sessions are ended.",
            CodeSpan::new(url)
        ));
    }
    let people = kind == FlowKind::AuthorizationCode && flow.scopes.iter().any(|scope| scope.name == "openid");
    people.then(|| {
        "These addresses do not say by what an identity token is to be checked, so that it is dropped. `client_at` takes a server \
         whose metadata was discovered."
            .to_owned()
    })
}

/// What servers want besides, and documents have no words for.
fn settings(kind: FlowKind) -> Option<String> {
    let grant = match kind {
        FlowKind::ClientCredentials => "oauth::ClientCredentials::new(client)",
        FlowKind::AuthorizationCode => "oauth::AuthorizationCode::new(client)",
        FlowKind::Device | FlowKind::Password | FlowKind::Implicit => return None,
    };
    let built = match kind {
        FlowKind::ClientCredentials => {
            " Of such a grant `TokenSource::builder(grant).allow(&server.base_url()?).build()` makes a source."
        }
        _ => "",
    };
    Some(format!(
        "The client's secret is sent by HTTP Basic. A server that wants it otherwise, or a signed assertion, gets an \
         `oauth::Client::new(server, auth)?`, where `auth` is `oauth::ClientAuth::post(id, secret)` or \
         `oauth::ClientAuth::private_key_jwt(id, key)`, and `server` is that of the client made here: \
         `client(&server)?.server().clone()`. What it asks for besides scopes, such as `audience` or `resource`, is a parameter: {}.{built}",
        CodeSpan::new(&format!("{grant}.parameter(\"audience\", \"...\")?"))
    ))
}

fn flow_part(site: &Site<'_>, scheme: &Scheme, flow: &Flow) -> FlowPart {
    let urls = [
        ("Tokens come from", &flow.token_url),
        ("The user's browser is sent to", &flow.authorization_url),
        ("Tokens are renewed at", &flow.refresh_url),
        ("A device asks for its code at", &flow.device_authorization_url),
    ];
    let elsewhere = flow.token_url.as_deref().is_some_and(|url| site.cx.provider.is_elsewhere(url));
    let mut facts: Vec<String> = urls
        .iter()
        .filter_map(|(said, url)| url.as_deref().map(|url| format!("{said} {}.", CodeSpan::new(url))))
        .collect();
    if let Some(names) = flow.operation.and_then(|at| site.cx.names.operations.get(at)) {
        let method = &names.method;
        facts.push(format!("The typed call is [{}](AuthenticationApi.md#{method}).", CodeSpan::new(method.as_str())));
    }
    if elsewhere {
        facts.push(
            "That is another origin than the API's: the client's secret goes there, the API sees tokens only."
                .to_owned(),
        );
    }
    // What the crate has no client for, its own token source does.
    if schemes::flows(site.cx.provider, scheme).contains(&flow) {
        let revocation = site.cx.revocation(flow).map(|path| CodeSpan::new(&format!("/{path}")));
        facts.extend(revocation.map(|path| format!("Tokens are revoked at {path}: `revoke()` of a source signs out.")));
        facts.extend(metadata(flow));
        facts.extend(settings(flow.kind));
    }
    match flow.kind {
        FlowKind::Implicit => facts.push(
            "Not offered: its tokens travel in the browser's address bar, where history, logs and scripts see them (RFC 9700, \
             section 2.1.2). The authorization code flow, which the same servers have, takes its place; where the document has \
             none, give its addresses by an overlay."
                .to_owned(),
        ),
        FlowKind::Password => facts.push(
            "Only with the feature `password-grant` of this crate, which is off: it teaches people to give their password away \
             (RFC 9700, section 2.4)."
                .to_owned(),
        ),
        FlowKind::AuthorizationCode | FlowKind::ClientCredentials | FlowKind::Device => {}
    }
    FlowPart {
        title: MarkdownText::new(flow_name(flow.kind)),
        example: scheme_example::flow(site, scheme, flow),
        facts: facts.iter().map(|fact| MarkdownText::new(fact)).collect(),
        scopes: flow
            .scopes
            .iter()
            .map(|scope| {
                let said = prose::markdown_cell(&scope.docs);
                let said = if said.is_empty() { "The document gives no description." } else { &said };
                ScopeRow { name: CodeSpan::new(&scope.name), docs: MarkdownText::new(said) }
            })
            .collect(),
    }
}

fn flow_name(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::AuthorizationCode => "Authorization code (RFC 6749, section 4.1), with PKCE (RFC 7636)",
        FlowKind::ClientCredentials => "Client credentials (RFC 6749, section 4.4)",
        FlowKind::Password => "Password (RFC 6749, section 4.3); RFC 9700 advises against it",
        FlowKind::Implicit => "Implicit (RFC 6749, section 4.2); not offered",
        FlowKind::Device => "Device authorization (RFC 8628)",
    }
}

/// What every request to the API needs unless an operation says otherwise.
fn required(site: &Site<'_>) -> Option<MarkdownText> {
    let security = &site.cx.provider.security;
    if security.is_empty() {
        return None;
    }
    let text = super::authorization::needed(site, security);
    let text = text.replacen("The operation itself needs", "Unless an operation says otherwise, a request needs", 1);
    Some(MarkdownText::new(&text.replace("](Schemes.md#", "](#")))
}
