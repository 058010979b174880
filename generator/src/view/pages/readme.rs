//! `README.md`: what the crate is, the three lines to a token, and where to read on.

use serde::Serialize;

use super::super::fragment::{CodeBlock, CodeSpan, Ident, MarkdownText, PackageName};
use super::super::prose;
use super::super::server;
use super::Site;
use super::api::{ServerRow, host, servers};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct ReadmePage {
    title: MarkdownText,
    package: CodeSpan,
    package_plain: PackageName,
    description: Option<MarkdownText>,
    quick_start: Option<CodeBlock>,
    variables: Vec<VariableRow>,
    servers: Vec<ServerRow>,
    host: Option<MarkdownText>,
    operations: Vec<OperationLine>,
    lifecycle: bool,
    schemes: bool,
    models: bool,
    provenance: Provenance,
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
pub(super) fn page(site: &Site<'_>) -> ReadmePage {
    let provider = site.cx.provider;
    let operations = provider.operations.iter().zip(&site.cx.names.operations);
    ReadmePage {
        title: MarkdownText::new(&site.title()),
        package: CodeSpan::new(site.cx.names.package.as_str()),
        package_plain: site.cx.names.package.clone(),
        description: provider
            .description
            .as_deref()
            .map(prose::markdown)
            .filter(|text| !text.is_empty())
            .map(|text| MarkdownText::new(&text)),
        quick_start: quick_start(site),
        variables: variables(site),
        servers: servers(site),
        host: host(site),
        operations: operations
            .map(|(operation, names)| OperationLine {
                method: names.method.clone(),
                request: CodeSpan::new(&format!("{} {}", operation.method, operation.path)),
                summary: MarkdownText::new(&super::operation::summary(operation)),
            })
            .collect(),
        lifecycle: provider.lifecycle.is_some(),
        schemes: !provider.schemes.is_empty(),
        models: site.has_models(),
        provenance: provenance(site),
    }
}

/// The way to a token.
pub(super) fn quick_start(site: &Site<'_>) -> Option<CodeBlock> {
    site.cx.provider.lifecycle.as_ref()?;
    let (library, server) = (&site.cx.names.library, server::first(site.cx));
    let program = format!(
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
    );
    Some(CodeBlock::new("rust,no_run", &program))
}

fn variables(site: &Site<'_>) -> Vec<VariableRow> {
    let credentials = site.cx.provider.lifecycle.iter().flat_map(|lifecycle| &lifecycle.credentials);
    credentials
        .zip(&site.cx.names.credentials)
        .map(|(credential, name)| VariableRow {
            name: CodeSpan::new(&credential.env),
            file: CodeSpan::new(&format!("{}_FILE", credential.env)),
            field: CodeSpan::new(&format!("Credentials::{name}")),
            required: MarkdownText::new(if credential.required { "required" } else { "optional" }),
        })
        .collect()
}

fn provenance(site: &Site<'_>) -> Provenance {
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
        command: CodeBlock::new("bash", &format!("authwright {}", shell(file))),
    }
}

/// A file's name as a word of a shell.
fn shell(file: &str) -> String {
    if file.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c)) {
        return file.to_owned();
    }
    format!("'{}'", file.replace('\'', "'\\''"))
}
