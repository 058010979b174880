//! What the request of an operation can carry: parameters, fields of the body, and what security schemes put there.

use std::collections::HashSet;

use super::Known;
use super::flat::{Alternative, alternatives, flat, flat_as, pointer, single, values};
use super::grant::{self, Grant};
use crate::model::extension::FieldMark;
use crate::model::{
    ApiKeyPlace, Body, Field, FieldPath, Input, MediaType, Operation, Place, Requirement, Role, SchemeKind, SchemePart,
    TypeRef,
};
use crate::shape::{Leaf, LeafKind};
use crate::vocabulary::{Meaning, squash};

/// A value that a request can carry.
#[derive(Clone, Debug)]
pub(super) struct Slot<'k> {
    pub(super) input: Input,
    pub(super) leaf: Leaf,
    pub(super) field: Option<&'k Field>,
    /// What the discriminator says that the alternative is called, where it is this field; see [`tag`](Self::tag).
    tag: Option<&'k str>,
    /// The values that it may have, where they are listed.
    pub(super) values: &'k [String],
    /// Whether it is a `name` that can only be of who signs in.
    who: bool,
}

impl<'k> Slot<'k> {
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

    /// The value by which the field tells that the body is of its alternative. What the field lists counts for more than what
    /// the discriminator says, which is the name of a schema where nobody gave another.
    pub(super) fn tag(&self) -> Option<&'k str> {
        let tag = self.tag?;
        match self.values {
            _ if self.meaning() == Some(Meaning::GrantType) => None,
            [only] => Some(only),
            values => (values.is_empty() || values.iter().any(|value| value == tag)).then_some(tag),
        }
    }

    /// The one value that it always has.
    pub(super) fn fixed(&self, known: &Known<'_>) -> Option<String> {
        if let Some(fixed) = self.mark(known).and_then(|mark| mark.fixed.clone()) {
            return Some(fixed);
        }
        if let Some(tag) = self.tag() {
            return Some(tag.to_owned());
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
        slots.extend(in_body(known, body, None));
    }
    slots.extend(way.map(|way| in_schemes(known, way)).unwrap_or_default());
    if operation.role == Role::Issue {
        name_who(&mut slots);
    }
    slots
}

/// What each alternative of the body can carry, with what goes beside it; nothing where the body has no alternatives.
pub(super) fn slots_by_alternative<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Vec<Slot<'k>>> {
    let Some(body) = &operation.body else { return Vec::new() };
    let all = slots(known, operation);
    let (schemes, params): (Vec<_>, Vec<_>) = all
        .into_iter()
        .filter(|slot| !matches!(slot.input, Input::Body(_)))
        .partition(|slot| matches!(slot.input, Input::Scheme { .. }));
    let with = |alternative| [params.clone(), in_body(known, body, Some(alternative)), schemes.clone()].concat();
    alternatives(known, &body.ty).iter().map(with).collect()
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
        tag: None,
        values: values(known, &param.field),
        who: false,
    }
}

/// The values of a body, or of it where it is of one `alternative`.
fn in_body<'k>(known: &Known<'k>, body: &'k Body, alternative: Option<&Alternative<'k>>) -> Vec<Slot<'k>> {
    // A form has fields or is empty, whatever the document says.
    let whole = !matches!(body.media, MediaType::Form | MediaType::Multipart);
    if whole && matches!(body.ty, TypeRef::String { .. }) {
        let leaf =
            Leaf { path: Vec::new(), kind: LeafKind::Text, docs: body.docs.clone(), required: true, ..Leaf::default() };
        return vec![Slot {
            input: Input::Body(FieldPath(Vec::new())),
            leaf,
            field: None,
            tag: None,
            values: &[],
            who: false,
        }];
    }
    let flats = alternative.map_or_else(|| flat(known, &body.ty), |it| flat_as(known, &body.ty, it));
    let parents: HashSet<Vec<String>> = flats
        .iter()
        .flat_map(|flat| (1..flat.leaf.path.len()).map(|end| flat.leaf.path.iter().take(end).cloned().collect()))
        .collect();
    flats
        .into_iter()
        .filter(|flat| !flat.leaf.in_list && !parents.contains(&flat.leaf.path))
        .map(|flat| Slot {
            input: Input::Body(FieldPath(flat.leaf.path.clone())),
            tag: alternative.and_then(|it| it.tag_at(&flat.leaf.path)),
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
            tag: None,
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
