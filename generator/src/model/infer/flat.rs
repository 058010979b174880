//! Types as flat lists of values with their paths.

use std::collections::{HashMap, HashSet};

use super::Known;
use crate::model::{At, Field, Presence, TypeKind, TypeRef, Variant};
use crate::shape::{Leaf, LeafKind};

/// Deeper than this no token was ever seen.
pub(super) const DEEPEST: usize = 8;

/// How many types are looked into for one body: shapes that share parts can multiply without end.
const VISITS: usize = 4000;

/// How many values of nested objects are listed for one body.
const VALUES: usize = 2000;

/// A value at the end of a path, with the field that describes it.
#[derive(Clone, Debug)]
pub(super) struct Flat<'k> {
    pub(super) leaf: Leaf,
    pub(super) field: &'k Field,
}

/// The values of a body of type `ty`.
pub(super) fn flat<'k>(known: &Known<'k>, ty: &'k TypeRef) -> Vec<Flat<'k>> {
    walk(known, ty, None)
}

/// The values of a body of type `ty` where it is of this alternative.
pub(super) fn flat_as<'k>(known: &Known<'k>, ty: &'k TypeRef, alternative: &Alternative<'k>) -> Vec<Flat<'k>> {
    walk(known, ty, Some(alternative))
}

fn walk<'k>(known: &Known<'k>, ty: &'k TypeRef, only: Option<&Alternative<'k>>) -> Vec<Flat<'k>> {
    let mut walk =
        Walk { known, only, open: Vec::new(), seen: HashSet::new(), paths: HashMap::new(), found: Vec::new() };
    walk.ty(ty, &Way { required: true, ..Way::default() });
    walk.found
}

/// One of the shapes that a body, or an object in it, can have.
#[derive(Clone, Debug)]
pub(super) struct Alternative<'k> {
    /// Where the object is.
    path: Vec<String>,
    variant: &'k Variant,
    /// The field that says which shape it is.
    discriminator: Option<&'k str>,
}

impl<'k> Alternative<'k> {
    /// The value of the field at this path, where it is the one that says which shape it is.
    pub(super) fn tag_at(&self, path: &[String]) -> Option<&'k str> {
        let (name, parents) = path.split_last()?;
        (*parents == self.path && self.discriminator == Some(name.as_str())).then_some(self.variant.tag.as_deref())?
    }
}

/// The alternatives of a body: its own, else those of the first object in it that has any.
pub(super) fn alternatives<'k>(known: &Known<'k>, ty: &'k TypeRef) -> Vec<Alternative<'k>> {
    alternatives_at(known, ty, &[])
}

fn alternatives_at<'k>(known: &Known<'k>, ty: &'k TypeRef, path: &[String]) -> Vec<Alternative<'k>> {
    const DEEPEST: usize = 2;
    let TypeRef::Named(id) = ty else { return Vec::new() };
    match known.type_of(id).map(|def| &def.kind) {
        Some(TypeKind::OneOf { variants, discriminator }) => {
            let discriminator = discriminator.as_deref();
            let each = |variant| Alternative { path: path.to_vec(), variant, discriminator };
            variants.iter().map(each).collect()
        }
        Some(TypeKind::Object { fields, .. }) if path.len() < DEEPEST => {
            let below = |field: &'k Field| {
                let path = [path, std::slice::from_ref(&field.wire)].concat();
                Some(alternatives_at(known, &field.ty, &path)).filter(|found| !found.is_empty())
            };
            fields.iter().filter(|field| field.presence == Presence::Required).find_map(below).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// A single field as a value of its own: a parameter.
pub(super) fn single(known: &Known<'_>, field: &Field) -> Leaf {
    leaf(known, field, vec![field.wire.clone()], &Way { required: true, ..Way::default() })
}

/// Where a value stands, for look-ups.
pub(super) fn pointer(at: &At) -> &str {
    &at.pointer
}

#[derive(Default)]
struct Way {
    path: Vec<String>,
    required: bool,
    in_list: bool,
    alternatives: Vec<(usize, usize)>,
}

struct Walk<'w, 'k> {
    known: &'w Known<'k>,
    /// The alternative that is looked into, and none beside it.
    only: Option<&'w Alternative<'k>>,
    open: Vec<&'k str>,
    /// Types by where they stand: looked into once at each place.
    seen: HashSet<(&'k str, Vec<String>)>,
    /// Where in `found` each path is.
    paths: HashMap<Vec<String>, usize>,
    found: Vec<Flat<'k>>,
}

impl<'k> Walk<'_, 'k> {
    fn ty(&mut self, ty: &'k TypeRef, way: &Way) {
        match ty {
            TypeRef::Named(id) if !self.open.contains(&id.as_str()) && way.path.len() < DEEPEST => {
                let Some(def) = self.known.type_of(id) else { return };
                if self.seen.len() >= VISITS || !self.seen.insert((id, way.path.clone())) {
                    return;
                }
                self.open.push(id);
                self.kind(&def.kind, way);
                self.open.pop();
            }
            TypeRef::Array(inner) => {
                let alternatives = way.alternatives.clone();
                self.ty(inner, &Way { path: way.path.clone(), required: false, in_list: true, alternatives });
            }
            _ => {}
        }
    }

    fn kind(&mut self, kind: &'k TypeKind, way: &Way) {
        match kind {
            TypeKind::Object { fields, .. } => fields.iter().for_each(|field| self.field(field, way)),
            TypeKind::OneOf { variants, .. } => {
                if let Some(only) = self.only.take_if(|only| only.path == way.path) {
                    return self.ty(&only.variant.ty, way);
                }
                for (at, variant) in variants.iter().enumerate() {
                    let alternatives = [way.alternatives.as_slice(), &[(way.path.len(), at)]].concat();
                    let path = way.path.clone();
                    self.ty(&variant.ty, &Way { path, required: false, in_list: way.in_list, alternatives });
                }
            }
            TypeKind::Alias(inner) => self.ty(inner, way),
            TypeKind::Enum { .. } => {}
        }
    }

    fn field(&mut self, field: &'k Field, way: &Way) {
        // What stands at the top is listed in any case: a wide object before it must not hide the token.
        if !way.path.is_empty() && self.found.len() >= VALUES {
            return;
        }
        let path = [way.path.as_slice(), std::slice::from_ref(&field.wire)].concat();
        if let Some(known) = self.paths.get(&path).and_then(|at| self.found.get_mut(*at)) {
            // More than one alternative has it.
            known.leaf.alternatives.clear();
            return;
        }
        self.paths.insert(path.clone(), self.found.len());
        let leaf = leaf(self.known, field, path.clone(), way);
        let required = leaf.required;
        self.found.push(Flat { leaf, field });
        let alternatives = way.alternatives.clone();
        self.ty(&field.ty, &Way { path, required, in_list: way.in_list, alternatives });
    }
}

/// The values that a field may have, where they are listed: with the field, or with its type.
pub(super) fn values<'k>(known: &Known<'k>, field: &'k Field) -> &'k [String] {
    let own = &field.constraints.values;
    match &field.ty {
        TypeRef::Named(id) if own.is_empty() => match known.type_of(id).map(|def| &def.kind) {
            Some(TypeKind::Enum { values }) => values,
            _ => own,
        },
        _ => own,
    }
}

/// Whether text is one of several shapes that a value may have.
pub(super) fn may_be_text(known: &Known<'_>, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    let Some(TypeKind::OneOf { variants, .. }) = known.type_of(id).map(|def| &def.kind) else { return false };
    variants.iter().any(|variant| matches!(variant.ty, TypeRef::String { .. }))
}

fn kind(known: &Known<'_>, ty: &TypeRef) -> LeafKind {
    match ty {
        TypeRef::String { .. } => LeafKind::Text,
        TypeRef::Integer | TypeRef::Number => LeafKind::Number,
        TypeRef::Boolean => LeafKind::Boolean,
        TypeRef::Array(_) => LeafKind::List,
        TypeRef::Named(id) => match known.type_of(id).map(|def| &def.kind) {
            Some(TypeKind::Enum { .. }) => LeafKind::Text,
            _ if may_be_text(known, ty) => LeafKind::Unknown,
            Some(TypeKind::Alias(TypeRef::Array(_))) => LeafKind::List,
            _ => LeafKind::Object,
        },
        TypeRef::Map(_) => LeafKind::Object,
        TypeRef::Any | TypeRef::Bytes => LeafKind::Unknown,
    }
}

/// JSON as text: a string without its quotes and escapes, anything else as it is written.
fn plain(json: &str) -> String {
    serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned())
}

fn leaf(known: &Known<'_>, field: &Field, path: Vec<String>, way: &Way) -> Leaf {
    Leaf {
        path,
        kind: kind(known, &field.ty),
        format: match &field.ty {
            TypeRef::String { format } => format.clone(),
            _ => None,
        },
        docs: field.docs.clone(),
        example: field.example.as_deref().map(plain),
        required: way.required && field.presence == Presence::Required,
        or_null: way.required && field.presence == Presence::OrNull,
        in_list: way.in_list,
        alternatives: way.alternatives.clone(),
        ..Leaf::default()
    }
}
