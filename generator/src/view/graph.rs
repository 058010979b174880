//! What the types of a provider reach: which hold themselves, and which are written or read.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Provider, TypeDef, TypeKind, TypeRef};

/// The types of a provider by id, and what holds of them together.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    types: BTreeMap<&'a str, &'a TypeDef>,
    /// Types that hold themselves, each with the number of the knot it is in.
    knots: BTreeMap<&'a str, usize>,
    written: BTreeSet<&'a str>,
    read: BTreeSet<&'a str>,
}

impl<'a> Graph<'a> {
    /// Looks at every type once.
    pub(super) fn new(provider: &'a Provider) -> Self {
        let types: BTreeMap<&str, &TypeDef> = provider.types.iter().map(|ty| (ty.id.as_str(), ty)).collect();
        let sent = provider
            .operations
            .iter()
            .flat_map(|o| o.body.iter().map(|body| &body.ty).chain(o.params.iter().map(|param| &param.field.ty)));
        let received =
            provider.operations.iter().flat_map(|o| &o.replies).filter_map(|reply| Some(&reply.body.as_ref()?.ty));
        Self { written: reach(&types, sent), read: reach(&types, received), knots: knots(&types), types }
    }

    /// The type with this id.
    pub(super) fn get(&self, id: &str) -> Option<&'a TypeDef> {
        self.types.get(id).copied()
    }

    /// The type itself, where `ty` is another name for it. A name that leads back to itself stands for anything.
    pub(super) fn resolve(&self, ty: &TypeRef) -> TypeRef {
        let mut ty = ty.clone();
        for _ in 0..=self.types.len() {
            let TypeRef::Named(id) = &ty else { return ty };
            match self.get(id).map(|def| &def.kind) {
                Some(TypeKind::Alias(target)) if self.knots.contains_key(id.as_str()) => {
                    return if matches!(target, TypeRef::Named(_)) { TypeRef::Any } else { loosened(target) };
                }
                Some(TypeKind::Alias(target)) => ty = target.clone(),
                Some(_) => return ty,
                None => return TypeRef::Any,
            }
        }
        TypeRef::Any
    }

    /// Whether a value of type `inner` stored directly in one of type `outer` would make it endless.
    pub(super) fn is_endless(&self, outer: &str, inner: &str) -> bool {
        matches!((self.knots.get(outer), self.knots.get(inner)), (Some(a), Some(b)) if a == b)
    }

    /// Whether some request holds it.
    pub(super) fn is_written(&self, id: &str) -> bool {
        self.written.contains(id)
    }

    /// Whether some reply holds it.
    pub(super) fn is_read(&self, id: &str) -> bool {
        self.read.contains(id)
    }
}

/// A list or map of anything instead of one of itself.
fn loosened(ty: &TypeRef) -> TypeRef {
    match ty {
        TypeRef::Array(_) => TypeRef::Array(Box::new(TypeRef::Any)),
        TypeRef::Map(_) => TypeRef::Map(Box::new(TypeRef::Any)),
        other => other.clone(),
    }
}

/// The ids that `ty` names, however deep in lists and maps.
fn named(ty: &TypeRef) -> Option<&str> {
    match ty {
        TypeRef::Named(id) => Some(id),
        TypeRef::Array(inner) | TypeRef::Map(inner) => named(inner),
        _ => None,
    }
}

/// The ids that a type holds.
fn holds(def: &TypeDef) -> Vec<&str> {
    let types: Vec<&TypeRef> = match &def.kind {
        TypeKind::Object { fields, additional } => {
            fields.iter().map(|field| &field.ty).chain(additional.as_deref()).collect()
        }
        TypeKind::Enum { .. } => Vec::new(),
        TypeKind::OneOf { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        TypeKind::Alias(target) => vec![target],
    };
    types.into_iter().filter_map(named).collect()
}

fn reach<'a>(types: &BTreeMap<&'a str, &'a TypeDef>, roots: impl Iterator<Item = &'a TypeRef>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = roots.filter_map(named).collect();
    while let Some(id) = open.pop() {
        if let Some((id, def)) = types.get_key_value(id)
            && seen.insert(*id)
        {
            open.extend(holds(def));
        }
    }
    seen
}

/// The strongly connected components of more than one type, and the types that hold themselves (Kosaraju, without
/// recursion: a document may chain thousands of types).
fn knots<'a>(types: &BTreeMap<&'a str, &'a TypeDef>) -> BTreeMap<&'a str, usize> {
    let edges: BTreeMap<&str, Vec<&str>> = types
        .iter()
        .map(|(id, def)| {
            (*id, holds(def).into_iter().filter_map(|to| types.get_key_value(to).map(|(id, _)| *id)).collect())
        })
        .collect();
    let mut back: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, tos) in &edges {
        for to in tos {
            back.entry(to).or_default().push(from);
        }
    }
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    for id in types.keys() {
        finish(id, &edges, &mut seen, &mut order);
    }
    let mut assigned = BTreeSet::new();
    let mut knots = BTreeMap::new();
    for (number, root) in order.into_iter().rev().enumerate() {
        let mut group = Vec::new();
        finish(root, &back, &mut assigned, &mut group);
        let own = |id: &str| edges.get(id).is_some_and(|tos| tos.contains(&id));
        if group.len() > 1 || group.first().is_some_and(|id| own(id)) {
            knots.extend(group.into_iter().map(|id| (id, number)));
        }
    }
    knots
}

/// Depth first from `root`: adds what was not seen to `order`, each after all it leads to.
fn finish<'a>(
    root: &'a str,
    edges: &BTreeMap<&'a str, Vec<&'a str>>,
    seen: &mut BTreeSet<&'a str>,
    order: &mut Vec<&'a str>,
) {
    if !seen.insert(root) {
        return;
    }
    let next = |id: &str| edges.get(id).map_or(&[][..], Vec::as_slice).iter();
    let mut stack = vec![(root, next(root))];
    while let Some((id, tos)) = stack.last_mut() {
        match tos.next() {
            Some(to) if seen.insert(to) => stack.push((to, next(to))),
            Some(_) => {}
            None => {
                order.push(id);
                stack.pop();
            }
        }
    }
}
