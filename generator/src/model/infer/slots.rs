//! What the request of an operation can carry: parameters, fields of the body, and what security schemes put there.

use std::collections::HashSet;

use super::Known;
use super::flat::{flat, pointer, single, values};
use super::grant::{self, Grant};
use crate::model::extension::FieldMark;
use crate::model::{
    ApiKeyPlace, Body, Field, FieldPath, Input, MediaType, Operation, Place, Requirement, Role, SchemeKind, SchemePart,
    TypeKind, TypeRef,
};
use crate::shape::{Leaf, LeafKind};
use crate::vocabulary::{Meaning, squash};

/// A value that a request can carry.
#[derive(Clone, Debug)]
pub(super) struct Slot<'k> {
    pub(super) input: Input,
    pub(super) leaf: Leaf,
    pub(super) field: Option<&'k Field>,
    /// The values that it may have, where they are listed.
    pub(super) values: &'k [String],
    /// Whether it is a `name` that can only be of who signs in.
    who: bool,
}

impl Slot<'_> {
    pub(super) fn meaning(&self) -> Option<Meaning> {
        if self.who { Some(Meaning::User) } else { self.leaf.meaning() }
    }

    pub(super) fn mark<'m>(&self, known: &Known<'m>) -> Option<&'m FieldMark> {
        self.field.and_then(|field| known.marks.get(pointer(&field.at)))
    }

    /// Whether it may have this value, as far as values are listed.
    pub(super) fn may_be(&self, value: &str) -> bool {
        self.values.is_empty() || self.values.iter().any(|listed| listed == value)
    }

    /// The one value that it always has.
    pub(super) fn fixed(&self, known: &Known<'_>) -> Option<String> {
        if let Some(fixed) = self.mark(known).and_then(|mark| mark.fixed.clone()) {
            return Some(fixed);
        }
        match self.values {
            [only] if self.leaf.required => Some(only.clone()),
            _ => None,
        }
    }
}

/// All that a request of the operation can carry, in the order of the request.
pub(super) fn slots<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Slot<'k>> {
    slots_by(known, operation, easiest(operation))
}

/// The same where the operation is authorized in this `way`, or without any scheme.
pub(super) fn slots_by<'k>(known: &Known<'k>, operation: &'k Operation, way: Option<&Requirement>) -> Vec<Slot<'k>> {
    let keys: Vec<&str> = way.map(|way| headers(known, way)).unwrap_or_default();
    // A header that is written down as a parameter, too, is one.
    let own = operation.params.iter().filter(|param| {
        param.place != Place::Header || !keys.iter().any(|key| key.eq_ignore_ascii_case(&param.field.wire))
    });
    let mut slots: Vec<Slot<'k>> = own.map(|it| param(known, it)).collect();
    if let Some(body) = &operation.body {
        slots.extend(in_body(known, body, &body.ty));
    }
    slots.extend(way.map(|way| in_schemes(known, way)).unwrap_or_default());
    if operation.role == Role::Issue {
        name_who(&mut slots);
    }
    slots
}

/// What a request carries that signs in: where each grant has its own alternative of the body, that of the grant which needs no
/// person, and of several the first.
pub(super) fn slots_to_begin<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Slot<'k>> {
    let has = |slots: &[Slot<'k>], wanted: &[Meaning]| {
        slots.iter().any(|slot| slot.meaning().is_some_and(|meaning| wanted.contains(&meaning)))
    };
    let order = |slots: &[Slot<'k>]| match grant(slots) {
        _ if only_renews(slots) => 5,
        Some((Grant::ClientCredentials, _)) => 0,
        Some((Grant::Password, _)) => 1,
        Some((Grant::JwtBearer, _)) => 2,
        Some((Grant::Code, _)) => 3,
        Some((Grant::Other, _)) => 4,
        None => 5,
    };
    let secret = [Meaning::ClientSecret, Meaning::Password, Meaning::ApiKey];
    by_grant(known, operation)
        .into_iter()
        .filter(|slots| slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType)))
        .min_by_key(|slots| (order(slots), !has(slots, &secret)))
        .unwrap_or_else(|| slots(known, operation))
}

/// Whether it is the alternative that renews, which does not say so by listing its grant.
fn only_renews(slots: &[Slot<'_>]) -> bool {
    let has = |wanted: Meaning| slots.iter().any(|slot| slot.meaning() == Some(wanted));
    let listed = slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType) && !slot.values.is_empty());
    !listed && has(Meaning::RefreshToken) && !has(Meaning::Code) && !has(Meaning::Password) && !has(Meaning::Assertion)
}

/// The same of a request that renews: that which takes a refresh token and says so by its grant.
pub(super) fn slots_to_renew<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Slot<'k>> {
    let renews = |slots: &[Slot<'k>]| {
        slots.iter().any(|slot| slot.meaning() == Some(Meaning::RefreshToken))
            && slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType) && slot.may_be(grant::REFRESH))
    };
    by_grant(known, operation).into_iter().find(|slots| renews(slots)).unwrap_or_else(|| slots(known, operation))
}

/// The slots with each alternative of the body, where it has several and one of them has a `grant_type`.
fn by_grant<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Vec<Slot<'k>>> {
    let Some(body) = &operation.body else { return Vec::new() };
    let all = slots(known, operation);
    let (schemes, params): (Vec<_>, Vec<_>) = all
        .into_iter()
        .filter(|slot| !matches!(slot.input, Input::Body(_)))
        .partition(|slot| matches!(slot.input, Input::Scheme { .. }));
    let with = |ty| [params.clone(), in_body(known, body, ty), schemes.clone()].concat();
    alternatives(known, &body.ty).into_iter().map(with).collect()
}

/// The alternatives of a type.
fn alternatives<'k>(known: &Known<'k>, ty: &'k TypeRef) -> Vec<&'k TypeRef> {
    let TypeRef::Named(id) = ty else { return Vec::new() };
    match known.type_of(id).map(|def| &def.kind) {
        Some(TypeKind::OneOf { variants, .. }) => variants.iter().map(|variant| &variant.ty).collect(),
        _ => Vec::new(),
    }
}

/// A `name` elsewhere is what a token is called. Beside a password, where nothing else says whose it is, it is the user's.
fn name_who(slots: &mut [Slot<'_>]) {
    let beside = |slot: &Slot<'_>| slot.leaf.path.split_last().map(|(_, parents)| parents.to_vec());
    let mut passwords = slots.iter().filter(|slot| slot.meaning() == Some(Meaning::Password));
    let (Some(password), None) = (passwords.next().map(beside), passwords.next()) else { return };
    if slots.iter().any(|slot| matches!(slot.meaning(), Some(Meaning::User | Meaning::ClientId | Meaning::ApiKey))) {
        return;
    }
    for slot in slots {
        slot.who = squash(slot.leaf.name()) == "name" && is_plain(slot) && beside(slot) == password;
    }
}

fn param<'k>(known: &Known<'k>, param: &'k crate::model::Param) -> Slot<'k> {
    let mut leaf = single(known, &param.field);
    leaf.required = leaf.required || param.place == Place::Path;
    Slot {
        input: Input::Param { place: param.place, name: param.field.wire.clone() },
        leaf,
        field: Some(&param.field),
        values: values(known, &param.field),
        who: false,
    }
}

/// The values of a body that is of this type: its own, or one of its alternatives.
fn in_body<'k>(known: &Known<'k>, body: &'k Body, ty: &'k TypeRef) -> Vec<Slot<'k>> {
    // A form has fields or is empty, whatever the document says.
    let whole = !matches!(body.media, MediaType::Form | MediaType::Multipart);
    if whole && matches!(body.ty, TypeRef::String { .. }) {
        let leaf =
            Leaf { path: Vec::new(), kind: LeafKind::Text, docs: body.docs.clone(), required: true, ..Leaf::default() };
        return vec![Slot { input: Input::Body(FieldPath(Vec::new())), leaf, field: None, values: &[], who: false }];
    }
    let flats = flat(known, ty);
    let parents: HashSet<Vec<String>> = flats
        .iter()
        .flat_map(|flat| (1..flat.leaf.path.len()).map(|end| flat.leaf.path.iter().take(end).cloned().collect()))
        .collect();
    flats
        .into_iter()
        .filter(|flat| !flat.leaf.in_list && !parents.contains(&flat.leaf.path))
        .map(|flat| Slot {
            input: Input::Body(FieldPath(flat.leaf.path.clone())),
            leaf: flat.leaf,
            field: Some(flat.field),
            values: values(known, flat.field),
            who: false,
        })
        .collect()
}

/// Of the ways to be authorized that the operation allows, the one with the fewest schemes.
pub(super) fn easiest(operation: &Operation) -> Option<&Requirement> {
    operation.needs.iter().min_by_key(|requirement| requirement.needs.len())
}

/// The same of a later step: those before others that the token is made for.
pub(super) fn fitting<'k>(operation: &'k Operation, token: Option<&str>) -> Option<&'k Requirement> {
    let fits = |way: &Requirement| way.needs.iter().any(|need| Some(need.scheme.as_str()) == token);
    operation.needs.iter().min_by_key(|way| (!fits(way), way.needs.len()))
}

/// The headers that the schemes of this way fill.
fn headers<'k>(known: &Known<'k>, way: &Requirement) -> Vec<&'k str> {
    let schemes = way.needs.iter().filter_map(|need| known.scheme(&need.scheme));
    let names = schemes.filter_map(|scheme| match &scheme.kind {
        SchemeKind::ApiKey { place: ApiKeyPlace::Header, name, .. } => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

/// The values of the schemes that go together.
fn in_schemes<'k>(known: &Known<'k>, way: &Requirement) -> Vec<Slot<'k>> {
    let mut slots = Vec::new();
    for scheme in way.needs.iter().filter_map(|need| known.scheme(&need.scheme)) {
        let parts: &[SchemePart] = match scheme.kind {
            SchemeKind::Basic => &[SchemePart::User, SchemePart::Password],
            SchemeKind::MutualTls => &[],
            _ => &[SchemePart::Key],
        };
        slots.extend(parts.iter().map(|part| Slot {
            input: Input::Scheme { id: scheme.id.clone(), part: *part },
            leaf: Leaf { path: vec![part.label().to_owned()], kind: LeafKind::Text, required: true, ..Leaf::default() },
            field: None,
            values: &[],
            who: false,
        }));
    }
    slots
}

/// The grant that is used, where the operation has a `grant_type`.
pub(super) fn grant(slots: &[Slot<'_>]) -> Option<(Grant, String)> {
    let slot = slots.iter().find(|slot| slot.meaning() == Some(Meaning::GrantType))?;
    // By HTTP Basic it is the client that signs in, whatever its two values are called.
    let (basic, own): (Vec<_>, Vec<_>) = slots.iter().partition(|slot| matches!(slot.input, Input::Scheme { .. }));
    let header = |slot: &&Slot<'_>| {
        matches!(slot.input, Input::Param { place: Place::Header, .. }) && squash(slot.leaf.name()) == "authorization"
    };
    let basic = !basic.is_empty() || own.iter().any(header);
    let leaves: Vec<Leaf> = own.into_iter().map(|slot| slot.leaf.clone()).collect();
    grant::choose(&slot.leaf, slot.values, &leaves, basic)
}

/// Whether its value is text, as far as the document says.
pub(super) fn is_plain(slot: &Slot<'_>) -> bool {
    matches!(slot.leaf.kind, LeafKind::Text | LeafKind::Unknown)
}
