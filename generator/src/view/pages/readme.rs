//! `README.md`: what the crate is, the three lines to a token, and where to read on.

use serde::Serialize;

use super::super::fragment::{CodeBlock, CodeSpan, Ident, MarkdownText, PackageName};
use super::super::prose;
use super::super::schemes::{self, usage};
use super::super::server;
use super::api::{ServerRow, homes, host, servers};
use super::{Again, Site};
use crate::model::{ApiKeyPlace, Attach, Flow, FlowKind, Scheme, SchemeInput, Unused};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct ReadmePage {
    title: MarkdownText,
    package: CodeSpan,
    package_plain: PackageName,
    /// The folder that the crate is written into.
    folder: PackageName,
    description: Option<MarkdownText>,
    quick_start: Option<CodeBlock>,
    /// What the example does.
    run: MarkdownText,
    variables: Vec<VariableRow>,
    servers: Vec<ServerRow>,
    host: Option<MarkdownText>,
    homes: Vec<MarkdownText>,
    operations: Vec<OperationLine>,
    unused: Vec<MarkdownText>,
    lifecycle: bool,
    schemes: bool,
    models: bool,
    provenance: Provenance,
}

impl ReadmePage {
    /// How many programs it shows.
    pub(super) fn examples(&self) -> usize {
        usize::from(self.quick_start.is_some())
    }
}

/// An environment variable.
#[derive(Clone, Debug, Serialize)]
struct VariableRow {
    name: CodeSpan,
    file: CodeSpan,
    field: CodeSpan,
    required: MarkdownText,
}

/// An operation.
#[derive(Clone, Debug, Serialize)]
struct OperationLine {
    method: Ident,
    request: CodeSpan,
    summary: MarkdownText,
}

/// Where the crate came from.
#[derive(Clone, Debug, Serialize)]
struct Provenance {
    title: MarkdownText,
    version: CodeSpan,
    file: CodeSpan,
    openapi: CodeSpan,
    sha256: CodeSpan,
    left_out: MarkdownText,
    generator: CodeSpan,
    command: CodeBlock,
}

/// The README.
pub(super) fn page(site: &Site<'_>, again: &Again) -> ReadmePage {
    let provider = site.cx.provider;
    let operations = provider.operations.iter().zip(&site.cx.names.operations);
    ReadmePage {
        title: MarkdownText::new(&site.title()),
        package: CodeSpan::new(site.cx.names.package.as_str()),
        package_plain: site.cx.names.package.clone(),
        folder: PackageName::new(&site.cx.provider.name),
        description: provider
            .description
            .as_deref()
            .map(prose::markdown)
            .filter(|text| !text.is_empty())
            .map(|text| MarkdownText::new(&text)),
        quick_start: quick_start(site),
        run: MarkdownText::new(if site.cx.grant {
            "`cargo run --example token` prints a valid token."
        } else {
            "`cargo run --example request` does this and prints the status, never the credentials."
        }),
        variables: variables(site),
        servers: servers(site),
        host: host(site),
        homes: homes(site),
        operations: operations
            .map(|(operation, names)| OperationLine {
                method: names.method.clone(),
                request: CodeSpan::new(&format!("{} {}", operation.method, operation.path)),
                summary: MarkdownText::new(&super::operation::summary(operation)),
            })
            .collect(),
        unused: unused(site),
        lifecycle: provider.lifecycle.is_some(),
        schemes: !provider.schemes.is_empty(),
        models: site.has_models(),
        provenance: provenance(site, again),
    }
}

/// What the token source does not call, and why.
fn unused(site: &Site<'_>) -> Vec<MarkdownText> {
    let unused = site.cx.provider.lifecycle.iter().flat_map(|lifecycle| &lifecycle.unused);
    let line = |it: &Unused| {
        let method = site.cx.names.operations.get(it.operation)?.method.as_str();
        Some(MarkdownText::new(&format!("`{method}` is not called by the token source: {}.", prose::markdown(&it.why))))
    };
    unused.filter_map(line).collect()
}

/// The way to a token, or to a request that carries what the document asks for.
pub(super) fn quick_start(site: &Site<'_>) -> Option<CodeBlock> {
    if !site.cx.grant {
        let program = usage::request(site.cx).filter(|_| schemes::are_written(site.cx))?;
        return Some(CodeBlock::new("rust,no_run", &program.text(site.cx)));
    }
    let own_header = site.cx.provider.lifecycle.as_ref().is_none_or(|lifecycle| is_authorization(&lifecycle.attach));
    let program = if own_header { with_header(site) } else { with_request(site) };
    Some(CodeBlock::new("rust,no_run", &program))
}

/// Whether the token's own header value is that of the header `Authorization`.
pub(super) fn is_authorization(attach: &Attach) -> bool {
    attach.carrier.place == ApiKeyPlace::Header && attach.carrier.name.eq_ignore_ascii_case("authorization")
}

/// A token in a cookie, in the address or in a header of its own is put there by the source.
fn with_request(site: &Site<'_>) -> String {
    let (library, server) = (&site.cx.names.library, server::first(site.cx));
    format!(
        "use {library}::authwright::{{block_on, http}};\n\
         use {library}::{{Client, Credentials, Server}};\n\
         \n\
         fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let credentials = Credentials::from_env()?;\n    \
             let server = {server};\n    \
             let tokens = Client::new(server.clone())?.token_source(credentials);\n    \
             let request = http::Request::get(server.base_url()?.as_str()).body(())?;\n    \
             let (mut parts, ()) = request.into_parts();\n    \
             block_on(tokens.authorize(&mut parts))?; // a token that is valid now is on it; in async code: .await?\n    \
             Ok(())\n\
         }}"
    )
}

fn with_header(site: &Site<'_>) -> String {
    let (library, server) = (&site.cx.names.library, server::first(site.cx));
    format!(
        "use {library}::{{Client, Credentials, Server}};\n\
         \n\
         fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let credentials = Credentials::from_env()?;\n    \
             let tokens = Client::new({server})?.token_source(credentials);\n    \
             let token = tokens.token_blocking()?; // valid now; in async code: tokens.token().await?\n    \
             let header = token.authorization_header(); // marked sensitive, so it is not printed\n    \
             assert!(header.is_sensitive());\n    \
             Ok(())\n\
         }}"
    )
}

/// Every variable that the crate reads.
fn variables(site: &Site<'_>) -> Vec<VariableRow> {
    let row = |env: &str, field: String, presence: &str| VariableRow {
        name: CodeSpan::new(env),
        file: CodeSpan::new(&format!("{env}_FILE")),
        field: CodeSpan::new(&field),
        required: MarkdownText::new(presence),
    };
    let credentials = site.cx.provider.lifecycle.iter().flat_map(|lifecycle| &lifecycle.credentials);
    let credentials = credentials.zip(&site.cx.names.credentials).map(|(credential, name)| {
        let presence = if credential.required { "required" } else { "optional" };
        row(&credential.env, format!("Credentials::{name}"), presence)
    });
    let schemes = site.cx.provider.schemes.iter().zip(&site.cx.names.schemes);
    let schemes = schemes.filter(|(scheme, _)| schemes::is_written(site.cx.provider, scheme));
    let inputs = schemes.flat_map(|(scheme, name)| {
        let fields = schemes::fields(&scheme.inputs);
        scheme.inputs.iter().zip(fields).map(move |(input, field)| (scheme, name, input, field))
    });
    let inputs = inputs.map(|(scheme, name, input, field)| {
        let owner = holder(site, scheme, input).unwrap_or_else(|| name.clone());
        let presence =
            format!("for {}, {}", CodeSpan::new(&scheme.id), super::schemes::presence(site, scheme, input.part));
        row(&input.env, format!("schemes::{owner}::{field}"), &presence)
    });
    credentials.chain(inputs).collect()
}

/// The type that has the field of a scheme: its own, or that of the first flow that needs it.
fn holder(site: &Site<'_>, scheme: &Scheme, input: &SchemeInput) -> Option<Ident> {
    let flows = schemes::flows(site.cx.provider, scheme).into_iter();
    let needs = |flow: &&Flow| input.variable.as_ref().is_none_or(|name| schemes::names_variable(site.cx, flow, name));
    let flow = flows.filter(|flow| flow.kind != FlowKind::Implicit).find(needs)?;
    site.cx.names.flow(site.cx.provider, &scheme.id, flow.kind)
}

fn provenance(site: &Site<'_>, again: &Again) -> Provenance {
    let source = &site.cx.provider.source;
    let left_out = match source.left_out {
        0 => "none".to_owned(),
        1 => "1 operation that is not about signing in".to_owned(),
        many => format!("{many} operations that are not about signing in"),
    };
    let file = if source.file.is_empty() { "openapi.yaml" } else { &source.file };
    Provenance {
        title: MarkdownText::new(&site.title()),
        version: CodeSpan::new(&site.cx.provider.version),
        file: CodeSpan::new(file),
        openapi: CodeSpan::new(&source.openapi),
        sha256: CodeSpan::new(&source.sha256),
        left_out: MarkdownText::new(&left_out),
        generator: CodeSpan::new(env!("CARGO_PKG_VERSION")),
        command: CodeBlock::new("bash", &again.command(&source.file)),
    }
}
