//! Lints of clippy that a document forces by what there is and how it is called: each is allowed only where it would be
//! heard, or nearly so. Of names that repeat each other clippy says nothing where they are exported, and all are.

use std::collections::HashSet;

use quote::quote;

use super::Context;
use super::fragment::{Expr, Ident};
use super::models::has_constructor;
use super::naming::{Case, are_alike, spell};
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
        (structs(cx).any(|(fields, _)| flags(&fields) > FLAGS), quote!(clippy::struct_excessive_bools)),
        (structs(cx).any(|(fields, _)| takes_flags(&fields)), quote!(clippy::fn_params_excessive_bools)),
        (credentials > ARGUMENTS, quote!(clippy::too_many_arguments)),
        (has_alike(cx), quote!(clippy::similar_names)),
        (structs(cx).any(|(fields, names)| letters(&fields, names) > LETTERS), quote!(clippy::many_single_char_names)),
        (has_new(cx), quote!(clippy::self_named_constructors)),
        (has_twins(provider), quote!(clippy::match_same_arms)),
        (is_long(provider), quote!(clippy::too_many_lines)),
        (is_wide(provider), quote!(clippy::large_enum_variant)),
        (
            structs(cx).any(|(fields, _)| fields.iter().any(|field| layers(&field.ty) > LAYERS))
                || bodies(provider).any(|ty| layers(ty) > LAYERS),
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
    let deep = bodies(cx.provider).any(|ty| layers(ty) >= LAYERS);
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

/// The fields of each struct, with their names: of types, and of what goes outside the bodies.
fn structs<'a>(cx: &'a Context<'_>) -> impl Iterator<Item = (Vec<&'a Field>, &'a [Ident])> {
    let types = cx.provider.types.iter().filter_map(|ty| {
        let names = cx.names.ty(&ty.id)?;
        Some((fields(ty).iter().collect(), names.members.as_slice()))
    });
    let operations = cx.provider.operations.iter().zip(&cx.names.operations).map(|(operation, names)| {
        (operation.params.iter().map(|param| &param.field).collect(), names.params.as_slice())
    });
    types.chain(operations)
}

fn flags(fields: &[&Field]) -> usize {
    let is_flag = |field: &&&Field| field.presence == Presence::Required && field.ty == TypeRef::Boolean;
    fields.iter().filter(is_flag).count()
}

/// Whether its constructor takes more flags than clippy accepts.
fn takes_flags(fields: &[&Field]) -> bool {
    let required = fields.iter().filter(|field| field.presence == Presence::Required).count();
    flags(fields) > FLAGS && has_constructor(required)
}

/// Whether a constructor takes two arguments whose names are alike.
fn has_alike(cx: &Context<'_>) -> bool {
    // Of so many some are numbered, or differ in a letter.
    let alike = |names: &[&Ident]| {
        names.len() > FIELDS
            || names.iter().enumerate().any(|(at, one)| names.iter().skip(at + 1).any(|other| are_alike(one, other)))
    };
    let credentials =
        cx.provider.lifecycle.iter().flat_map(|lifecycle| &lifecycle.credentials).zip(&cx.names.credentials);
    let taken: Vec<&Ident> = credentials.filter(|(one, _)| one.required).map(|(_, name)| name).collect();
    alike(&taken) || structs(cx).any(|(fields, names)| alike(&required(&fields, names).collect::<Vec<_>>()))
}

/// Whether a type is called as its constructor is.
fn has_new(cx: &Context<'_>) -> bool {
    let types = cx.provider.types.iter().filter_map(|ty| Some(&cx.names.ty(&ty.id)?.name));
    types.chain(&cx.names.schemes).any(|name| name.as_str() == "New")
}

/// Fields of one letter that a constructor takes.
fn letters(fields: &[&Field], names: &[Ident]) -> usize {
    required(fields, names).filter(|name| name.to_string().len() == 1).count()
}

/// What a constructor takes.
fn required<'a>(fields: &'a [&Field], names: &'a [Ident]) -> impl Iterator<Item = &'a Ident> {
    fields.iter().zip(names).filter(|(field, _)| field.presence == Presence::Required).map(|(_, name)| name)
}

/// What replies hold: a variant each, where there are several.
fn bodies(provider: &Provider) -> impl Iterator<Item = &TypeRef> {
    let replies = provider.operations.iter().flat_map(|operation| &operation.replies);
    replies.filter_map(|reply| reply.body.as_ref()).map(|body| &body.ty)
}

/// How many lists and maps lie within each other.
fn layers(ty: &TypeRef) -> usize {
    match ty {
        TypeRef::Array(inner) | TypeRef::Map(inner) => layers(inner) + 1,
        _ => 0,
    }
}

/// Whether two ways to be authorized do the same: one has a client certificate besides, which belongs to the connection, or
/// their schemes are called the same but for case and signs.
fn has_twins(provider: &Provider) -> bool {
    let certificate =
        |id: &str| provider.schemes.iter().any(|scheme| scheme.id == id && scheme.kind == SchemeKind::MutualTls);
    let mut bindings = HashSet::new();
    provider.schemes.iter().any(|scheme| !bindings.insert(spell(&scheme.id, Case::Snake)))
        || provider
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
