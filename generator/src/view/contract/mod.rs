//! The contract tests: exact requests, every documented reply, no secret in what is printed.

mod replies;
mod request;
mod session;

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use self::replies::ReplyView;
use self::request::RequestView;
use self::session::SessionView;
use super::Context;
use super::client::needs;
use super::fragment::{Expr, Ident, StrLit, TypeExpr};
use super::homes;
use super::lints;
use super::manifest::Items;
use super::recorder::Recorder;
use crate::model::{MediaType, Operation, Presence};

/// `tests/contract.rs`.
#[derive(Debug, Serialize)]
pub(super) struct ContractView {
    library: Ident,
    lints: Vec<Expr>,
    imports: Vec<Expr>,
    calls: Vec<CallView>,
    /// The tests of what has servers of its own.
    homes: Vec<HomeView>,
    /// The test of the token source: one or none.
    sessions: Vec<SessionView>,
}

const KNOWN: &[&str] = &[
    "authwright::Bytes",
    "authwright::Secret",
    "authwright::block_on",
    "authwright::call::Response",
    "authwright::http",
    "authwright::json::Json",
    "std::collections::BTreeMap",
    "std::sync::Arc",
    "std::sync::Mutex",
];

/// The tests of one operation.
#[derive(Debug, Serialize)]
struct CallView {
    method: Ident,
    sends: Ident,
    reads: Ident,
    success: TypeExpr,
    error: Ident,
    /// The arguments of the call.
    arguments: Expr,
    request: RequestView,
    replies: Vec<ReplyView>,
}

/// The test that an operation goes where it is served.
#[derive(Debug, Serialize)]
struct HomeView {
    name: Ident,
    server: Expr,
    /// The call with its arguments.
    call: Expr,
    uri: StrLit,
}

impl ContractView {
    /// Decides the tests; `None` where no call can be made from samples.
    pub(super) fn new(cx: &Context<'_>, grant: bool) -> Option<Self> {
        let uses = Recorder::default();
        let calls: Vec<CallView> =
            (0..cx.provider.operations.len()).filter_map(|index| call(cx, index, &uses)).collect();
        if calls.is_empty() {
            return None;
        }
        let homes: Vec<HomeView> =
            (0..cx.provider.operations.len()).filter_map(|index| home(cx, index, &uses)).collect();
        let sessions: Vec<SessionView> = grant.then(|| SessionView::new(cx)).flatten().into_iter().collect();
        uses.mark_all(&["Client", "Server"]);
        if !sessions.is_empty() {
            uses.mark("Credentials");
        }
        uses.mark_all(&["Arc", "Mutex", "Bytes", "Response", "block_on", "http"]);
        let library = &cx.names.library;
        let own = ["Client", "Credentials", "Server", "models"].map(|name| format!("{library}::{name}"));
        let known: Vec<&str> = own.iter().map(String::as_str).chain(KNOWN.iter().copied()).collect();
        let lints = lints::tested(cx);
        Some(Self { library: library.clone(), lints, imports: uses.imports(&known), calls, homes, sessions })
    }

    /// The items of the file.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(self.imports.len() + 1);
        items.fixed(&["struct Wire", "impl Wire", "fn hides"]);
        for call in &self.calls {
            items.add("fn", &call.method);
            items.add("fn", &call.sends);
            items.add("fn", &call.reads);
        }
        for home in &self.homes {
            items.add("fn", &home.name);
        }
        if !self.sessions.is_empty() {
            items.fixed(&["fn a_token_source_signs_in"]);
        }
        items
    }
}

fn call(cx: &Context<'_>, index: usize, uses: &Recorder) -> Option<CallView> {
    let (operation, names) = (cx.provider.operations.get(index)?, cx.names.operations.get(index)?);
    let request = RequestView::new(cx, operation)?;
    let success = super::client::success_type(cx, index, operation);
    let replies = replies::replies(cx, operation, names);
    let method = names.method.as_str().trim_end_matches('_');
    Some(CallView {
        arguments: uses.expr(&arguments(cx, index, operation)?),
        method: Ident::new(&format!("call_{method}")),
        sends: Ident::new(&format!("{method}_sends_what_the_document_says")),
        reads: Ident::new(&format!("{method}_reads_every_documented_reply")),
        success: uses.ty(&success),
        error: names.error.clone(),
        request,
        replies,
    })
}

/// The test of an operation with servers of its own.
fn home(cx: &Context<'_>, index: usize, uses: &Recorder) -> Option<HomeView> {
    let (operation, names) = (cx.provider.operations.get(index)?, cx.names.operations.get(index)?);
    let (server, base) = homes::example(cx, operation)?;
    let method = names.method.as_str().trim_end_matches('_');
    let server: TokenStream = server.parse().ok()?;
    Some(HomeView {
        name: Ident::new(&format!("{method}_goes_to_its_own_server")),
        server: Expr::new(&server),
        call: uses.expr(&arguments(cx, index, operation)?),
        uri: RequestView::new(cx, operation)?.uri_at(&base),
    })
}

/// The call itself with its arguments.
fn arguments(cx: &Context<'_>, index: usize, operation: &Operation) -> Option<TokenStream> {
    let names = cx.names.operations.get(index)?;
    let needs = needs::arguments(cx, operation).samples;
    let params = match operation.params.as_slice() {
        [] => None,
        params => {
            let ty = &names.params_type;
            let mut fields = Vec::new();
            for (param, name) in params.iter().zip(&names.params) {
                let value = if param.field.presence == Presence::Required {
                    cx.sample(&param.field.ty, param.field.secret)?.rust
                } else {
                    quote!(None)
                };
                fields.push(quote!(#name: #value));
            }
            Some(quote!(&models::#ty { #(#fields),* }))
        }
    };
    let body = match &operation.body {
        None => None,
        Some(body) => Some(match &body.media {
            MediaType::Json(_) | MediaType::Form | MediaType::Multipart => {
                let value = cx.sample(&body.ty, true)?.rust;
                quote!(&#value)
            }
            MediaType::Text(_) => quote!(&"hidden-value".into()),
            MediaType::Other(_) => return None,
        }),
    };
    let arguments = needs.into_iter().chain(params).chain(body);
    let method = &names.method;
    Some(quote!(#method(#(#arguments),*)))
}
