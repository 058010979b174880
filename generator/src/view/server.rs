//! The module `server`: where the API is served.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::Context;
use super::docs;
use super::fragment::{DocText, Expr, Ident, StrLit};
use super::homes::{self, Home};
use super::manifest::Items;
use super::naming::{Case, Scope};
use crate::model::{Server, ServerVariable};

/// The module `server`.
#[derive(Debug, Serialize)]
pub(super) struct ServerView {
    variants: Vec<VariantView>,
    defaults: Vec<DefaultView>,
    arms: Vec<Arm>,
    homes: Vec<HomeView>,
}

/// Where operations are that have servers of their own.
#[derive(Debug, Serialize)]
struct HomeView {
    docs: DocText,
    name: Ident,
    base: Expr,
}

/// One documented server.
#[derive(Debug, Serialize)]
struct VariantView {
    docs: DocText,
    name: Ident,
    /// The host and the variables, as named fields in braces; empty where the address is fixed.
    fields: Expr,
}

/// Where calls begin, for every server whose address is made in this way.
#[derive(Debug, Serialize)]
struct Arm {
    pattern: Expr,
    base: Expr,
}

/// A constructor that fills what the document has a value for.
#[derive(Debug, Serialize)]
struct DefaultView {
    docs: DocText,
    name: Ident,
    arguments: Expr,
    value: Expr,
}

impl ServerView {
    /// Decides every server.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let homes = cx.homes.iter().map(|home| HomeView::new(cx, home)).collect();
        let mut view = Self { variants: Vec::new(), defaults: Vec::new(), arms: Vec::new(), homes };
        let mut arms = Arms::default();
        let names = cx.names.servers.iter().zip(&cx.names.server_functions);
        for (server, (name, function)) in cx.provider.servers.iter().zip(names) {
            let parts = Parts::new(server);
            view.variants.push(parts.variant(server, name));
            arms.add(parts.pattern(name), parts.base());
            if !parts.fields.is_empty() {
                view.defaults.push(parts.constructor(name, function.clone()));
            }
        }
        view.arms = arms.view();
        view
    }

    /// The items of the module.
    pub(super) fn items() -> Items {
        let mut items = Items::new();
        items.fixed(&["use", "enum Server", "impl Server"]);
        items
    }
}

/// Patterns with what they give; those that give the same are one.
#[derive(Default)]
struct Arms {
    arms: Vec<(TokenStream, TokenStream)>,
    alike: HashMap<String, usize>,
}

impl Arms {
    fn add(&mut self, pattern: TokenStream, base: TokenStream) {
        let at = *self.alike.entry(base.to_string()).or_insert(self.arms.len());
        match self.arms.get_mut(at) {
            Some((patterns, _)) => patterns.extend(quote!(| #pattern)),
            None => self.arms.push((pattern, base)),
        }
    }

    fn view(self) -> Vec<Arm> {
        let arm = |(pattern, base)| Arm { pattern: Expr::new(&pattern), base: Expr::new(&base) };
        self.arms.into_iter().map(arm).collect()
    }
}

impl HomeView {
    fn new(cx: &Context<'_>, home: &Home) -> Self {
        let own = home.servers(cx.provider);
        let mut arms = Arms::default();
        for ((server, name), home) in cx.provider.servers.iter().zip(&cx.names.servers).zip(own) {
            let parts = Parts::new(server);
            arms.add(parts.home_pattern(name, home), parts.home(home));
        }
        let custom = homes::shared_reference(own).map_or_else(|| quote!(self.base_url()), |path| reference(path, &[]));
        arms.add(quote!(Self::Custom(_)), custom);
        let first = format!(
            "The address that calls of {} begin with: the document has servers for them.",
            home.requests(cx.provider)
        );
        let custom = match homes::shared_reference(own) {
            Some(path) => format!("Beside [`Self::Custom`] it is {} at the same host.", docs::code(path)),
            None => {
                "For [`Self::Custom`] it is that address: who gives one, for a test or a proxy, gives it for all calls."
                    .to_owned()
            }
        };
        let base = match arms.arms.as_slice() {
            [(_, only)] => quote!(#only),
            arms => {
                let arms = arms.iter().map(|(pattern, base)| quote!(#pattern => #base));
                quote!(match self { #(#arms,)* })
            }
        };
        Self { docs: docs::paragraphs(&[first, custom]), name: home.function.clone(), base: Expr::new(&base) }
    }
}

/// An address beside that of the chosen server.
fn reference(url: &str, pairs: &[TokenStream]) -> TokenStream {
    if url.is_empty() {
        return quote!(self.base_url());
    }
    let (path, text) = match url.strip_prefix('/') {
        Some(_) => (url.to_owned(), quote!(self.base_url()?.origin())),
        None => (format!("/{url}"), quote!(self.base_url()?)),
    };
    let path = StrLit::new(&path).tokens();
    base_of(&quote!(&format!("{}{}", #text, #path)), pairs)
}

fn base_of(url: &TokenStream, pairs: &[TokenStream]) -> TokenStream {
    if pairs.is_empty() { quote!(BaseUrl::parse(#url)) } else { quote!(BaseUrl::from_template(#url, &[#(#pairs),*])) }
}

/// What the address of a server is made of.
struct Parts<'a> {
    fields: Vec<(Ident, Part<'a>)>,
    template: String,
}

/// What one field gives.
enum Part<'a> {
    /// The address that the document leaves to the caller.
    Host,
    /// A variable of the address.
    Variable(&'a ServerVariable),
}

impl<'a> Parts<'a> {
    fn new(server: &'a Server) -> Self {
        let mut scope = Scope::new(Case::Snake, &["self"]);
        let mut fields = Vec::new();
        if server.relative {
            fields.push((scope.name("host", ""), Part::Host));
        }
        for variable in &server.variables {
            fields.push((scope.name(&variable.name, "variable"), Part::Variable(variable)));
        }
        Self { fields, template: server.url.clone() }
    }

    fn variant(&self, server: &Server, name: &Ident) -> VariantView {
        let purpose = server.purpose.as_deref().map(docs::line).unwrap_or_default();
        let address = docs::code(server.address());
        let address = if server.relative {
            format!("{address} on a host of the caller's choice.")
        } else {
            format!("{address}.")
        };
        let fields = self.fields.iter().map(|(field, part)| {
            let docs = DocText::new(&part.docs()).tokens();
            quote!(#docs #field: String)
        });
        let fields = if self.fields.is_empty() { TokenStream::new() } else { quote!({ #(#fields),* }) };
        VariantView { docs: docs::paragraphs(&[purpose, address]), name: name.clone(), fields: Expr::new(&fields) }
    }

    fn pattern(&self, name: &Ident) -> TokenStream {
        let names = self.fields.iter().map(|(field, _)| field);
        if self.fields.is_empty() { quote!(Self::#name) } else { quote!(Self::#name { #(#names),* }) }
    }

    fn base(&self) -> TokenStream {
        let pairs: Vec<TokenStream> = self.fields.iter().filter_map(|(field, part)| part.pair(field)).collect();
        let Some((host, Part::Host)) = self.fields.first() else {
            return base_of(&StrLit::new(&self.template).tokens(), &pairs);
        };
        let path = StrLit::new(&format!("/{}", self.template.trim_matches('/'))).tokens();
        base_of(&quote!(&format!("{}{}", #host.trim_end_matches('/'), #path)), &pairs)
    }

    /// The fields that the address of a home is made of.
    fn home_fields(&self, home: &Server) -> Vec<&(Ident, Part<'a>)> {
        let named = |name: &str| home.url.contains(&format!("{{{name}}}"));
        let is_in = |part: &Part<'_>| matches!(part, Part::Variable(variable) if named(&variable.name));
        self.fields.iter().filter(|(_, part)| is_in(part)).collect()
    }

    fn home_pattern(&self, name: &Ident, home: &Server) -> TokenStream {
        let names: Vec<&Ident> = self.home_fields(home).into_iter().map(|(field, _)| field).collect();
        match (self.fields.len(), names.len()) {
            (0, _) => quote!(Self::#name),
            (_, 0) => quote!(Self::#name { .. }),
            (all, used) if all == used => quote!(Self::#name { #(#names),* }),
            _ => quote!(Self::#name { #(#names),*, .. }),
        }
    }

    /// The address of what has servers of its own.
    fn home(&self, home: &Server) -> TokenStream {
        let pairs: Vec<_> = self.home_fields(home).into_iter().filter_map(|(field, part)| part.pair(field)).collect();
        if home.relative {
            return reference(&home.url, &pairs);
        }
        base_of(&StrLit::new(&home.url).tokens(), &pairs)
    }

    /// Where the values of a server that is made come from.
    fn values(&self) -> &'static str {
        let known = self.fields.iter().filter(|(_, part)| part.default().is_some()).count();
        match known {
            0 => "with the values that are given; the document has none for it",
            all if all == self.fields.len() => "with the values that the document has for it",
            _ => "with the values that are given, and for the rest those that the document has",
        }
    }

    fn constructor(&self, name: &Ident, method: Ident) -> DefaultView {
        let needed = self.fields.iter().filter(|(_, part)| part.default().is_none());
        let arguments = needed.map(|(field, _)| quote!(#field: impl Into<String>));
        let fields = self.fields.iter().map(|(field, part)| match part.default() {
            None => quote!(#field: #field.into()),
            Some("") => quote!(#field: String::new()),
            Some(value) => {
                let value = StrLit::new(value).tokens();
                quote!(#field: #value.to_owned())
            }
        });
        DefaultView {
            docs: DocText::new(&format!("[`Self::{name}`] {}.", self.values())),
            arguments: Expr::new(&quote!(#(#arguments),*)),
            value: Expr::new(&quote!(Self::#name { #(#fields),* })),
            name: method,
        }
    }
}

impl Part<'_> {
    fn pair(&self, field: &Ident) -> Option<TokenStream> {
        let Part::Variable(variable) = self else { return None };
        let name = StrLit::new(&variable.name).tokens();
        Some(quote!((#name, #field)))
    }

    fn default(&self) -> Option<&str> {
        match self {
            Part::Host => None,
            Part::Variable(variable) => variable.default.as_deref(),
        }
    }

    /// A value for examples.
    fn example(&self) -> &str {
        match self {
            Part::Host => "https://api.example.net",
            Part::Variable(variable) => variable.values.first().map_or("example", String::as_str),
        }
    }

    fn docs(&self) -> String {
        match self {
            Part::Host => "Scheme and host, such as `https://api.example.net`.".to_owned(),
            Part::Variable(variable) => {
                let said = variable.docs.as_deref().map(docs::line).filter(|text| !text.trim().is_empty());
                let said =
                    said.unwrap_or_else(|| format!("The variable {} of the address.", docs::code(&variable.name)));
                let values: Vec<String> =
                    variable.values.iter().take(50).map(|value| docs::code(value).to_string()).collect();
                if values.is_empty() {
                    said
                } else {
                    format!("{} One of {}.", docs::sentence(&said), values.join(", "))
                }
            }
        }
    }
}

/// An address with the values that a reader writes for the first server.
pub(super) fn filled(server: &Server, address: &str, on_host: bool) -> String {
    let parts = Parts::new(server);
    let host = if server.relative && on_host { Part::Host.example() } else { "" };
    let url = parts.fields.iter().fold(address.to_owned(), |url, (_, part)| match part {
        Part::Host => url,
        Part::Variable(variable) => {
            let open = format!("{{{}}}", variable.name);
            let value = part.default().unwrap_or_else(|| part.example());
            let url = if value.is_empty() { url.replace(&format!("{open}/"), "") } else { url };
            url.replace(&open, value)
        }
    });
    let url = if host.is_empty() { url } else { format!("{host}/{}", url.trim_start_matches('/')) };
    url.trim_end_matches('/').to_owned()
}

/// What a reader writes for the first server that secrets are sent to: where something is left open, with values for it.
pub(super) fn first(cx: &Context<'_>) -> String {
    let names = cx.names.servers.iter().zip(&cx.names.server_functions);
    let mut servers = cx.provider.servers.iter().zip(names);
    let Some((server, (name, function))) = servers.find(|(server, _)| server.is_safe()) else {
        return "Server::Custom(\"https://api.example.net\".to_owned())".to_owned();
    };
    let parts = Parts::new(server);
    if parts.fields.is_empty() {
        return format!("Server::{name}");
    }
    let open = parts.fields.iter().filter(|(_, part)| part.default().is_none());
    let arguments: Vec<String> = open.map(|(_, part)| StrLit::new(part.example()).to_string()).collect();
    format!("Server::{function}({})", arguments.join(", "))
}
