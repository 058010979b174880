//! From schemas to the model's types.

mod endless;
mod fields;
mod leaves;
mod merge;
mod names;
mod secrets;
mod sides;
mod variants;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) use endless::loosen;
pub(super) use fields::field;
pub(super) use secrets::{drop_unused_lists, mark_secrets};
pub(super) use sides::Way;

use super::extension::FieldMark;
use super::read::{Additional, Facts, Kind, Place, Primitive, Reading, json};
use super::{At, Constraints, Field, Presence, TypeDef, TypeKind, TypeRef};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Node;
use crate::vocabulary::meaning;

/// What lists and maps within each other may weigh, as clippy weighs them (`type_complexity`: 250 with what holds them): four
/// lists, or two maps. With a hundred the compiler gives up.
const HEAVY: usize = 240;

/// The type, or anything at all where it is lists of maps of lists beyond [`HEAVY`].
fn shallow(ty: TypeRef) -> TypeRef {
    let (mut inner, mut nest, mut weight) = (&ty, 2, 0);
    loop {
        weight += 10 * nest;
        if weight > HEAVY {
            return TypeRef::Any;
        }
        nest += 1;
        inner = match inner {
            TypeRef::Array(item) => item,
            TypeRef::Map(value) => {
                weight += 10 * nest;
                value
            }
            _ => return ty,
        };
    }
}

/// How many types may lie within each other, by name or without one; what lies deeper is anything at all. The compiler follows
/// them 128 levels deep, and a list in between is a level, too.
const DEEP: usize = 60;

/// How many fields a type may have: what it takes to compile one grows with their square.
const MANY_FIELDS: usize = 256;

/// How many types may be made of what several schemas say of one field: every pair of types may be one, and every three.
const JOINED: usize = 128;

/// How many words an enumeration may have to become an enum; with more it is a text.
const MANY_WORDS: usize = 1000;

/// What one place says of a value.
#[derive(Clone, Debug)]
pub(super) struct Described<'a> {
    /// Its type.
    pub(super) ty: TypeRef,
    /// What else is said of it.
    pub(super) leaves: Vec<Facts<'a>>,
    /// Where it stands.
    pub(super) at: At,
}

/// Builds types, each once, and remembers what was contradictory.
#[derive(Debug)]
pub(super) struct Types<'r, 'a> {
    reading: &'r Reading<'a>,
    defs: BTreeMap<String, TypeDef>,
    /// What was made of which places.
    known: HashMap<String, TypeRef>,
    /// Lists and plain types that are being made: only such as contain themselves get a name.
    open: Vec<(String, String)>,
    recursive: BTreeSet<String>,
    /// How many types are being made, each for the one before.
    depth: usize,
    /// How many types were made of several schemas.
    joined: usize,
    /// Which way what is described goes.
    way: Way,
    one_way: sides::OneWay,
    /// Contradictions by the pointer of the field that they are about.
    pub(super) conflicts: BTreeMap<String, Diagnostic>,
    /// What `x-authwright` says of fields and parameters, by their pointers.
    pub(super) marks: BTreeMap<String, FieldMark>,
}

/// Where a value is described: mostly one place, several where branches of an `allOf` describe one field.
pub(super) type Places<'a> = Vec<Place<'a>>;

/// The fields of an object, with the places that describe each.
type Fields<'a> = Vec<(String, Places<'a>)>;

/// Keys that say nothing about the shape of a value.
fn is_wrapping(key: &str) -> bool {
    const KEYS: &[&str] =
        &["allOf", "description", "title", "nullable", "example", "default", "deprecated", "readOnly", "writeOnly"];
    key.starts_with("x-") || KEYS.contains(&key)
}

impl<'r, 'a> Types<'r, 'a> {
    /// None yet.
    pub(super) fn new(reading: &'r Reading<'a>) -> Self {
        Self {
            reading,
            defs: BTreeMap::new(),
            known: HashMap::new(),
            open: Vec::new(),
            recursive: BTreeSet::new(),
            depth: 0,
            joined: 0,
            way: Way::default(),
            one_way: sides::OneWay::of(reading.root().node),
            conflicts: BTreeMap::new(),
            marks: BTreeMap::new(),
        }
    }

    /// The types that were made, by id.
    pub(super) fn finish(self) -> Vec<TypeDef> {
        self.defs.into_values().collect()
    }

    /// The type of what stands at `places`; `context` names it where it has no name of its own.
    pub(super) fn describe(&mut self, places: &[Place<'a>], context: &str) -> Described<'a> {
        let at = places.first().map(Place::at).unwrap_or_default();
        let mut around = Vec::new();
        let mut resolved: Places<'a> = Vec::new();
        for place in places.iter().filter_map(|place| self.reading.resolve(place.clone(), Kind::Schema)) {
            let inner = self.unwrapped(place.clone());
            if inner.pointer != place.pointer {
                around.extend(self.reading.facts(&place));
            }
            // Two branches may refer to one schema: it still is described once.
            if !resolved.iter().any(|known| known.pointer == inner.pointer) {
                resolved.push(inner);
            }
        }
        let mut leaves: Vec<Facts<'a>> =
            resolved.iter().flat_map(|place| leaves::leaves(self.reading, place)).collect();
        let ty = self.type_of(&resolved, &leaves, context, &at);
        leaves.extend(around);
        Described { ty, leaves, at }
    }

    /// Keeps what `x-authwright` says at any of the places that describe a field.
    pub(super) fn mark(&mut self, places: &[Place<'a>], described: &Described<'a>) {
        let leaves = described.leaves.iter().map(|leaf| &leaf.place);
        let mut said: Option<FieldMark> = None;
        for mark in places.iter().chain(leaves).rev().filter_map(|place| FieldMark::read(self.reading, place)) {
            said = Some(match said {
                Some(known) => known.or(mark),
                None => mark,
            });
        }
        if let Some(mark) = said {
            self.marks.insert(described.at.pointer.clone(), mark);
        }
    }

    /// The same for a parameter, which stands around its schema.
    pub(super) fn mark_at(&mut self, place: &Place<'a>, described: &Described<'a>) {
        let around = Described { at: place.at(), ..described.clone() };
        self.mark(std::slice::from_ref(place), &around);
    }

    /// Past schemas that do nothing but wrap one reference: `allOf: [{$ref: ...}]`.
    fn unwrapped(&self, place: Place<'a>) -> Place<'a> {
        let entries = place.node.entries();
        let wraps = entries.iter().all(|entry| is_wrapping(&entry.key));
        let only = place.get("allOf").filter(|all| wraps && all.node.items().len() == 1);
        match only.and_then(|all| all.items().next()).and_then(|inner| self.reading.resolve(inner, Kind::Schema)) {
            Some(inner) if inner.pointer != place.pointer && inner.component(Kind::Schema).is_some() => inner,
            _ => place,
        }
    }

    fn type_of(&mut self, places: &[Place<'a>], leaves: &[Facts<'a>], context: &str, at: &At) -> TypeRef {
        let mut key = places.iter().map(|place| place.pointer.as_str()).collect::<Vec<_>>().join("\n");
        if self.is_narrowed(places) {
            key.push_str("\n>");
        }
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        if let Some((_, id)) = self.open.iter().find(|(open, _)| *open == key) {
            self.recursive.insert(id.clone());
            return TypeRef::Named(id.clone());
        }
        if self.depth >= DEEP {
            return TypeRef::Any;
        }
        let id = self.id(places, context);
        let agreed = merge::agreed(leaves, context.rsplit(' ').next().unwrap_or(context));
        let ty = match agreed {
            Err(conflict) => {
                self.conflicts.insert(at.pointer.clone(), conflict);
                TypeRef::Any
            }
            Ok(ty) => {
                let joins = places.len() > 1 && matches!(ty, Some(Primitive::Object | Primitive::Array));
                if joins && self.joined == JOINED {
                    return TypeRef::Any;
                }
                self.joined += usize::from(joins);
                self.depth += 1;
                let made = self.made(&key, &id, places, leaves, ty);
                self.depth -= 1;
                made
            }
        };
        self.known.insert(key, ty.clone());
        ty
    }

    fn made(
        &mut self,
        key: &str,
        id: &str,
        places: &[Place<'a>],
        leaves: &[Facts<'a>],
        ty: Option<Primitive>,
    ) -> TypeRef {
        if let Some(one_of) = self.one_of(key, id, leaves, ty) {
            return one_of;
        }
        match ty {
            Some(Primitive::Object) => self.object(key, id, places, leaves),
            Some(Primitive::Array) => self.array(key, id, leaves),
            Some(Primitive::String) => self.string(id, places, leaves),
            Some(Primitive::Integer) => TypeRef::Integer,
            Some(Primitive::Number) => TypeRef::Number,
            Some(Primitive::Boolean) => TypeRef::Boolean,
            None => TypeRef::Any,
        }
    }

    fn object(&mut self, key: &str, id: &str, places: &[Place<'a>], leaves: &[Facts<'a>]) -> TypeRef {
        let properties = merge::properties(leaves);
        if properties.is_empty() {
            return self.map(key, id, leaves);
        }
        self.known.insert(key.to_owned(), TypeRef::Named(id.to_owned()));
        self.define(id, leaves, TypeKind::Object { fields: Vec::new(), additional: None });
        let required: BTreeSet<&str> = leaves.iter().flat_map(|leaf| &leaf.required).map(String::as_str).collect();
        let whole = merge::example(leaves);
        let inherited = variants::inherited_tags(places, leaves);
        let mut fields = Vec::with_capacity(properties.len());
        for (wire, places) in self.bounded(id, self.travelling(properties), &required) {
            let reading = self.reading;
            let described = reading.spare(|| self.describe(&places, &format!("{id} {wire}")));
            let shown = whole.and_then(|example| example.get(&wire));
            self.mark(&places, &described);
            let required = required.contains(wire.as_str()) && !self.may_lack(&places);
            let mut field = fields::field(described, wire.clone(), required, shown);
            if let Some((_, tag)) = inherited.iter().find(|(name, _)| *name == wire) {
                self.narrow(&mut field, tag);
            }
            fields.push(field);
        }
        let additional = self.additional(leaves, id).map(Box::new);
        self.define(id, leaves, TypeKind::Object { fields, additional });
        TypeRef::Named(id.to_owned())
    }

    /// Leaves a field the one value that tells what it is in, unless it lists others.
    fn narrow(&self, field: &mut Field, tag: &str) {
        let listed = match &field.ty {
            TypeRef::Named(id) => match self.defs.get(id).map(|def| &def.kind) {
                Some(TypeKind::Enum { values }) => values,
                _ => return,
            },
            _ => &field.constraints.values,
        };
        if listed.is_empty() || listed.iter().any(|value| value == tag) {
            field.constraints.values = vec![tag.to_owned()];
        }
    }

    /// The fields, as many as a type may have: those first that sign-in may need, then those that must be there.
    fn bounded(&self, id: &str, mut fields: Fields<'a>, required: &BTreeSet<&str>) -> Fields<'a> {
        if fields.len() > MANY_FIELDS {
            let message = format!(
                "{} has {} fields, of which {MANY_FIELDS} are kept: with more it would not compile in ordinary memory",
                quoted(id),
                fields.len()
            );
            let help = "describe what nobody needs as one field, or take it out by an overlay";
            let at = fields.first().and_then(|(_, places)| places.first()).map(Place::span);
            let warning = Diagnostic::warning(Code::LeftOut, message, help);
            self.reading.report(if let Some(at) = at { warning.at(at) } else { warning });
            fields.sort_by_key(|(wire, places)| {
                let marked = places.iter().any(|place| place.get("x-authwright").is_some());
                match (marked || meaning(wire).is_some(), required.contains(wire.as_str())) {
                    (true, _) => 0,
                    (false, true) => 1,
                    (false, false) => 2,
                }
            });
            fields.truncate(MANY_FIELDS);
        }
        fields
    }

    fn map(&mut self, key: &str, id: &str, leaves: &[Facts<'a>]) -> TypeRef {
        self.open.push((key.to_owned(), id.to_owned()));
        let values = self.additional(leaves, id).unwrap_or(TypeRef::Any);
        self.open.pop();
        self.alias(id, leaves, TypeRef::Map(Box::new(shallow(values))))
    }

    fn additional(&mut self, leaves: &[Facts<'a>], id: &str) -> Option<TypeRef> {
        let said = leaves.iter().rev().find(|leaf| !matches!(leaf.additional, Additional::None))?;
        match &said.additional {
            Additional::None => None,
            Additional::Any => Some(TypeRef::Any),
            Additional::Of(place) => Some(self.describe(std::slice::from_ref(place), &format!("{id} value")).ty),
        }
    }

    fn array(&mut self, key: &str, id: &str, leaves: &[Facts<'a>]) -> TypeRef {
        let items: Places<'a> = leaves.iter().filter_map(|leaf| leaf.items.clone()).collect();
        if items.is_empty() {
            return TypeRef::Array(Box::new(TypeRef::Any));
        }
        self.open.push((key.to_owned(), id.to_owned()));
        let item = self.describe(&items, &format!("{id} item")).ty;
        self.open.pop();
        self.alias(id, leaves, TypeRef::Array(Box::new(shallow(item))))
    }

    /// The type itself; under its name where it contains itself.
    fn alias(&mut self, id: &str, leaves: &[Facts<'a>], ty: TypeRef) -> TypeRef {
        if !self.recursive.contains(id) {
            return ty;
        }
        self.define(id, leaves, TypeKind::Alias(ty));
        TypeRef::Named(id.to_owned())
    }

    fn string(&mut self, id: &str, places: &[Place<'a>], leaves: &[Facts<'a>]) -> TypeRef {
        let values = merge::constraints(leaves).values;
        let named = places.first().and_then(|place| place.component(Kind::Schema)).filter(|_| places.len() == 1);
        if named.is_some() && !values.is_empty() && values.len() <= MANY_WORDS {
            self.define(id, leaves, TypeKind::Enum { values });
            return TypeRef::Named(id.to_owned());
        }
        let format = merge::last(leaves, |leaf| leaf.format.clone());
        TypeRef::String { format }
    }

    fn define(&mut self, id: &str, leaves: &[Facts<'a>], kind: TypeKind) {
        // The title of a schema that is only a branch here is not the title of the whole.
        let root = format!("/components/schemas/{}", crate::document::escape_token(id));
        let own = |leaf: &&Facts<'a>| {
            let pointer = &leaf.place.pointer;
            !pointer.starts_with("/components/schemas/") || *pointer == root || pointer.starts_with(&format!("{root}/"))
        };
        let def = TypeDef {
            id: id.to_owned(),
            title: leaves.iter().rev().filter(own).find_map(|leaf| leaf.title.clone()),
            kind,
            docs: merge::last(leaves, |leaf| leaf.docs.clone()),
            example: merge::last(leaves, |leaf| leaf.example).map(json),
            at: leaves.last().map(|leaf| leaf.place.at()).unwrap_or_default(),
        };
        self.defs.insert(id.to_owned(), def);
    }
}
