//! Lints of clippy that a document forces by what there is and how it is called: each is allowed only where it would be
//! heard, or nearly so. Of names that repeat each other clippy says nothing where they are exported, and all are.

use quote::quote;

use super::Context;
use super::fragment::Expr;
use crate::model::{Field, Operation, Presence, Provider, ReplyStatus, SchemeKind, TypeDef, TypeKind, TypeRef};

/// Arguments and flags that clippy accepts.
const ARGUMENTS: usize = 7;
const FLAGS: usize = 3;
/// A function has a few lines for each of these; from so many on it may be longer than clippy likes.
const FIELDS: usize = 40;
const REPLIES: usize = 10;
const VALUES: usize = 90;
/// Bindings of one letter that clippy accepts.
const LETTERS: usize = 4;
/// Lists and maps within each other that clippy accepts in a type.
const LAYERS: usize = 2;
/// Texts, and schemes, that a variant holds within the 200 bytes that clippy accepts.
const TEXTS: usize = 7;
const SCHEMES: usize = 3;

/// What `lib.rs` allows.
pub(super) fn forced(cx: &Context<'_>) -> Vec<Expr> {
    let provider = cx.provider;
    let credentials = provider.lifecycle.as_ref().map_or(0, |lifecycle| lifecycle.credentials.len());
    let forced = [
        (provider.operations.iter().any(overlaps), quote!(clippy::match_overlapping_arm)),
        (provider.types.iter().any(|ty| flags(ty) > FLAGS), quote!(clippy::struct_excessive_bools)),
        (credentials > ARGUMENTS, quote!(clippy::too_many_arguments)),
        // So many arguments are often numbered, or differ in a letter.
        (credentials > FIELDS, quote!(clippy::similar_names)),
        (provider.types.iter().any(|ty| letters(ty) > LETTERS), quote!(clippy::many_single_char_names)),
        (has_twins(provider), quote!(clippy::match_same_arms)),
        (is_long(provider), quote!(clippy::too_many_lines)),
        (is_wide(provider), quote!(clippy::large_enum_variant)),
        (
            provider.types.iter().flat_map(fields).any(|field| layers(&field.ty) > LAYERS),
            quote!(clippy::type_complexity),
        ),
    ];
    forced.iter().filter(|(heard, _)| *heard).map(|(_, lint)| Expr::new(lint)).collect()
}

/// What the tests allow: a call of many values is a long one, and so is one with many replies; what a call gives is written out.
pub(super) fn tested(cx: &Context<'_>) -> Vec<Expr> {
    let operations = &cx.provider.operations;
    let long = cx.provider.types.iter().any(|ty| fields(ty).len() >= FIELDS)
        || operations.iter().any(|one| one.params.len() >= FIELDS || one.replies.len() >= REPLIES);
    let replies = operations.iter().flat_map(|operation| &operation.replies).filter_map(|reply| reply.body.as_ref());
    let deep = replies.filter(|body| layers(&body.ty) >= LAYERS).count() > 0;
    let forced = [(long, quote!(clippy::too_many_lines)), (deep, quote!(clippy::type_complexity))];
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

/// Fields of one letter that a constructor takes.
fn letters(ty: &TypeDef) -> usize {
    fields(ty).iter().filter(|field| field.presence == Presence::Required && field.wire.len() == 1).count()
}

/// How many lists and maps lie within each other.
fn layers(ty: &TypeRef) -> usize {
    match ty {
        TypeRef::Array(inner) | TypeRef::Map(inner) => layers(inner) + 1,
        _ => 0,
    }
}

/// Whether a way to be authorized has a client certificate and more: the certificate belongs to the connection, so that a request
/// carries what it does without.
fn has_twins(provider: &Provider) -> bool {
    let certificate =
        |id: &str| provider.schemes.iter().any(|scheme| scheme.id == id && scheme.kind == SchemeKind::MutualTls);
    provider
        .alternatives
        .iter()
        .any(|way| way.needs.len() > 1 && way.needs.iter().any(|need| certificate(&need.scheme)))
}

/// Whether one variant holds much more than another: the variables of a server, the schemes that go together.
fn is_wide(provider: &Provider) -> bool {
    provider.servers.iter().any(|server| server.variables.len() > TEXTS)
        || provider.alternatives.iter().any(|way| way.needs.len() > SCHEMES)
}

fn is_long(provider: &Provider) -> bool {
    let many = |ty: &TypeDef| match &ty.kind {
        TypeKind::Object { fields, .. } => fields.len() >= FIELDS,
        TypeKind::Enum { values } => values.len() >= VALUES,
        TypeKind::OneOf { variants, .. } => variants.len() >= FIELDS / 2,
        TypeKind::Alias(_) => false,
    };
    provider.types.iter().any(many)
        || provider.operations.iter().any(|operation| operation.replies.len() >= REPLIES)
        || provider.operations.iter().any(|operation| operation.params.len() >= FIELDS)
        || provider.servers.len() >= FIELDS
        || provider.servers.iter().any(|server| server.variables.len() >= FIELDS / 2)
        || provider.lifecycle.as_ref().is_some_and(|lifecycle| lifecycle.credentials.len() >= FIELDS / 2)
        || provider.alternatives.len() >= FIELDS / 2
        || provider.alternatives.iter().any(|way| way.needs.len() >= FIELDS / 2)
}
