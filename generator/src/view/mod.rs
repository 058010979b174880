//! `view`: every decision taken, every string a fragment that is safe where it stands.
//!
//! Only this stage knows Rust names and writes Rust tokens.

mod client;
mod contract;
mod credentials;
mod docs;
mod endpoint;
mod errors;
pub mod fragment;
mod grant;
mod graph;
mod homes;
mod library;
mod lints;
mod manifest;
mod models;
pub mod names;
mod naming;
mod package;
mod pages;
pub mod prose;
mod recorder;
mod replies;
mod request;
mod rust_type;
mod sample;
mod schemes;
mod server;
mod spelling;
mod token;

use std::borrow::Cow;

use serde::Serialize;

pub use self::manifest::Items;
pub(crate) use self::models::has_constructor;
pub use self::package::Runtime;
pub use self::pages::{Again, Page, PageView, PagesView};
pub(crate) use self::schemes::variants;

use self::client::ClientView;
use self::contract::ContractView;
use self::credentials::CredentialsView;
use self::errors::ErrorsView;
use self::grant::GrantView;
use self::graph::Graph;
use self::library::{ExampleView, LibraryView, RequestView};
use self::models::ModelsView;
use self::names::Names;
use self::package::PackageView;
use self::schemes::{SchemeContractView, SchemesView};
use self::server::ServerView;
use crate::model::Provider;

/// What every part of the view is decided from.
#[derive(Debug)]
struct Context<'a> {
    provider: &'a Provider,
    names: Names,
    graph: Graph<'a>,
    /// Where operations have servers of their own.
    homes: Vec<homes::Home>,
    /// Whether the crate's own client makes token sources.
    grant: bool,
}

/// A generated crate, decided to the last name.
#[derive(Debug, Serialize)]
pub struct CrateView {
    package: PackageView,
    library: LibraryView,
    client: Option<ClientView>,
    server: Option<ServerView>,
    models: Option<ModelsView>,
    errors: Option<ErrorsView>,
    credentials: Option<CredentialsView>,
    grant: Option<GrantView>,
    example: Option<ExampleView>,
    contract: Option<ContractView>,
    request: Option<RequestView>,
    scheme_contract: Option<SchemeContractView>,
    #[serde(skip)]
    pages: PagesView,
    schemes: Option<SchemesView>,
}

impl<'a> Context<'a> {
    /// Before it is known whether the crate's own client makes token sources.
    fn new(provider: &'a Provider) -> Self {
        let names = Names::new(provider);
        Self { provider, homes: homes::homes(provider, &names), names, graph: Graph::new(provider), grant: false }
    }

    /// Decides whether it does: where there are credentials and a grant that takes them.
    fn settle_grant(&mut self) -> (Option<CredentialsView>, Option<GrantView>) {
        let credentials = CredentialsView::new(self);
        let grant = GrantView::new(self).filter(|_| credentials.is_some());
        self.grant = grant.is_some();
        (credentials, grant)
    }
}

impl CrateView {
    /// Decides the crate of `provider`, which finds its runtime at `runtime`.
    pub fn new(provider: &Provider, runtime: &Runtime, version: &str) -> Self {
        Self::decide(provider, runtime, version, |cx| PagesView::new(cx, &Again::default()))
    }

    /// The same, where somebody else decides the pages.
    pub fn with_pages(
        provider: &Provider,
        runtime: &Runtime,
        version: &str,
        pages: impl FnOnce() -> PagesView,
    ) -> Self {
        Self::decide(provider, runtime, version, |_| pages())
    }

    fn decide(
        provider: &Provider,
        runtime: &Runtime,
        version: &str,
        pages: impl FnOnce(&Context<'_>) -> PagesView,
    ) -> Self {
        let mut cx = Context::new(provider);
        let typed = !provider.operations.is_empty();
        let models = Some(ModelsView::new(&cx)).filter(|models| !models.is_empty());
        let (credentials, grant) = cx.settle_grant();
        let cx = cx;
        let schemes = SchemesView::new(&cx);
        let client = typed.then(|| ClientView::new(&cx, grant.is_some()));
        let server = (typed || schemes.is_some()).then(|| ServerView::new(&cx));
        let errors = typed.then(|| ErrorsView::new(&cx));
        let contract = ContractView::new(&cx, grant.is_some());
        let scheme_contract = SchemeContractView::new(&cx).filter(|_| schemes.is_some());
        // Last: somebody may still be at it.
        let pages = pages(&cx);
        Self {
            package: PackageView::new(&cx, runtime, version, schemes.as_ref()),
            library: LibraryView::new(&cx, models.is_some(), grant.is_some(), schemes.as_ref(), &pages),
            client,
            server,
            errors,
            example: grant.as_ref().map(|_| ExampleView::new(&cx)),
            contract,
            request: RequestView::new(&cx).filter(|_| grant.is_none() && schemes.is_some()),
            scheme_contract,
            models,
            credentials,
            grant,
            pages,
            schemes,
        }
    }

    /// The package's name.
    pub fn name(&self) -> &fragment::PackageName {
        self.package.name()
    }

    /// The parts that are there, by their names in the templates.
    pub fn parts(&self) -> Vec<&'static str> {
        let parts = [
            (self.client.is_some(), "client"),
            (self.server.is_some(), "server"),
            (self.models.is_some(), "models"),
            (self.errors.is_some(), "errors"),
            (self.credentials.is_some() && self.grant.is_some(), "credentials"),
            (self.grant.is_some(), "grant"),
            (self.example.is_some(), "example"),
            (self.contract.is_some(), "contract"),
            (self.request.is_some(), "request"),
            (self.scheme_contract.is_some(), "scheme_contract"),
            (self.schemes.is_some(), "schemes"),
        ];
        parts.into_iter().filter(|(there, _)| *there).map(|(_, part)| part).collect()
    }

    /// The pages.
    pub fn pages(&self) -> &PagesView {
        &self.pages
    }

    /// What each Rust file and each page must hold, by its path.
    pub fn manifest(&self) -> Vec<(Cow<'static, str>, Items)> {
        let mut files = vec![("src/lib.rs".into(), self.library.items())];
        files.extend(self.client.as_ref().map(|view| ("src/client.rs".into(), view.items())));
        files.extend(self.server.as_ref().map(|_| ("src/server.rs".into(), ServerView::items())));
        files.extend(self.models.as_ref().map(|view| ("src/models.rs".into(), view.items())));
        files.extend(self.errors.as_ref().map(|view| ("src/error.rs".into(), view.items())));
        files.extend(self.credentials.as_ref().map(|view| ("src/credentials.rs".into(), view.items())));
        files.extend(self.grant.as_ref().map(|view| ("src/grant.rs".into(), view.items())));
        files.extend(self.contract.as_ref().map(|view| ("tests/contract.rs".into(), view.items())));
        files.extend(self.request.as_ref().map(|view| ("examples/request.rs".into(), view.items())));
        files.extend(self.scheme_contract.as_ref().map(|view| ("tests/schemes.rs".into(), view.items())));
        files.extend(self.schemes.as_ref().map(|view| ("src/schemes.rs".into(), view.items())));
        files.extend(self.example.as_ref().map(|_| ("examples/token.rs".into(), ExampleView::items())));
        files.extend(self.pages.manifest());
        files
    }
}

#[cfg(test)]
mod tests;
