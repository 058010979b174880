//! The choice that the document gives: alternatives (OR) of schemes that go together (AND).

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::fixed::is_fixed;
use crate::model::{Provider, Requirement, Scheme, SchemeKind};
use crate::view::Context;
use crate::view::docs;
use crate::view::fragment::{DocText, Expr, Ident};
use crate::view::naming::{Case, Scope};
use crate::view::recorder::Recorder;

/// The enum `Authorization`.
#[derive(Debug, Serialize)]
pub(super) struct ChoiceView {
    variants: Vec<VariantView>,
    server: Ident,
    /// `from_env`, where an alternative can be read from there.
    environment: Vec<Expr>,
}

/// One alternative.
#[derive(Debug, Serialize)]
struct VariantView {
    docs: DocText,
    name: Ident,
    holds: Expr,
    pattern: Expr,
    authorizer: Expr,
}

/// A scheme of an alternative.
#[derive(Clone, Copy)]
struct Part<'a> {
    scheme: &'a Scheme,
    name: &'a Ident,
}

impl ChoiceView {
    /// `None` where no alternative can be served.
    pub(super) fn new(cx: &Context<'_>, uses: &Recorder) -> Option<Self> {
        let alternatives: Vec<Vec<Part<'_>>> = alternatives(cx);
        let texts: Vec<String> = alternatives.iter().map(|parts| title(parts)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let names = Scope::new(Case::Pascal, &["Self", "None", "Some", "Ok", "Err"]).names(&texts, "alternative");
        let variants: Vec<VariantView> =
            alternatives.iter().zip(&names).map(|(parts, name)| variant(parts, name, uses)).collect();
        if variants.is_empty() {
            return None;
        }
        uses.mark("Authorize");
        let fixed = alternatives.iter().any(|parts| parts.iter().any(Part::is_fixed));
        Some(Self {
            variants,
            server: Ident::new(if fixed { "server" } else { "_server" }),
            environment: from_env(&alternatives, &names).map(|body| uses.expr(&body)).into_iter().collect(),
        })
    }
}

impl Part<'_> {
    fn is_fixed(&self) -> bool {
        is_fixed(&self.scheme.kind)
    }

    fn ty(&self) -> TokenStream {
        let name = self.name;
        if self.is_fixed() { quote!(#name) } else { quote!(TokenSource) }
    }
}

/// The alternatives of the document, else each scheme by itself; those with a scheme that nothing here serves are left out.
fn alternatives<'a>(cx: &'a Context<'_>) -> Vec<Vec<Part<'a>>> {
    let each = || cx.provider.schemes.iter().map(|scheme| vec![scheme.id.as_str()]).collect();
    let ids = |requirement: &'a Requirement| requirement.needs.iter().map(|need| need.scheme.as_str()).collect();
    let wanted: Vec<Vec<&str>> =
        if cx.provider.security.is_empty() { each() } else { cx.provider.security.iter().map(ids).collect() };
    let mut all: Vec<Vec<Part<'a>>> = Vec::new();
    for ids in wanted.iter().filter(|ids| !ids.is_empty()) {
        let parts: Option<Vec<Part<'a>>> = ids.iter().map(|id| part(cx.provider, &cx.names.schemes, id)).collect();
        let same = |known: &Vec<Part<'a>>| {
            known.len() == ids.len() && known.iter().all(|part| ids.contains(&part.scheme.id.as_str()))
        };
        if let Some(parts) = parts.filter(|_| !all.iter().any(same)) {
            all.push(parts);
        }
    }
    all
}

fn part<'a>(provider: &'a Provider, names: &'a [Ident], id: &str) -> Option<Part<'a>> {
    let (scheme, name) = provider.schemes.iter().zip(names).find(|(scheme, _)| scheme.id == id)?;
    let served =
        is_fixed(&scheme.kind) || matches!(scheme.kind, SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. });
    served.then_some(Part { scheme, name })
}

fn title(parts: &[Part<'_>]) -> String {
    parts.iter().map(|part| part.scheme.id.as_str()).collect::<Vec<_>>().join(" and ")
}

fn variant(parts: &[Part<'_>], name: &Ident, uses: &Recorder) -> VariantView {
    let types = parts.iter().map(Part::ty);
    let mut bound = Scope::new(Case::Snake, &["self", "server"]);
    let texts: Vec<&str> = parts.iter().map(|part| part.scheme.id.as_str()).collect();
    let bindings = bound.names(&texts, "part");
    let each: Vec<TokenStream> = parts
        .iter()
        .zip(&bindings)
        .map(|(part, binding)| {
            if part.is_fixed() {
                quote!(Box::new(#binding.authorizer(server)?))
            } else {
                quote!(Box::new(#binding.clone()))
            }
        })
        .collect();
    let authorizer = match each.as_slice() {
        [one] => quote!(#one),
        several => quote!(Box::new(scheme::All::new([#(#several as Box<dyn Authorize>),*]))),
    };
    let ids: Vec<String> = parts.iter().map(|part| docs::code(&part.scheme.id).to_string()).collect();
    VariantView {
        docs: DocText::new(&format!("By {}.", ids.join(" together with "))),
        name: name.clone(),
        holds: uses.expr(&quote!((#(#types),*))),
        pattern: Expr::new(&quote!(Self::#name(#(#bindings),*))),
        authorizer: uses.expr(&authorizer),
    }
}

/// The first alternative of fixed credentials whose variables are all there; the error is that of the first.
fn from_env(alternatives: &[Vec<Part<'_>>], names: &[Ident]) -> Option<TokenStream> {
    let readers = alternatives.iter().zip(names).filter(|(parts, _)| parts.iter().all(Part::is_fixed));
    let readers: Vec<TokenStream> = readers
        .map(|(parts, name)| {
            let types = parts.iter().map(|part| part.name);
            quote!(Ok(Self::#name(#(#types::from_env()?),*)))
        })
        .collect();
    match readers.as_slice() {
        [] => None,
        [one] => Some(quote!(#one)),
        several => Some(quote!(env::first(&[#(|| #several),*]))),
    }
}
