//! `oneOf` and `anyOf`: one of several shapes.

use super::{Facts, Kind, Place, Primitive, TypeKind, TypeRef, Types, Way, leaves, merge};
use crate::model::Variant;

/// What the box of a shape weighs, in types that lie within each other.
const BOXED: usize = 2;

/// More alternatives than this are not told apart.
const MOST: usize = 64;

impl<'a> Types<'_, 'a> {
    /// The type of a schema with alternatives; none where it has no alternatives that matter.
    pub(super) fn one_of(&mut self, key: &str, id: &str, all: &[Facts<'a>], ty: Option<Primitive>) -> Option<TypeRef> {
        let mut alternatives = self.alternatives(all);
        if alternatives.is_empty() || alternatives.len() > MOST {
            return None;
        }
        if let Some(plain) = self.plain(&alternatives) {
            return Some(plain);
        }
        let shapes = ty.is_none_or(|ty| ty == Primitive::Object);
        let objects = shapes && self.all_objects(&alternatives);
        // A reply is read as what comes. A request that may be text stays JSON of the caller's own.
        let mixed = !objects && shapes && self.way == Way::Received && self.is_mixed(&alternatives);
        if !objects && !mixed {
            return Some(TypeRef::Any);
        }
        if mixed {
            // Words of a list are no token and need no type: they are read as anything else is.
            alternatives.retain(|place| place.get("enum").is_none() && place.get("const").is_none());
        }
        Some(self.variants(key, id, all, &alternatives))
    }

    /// The alternatives that describe something: those that only demand fields, or allow null, do not.
    fn alternatives(&self, all: &[Facts<'a>]) -> Vec<Place<'a>> {
        let places = all.iter().flat_map(|leaf| leaf.one_of.iter().cloned());
        let mut kept: Vec<Place<'a>> = Vec::new();
        for place in places.filter_map(|place| self.reading.resolve(place, Kind::Schema)) {
            let entries = place.node.entries();
            let says = entries
                .iter()
                .any(|entry| !matches!(&*entry.key, "required" | "not" | "title" | "description" | "nullable"));
            let null = place.node.get("type").is_some_and(|ty| ty.as_str() == Some("null") || ty.is_null());
            if says && !null && !kept.iter().any(|known| known.pointer == place.pointer) {
                kept.push(place);
            }
        }
        kept
    }

    /// The one type that all alternatives are, where they are plain values of it.
    fn plain(&mut self, alternatives: &[Place<'a>]) -> Option<TypeRef> {
        if let [only] = alternatives {
            return Some(self.describe(std::slice::from_ref(only), &only.last()).ty);
        }
        let types: Vec<Option<Primitive>> = alternatives
            .iter()
            .map(|place| merge::agreed(&leaves::leaves(self.reading, place), "").ok().flatten())
            .collect();
        let first = types.first().copied().flatten()?;
        if types.iter().any(|ty| *ty != Some(first)) {
            return None;
        }
        match first {
            Primitive::String => Some(TypeRef::String { format: None }),
            Primitive::Integer => Some(TypeRef::Integer),
            Primitive::Number => Some(TypeRef::Number),
            Primitive::Boolean => Some(TypeRef::Boolean),
            Primitive::Array | Primitive::Object => None,
        }
    }

    fn all_objects(&self, alternatives: &[Place<'a>]) -> bool {
        alternatives.iter().all(|place| self.shape(place) == Some(Primitive::Object))
    }

    /// Whether some are objects, and each of the others is of a known type.
    fn is_mixed(&self, alternatives: &[Place<'a>]) -> bool {
        let shapes: Option<Vec<Primitive>> = alternatives.iter().map(|place| self.shape(place)).collect();
        shapes.is_some_and(|shapes| shapes.contains(&Primitive::Object))
    }

    /// What an alternative is: one that has alternatives of its own counts as an object.
    fn shape(&self, place: &Place<'a>) -> Option<Primitive> {
        let leaves = leaves::leaves(self.reading, place);
        let nested = leaves.iter().any(|leaf| !leaf.one_of.is_empty());
        if nested { Some(Primitive::Object) } else { merge::agreed(&leaves, "").ok().flatten() }
    }

    fn variants(&mut self, key: &str, id: &str, all: &[Facts<'a>], alternatives: &[Place<'a>]) -> TypeRef {
        let named = TypeRef::Named(id.to_owned());
        self.known.insert(key.to_owned(), named.clone());
        self.define(id, all, TypeKind::OneOf { variants: Vec::new(), discriminator: None });
        let shared: Vec<Facts<'a>> = all
            .iter()
            .filter(|leaf| !leaf.properties.is_empty())
            .map(|leaf| Facts { one_of: Vec::new(), all_of: Vec::new(), ..leaf.clone() })
            .collect();
        let discriminator = merge::last(all, |leaf| leaf.discriminator.clone());
        let mut variants: Vec<Variant> = Vec::with_capacity(alternatives.len());
        // The box that a shape is in is four levels more for the compiler, of which a type in a field has two.
        self.depth += BOXED;
        for (at, place) in alternatives.iter().enumerate() {
            variants.push(self.variant(id, at, place, &shared, discriminator.as_ref()));
        }
        self.depth -= BOXED;
        self.define(id, all, TypeKind::OneOf { variants, discriminator: discriminator.map(|(name, _)| name) });
        named
    }

    fn variant(
        &mut self,
        id: &str,
        at: usize,
        place: &Place<'a>,
        shared: &[Facts<'a>],
        discriminator: Option<&(String, Vec<(String, String)>)>,
    ) -> Variant {
        let component = place.component(Kind::Schema).filter(|name| !name.is_empty());
        let title = place.get("title").and_then(|title| title.node.as_str().map(str::to_owned));
        let name = component.clone().or(title).unwrap_or_else(|| format!("{id} {}", at + 1));
        let own = leaves::leaves(self.reading, place);
        // A child has in its `allOf` what it shares with the others.
        let inherited = |leaf: &&Facts<'a>| own.iter().any(|known| known.place.pointer == leaf.place.pointer);
        let shared: Vec<Facts<'a>> = shared.iter().filter(|leaf| !inherited(leaf)).cloned().collect();
        let places: Vec<Place<'a>> = shared.iter().map(|leaf| leaf.place.clone()).chain([place.clone()]).collect();
        let context = if shared.is_empty() { name.clone() } else { format!("{id} {name}") };
        let all = [shared, own].concat();
        let ty = self.type_of(&places, &all, &context, &place.at());
        let tag = discriminator.and_then(|(_, mapping)| tag(mapping, place, component.as_deref()));
        let required = all.iter().flat_map(|leaf| leaf.required.clone()).collect();
        Variant { name, ty, tag, required }
    }
}

/// The fields that tell what a schema is among those that have the same in their `allOf`, each with its value.
pub(super) fn inherited_tags(places: &[Place<'_>], leaves: &[Facts<'_>]) -> Vec<(String, String)> {
    let [place] = places else { return Vec::new() };
    let component = place.component(Kind::Schema).filter(|name| !name.is_empty());
    let parents = leaves.iter().filter(|leaf| leaf.place.pointer != place.pointer);
    let tags = parents.filter_map(|parent| parent.discriminator.as_ref());
    tags.filter_map(|(field, mapping)| Some((field.clone(), tag(mapping, place, component.as_deref())?))).collect()
}

/// The discriminator's value for an alternative: as mapped, else the schema's name.
fn tag(mapping: &[(String, String)], place: &Place<'_>, component: Option<&str>) -> Option<String> {
    let mapped = mapping
        .iter()
        .find(|(_, target)| target.trim_start_matches('#') == place.pointer || Some(target.as_str()) == component);
    mapped.map(|(value, _)| value.clone()).or_else(|| component.map(str::to_owned))
}
