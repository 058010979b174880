//! The module `grant`: how a session begins, is renewed and ends, for the runtime.

mod body;
mod identity;

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::Context;
use super::fragment::{Expr, Ident, StrLit};
use super::manifest::Items;
use super::recorder::Recorder;
use super::request;
use super::spelling::Spelling;
use super::token;
use crate::model::{
    ApiKeyPlace, Credential, Given, Input, Lifecycle, Operation, Place, ReplyStatus, SchemeKind, SchemePart, Step,
    TokenKind,
};

/// The module `grant`.
#[derive(Debug, Serialize)]
pub(super) struct GrantView {
    imports: Vec<Expr>,
    provider: StrLit,
    shape: Expr,
    /// The shape of the refreshed token, where it differs: one or none.
    refreshed: Vec<Expr>,
    attach: Expr,
    identity: Expr,
    /// Whether anything is given to sign in.
    credentials: bool,
    /// The argument of `exchange`, with an underscore where nothing is renewed.
    previous: Ident,
    exchange: Expr,
    /// What the runtime may not assume.
    abilities: Vec<Expr>,
    issue: Expr,
    /// The renewing call: one or none.
    refresh: Vec<RefreshView>,
}

/// The renewing call.
#[derive(Debug, Serialize)]
struct RefreshView {
    arguments: Expr,
    call: Expr,
}

impl RefreshView {
    fn new(kinds: &[TokenKind], call: &TokenStream, uses: &Recorder) -> Self {
        let arguments = kinds.iter().map(|kind| {
            let name = token_of(*kind);
            quote!(#name: &Secret)
        });
        Self { arguments: uses.expr(&quote!(#(, #arguments)*)), call: uses.expr(call) }
    }
}

const KNOWN: &[&str] = &[
    "authwright::Attach",
    "authwright::BoxFuture",
    "authwright::CallError",
    "authwright::Grant",
    "authwright::TokenError",
    "authwright::TokenSet",
    "authwright::TokenShape",
    "authwright::call::Reply",
    "authwright::json::Object",
    "crate::Client",
    "crate::Credentials",
    "authwright::shape::TimeFormat",
    "authwright::shape::Unit",
    "authwright::Secret",
    "authwright::http::Method",
];

impl GrantView {
    /// Decides the life of a token; `None` where the document has only schemes.
    pub(super) fn new(cx: &Context<'_>) -> Option<Self> {
        let lifecycle = cx.provider.lifecycle.as_ref()?;
        let uses = Recorder::default();
        uses.mark_all(&[
            "Method",
            "Attach",
            "BoxFuture",
            "CallError",
            "Grant",
            "TokenError",
            "TokenSet",
            "TokenShape",
            "Reply",
        ]);
        uses.mark_all(&["Client", "Credentials"]);
        let issue = step(cx, &lifecycle.issue)?;
        let refresh = lifecycle.refresh.as_ref().and_then(|refresh| Some((tokens(refresh), step(cx, refresh)?)));
        Some(Self {
            provider: StrLit::new(&cx.provider.name),
            shape: uses.expr(&token::shape(&lifecycle.token)),
            refreshed: lifecycle
                .refreshed
                .iter()
                .filter(|_| refresh.is_some())
                .map(|shape| uses.expr(&token::shape(shape)))
                .collect(),
            attach: uses.expr(&token::attach(&lifecycle.attach)),
            identity: uses.expr(&identity::identity(cx, lifecycle)),
            credentials: !lifecycle.credentials.is_empty(),
            previous: Ident::new(if lifecycle.refresh.is_some() { "previous" } else { "_previous" }),
            exchange: uses.expr(&exchange(lifecycle)),
            abilities: abilities(cx, lifecycle).iter().map(|method| uses.expr(method)).collect(),
            issue: uses.expr(&issue),
            refresh: refresh.iter().map(|(kinds, call)| RefreshView::new(kinds, call, &uses)).collect(),
            imports: uses.imports(KNOWN),
        })
    }

    /// The items of the module.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(self.imports.len());
        items.fixed(&["static TOKEN", "const ATTACH", "struct SignIn", "impl SignIn", "impl Grant for SignIn"]);
        if !self.refreshed.is_empty() {
            items.fixed(&["static REFRESHED"]);
        }
        items
    }
}

/// A token of the session, as the functions of the module call it.
fn token_of(kind: TokenKind) -> TokenStream {
    match kind {
        TokenKind::Access => quote!(access),
        TokenKind::Refresh => quote!(refresh),
    }
}

/// The tokens that a step is given.
fn tokens(step: &Step) -> Vec<TokenKind> {
    [TokenKind::Access, TokenKind::Refresh].into_iter().filter(|kind| step.token(*kind).is_some()).collect()
}

/// Which call an exchange makes.
fn exchange(lifecycle: &Lifecycle) -> TokenStream {
    let shape = if lifecycle.refreshed.is_some() { quote!(REFRESHED) } else { quote!(TOKEN) };
    let Some(step) = &lifecycle.refresh else { return quote!(TOKEN.read(&self.issue().await?)) };
    let kinds = tokens(step);
    let given = kinds.iter().map(|kind| match kind {
        TokenKind::Access => quote!(set.access()),
        TokenKind::Refresh => quote!(refresh.secret()),
    });
    let renewed = quote!(#shape.read(&self.refresh(#(#given),*).await?));
    let pattern = match (kinds.contains(&TokenKind::Access), kinds.contains(&TokenKind::Refresh)) {
        (_, false) => return quote!(match previous { Some(set) => #renewed, None => TOKEN.read(&self.issue().await?) }),
        (true, true) => quote!(previous.and_then(|set| Some((set, set.refresh()?)))),
        (false, true) => quote!(previous.and_then(TokenSet::refresh)),
    };
    let bound = if kinds.contains(&TokenKind::Access) { quote!((set, refresh)) } else { quote!(refresh) };
    quote!(match #pattern { Some(#bound) => #renewed, None => TOKEN.read(&self.issue().await?) })
}

/// Methods of the grant that differ from the trait's own.
fn abilities(cx: &Context<'_>, lifecycle: &Lifecycle) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    match &lifecycle.refresh {
        None => methods.push(quote!(
            fn can_refresh(&self) -> bool {
                false
            }
        )),
        Some(step) if step.token(TokenKind::Refresh).is_none() => methods.push(quote!(
            fn needs_refresh_token(&self) -> bool {
                false
            }
        )),
        Some(_) => {}
    }
    methods.extend(lifecycle.revoke.as_ref().and_then(|revoke| self::revoke(cx, revoke)));
    methods
}

/// Ends the session. Where it takes a refresh token and there is none, nothing is left to end; unless the field is for either token.
fn revoke(cx: &Context<'_>, step: &Step) -> Option<TokenStream> {
    let call = self::step(cx, step)?;
    let kinds = tokens(step);
    let either = |input: &Input| matches!(input, Input::Body(_) | Input::Param { .. }) && input.label() == "token";
    let renewing = step.values.iter().find(|(_, given)| *given == Given::Token(TokenKind::Refresh));
    let refresh = renewing.map(|(input, _)| {
        let held = quote!(set.refresh().map(authwright::RefreshToken::secret));
        if either(input) {
            quote!(let refresh = set.refresh().map_or_else(|| set.access(), authwright::RefreshToken::secret);)
        } else {
            quote!(let Some(refresh) = #held else { return Ok(()) };)
        }
    });
    let access = kinds.contains(&TokenKind::Access).then(|| quote!(let access = set.access();));
    let set = if kinds.is_empty() { quote!(_set) } else { quote!(set) };
    let by = cx.provider.operations.get(step.operation).map(endings).unwrap_or_default();
    let check = if by.is_empty() {
        quote!(authwright::shape::success(&#call.send().await?))
    } else {
        let by = by.iter().map(|status| proc_macro2::Literal::u16_unsuffixed(*status));
        quote!(authwright::shape::ended(&#call.send().await?, &[#(#by),*]))
    };
    Some(quote!(
        fn revoke<'a>(&'a self, #set: &'a TokenSet) -> BoxFuture<'a, Result<(), TokenError>> {
            Box::pin(async move {
                #refresh
                #access
                #check
            })
        }
    ))
}

/// The statuses that say that a session has ended, where the document has no success: that of a redirect, and that nobody is
/// signed in.
fn endings(operation: &Operation) -> Vec<u16> {
    if operation.replies.iter().any(|reply| reply.success) {
        return Vec::new();
    }
    let codes = operation.replies.iter().filter_map(|reply| match reply.status {
        ReplyStatus::Code(code) => Some(code),
        _ => None,
    });
    codes.filter(|code| matches!(code, 301..=303 | 307 | 308 | 401)).collect()
}

/// The call of a step: `self.client.api.call(..)...`, not sent yet. Tokens of the session are in `token`.
fn step(cx: &Context<'_>, step: &Step) -> Option<TokenStream> {
    let operation = cx.provider.operations.get(step.operation)?;
    let begin = request::begin(cx, &quote!(self.client), operation);
    let accept = request::accept(operation);
    let values = step.values.iter().filter_map(|(input, given)| outside(cx, step, input, given));
    let body = body::body(cx, operation, step);
    Some(quote!(#begin #accept #(#values)* #body))
}

/// What an input is given: a reference to something that can be written.
fn value(cx: &Context<'_>, given: &Given) -> TokenStream {
    match given {
        Given::Fixed(text) => StrLit::new(text).tokens(),
        Given::Json(json) => {
            let text = StrLit::new(json).tokens();
            // Outside JSON a number is the text that it is written as.
            if json.starts_with(['[', '{']) { quote!(&authwright::json::value(#text)) } else { text }
        }
        Given::Token(kind) => token_of(*kind),
        Given::Credential(index) => {
            let name = cx.names.credentials.get(*index);
            quote!(&self.credentials.#name)
        }
    }
}

/// The same outside JSON, where a text that has parts is taken apart.
fn read(cx: &Context<'_>, given: &Given, spelling: Spelling) -> TokenStream {
    let make = spelling.maker().filter(|_| matches!(spelling, Spelling::List | Spelling::Json));
    match (given, make) {
        (Given::Credential(index), Some(make)) if is_optional(cx, given) => {
            let name = cx.names.credentials.get(*index);
            let text = if is_secret(cx, given) { quote!(text.expose()) } else { quote!(text) };
            quote!(&self.credentials.#name.as_ref().map(|text| #make(#text)))
        }
        (Given::Fixed(_) | Given::Credential(_), Some(make)) => {
            let text = text(cx, given);
            quote!(&#make(#text))
        }
        _ => value(cx, given),
    }
}

/// The same as a `&Secret`.
fn secret(cx: &Context<'_>, given: &Given) -> TokenStream {
    let value = value(cx, given);
    if is_secret(cx, given) { value } else { quote!(&Secret::from(#value)) }
}

/// The same as a `&str`.
fn text(cx: &Context<'_>, given: &Given) -> TokenStream {
    match given {
        Given::Token(kind) => {
            let token = token_of(*kind);
            quote!(#token.expose())
        }
        Given::Credential(index) if is_secret(cx, given) => {
            let name = cx.names.credentials.get(*index);
            quote!(self.credentials.#name.expose())
        }
        Given::Json(json) => StrLit::new(json).tokens(),
        Given::Fixed(_) | Given::Credential(_) => value(cx, given),
    }
}

fn is_secret(cx: &Context<'_>, given: &Given) -> bool {
    match given {
        Given::Fixed(_) | Given::Json(_) => false,
        Given::Token(_) => true,
        Given::Credential(index) => credential(cx, *index).is_none_or(|credential| credential.secret),
    }
}

fn is_null(given: &Given) -> bool {
    matches!(given, Given::Json(json) if json == "null")
}

/// Whether there may be nothing to send.
fn is_optional(cx: &Context<'_>, given: &Given) -> bool {
    matches!(given, Given::Credential(index) if credential(cx, *index).is_some_and(|credential| !credential.required))
}

fn credential<'a>(cx: &Context<'a>, index: usize) -> Option<&'a Credential> {
    cx.provider.lifecycle.as_ref()?.credentials.get(index)
}

/// The part of the call for an input that is not in the body.
fn outside(cx: &Context<'_>, step: &Step, input: &Input, given: &Given) -> Option<TokenStream> {
    match input {
        Input::Body(_) => None,
        // What is null is no parameter.
        Input::Param { .. } if is_null(given) => None,
        Input::Param { place, name } => {
            if let Some(prefix) = prefix(cx, *place, name, given) {
                return Some(request::prefixed(name, prefix, &secret(cx, given)));
            }
            let operation = cx.provider.operations.get(step.operation)?;
            let param = operation.params.iter().find(|param| param.place == *place && param.field.wire == *name);
            Some(match param {
                Some(param) => request::param_of(cx, param, &read(cx, given, Spelling::of(cx, &param.field.ty))),
                None => request::param(*place, name, &value(cx, given)),
            })
        }
        Input::Bearer => {
            let token = secret(cx, given);
            Some(quote!(.bearer(#token)))
        }
        Input::Scheme { id, part } => match cx.scheme(id)? {
            SchemeKind::Basic => basic(cx, step, id, *part, given),
            kind => Some(request::scheme(kind, &secret(cx, given))),
        },
    }
}

/// What stands before a token in the header that requests carry it in, where no scheme says so.
fn prefix<'p>(cx: &Context<'p>, place: Place, header: &str, given: &Given) -> Option<&'p str> {
    let attach = &cx.provider.lifecycle.as_ref()?.attach;
    let ours = place == Place::Header
        && attach.carrier.place == ApiKeyPlace::Header
        && matches!(given, Given::Token(_))
        && attach.carrier.name.eq_ignore_ascii_case(header);
    attach.template.strip_suffix("{token}").filter(|prefix| ours && !prefix.is_empty())
}

/// User and password go together; the step of the password writes both.
fn basic(cx: &Context<'_>, step: &Step, id: &str, part: SchemePart, password: &Given) -> Option<TokenStream> {
    if matches!(part, SchemePart::User | SchemePart::ClientId) {
        return None;
    }
    let user = step.values.iter().find_map(|(input, given)| match input {
        Input::Scheme { id: other, part: SchemePart::User | SchemePart::ClientId } if other == id => {
            Some(text(cx, given))
        }
        _ => None,
    });
    let operation = cx.provider.operations.get(step.operation)?;
    Some(request::basic(cx, operation, &user.unwrap_or_else(|| quote!("")), &secret(cx, password)))
}
