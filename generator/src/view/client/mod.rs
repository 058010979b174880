//! The module `client`: one typed method for every auth operation.

pub(super) mod needs;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::Context;
use super::docs;
use super::fragment::{DocText, Expr, Ident, ModuleDoc, TypeExpr};
use super::manifest::Items;
use super::names::OperationNames;
use super::pages::rustdoc;
use super::recorder::Recorder;
use super::replies::{is_json, pattern, read, success_pattern};
use super::request;
use super::rust_type::From;
use crate::model::{MediaType, Operation, ReplyStatus};

/// The module `client`.
#[derive(Debug, Serialize)]
pub(super) struct ClientView {
    docs: ModuleDoc,
    imports: Vec<Expr>,
    errors: BTreeSet<Ident>,
    has_grant: bool,
    homes: Vec<HomeView>,
    operations: Vec<OperationView>,
}

/// How operations with servers of their own are called.
#[derive(Debug, Serialize)]
struct HomeView {
    field: Ident,
    /// The function of `Server` that gives their base address.
    base: Ident,
}

/// One method.
#[derive(Debug, Serialize)]
struct OperationView {
    docs: DocText,
    method: Ident,
    arguments: Expr,
    success: TypeExpr,
    error: Ident,
    request: Expr,
    arms: Vec<Expr>,
}

const KNOWN: &[&str] = &[
    "authwright::Bytes",
    "authwright::CallOptions",
    "authwright::ConfigError",
    "authwright::HttpTransport",
    "authwright::Secret",
    "authwright::TokenSource",
    "authwright::TokenSourceBuilder",
    "authwright::call::Api",
    "authwright::call::Response",
    "authwright::http::Method",
    "authwright::json::Json",
    "authwright::json::ToJson",
    "crate::Credentials",
    "crate::Server",
    "crate::grant::ATTACH",
    "crate::grant::SignIn",
    "crate::models",
    "std::collections::BTreeMap",
    "std::sync::Arc",
];

impl ClientView {
    /// Decides every method.
    pub(super) fn new(cx: &Context<'_>, grant: bool) -> Self {
        let uses = Recorder::default();
        let operations = cx
            .provider
            .operations
            .iter()
            .enumerate()
            .zip(&cx.names.operations)
            .map(|((index, operation), names)| operation_view(cx, index, operation, names, &uses))
            .collect::<Vec<_>>();
        uses.mark_all(&["Api", "Arc", "CallOptions", "ConfigError", "HttpTransport", "Response", "Server"]);
        if grant {
            uses.mark_all(&["ATTACH", "Credentials", "SignIn", "TokenSource", "TokenSourceBuilder"]);
        }
        let title = docs::line(&cx.provider.title);
        Self {
            docs: ModuleDoc::new(&format!("The client of {title}: one typed method for every auth operation.")),
            errors: operations.iter().map(|operation| operation.error.clone()).collect::<BTreeSet<_>>(),
            imports: uses.imports(KNOWN),
            has_grant: grant,
            homes: cx
                .homes
                .iter()
                .map(|home| HomeView { field: home.field.clone(), base: home.function.clone() })
                .collect(),
            operations,
        }
    }

    /// The items of the module.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(self.imports.len() + 1);
        items.examples(self.operations.len());
        items.fixed(&[
            "struct Client",
            "impl Client",
            "struct ClientBuilder",
            "impl ClientBuilder",
            "impl Debug for ClientBuilder",
        ]);
        items
    }
}

fn operation_view(
    cx: &Context<'_>,
    index: usize,
    operation: &Operation,
    names: &OperationNames,
    uses: &Recorder,
) -> OperationView {
    let needs = needs::arguments(cx, operation);
    let arguments = arguments(cx, operation, names);
    let body = body_argument(cx, operation);
    let begin = request::begin(cx, &quote!(self), operation);
    let steps = operation
        .params
        .iter()
        .zip(&names.params)
        .map(|(param, name)| request::param_of(cx, param, &quote!(&params.#name)));
    let (accept, needed, sent) = (request::accept(operation), &needs.steps, body.as_ref().map(|(_, set)| set));
    uses.mark("Method");
    if operation.body.as_ref().is_some_and(|body| matches!(body.media, MediaType::Form | MediaType::Multipart)) {
        uses.mark("ToJson");
    }
    OperationView {
        docs: operation_docs(cx, index, operation, names),
        method: names.method.clone(),
        arguments: uses.expr(&quote!(#(, #arguments)*)),
        success: uses.ty(&success_type(cx, index, operation)),
        error: names.error.clone(),
        request: uses.expr(&quote!(#begin #accept #(#needed)* #(#steps)* #sent)),
        arms: arms(cx, operation, names).iter().map(|arm| uses.expr(arm)).collect(),
    }
}

/// The type of the argument `body` and the step that sends it.
fn body_argument(cx: &Context<'_>, operation: &Operation) -> Option<(TokenStream, TokenStream)> {
    let body = operation.body.as_ref()?;
    let value = quote!(body);
    Some(match &body.media {
        MediaType::Json(_) => {
            let ty = cx.rust_type(&body.ty, true, From::Outside);
            (quote!(&#ty), request::body(&body.media, &value))
        }
        MediaType::Form | MediaType::Multipart => {
            let ty = cx.rust_type(&body.ty, true, From::Outside);
            (quote!(&#ty), request::body(&body.media, &request::fields(body, quote!(&body.to_json()))))
        }
        MediaType::Text(_) => (quote!(&Secret), request::body(&body.media, &quote!(body.expose()))),
        MediaType::Other(_) => (quote!(Bytes), request::body(&body.media, &value)),
    })
}

/// The arguments of a method, each with its type.
fn arguments(cx: &Context<'_>, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
    let params = (!operation.params.is_empty()).then(|| {
        let ty = &names.params_type;
        quote!(params: &models::#ty)
    });
    let body = body_argument(cx, operation).map(|(ty, _)| quote!(body: #ty));
    needs::arguments(cx, operation).arguments.into_iter().chain(params).chain(body).collect()
}

/// The signature of a method, for the pages.
pub(super) fn signature(cx: &Context<'_>, index: usize, operation: &Operation, names: &OperationNames) -> TokenStream {
    let (method, error) = (&names.method, &names.error);
    let arguments = arguments(cx, operation, names);
    let success = success_type(cx, index, operation);
    quote!(pub async fn #method(&self #(, #arguments)*) -> Result<Response<#success>, #error>)
}

/// The arguments that authorize a call: name and type.
pub(super) fn needed(cx: &Context<'_>, operation: &Operation) -> Vec<(String, String)> {
    let arguments = needs::arguments(cx, operation).arguments.into_iter();
    arguments
        .filter_map(|argument| argument.to_string().split_once(" : ").map(|(name, ty)| (name.into(), ty.into())))
        .collect()
}

/// What a method succeeds with.
pub(super) fn success_type(cx: &Context<'_>, index: usize, operation: &Operation) -> TokenStream {
    let kinds = cx.successes(operation);
    let names = cx.names.operations.get(index);
    match (kinds.as_slice(), names) {
        ([], _) => quote!(()),
        ([only], _) => {
            let reply = operation.replies.get(only.first);
            reply.and_then(|reply| cx.reply_type(operation, reply, From::Outside)).unwrap_or_else(|| quote!(()))
        }
        (_, Some(names)) => {
            let name = &names.success;
            quote!(models::#name)
        }
        (_, None) => quote!(()),
    }
}

/// One arm for every kind of reply, in the order codes, ranges, rest.
fn arms(cx: &Context<'_>, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
    let error = &names.error;
    let mut arms: Vec<(ReplyStatus, TokenStream)> = Vec::new();
    let kinds = cx.successes(operation);
    for kind in &kinds {
        let (Some(reply), Some(variant)) = (operation.replies.get(kind.first), names.replies.get(kind.first)) else {
            continue;
        };
        let statuses = success_pattern(&kind.statuses);
        let read = read(operation, reply);
        let success = &names.success;
        let value = match (kinds.len(), &reply.body) {
            (1, _) => quote!(Ok(#read)),
            (_, Some(_)) => {
                // In a box the type of the body is not inferred.
                let ty = is_json(reply).then(|| cx.reply_type(operation, reply, From::Outside)).flatten();
                let read = ty.map_or(read, |ty| quote!(reply.json::<#ty>()?));
                quote!(Ok(#read.map(|body| models::#success::#variant(Box::new(body)))))
            }
            (_, None) => quote!(Ok(#read.map(|()| models::#success::#variant))),
        };
        let last = kind.statuses.iter().max().copied().unwrap_or(ReplyStatus::Default);
        arms.push((last, quote!(#statuses => #value)));
    }
    for (reply, variant) in operation.replies.iter().zip(&names.replies).filter(|(reply, _)| !reply.success) {
        let pattern = pattern(reply.status, false);
        let value = match &reply.body {
            Some(_) if is_json(reply) => quote!(Err(reply.failure(#error::#variant, #error::Unexpected))),
            Some(_) => {
                let read = read(operation, reply);
                quote!(Err(#error::#variant(#read)))
            }
            None => quote!(Err(#error::#variant(reply.empty()))),
        };
        arms.push((reply.status, quote!(#pattern => #value)));
    }
    if kinds.is_empty() {
        arms.push((ReplyStatus::Range(2), quote!(200..=299 => Ok(reply.empty()))));
    }
    arms.sort_by_key(|(status, _)| *status);
    let mut arms: Vec<TokenStream> = arms.into_iter().map(|(_, arm)| arm).collect();
    let caught = operation.replies.iter().any(|reply| reply.status == ReplyStatus::Default && !reply.success);
    if !caught {
        arms.push(quote!(_ => Err(#error::Unexpected(reply.unexpected()))));
    }
    arms
}

fn operation_docs(cx: &Context<'_>, index: usize, operation: &Operation, names: &OperationNames) -> DocText {
    let wire = docs::code(&format!("{} {}", operation.method, operation.path));
    let first = format!("{}: {wire}.", rustdoc::summary(operation).trim_end_matches(['.', ':']));
    let said = operation.description.as_deref().map(docs::text).unwrap_or_default();
    let errors = format!(
        "# Errors\n\n[`{0}`](crate::error::{0}): by the status of the reply, or the call that did not come through.",
        names.error
    );
    let said_of_call = rustdoc::method(cx, operation);
    let rest = rustdoc::call(cx, index, operation, names);
    docs::paragraphs(&[vec![first, said], said_of_call, vec![errors], rest].concat())
}
