//! How the replies of an operation are told apart and read.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::rust_type::From;
use crate::model::{MediaType, Operation, Reply, ReplyStatus, Role};

/// Successes that are read alike.
#[derive(Debug)]
pub(super) struct Success {
    /// The first of the replies, by index in `Operation::replies`.
    pub first: usize,
    /// The statuses of all of them.
    pub statuses: Vec<ReplyStatus>,
}

impl Context<'_> {
    /// The kinds of success of an operation, in the order of its replies.
    pub(super) fn successes(&self, operation: &Operation) -> Vec<Success> {
        let mut kinds: Vec<(String, Success)> = Vec::new();
        for (index, reply) in operation.replies.iter().enumerate().filter(|(_, reply)| reply.success) {
            let ty = self.reply_type(operation, reply, From::Outside).map(|ty| ty.to_string()).unwrap_or_default();
            match kinds.iter_mut().find(|(kind, _)| *kind == ty) {
                Some((_, success)) => success.statuses.push(reply.status),
                None => kinds.push((ty, Success { first: index, statuses: vec![reply.status] })),
            }
        }
        kinds.into_iter().map(|(_, success)| success).collect()
    }

    /// The type of a reply's body; `None` where there is no body.
    pub(super) fn reply_type(&self, operation: &Operation, reply: &Reply, from: From<'_>) -> Option<TokenStream> {
        let body = reply.body.as_ref()?;
        Some(match &body.media {
            MediaType::Json(_) => self.rust_type(&body.ty, reply.success && gives_token(operation), from),
            MediaType::Text(_) | MediaType::Form if reply.success && gives_token(operation) => quote!(Secret),
            MediaType::Text(_) | MediaType::Form => quote!(String),
            MediaType::Multipart | MediaType::Other(_) => quote!(Bytes),
        })
    }
}

/// The expression that reads a success of this kind.
pub(super) fn read(operation: &Operation, reply: &Reply) -> TokenStream {
    let Some(body) = &reply.body else { return quote!(reply.empty()) };
    match &body.media {
        MediaType::Json(_) => quote!(reply.json()?),
        MediaType::Text(_) | MediaType::Form if reply.success && gives_token(operation) => {
            quote!(reply.text()?.map(Secret::new))
        }
        MediaType::Text(_) | MediaType::Form => quote!(reply.text()?),
        MediaType::Multipart | MediaType::Other(_) => quote!(reply.bytes()),
    }
}

/// Whether a success of this operation may be a bare token.
fn gives_token(operation: &Operation) -> bool {
    matches!(operation.role, Role::Issue | Role::Refresh | Role::Exchange | Role::Mfa | Role::Authorize)
}

/// The pattern of a status in a `match` on its number. The default reply takes what is left, or the successes that
/// are left where it is one.
pub(super) fn pattern(status: ReplyStatus, success: bool) -> TokenStream {
    match status {
        ReplyStatus::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        ReplyStatus::Range(class) => range(class),
        ReplyStatus::Default if success => range(2),
        ReplyStatus::Default => quote!(_),
    }
}

/// The pattern of the statuses of one success. Three or more codes in a row are a range, which clippy asks for.
pub(super) fn success_pattern(statuses: &[ReplyStatus]) -> TokenStream {
    let code = |status: &ReplyStatus| if let ReplyStatus::Code(code) = status { Some(*code) } else { None };
    // A range, or what is left, holds each of the codes.
    if let Some(all) = statuses.iter().find(|status| code(status).is_none()) {
        return pattern(*all, true);
    }
    let mut codes: Vec<u16> = statuses.iter().filter_map(code).collect();
    codes.sort_unstable();
    let in_a_row = codes.windows(2).all(|pair| matches!(pair, [one, next] if one + 1 == *next));
    match codes.as_slice() {
        [first, _, .., last] if in_a_row => between(*first, *last),
        _ => {
            let patterns = statuses.iter().map(|status| pattern(*status, true));
            quote!(#(#patterns)|*)
        }
    }
}

fn range(class: u8) -> TokenStream {
    between(u16::from(class) * 100, u16::from(class) * 100 + 99)
}

fn between(first: u16, last: u16) -> TokenStream {
    let first = proc_macro2::Literal::u16_unsuffixed(first);
    let last = proc_macro2::Literal::u16_unsuffixed(last);
    quote!(#first..=#last)
}

/// Whether the body is read as JSON, so that it may turn out to be unreadable.
pub(super) fn is_json(reply: &Reply) -> bool {
    reply.body.as_ref().is_some_and(|body| matches!(body.media, MediaType::Json(_)))
}
