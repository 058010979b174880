//! The choice that the document gives: alternatives (OR) of schemes that go together (AND).

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::fixed::is_fixed;
use super::{asked, is_served};
use crate::model::{Alternative, Flow, FlowKind, Need, Scheme, SchemeInput, SchemeKind, SchemePart};
use crate::view::Context;
use crate::view::docs;
use crate::view::fragment::{DocText, Expr, Ident, StrLit};
use crate::view::naming::{Case, Scope, are_alike};
use crate::view::recorder::Recorder;

/// The enum `Authorization`.
#[derive(Debug, Serialize)]
pub(super) struct ChoiceView {
    variants: Vec<VariantView>,
    arms: Vec<ArmView>,
    server: Ident,
    /// `from_env`, where an alternative can be read from there.
    environment: Vec<EnvironmentView>,
}

/// One alternative.
#[derive(Debug, Serialize)]
struct VariantView {
    docs: DocText,
    name: Ident,
    holds: Expr,
}

/// What authorizes requests, by alternative.
#[derive(Debug, Serialize)]
struct ArmView {
    pattern: Expr,
    authorizer: Expr,
}

/// `Authorization::from_env`.
#[derive(Debug, Serialize)]
struct EnvironmentView {
    docs: DocText,
    server: Ident,
    body: Expr,
    /// The scopes that tokens are asked for with, where there are too many to stand in the body.
    scopes: Vec<ScopesView>,
}

/// Scopes as a constant.
#[derive(Debug, Serialize)]
struct ScopesView {
    name: Ident,
    values: Expr,
}

/// How many scopes stand where they are used; more get a name.
const FEW_SCOPES: usize = 8;

/// An alternative of the document with its name in the crate.
#[derive(Debug)]
pub(in crate::view) struct Way<'a> {
    pub(in crate::view) name: Ident,
    pub(in crate::view) parts: Vec<Part<'a>>,
    /// What the document says of it; absent where it says of no operation what it needs.
    pub(in crate::view) said: Option<&'a Alternative>,
}

/// A scheme of an alternative.
#[derive(Clone, Debug)]
pub(in crate::view) struct Part<'a> {
    pub(in crate::view) scheme: &'a Scheme,
    pub(in crate::view) name: &'a Ident,
    pub(in crate::view) held: Held<'a>,
    /// The scopes to begin with: those that the document names for all operations.
    pub(super) scopes: Vec<&'a str>,
    /// The constant that holds them, where there are many.
    scope_list: Option<Ident>,
}

/// What stands for a scheme in `Authorization`.
#[derive(Clone, Copy, Debug)]
pub(in crate::view) enum Held<'a> {
    /// The credential itself.
    Fixed,
    /// A token source, which the crate's own client makes from `Credentials`.
    Issued,
    /// A token source, which the client of a flow makes: the one for programs, where the scheme has it.
    Flow(Option<&'a Flow>),
    /// Nothing: it belongs to the connection.
    Connection,
}

impl ChoiceView {
    /// `None` where no alternative can be served.
    pub(super) fn new(cx: &Context<'_>, uses: &Recorder) -> Option<Self> {
        let ways = ways(cx);
        if ways.iter().all(|way| way.parts.is_empty()) {
            return None;
        }
        uses.mark("Authorize");
        let holds = ways.iter().any(|way| !held(way).is_empty());
        Some(Self {
            variants: ways.iter().map(|way| variant(way, uses)).collect(),
            arms: arms(&ways, uses),
            server: Ident::new(if holds { "server" } else { "_server" }),
            environment: environment(cx, &ways, uses).into_iter().collect(),
        })
    }
}

/// The alternatives of the document, else each scheme by itself; those with a scheme that nothing here serves are left out.
/// What asks for nothing comes last.
pub(in crate::view) fn ways<'a>(cx: &'a Context<'_>) -> Vec<Way<'a>> {
    let provider = cx.provider;
    let mut found: Vec<(Vec<Part<'a>>, Option<&'a Alternative>)> = Vec::new();
    if provider.alternatives.iter().all(|said| said.needs.is_empty()) {
        let each = provider.schemes.iter().filter_map(|scheme| part(cx, &scheme.id, &[]));
        found.extend(each.map(|part| (vec![part], None)));
    }
    for said in &provider.alternatives {
        let scopes = |need: &'a Need| if said.global { need.scopes.as_slice() } else { &[] };
        let parts = said.needs.iter().map(|need| part(cx, &need.scheme, scopes(need)));
        found.extend(parts.collect::<Option<Vec<_>>>().map(|parts| (parts, Some(said))));
    }
    let issued = |part: &Part<'_>| matches!(part.held, Held::Issued);
    if cx.grant && !found.iter().any(|(parts, _)| parts.iter().any(issued)) {
        // What the crate's own token source gives is good for all of which the document does not say what else is.
        let scheme = provider.lifecycle.as_ref().and_then(|lifecycle| lifecycle.attach.scheme.as_deref());
        let part = scheme.and_then(|id| part(cx, id, &[])).filter(issued);
        let is_open = |(_, said): &(_, Option<&Alternative>)| said.is_none_or(|said| !said.global);
        let at = found.iter().position(is_open).unwrap_or(found.len());
        found.splice(at..at, part.map(|part| (vec![part], None)));
    }
    found.sort_by_key(|(parts, _)| parts.is_empty());
    name_scopes(cx, found.iter_mut().flat_map(|(parts, _)| parts).collect());
    let titles: Vec<String> = found.iter().map(|(parts, _)| title(parts)).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let names = Scope::new(Case::Pascal, &["Self", "None", "Some", "Ok", "Err"]).names(&titles, "alternative");
    found.into_iter().zip(names).map(|((parts, said), name)| Way { name, parts, said }).collect()
}

/// Names the lists of scopes that are too long to stand where they are used, each once.
fn name_scopes(cx: &Context<'_>, parts: Vec<&mut Part<'_>>) {
    let mut lists: Vec<(String, Vec<&str>)> = Vec::new();
    for list in parts.iter().filter_map(|part| part.many_scopes(cx)) {
        if !lists.contains(&list) {
            lists.push(list);
        }
    }
    let texts: Vec<&str> = lists.iter().map(|(text, _)| text.as_str()).collect();
    let names = Scope::new(Case::Shouty, &[]).names(&texts, "");
    for part in parts {
        let at = part.many_scopes(cx).and_then(|list| lists.iter().position(|known| *known == list));
        part.scope_list = at.and_then(|at| names.get(at).cloned());
    }
}

fn part<'a>(cx: &'a Context<'_>, id: &str, scopes: &'a [String]) -> Option<Part<'a>> {
    let (scheme, name) = cx.provider.schemes.iter().zip(&cx.names.schemes).find(|(scheme, _)| scheme.id == id)?;
    let held = match &scheme.kind {
        _ if is_served(cx.provider, scheme) => Held::Issued,
        SchemeKind::MutualTls => Held::Connection,
        kind if is_fixed(kind) => Held::Fixed,
        SchemeKind::OAuth2 { flows } => Held::Flow(machine(flows)),
        SchemeKind::OpenIdConnect { .. } => Held::Flow(None),
        _ => return None,
    };
    Some(Part { scheme, name, held, scopes: scopes.iter().map(String::as_str).collect(), scope_list: None })
}

fn machine(flows: &[Flow]) -> Option<&Flow> {
    flows.iter().find(|flow| flow.kind == FlowKind::ClientCredentials && flow.token_url.is_some())
}

fn title(parts: &[Part<'_>]) -> String {
    match parts {
        [] => "Nothing".to_owned(),
        parts => parts.iter().map(word).collect::<Vec<_>>().join(" and "),
    }
}

/// The scheme's id; its type's name where the id has no letter that a name could have.
fn word<'a>(part: &'a Part<'_>) -> &'a str {
    let id = part.scheme.id.as_str();
    if id.contains(|c: char| c.is_ascii_alphanumeric()) { id } else { part.name.as_str() }
}

impl<'a> Part<'a> {
    /// What a long list of scopes is called after, and the list.
    fn many_scopes(&self, cx: &Context<'_>) -> Option<(String, Vec<&'a str>)> {
        let Held::Flow(flow) = self.held else { return None };
        let client = cx.names.flow(cx.provider, &self.scheme.id, flow?.kind)?;
        (self.scopes.len() > FEW_SCOPES).then(|| (format!("{client} scopes"), self.scopes.clone()))
    }

    /// What a variant holds for it.
    pub(super) fn ty(&self) -> Option<TokenStream> {
        let name = self.name;
        match self.held {
            Held::Fixed => Some(quote!(#name)),
            Held::Issued | Held::Flow(_) => Some(quote!(TokenSource)),
            Held::Connection => None,
        }
    }

    fn authorizer(&self, binding: &Ident) -> TokenStream {
        if matches!(self.held, Held::Fixed) {
            quote!(Box::new(#binding.authorizer(server)?))
        } else {
            // A source may be for other servers too, or for others alone.
            quote!(Box::new(scheme::Tokens::new(#binding.clone(), &server.base_url()?)?))
        }
    }

    fn listed(&self) -> TokenStream {
        let scopes = self.scopes.iter().map(|scope| StrLit::new(scope).tokens());
        quote!(&[#(#scopes),*])
    }

    /// What reads it from the environment.
    fn reading(&self, cx: &Context<'_>) -> Option<TokenStream> {
        let name = self.name;
        match self.held {
            Held::Fixed => Some(quote!(#name::from_env()?)),
            Held::Issued => {
                cx.grant.then(|| quote!(Client::new(server.clone())?.token_source(Credentials::from_env()?)))
            }
            Held::Flow(flow) => {
                let client = cx.names.flow(cx.provider, &self.scheme.id, flow?.kind)?;
                let scopes = match &self.scope_list {
                    Some(name) => quote!(Self::#name),
                    None => self.listed(),
                };
                Some(quote!(#client::from_env()?.token_source(server, #scopes)?))
            }
            Held::Connection => None,
        }
    }
}

/// The parts of an alternative that a variant holds.
pub(super) fn held<'w, 'a>(way: &'w Way<'a>) -> Vec<&'w Part<'a>> {
    way.parts.iter().filter(|part| part.ty().is_some()).collect()
}

fn variant(way: &Way<'_>, uses: &Recorder) -> VariantView {
    let types: Vec<TokenStream> = held(way).into_iter().filter_map(Part::ty).collect();
    let holds = if types.is_empty() { quote!() } else { quote!((#(#types),*)) };
    VariantView { docs: variant_docs(way), name: way.name.clone(), holds: uses.expr(&holds) }
}

/// One arm for each alternative that holds something, and one for all that hold nothing.
fn arms(ways: &[Way<'_>], uses: &Recorder) -> Vec<ArmView> {
    let (empty, full): (Vec<&Way<'_>>, Vec<&Way<'_>>) = ways.iter().partition(|way| held(way).is_empty());
    let mut arms: Vec<ArmView> = full.into_iter().map(|way| arm(way, uses)).collect();
    if !empty.is_empty() {
        let names = empty.iter().map(|way| &way.name);
        let pattern = Expr::new(&quote!(#(Self::#names)|*));
        arms.push(ArmView { pattern, authorizer: uses.expr(&quote!(Box::new(scheme::All::default()))) });
    }
    arms
}

fn arm(way: &Way<'_>, uses: &Recorder) -> ArmView {
    let held = held(way);
    let texts: Vec<&str> = held.iter().map(|part| part.scheme.id.as_str()).collect();
    let scope = || Scope::new(Case::Snake, &["self", "server"]);
    let mut bindings = scope().names(&texts, "part");
    if bindings.iter().enumerate().any(|(at, one)| bindings.iter().skip(at + 1).any(|other| are_alike(one, other))) {
        bindings = scope().names(ORDER.get(..texts.len()).unwrap_or(&texts), "part");
    }
    let each: Vec<TokenStream> = held.iter().zip(&bindings).map(|(part, binding)| part.authorizer(binding)).collect();
    let authorizer = match each.as_slice() {
        [one] => quote!(#one),
        several => quote!(Box::new(scheme::All::new([#(#several as Box<dyn Authorize>),*]))),
    };
    let name = &way.name;
    ArmView { pattern: Expr::new(&quote!(Self::#name(#(#bindings),*))), authorizer: uses.expr(&authorizer) }
}

/// What parts are called whose own names are alike.
const ORDER: &[&str] = &["first", "second", "third", "fourth", "fifth", "sixth"];

fn variant_docs(way: &Way<'_>) -> DocText {
    let ids: Vec<String> = way.parts.iter().map(|part| docs::code(&part.scheme.id).to_string()).collect();
    let by = if ids.is_empty() {
        "No authorization, for operations that need none.".to_owned()
    } else {
        format!("By {}.", ids.join(" together with "))
    };
    let connection = way.parts.iter().any(|part| matches!(part.held, Held::Connection));
    let connection =
        if connection { "The client certificate belongs to the connection: the transport has it." } else { "" };
    let allowed = match way.said.map(|said| (said.global, asked(said))) {
        Some((true, text)) => format!("It is {text}."),
        Some((false, text)) if !text.is_empty() => format!("Allowed by {text}."),
        _ => String::new(),
    };
    docs::paragraphs(&[by, allowed, connection.to_owned()])
}

/// Whether the alternative can be read from the environment as a whole.
pub(in crate::view) fn from_environment(cx: &Context<'_>, way: &Way<'_>) -> bool {
    let held = way.parts.iter().filter(|part| part.ty().is_some());
    held.clone().count() > 0 && held.clone().all(|part| part.reading(cx).is_some())
}

/// The first alternative that is complete in the environment.
fn environment(cx: &Context<'_>, ways: &[Way<'_>], uses: &Recorder) -> Option<EnvironmentView> {
    let able: Vec<&Way<'_>> = ways.iter().filter(|way| from_environment(cx, way)).collect();
    let readers = able.iter().map(|way| {
        let (name, values) = (&way.name, way.parts.iter().filter_map(|part| part.reading(cx)));
        quote!(Ok(Self::#name(#(#values),*)))
    });
    let readers: Vec<TokenStream> = readers.collect();
    let body = match readers.as_slice() {
        [] => return None,
        [one] => quote!(#one),
        several => quote!(env::first(&[#(&|| #several),*])),
    };
    let needs_server =
        able.iter().any(|way| way.parts.iter().any(|part| matches!(part.held, Held::Issued | Held::Flow(_))));
    Some(EnvironmentView {
        docs: environment_docs(&able),
        server: Ident::new(if needs_server { "server" } else { "_server" }),
        body: uses.expr(&body),
        scopes: scope_lists(&able, uses),
    })
}

/// The constants of scopes, each once.
fn scope_lists(able: &[&Way<'_>], uses: &Recorder) -> Vec<ScopesView> {
    let mut all: Vec<ScopesView> = Vec::new();
    for part in able.iter().flat_map(|way| &way.parts) {
        let Some(name) = &part.scope_list else { continue };
        if !all.iter().any(|known| known.name == *name) {
            all.push(ScopesView { name: name.clone(), values: uses.expr(&part.listed()) });
        }
    }
    all
}

fn environment_docs(able: &[&Way<'_>]) -> DocText {
    let first = match able {
        [only] => format!("[`Self::{}`] from the environment, for requests to one server.", only.name),
        _ => "The first of these ways that is complete in the environment, for requests to one server:".to_owned(),
    };
    let list: Vec<String> = able.iter().map(|way| format!("- [`Self::{}`] by {}", way.name, variables(way))).collect();
    let scopes = able.iter().flat_map(|way| &way.parts).filter(|part| matches!(part.held, Held::Flow(_)));
    let scopes: Vec<String> = scopes
        .filter(|part| !part.scopes.is_empty())
        .flat_map(|part| match &part.scope_list {
            Some(name) => vec![format!("[`Self::{name}`]")],
            None => part.scopes.iter().map(|scope| docs::code(scope).to_string()).collect(),
        })
        .collect();
    let scopes = match scopes.as_slice() {
        [] => String::new(),
        some => format!("Tokens are asked for with the scopes {}.", some.join(", ")),
    };
    docs::paragraphs(&[
        first,
        list.join("\n"),
        "For each variable `NAME`, `NAME_FILE` may name a file that holds the value instead. One that is set to something \
         unusable is an error, never a reason to take another way."
            .to_owned(),
        scopes,
        "# Errors\n\n[`ConfigError`], which names what is missing or cannot be used.".to_owned(),
    ])
}

/// The variables that a way needs.
fn variables(way: &Way<'_>) -> String {
    let mut said = Vec::new();
    for part in &way.parts {
        match part.held {
            Held::Issued => said.push("those of [`Credentials`]".to_owned()),
            _ => said.extend(part.scheme.inputs.iter().map(variable)),
        }
    }
    said.join(", ")
}

fn variable(input: &SchemeInput) -> String {
    let optional = if input.part == SchemePart::Password { " where it is set" } else { "" };
    format!("{}{optional}", docs::code(&input.env))
}
