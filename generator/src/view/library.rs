//! The crate's root and its example.

use proc_macro2::LexError;
use quote::quote;
use serde::Serialize;

use super::Context;
use super::docs;
use super::fragment::{Expr, Ident, ModuleDoc, StrLit};
use super::lints;
use super::manifest::Items;
use super::pages::{PagesView, rustdoc};
use super::schemes::{SchemesView, usage};
use super::server;
use crate::model::Credential;

/// `src/lib.rs`.
#[derive(Debug, Serialize)]
pub(super) struct LibraryView {
    docs: ModuleDoc,
    lints: Vec<Expr>,
    modules: Vec<ModuleView>,
    exports: Vec<Expr>,
    pages: Vec<TestedPage>,
}

/// A page whose examples are compiled with the crate's own.
#[derive(Debug, Serialize)]
struct TestedPage {
    name: Ident,
    path: StrLit,
}

/// One module.
#[derive(Debug, Serialize)]
struct ModuleView {
    public: Expr,
    name: Ident,
}

impl LibraryView {
    pub(super) fn new(
        cx: &Context<'_>,
        models: bool,
        grant: bool,
        schemes: Option<&SchemesView>,
        pages: &PagesView,
    ) -> Self {
        let typed = !cx.provider.operations.is_empty();
        let modules = [
            (typed, false, "client"),
            (grant, false, "credentials"),
            (typed, true, "error"),
            (grant, false, "grant"),
            (models, true, "models"),
            (schemes.is_some(), true, "schemes"),
            (typed || schemes.is_some(), false, "server"),
        ];
        let exports = [
            (typed, quote!(client::{Client, ClientBuilder})),
            (grant, quote!(credentials::Credentials)),
            (schemes.is_some_and(SchemesView::has_choice), quote!(schemes::Authorization)),
            (typed || schemes.is_some(), quote!(server::Server)),
        ];
        Self {
            docs: ModuleDoc::new(&crate_docs(cx, grant, schemes)),
            lints: lints::forced(cx),
            modules: modules
                .iter()
                .filter(|(there, ..)| *there)
                .map(|(_, public, name)| ModuleView {
                    public: Expr::new(&if *public { quote!(pub) } else { quote!() }),
                    name: Ident::new(name),
                })
                .collect(),
            exports: exports.iter().filter(|(there, _)| *there).map(|(_, path)| Expr::new(path)).collect(),
            pages: pages.with_code().map(TestedPage::new).collect(),
        }
    }

    /// The items of the root.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        for module in &self.modules {
            items.add("mod", &module.name);
        }
        items.uses(self.exports.len() + 1);
        items.examples(1);
        self.pages.iter().for_each(|page| items.add("struct", &page.name));
        items
    }
}

impl TestedPage {
    fn new(path: &str) -> Self {
        let stem = path.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or(path);
        let name = super::naming::spell(&format!("{stem} page"), super::naming::Case::Pascal);
        Self { name: Ident::new(&name), path: StrLit::new(&format!("../{path}")) }
    }
}

/// What the crate is for and how to begin.
fn crate_docs(cx: &Context<'_>, grant: bool, schemes: Option<&SchemesView>) -> String {
    let title = docs::line(&cx.provider.title);
    let title = if title.trim().is_empty() { docs::code(&cx.provider.name).to_string() } else { title };
    let (library, server) = (&cx.names.library, server::first(cx));
    if !grant {
        return match usage::request(cx).filter(|_| schemes.is_some()) {
            Some(program) => {
                let imports: Vec<String> = program.imports(library).iter().map(|path| format!("use {path};")).collect();
                format!(
                    "Authorizes requests to {title}.\n\n```no_run\n{}\n\n# fn main() -> Result<(), Box<dyn std::error::Error>> {{\nlet server = {server};\n{}\n# Ok(())\n# }}\n```",
                    imports.join("\n"),
                    program.lines.join("\n")
                )
            }
            None if schemes.is_some() => format!("Authorizes requests to {title}: see [`schemes`]."),
            None => format!("The auth operations of {title}, typed."),
        };
    }
    let variables: Vec<String> = cx
        .provider
        .lifecycle
        .iter()
        .flat_map(|lifecycle| &lifecycle.credentials)
        .map(|credential| credential.env.replace(|c: char| !(c.is_ascii_alphanumeric() || c == '_'), "_"))
        .collect();
    let variables = if variables.is_empty() { String::new() } else { format!(" // {}", variables.join(", ")) };
    format!(
        "Keeps a program signed in to {title}.\n\n```no_run\nuse {library}::{{Client, Credentials, Server}};\n\n# fn main() -> Result<(), Box<dyn std::error::Error>> {{\nlet credentials = Credentials::from_env()?;{variables}\nlet tokens = Client::new({server})?.token_source(credentials);\nlet token = tokens.token_blocking()?; // valid now; refreshed when needed\n# let _ = token;\n# Ok(())\n# }}\n```\n\nIn async code, call `tokens.token().await?` instead.\n\n{}",
        rustdoc::lifecycle(cx)
    )
}

/// `examples/request.rs`.
#[derive(Debug, Serialize)]
pub(super) struct RequestView {
    docs: ModuleDoc,
    imports: Vec<Expr>,
    server: Expr,
    variable: StrLit,
    body: Expr,
}

impl RequestView {
    /// `None` where no way to be authorized can be shown.
    pub(super) fn new(cx: &Context<'_>) -> Option<Self> {
        let program = usage::request(cx)?;
        let title = docs::line(&cx.provider.title);
        let variable = base_variable(cx);
        let said = format!(
            "Sends one request to {title} with the credentials of the environment, and prints how it was answered: nothing of \
             the credentials.\n{} may name another server, such as one for tests.",
            docs::code(&variable)
        );
        let imports = program.imports(&cx.names.library);
        Some(Self {
            docs: ModuleDoc::new(&said),
            imports: imports.iter().map(|path| Ok(Expr::new(&path.parse()?))).collect::<Result<_, LexError>>().ok()?,
            server: Expr::new(&server::first(cx).parse().ok()?),
            variable: StrLit::new(&variable),
            body: Expr::new(&program.lines.join("\n").parse().ok()?),
        })
    }

    /// The items of the example.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(self.imports.len());
        items.fixed(&["fn main"]);
        items
    }
}

/// The variable that names another server.
fn base_variable(cx: &Context<'_>) -> String {
    format!("{}_BASE_URL", super::naming::spell(&cx.provider.name, super::naming::Case::Shouty))
}

/// `examples/token.rs`.
#[derive(Debug, Serialize)]
pub(super) struct ExampleView {
    library: Ident,
    server: Expr,
    variable: StrLit,
    docs: ModuleDoc,
}

impl ExampleView {
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let variable = base_variable(cx);
        let title = docs::line(&cx.provider.title);
        let credentials = cx.provider.lifecycle.iter().flat_map(|lifecycle| &lifecycle.credentials);
        let (needed, taken): (Vec<_>, Vec<_>) = credentials.partition(|credential| credential.required);
        let list = |said: &str, of: &[&Credential]| {
            let variables: Vec<String> = of.iter().map(|credential| docs::code(&credential.env).to_string()).collect();
            if variables.is_empty() { String::new() } else { format!(" {said} {}.", variables.join(" and ")) }
        };
        let list = list("Needs", &needed) + &list("Takes besides, where it is set,", &taken);
        Self {
            docs: ModuleDoc::new(&format!(
                "Prints a token of {title} that is valid now.{list}\n{} may name another server, such as one for tests.",
                docs::code(&variable)
            )),
            library: cx.names.library.clone(),
            server: Expr::new(&server::first(cx).parse().unwrap_or_default()),
            variable: StrLit::new(&variable),
        }
    }

    /// The items of the example.
    pub(super) fn items() -> Items {
        let mut items = Items::new();
        items.fixed(&["use", "fn main"]);
        items
    }
}
