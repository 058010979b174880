//! The module `error`: one enum for every operation, its variants by status.

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::Context;
use super::docs;
use super::fragment::{DocText, Expr, Ident, StrLit};
use super::manifest::Items;
use super::names::OperationNames;
use super::recorder::Recorder;
use super::rust_type::From;
use crate::model::Operation;

/// The module `error`.
#[derive(Debug, Serialize)]
pub(super) struct ErrorsView {
    imports: Vec<Expr>,
    errors: Vec<ErrorView>,
}

/// The enum of one operation.
#[derive(Debug, Serialize)]
struct ErrorView {
    docs: DocText,
    name: Ident,
    variants: Vec<VariantView>,
    /// Patterns of the variants, those that hold the same together.
    alike: Vec<Expr>,
    /// What stands before the status when it is printed; the body may hold secrets and stays out.
    answer: StrLit,
}

/// One documented failure.
#[derive(Debug, Serialize)]
struct VariantView {
    docs: DocText,
    name: Ident,
    holds: Expr,
}

const KNOWN: &[&str] = &[
    "std::fmt",
    "authwright::CallError",
    "authwright::call::UnexpectedReply",
    "authwright::Bytes",
    "authwright::Secret",
    "authwright::call::Response",
    "authwright::json::Json",
    "std::collections::BTreeMap",
    "crate::models",
];

impl ErrorsView {
    /// Decides every enum.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let uses = Recorder::default();
        let operations = cx.provider.operations.iter().zip(&cx.names.operations);
        let errors = operations.map(|(operation, names)| error(cx, operation, names, &uses)).collect();
        uses.mark_all(&["fmt", "CallError", "UnexpectedReply"]);
        Self { imports: uses.imports(KNOWN), errors }
    }

    /// The items of the module.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(self.imports.len());
        for error in &self.errors {
            items.add("enum", &error.name);
            items.inherent(&error.name);
            for interface in ["Display", "Error", "From<CallError>"] {
                items.implements(interface, &error.name);
            }
        }
        items
    }
}

fn error(cx: &Context<'_>, operation: &Operation, names: &OperationNames, uses: &Recorder) -> ErrorView {
    let failures = operation.replies.iter().zip(&names.replies).filter(|(reply, _)| !reply.success);
    let variants = failures.map(|(reply, name)| {
        let ty = cx.reply_type(operation, reply, From::Outside).unwrap_or_else(|| quote!(()));
        let holds: TokenStream = quote!(Response<#ty>);
        VariantView { docs: DocText::new(&docs::reply(reply)), name: name.clone(), holds: uses.expr(&holds) }
    });
    let variants: Vec<VariantView> = variants.collect();
    ErrorView {
        docs: DocText::new(&format!("Why [`Client::{0}`](crate::Client::{0}) failed.", names.method)),
        name: names.error.clone(),
        alike: alike(&variants).iter().map(Expr::new).collect(),
        answer: StrLit::new(&format!("`{}` was answered with status ", names.method)),
        variants,
    }
}

/// `Self::Unauthorized(reply) | Self::Forbidden(reply)` for each type that variants hold.
fn alike(variants: &[VariantView]) -> Vec<TokenStream> {
    let mut groups: Vec<(&Expr, Vec<&Ident>)> = Vec::new();
    for variant in variants {
        match groups.iter_mut().find(|(holds, _)| *holds == &variant.holds) {
            Some((_, names)) => names.push(&variant.name),
            None => groups.push((&variant.holds, vec![&variant.name])),
        }
    }
    groups.iter().map(|(_, names)| quote!(#(Self::#names(reply))|*)).collect()
}
