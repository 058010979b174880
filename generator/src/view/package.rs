//! The package: `Cargo.toml`.

use serde::Serialize;

use super::Context;
use super::fragment::{PackageName, TomlStr};
use super::schemes::SchemesView;
use crate::vendor;

/// Where a generated crate finds its runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// A folder, as written into `Cargo.toml`.
    Path(String),
    /// A version in the registry.
    Version(String),
    /// The copy beside the crates, which `authwright --vendor` writes.
    Vendored,
}

/// `Cargo.toml`.
#[derive(Debug, Serialize)]
pub(super) struct PackageView {
    #[serde(skip)]
    package: PackageName,
    name: TomlStr,
    version: TomlStr,
    description: TomlStr,
    runtime_key: PackageName,
    runtime: TomlStr,
    generator: TomlStr,
    document: TomlStr,
    document_version: TomlStr,
    openapi: TomlStr,
    sha256: TomlStr,
    example: bool,
    features: Vec<TomlStr>,
    /// Whether there is a feature for the password grant.
    password: bool,
}

impl PackageView {
    pub(super) fn new(cx: &Context<'_>, runtime: &Runtime, version: &str, schemes: Option<&SchemesView>) -> Self {
        let provider = cx.provider;
        let (runtime_key, runtime) = match runtime {
            Runtime::Path(path) => ("path", path.as_str()),
            Runtime::Version(version) => ("version", version.as_str()),
            Runtime::Vendored => ("path", vendor::PATH),
        };
        // Cargo hands the description to the compiler in a variable of the environment.
        let title = crate::text::replaced(&provider.title.chars().take(200).collect::<String>());
        Self {
            package: cx.names.package.clone(),
            name: TomlStr::new(cx.names.package.as_str()),
            version: TomlStr::new(version),
            description: TomlStr::new(&format!("Keeps a program signed in to {}", title.trim())),
            runtime_key: PackageName::new(runtime_key),
            runtime: TomlStr::new(runtime),
            generator: TomlStr::new(env!("CARGO_PKG_VERSION")),
            document: TomlStr::new(&provider.source.file),
            document_version: TomlStr::new(&provider.version),
            openapi: TomlStr::new(&provider.source.openapi),
            sha256: TomlStr::new(&provider.source.sha256),
            example: provider.lifecycle.is_some(),
            password: schemes.is_some_and(SchemesView::has_password),
            features: schemes.iter().flat_map(|schemes| schemes.features()).map(|name| TomlStr::new(name)).collect(),
        }
    }

    /// The package's name.
    pub(super) fn name(&self) -> &PackageName {
        &self.package
    }
}
