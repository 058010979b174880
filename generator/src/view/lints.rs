//! Lints of clippy that a document forces by what there is and how it is called: each is allowed only where it would be
//! heard, or nearly so. Of names that repeat each other clippy says nothing where they are exported, and all are.

use quote::quote;

use super::Context;
use super::fragment::Expr;
use crate::model::{Field, Operation, Presence, Provider, ReplyStatus, TypeDef, TypeKind, TypeRef};

/// Arguments and flags that clippy accepts.
const ARGUMENTS: usize = 7;
const FLAGS: usize = 3;
/// A function has a few lines for each of these; from so many on it may be longer than clippy likes.
const FIELDS: usize = 40;
const REPLIES: usize = 15;
const VALUES: usize = 90;

/// What `lib.rs` allows.
pub(super) fn forced(cx: &Context<'_>) -> Vec<Expr> {
    let provider = cx.provider;
    let credentials = provider.lifecycle.as_ref().map_or(0, |lifecycle| lifecycle.credentials.len());
    let forced = [
        (provider.operations.iter().any(overlaps), quote!(clippy::match_overlapping_arm)),
        (provider.types.iter().any(|ty| flags(ty) > FLAGS), quote!(clippy::struct_excessive_bools)),
        (credentials > ARGUMENTS, quote!(clippy::too_many_arguments)),
        (is_long(provider), quote!(clippy::too_many_lines)),
    ];
    forced.iter().filter(|(heard, _)| *heard).map(|(_, lint)| Expr::new(lint)).collect()
}

/// A code and the range that it lies in are both documented: the first arm that fits counts.
fn overlaps(operation: &Operation) -> bool {
    operation.replies.iter().any(|reply| match reply.status {
        ReplyStatus::Code(code) => operation.replies.iter().any(|other| match other.status {
            ReplyStatus::Range(class) => u16::from(class) == code / 100,
            ReplyStatus::Default => other.success && code / 100 == 2,
            ReplyStatus::Code(_) => false,
        }),
        _ => false,
    })
}

fn fields(ty: &TypeDef) -> &[Field] {
    match &ty.kind {
        TypeKind::Object { fields, .. } => fields,
        _ => &[],
    }
}

fn flags(ty: &TypeDef) -> usize {
    let is_flag = |field: &&Field| field.presence == Presence::Required && field.ty == TypeRef::Boolean;
    fields(ty).iter().filter(is_flag).count()
}

fn is_long(provider: &Provider) -> bool {
    let many = |ty: &TypeDef| match &ty.kind {
        TypeKind::Object { fields, .. } => fields.len() >= FIELDS,
        TypeKind::Enum { values } => values.len() >= VALUES,
        TypeKind::OneOf { variants, .. } => variants.len() >= FIELDS,
        TypeKind::Alias(_) => false,
    };
    provider.types.iter().any(many)
        || provider.operations.iter().any(|operation| operation.replies.len() >= REPLIES)
        || provider.servers.len() >= FIELDS
}
