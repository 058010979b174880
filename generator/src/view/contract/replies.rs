//! The replies that an operation must tell apart.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde::Serialize;

use super::super::Context;
use super::super::fragment::{Expr, StrLit};
use super::super::names::OperationNames;
use crate::model::{MediaType, Operation, Reply, ReplyStatus};

/// A reply and what the client makes of it.
#[derive(Debug, Serialize)]
pub(in crate::view) struct ReplyView {
    status: Expr,
    media: StrLit,
    body: StrLit,
    /// Whether `result` is what it must be.
    holds: Expr,
}

/// Every documented reply, and one that is not.
pub(in crate::view) fn replies(cx: &Context<'_>, operation: &Operation, names: &OperationNames) -> Vec<ReplyView> {
    let error = &names.error;
    let mut views = Vec::new();
    for (reply, variant) in operation.replies.iter().zip(&names.replies) {
        let holds =
            if reply.success { quote!(result.is_ok()) } else { quote!(matches!(result, Err(#error::#variant(_)))) };
        views.extend(status(operation, reply).and_then(|status| view(cx, reply, status, &holds)));
    }
    let caught = operation.replies.iter().any(|reply| reply.status == ReplyStatus::Default && !reply.success);
    if let Some(status) = free(operation, [599, 499, 399]).filter(|_| !caught) {
        let pattern = quote!(Err(#error::Unexpected(_)));
        views.push(ReplyView {
            status: number(status),
            media: StrLit::new("text/html"),
            body: StrLit::new("<h1>hidden-value</h1>"),
            holds: Expr::new(&quote!(matches!(result, #pattern))),
        });
    }
    views
}

fn view(cx: &Context<'_>, reply: &Reply, status: u16, holds: &TokenStream) -> Option<ReplyView> {
    let (media, body) = match &reply.body {
        None => ("text/plain".to_owned(), String::new()),
        Some(body) => match &body.media {
            MediaType::Json(name) => (name.clone(), cx.reply_json(&body.ty, reply.success)?.to_string()),
            MediaType::Form => ("application/x-www-form-urlencoded".to_owned(), "hidden=value".to_owned()),
            MediaType::Multipart => ("multipart/form-data; boundary=x".to_owned(), String::new()),
            // What a failure says in words is for people; a success may be a bare token.
            MediaType::Text(name) if !reply.success => (name.clone(), "value".to_owned()),
            MediaType::Text(name) | MediaType::Other(name) => (name.clone(), "hidden-value".to_owned()),
        },
    };
    let legal = media.bytes().all(|b| (32..127).contains(&b));
    legal.then(|| ReplyView {
        status: number(status),
        media: StrLit::new(&media),
        body: StrLit::new(&body),
        holds: Expr::new(holds),
    })
}

fn number(status: u16) -> Expr {
    let status = Literal::u16_unsuffixed(status);
    Expr::new(&quote!(#status))
}

/// A status that is told apart as this reply.
fn status(operation: &Operation, reply: &Reply) -> Option<u16> {
    match reply.status {
        ReplyStatus::Code(code) => (100..1000).contains(&code).then_some(code),
        ReplyStatus::Range(class) => {
            let first = u16::from(class) * 100;
            let named = |code: &u16| operation.replies.iter().any(|other| other.status == ReplyStatus::Code(*code));
            (first..first + 100).find(|code| *code >= 100 && !named(code))
        }
        ReplyStatus::Default if reply.success => free(operation, [200, 201, 202, 203]),
        ReplyStatus::Default => free(operation, [599, 499, 399]),
    }
}

/// The first of these that no code and no range names.
fn free<const N: usize>(operation: &Operation, statuses: [u16; N]) -> Option<u16> {
    statuses.into_iter().find(|status| {
        operation.replies.iter().all(|reply| match reply.status {
            ReplyStatus::Code(code) => code != *status,
            ReplyStatus::Range(class) => u16::from(class) != status / 100,
            ReplyStatus::Default => true,
        })
    })
}
