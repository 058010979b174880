//! `docs/AuthenticationApi.md`: every typed call.

use serde::Serialize;

use super::super::docs::sentence;
use super::super::fragment::{CodeBlock, CodeSpan, MarkdownText};
use super::super::prose;
use super::super::server;
use super::Site;
use super::operation::OperationSection;
use crate::model::Server;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct ApiPage {
    title: MarkdownText,
    top: MarkdownText,
    options: CodeBlock,
    package: CodeSpan,
    servers: Vec<ServerRow>,
    host: Option<MarkdownText>,
    homes: Vec<MarkdownText>,
    operations: Vec<OperationSection>,
    lifecycle: bool,
    schemes: bool,
    models: bool,
}

impl ApiPage {
    /// How many programs it shows: one for each operation, and one for the options of all.
    pub(super) fn examples(&self) -> usize {
        self.operations.len() + usize::from(!self.operations.is_empty())
    }
}

/// One server.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ServerRow {
    name: CodeSpan,
    url: CodeSpan,
    purpose: MarkdownText,
}

/// The page of all operations.
pub(super) fn page(site: &Site<'_>) -> ApiPage {
    let provider = site.cx.provider;
    let operations = provider.operations.iter().zip(&site.cx.names.operations).enumerate();
    ApiPage {
        title: MarkdownText::new(&site.title()),
        top: site.anchor("authentication"),
        options: options(site),
        package: CodeSpan::new(site.cx.names.package.as_str()),
        servers: servers(site),
        host: host(site),
        homes: homes(site),
        operations: operations
            .map(|(index, (operation, names))| OperationSection::new(site, index, operation, names))
            .collect(),
        lifecycle: provider.lifecycle.is_some(),
        schemes: !provider.schemes.is_empty(),
        models: site.has_models(),
    }
}

/// The servers of the document.
pub(super) fn servers(site: &Site<'_>) -> Vec<ServerRow> {
    let rows = site.cx.provider.servers.iter().zip(&site.cx.names.servers);
    rows.map(|(server, name)| ServerRow {
        name: CodeSpan::new(&format!("Server::{name}")),
        url: CodeSpan::new(server.address()),
        purpose: MarkdownText::new(&purpose(server)),
    })
    .collect()
}

/// What a server is for, and what its address leaves open.
fn purpose(server: &Server) -> String {
    let said = server.purpose.as_deref().map(prose::markdown_cell).filter(|text| !text.is_empty());
    let mut out = said.unwrap_or_else(|| "The document does not say what it is for.".to_owned());
    if server.relative || !server.is_safe() || !server.variables.is_empty() {
        out = sentence(&out);
    }
    if !server.is_safe() {
        out.push_str(" It is not reached by https: no secret is sent there.");
    }
    if server.relative {
        out.push_str(" On a host that the caller gives.");
    }
    for variable in &server.variables {
        let name = CodeSpan::new(&variable.name);
        let default = variable
            .default
            .as_deref()
            .map(|value| format!(", {} by default", CodeSpan::new(value)))
            .unwrap_or_default();
        let values: Vec<String> =
            variable.values.iter().take(20).map(|value| CodeSpan::new(value).to_string()).collect();
        let values = if values.is_empty() { String::new() } else { format!(", one of {}", values.join(", ")) };
        let said = variable.docs.as_deref().map(prose::markdown_cell).filter(|text| !text.is_empty());
        let said = said.map(|said| format!(": {said}")).unwrap_or_default();
        out.extend([" ", name.as_str(), " is given by the caller", &default, &values, &said]);
        if !out.ends_with('.') {
            out.push('.');
        }
    }
    out
}

/// The sentence for a document that names no server or no host.
pub(super) fn host(site: &Site<'_>) -> Option<MarkdownText> {
    let servers = &site.cx.provider.servers;
    let text = if servers.is_empty() {
        "The document names no server: the caller gives the base address, as `Server::Custom(\"https://…\".to_owned())`."
    } else if servers.iter().all(|server| server.relative) {
        "The document names no host, because many parties serve this API: the caller gives it, as scheme and host."
    } else {
        return None;
    };
    Some(MarkdownText::new(text))
}

/// Where operations with servers of their own are.
pub(super) fn homes(site: &Site<'_>) -> Vec<MarkdownText> {
    super::super::homes::said(site.cx).iter().map(|text| MarkdownText::new(text)).collect()
}

/// How limits are set.
fn options(site: &Site<'_>) -> CodeBlock {
    let (library, server) = (&site.cx.names.library, server::first(site.cx));
    let program = format!(
        "use std::time::Duration;\n\
         \n\
         use {library}::authwright::CallOptions;\n\
         use {library}::{{Client, Server}};\n\
         \n\
         fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let options = CallOptions::new().with_timeout(Duration::from_secs(10));\n    \
             let client = Client::builder({server}).options(options).build()?;\n    \
             println!(\"{{client:?}}\");\n    \
             Ok(())\n\
         }}"
    );
    CodeBlock::new("rust,no_run", &program)
}
