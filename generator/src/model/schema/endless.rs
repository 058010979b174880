//! Objects that must hold one of their own kind: no value of them ever ends, so that none could be sent or come.

use std::collections::{HashMap, HashSet};

use super::super::read::Reading;
use super::super::{Presence, TypeDef, TypeKind, TypeRef};
use crate::diagnostic::{Code, Diagnostic, quoted};

/// Makes the fields optional that would lead on without end, and says so.
pub(in crate::model) fn loosen(reading: &Reading<'_>, types: &mut [TypeDef]) {
    let endless = endless(types);
    let needs: HashMap<String, Vec<String>> = types
        .iter()
        .filter(|def| endless.contains(&def.id))
        .map(|def| (def.id.clone(), needed(def).into_iter().map(str::to_owned).collect()))
        .collect();
    for def in types.iter_mut().filter(|def| endless.contains(&def.id)) {
        let TypeKind::Object { fields, .. } = &mut def.kind else { continue };
        for field in fields.iter_mut().filter(|field| field.presence == Presence::Required) {
            let TypeRef::Named(inner) = &field.ty else { continue };
            if leads(&needs, inner, &def.id) {
                field.presence = Presence::Optional;
                let message = format!(
                    "{} must hold {} in {}, which leads back to it: no such value ever ends",
                    quoted(&def.id),
                    quoted(inner),
                    quoted(&field.wire)
                );
                let help = "take it out of `required`; it is read as optional";
                reading.report(Diagnostic::warning(Code::ReferenceCycle, message, help).at(field.at.span));
            }
        }
    }
}

/// Whether a value of one endless type holds one of the other, however deep.
fn leads(needs: &HashMap<String, Vec<String>>, from: &str, to: &str) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            open.extend(needs.get(id).into_iter().flatten().map(String::as_str));
        }
    }
    false
}

/// The types of which no value ends: what is left when those that do are taken away, again and again.
fn endless(types: &[TypeDef]) -> HashSet<String> {
    let known: HashSet<&str> = types.iter().map(|def| def.id.as_str()).collect();
    let mut users: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, def) in types.iter().enumerate() {
        for inner in needed(def) {
            users.entry(inner).or_default().push(index);
        }
    }
    let mut ends: HashSet<&str> = HashSet::new();
    let mut open: Vec<usize> = (0..types.len()).collect();
    while let Some(def) = open.pop().and_then(|index| types.get(index)) {
        let ended = |inner: &str| ends.contains(inner) || !known.contains(inner);
        let inner = needed(def);
        let done = match &def.kind {
            TypeKind::OneOf { variants, .. } => inner.len() < variants.len() || inner.into_iter().any(ended),
            _ => inner.into_iter().all(ended),
        };
        if done && ends.insert(&def.id) {
            open.extend(users.get(def.id.as_str()).into_iter().flatten());
        }
    }
    known.into_iter().filter(|id| !ends.contains(id)).map(str::to_owned).collect()
}

/// The types of which a value holds one: all of them, or one where it is one of several. A list or map may be empty.
fn needed(def: &TypeDef) -> Vec<&str> {
    let types: Vec<&TypeRef> = match &def.kind {
        TypeKind::Object { fields, .. } => {
            fields.iter().filter(|field| field.presence == Presence::Required).map(|field| &field.ty).collect()
        }
        TypeKind::OneOf { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        TypeKind::Alias(target) => vec![target],
        TypeKind::Enum { .. } => Vec::new(),
    };
    types.into_iter().filter_map(named).collect()
}

fn named(ty: &TypeRef) -> Option<&str> {
    if let TypeRef::Named(id) = ty { Some(id) } else { None }
}
