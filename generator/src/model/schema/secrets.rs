//! Which fields must never be shown. Decided once all types are known, because a name means one thing in a request and another in
//! an error: `code` is a credential in the first and says what went wrong in the second.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Field, Operation, TypeDef, TypeKind, TypeRef};
use crate::text::looks_secret;
use crate::vocabulary::{Meaning, asked_for, meaning, squash, words};

/// Where a type is used.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    request: bool,
    failure_only: bool,
}

/// Sets `secret` on all fields and parameters, and forgets what the document gives a secret. `overruled` holds what an overlay says, by pointer.
pub(in crate::model) fn mark_secrets(
    operations: &mut [Operation],
    types: &mut [TypeDef],
    overruled: &BTreeMap<String, bool>,
) {
    let requests = reached(types, operations.iter().filter_map(|it| it.body.as_ref()).map(|body| &body.ty));
    let successes = reached(types, replies(operations, true));
    let failures = reached(types, replies(operations, false));
    let lists = lists(types);
    for def in types.iter_mut() {
        let failure_only = failures.contains(&def.id) && !requests.contains(&def.id) && !successes.contains(&def.id);
        let uses = Uses { request: requests.contains(&def.id), failure_only };
        if let TypeKind::Object { fields, .. } = &mut def.kind {
            for field in fields {
                unname(field, uses, &lists, overruled);
                mark(field, uses, overruled);
            }
        }
    }
    for param in operations.iter_mut().flat_map(|operation| &mut operation.params) {
        let uses = Uses { request: true, failure_only: false };
        unname(&mut param.field, uses, &lists, overruled);
        mark(&mut param.field, uses, overruled);
    }
}

/// Leaves out the types that listed the values of a secret and of nothing else.
pub(in crate::model) fn drop_unused_lists(operations: &[Operation], types: &mut Vec<TypeDef>) {
    let bodies = operations.iter().filter_map(|it| it.body.as_ref()).map(|body| &body.ty);
    let params = operations.iter().flat_map(|it| &it.params).map(|param| &param.field.ty);
    let replies = [true, false].into_iter().flat_map(|success| replies(operations, success));
    let used = reached(types, bodies.chain(params).chain(replies));
    types.retain(|def| !matches!(def.kind, TypeKind::Enum { .. }) || used.contains(&def.id));
}

/// The types that list values.
fn lists(types: &[TypeDef]) -> BTreeMap<String, Vec<String>> {
    let lists = types.iter().filter_map(|def| match &def.kind {
        TypeKind::Enum { values } => Some((def.id.clone(), values.clone())),
        _ => None,
    });
    lists.collect()
}

/// A secret whose values a type of its own lists is text: the type would say them.
fn unname(field: &mut Field, uses: Uses, lists: &BTreeMap<String, Vec<String>>, overruled: &BTreeMap<String, bool>) {
    let TypeRef::Named(id) = &field.ty else { return };
    let listed = lists.get(id).is_some_and(|values| !are_kinds(&field.wire, values));
    let guessed = !uses.failure_only && is_secret(&field.wire, uses.request);
    if listed && overruled.get(&field.at.pointer).copied().unwrap_or(guessed) {
        field.ty = TypeRef::String { format: None };
    }
}

fn replies(operations: &[Operation], success: bool) -> impl Iterator<Item = &TypeRef> {
    let replies = operations.iter().flat_map(|operation| &operation.replies);
    replies.filter(move |reply| reply.success == success).filter_map(|reply| reply.body.as_ref()).map(|body| &body.ty)
}

fn mark(field: &mut Field, uses: Uses, overruled: &BTreeMap<String, bool>) {
    let textual = matches!(field.ty, TypeRef::String { .. } | TypeRef::Any);
    let guessed = textual && (field.secret || (!uses.failure_only && is_secret(&field.wire, uses.request)));
    field.secret = overruled.get(&field.at.pointer).copied().unwrap_or(guessed);
    // A secret of which no type is said is text: that can be kept from sight, a tree of values cannot.
    if field.secret && field.ty == TypeRef::Any {
        field.ty = TypeRef::String { format: None };
    }
    // What a document says a secret is, is either no secret or a leak: no crate repeats it, and no step sends it unasked.
    if field.secret {
        field.default = None;
        if !are_kinds(&field.wire, &field.constraints.values) {
            field.constraints.values.clear();
        }
    }
}

/// Whether values that are listed under a secret's name tell kinds, such as those of a token, and are no secrets.
fn are_kinds(wire: &str, values: &[String]) -> bool {
    let open = matches!(meaning(wire), None | Some(Meaning::Code | Meaning::Token));
    open && values.len() > 1 && !values.iter().any(|value| looks_secret(value))
}

/// Whether a value under this name must never be shown.
fn is_secret(wire: &str, request: bool) -> bool {
    if asked_for(wire).is_some() {
        return false;
    }
    match meaning(wire) {
        Some(
            Meaning::AccessToken
            | Meaning::Token
            | Meaning::SessionId
            | Meaning::StepToken
            | Meaning::IdToken
            | Meaning::RefreshToken
            | Meaning::Password
            | Meaning::NewPassword
            | Meaning::ClientSecret
            | Meaning::ApiKey
            | Meaning::Assertion
            | Meaning::OneTimeCode
            | Meaning::DeviceCode
            | Meaning::CodeVerifier,
        ) => true,
        // Beside the token stands its type, which has a meaning with it and is no secret.
        Some(Meaning::SubjectToken) => !words(wire).iter().any(|word| word == "type"),
        Some(Meaning::Code) => request,
        // The secret half of an AppRole, by whatever name.
        Some(Meaning::ClientId) => squash(wire) == "secretid",
        Some(_) => false,
        None => sounds_secret(wire),
    }
}

/// Words that make a name secret, and words at the end that say it is only about a secret.
const SECRET_WORDS: &[&str] =
    &["token", "tokens", "secret", "password", "passwd", "passphrase", "jwt", "apikey", "credential", "otp"];
const ABOUT_WORDS: &[&str] = &[
    "at",
    "count",
    "created",
    "created_at",
    "date",
    "description",
    "endpoint",
    "expiration",
    "expires",
    "expiry",
    "format",
    "hint",
    "id",
    "in",
    "issuer",
    "kind",
    "label",
    "length",
    "lifetime",
    "name",
    "policy",
    "required",
    "scope",
    "scopes",
    "status",
    "time",
    "timeout",
    "ts",
    "ttl",
    "type",
    "uri",
    "url",
    "utc",
    "validity",
    "version",
];

fn sounds_secret(wire: &str) -> bool {
    let words = words(wire);
    let about = words.last().is_some_and(|last| ABOUT_WORDS.contains(&last.as_str()));
    !about && words.iter().any(|word| SECRET_WORDS.contains(&word.as_str()))
}

fn reached<'a>(types: &[TypeDef], roots: impl Iterator<Item = &'a TypeRef>) -> BTreeSet<String> {
    let by_id: BTreeMap<&str, &TypeDef> = types.iter().map(|def| (def.id.as_str(), def)).collect();
    let mut found = BTreeSet::new();
    let mut open: Vec<&TypeRef> = roots.collect();
    while let Some(ty) = open.pop() {
        match ty {
            TypeRef::Array(inner) | TypeRef::Map(inner) => open.push(inner),
            TypeRef::Named(id) if found.insert(id.clone()) => {
                if let Some(def) = by_id.get(id.as_str()) {
                    push_parts(&def.kind, &mut open);
                }
            }
            _ => {}
        }
    }
    found
}

fn push_parts<'d>(kind: &'d TypeKind, open: &mut Vec<&'d TypeRef>) {
    match kind {
        TypeKind::Object { fields, additional } => {
            open.extend(fields.iter().map(|field| &field.ty));
            open.extend(additional.as_deref());
        }
        TypeKind::OneOf { variants, .. } => open.extend(variants.iter().map(|variant| &variant.ty)),
        TypeKind::Alias(inner) => open.push(inner),
        TypeKind::Enum { .. } => {}
    }
}
