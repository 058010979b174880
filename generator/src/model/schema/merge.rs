//! What the branches of a schema say together.

use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Node;
use crate::model::Constraints;
use crate::model::read::{Facts, Place, Primitive};

/// The type that all branches agree on; none where no branch says one.
pub(super) fn agreed(leaves: &[Facts<'_>], name: &str) -> Result<Option<Primitive>, Diagnostic> {
    let mut found: Option<(Primitive, &Facts<'_>)> = None;
    for leaf in leaves {
        let Some(ty) = implied(leaf) else { continue };
        found = match found {
            None => Some((ty, leaf)),
            Some((known, first)) => match narrower(known, ty) {
                Some(both) => Some((both, first)),
                None => return Err(conflict(name, (known, &first.place), (ty, &leaf.place))),
            },
        };
    }
    Ok(found.map(|(ty, _)| ty).or_else(|| listed(leaves)))
}

/// The type of all the values that the last branch lists which lists any: what counts where no branch says a type.
fn listed(leaves: &[Facts<'_>]) -> Option<Primitive> {
    let values = last(leaves, |leaf| leaf.place.node.get("enum"))?;
    let mut types = values.items().iter().filter(|value| !value.is_null()).map(of_value);
    let first = types.next()?;
    types.try_fold(
        first,
        |known, ty| if known == ty { Some(known) } else { narrower(known, ty).map(|_| Primitive::Number) },
    )
}

/// The type of a value.
fn of_value(value: &Node) -> Primitive {
    if value.is_mapping() {
        Primitive::Object
    } else if value.is_sequence() {
        Primitive::Array
    } else if value.as_bool().is_some() {
        Primitive::Boolean
    } else if value.as_i64().is_some() {
        Primitive::Integer
    } else if value.as_f64().is_some() {
        Primitive::Number
    } else {
        Primitive::String
    }
}

/// The type that a branch states, or implies by what it describes.
fn implied(leaf: &Facts<'_>) -> Option<Primitive> {
    let object = !leaf.properties.is_empty() || !leaf.required.is_empty();
    leaf.ty.or(object.then_some(Primitive::Object)).or(leaf.items.as_ref().map(|_| Primitive::Array))
}

fn narrower(one: Primitive, other: Primitive) -> Option<Primitive> {
    match (one, other) {
        (Primitive::Integer, Primitive::Number) | (Primitive::Number, Primitive::Integer) => Some(Primitive::Integer),
        _ if one == other => Some(one),
        _ => None,
    }
}

fn conflict(name: &str, one: (Primitive, &Place<'_>), other: (Primitive, &Place<'_>)) -> Diagnostic {
    let message = format!(
        "{} is {} at {} and {} at {}: no value is both",
        quoted(name),
        word(one.0),
        quoted(&one.1.pointer),
        word(other.0),
        quoted(&other.1.pointer),
    );
    let help = "make both the same, or remove one of them by an overlay";
    Diagnostic::warning(Code::TypeConflict, message, help).at(other.1.span())
}

fn word(ty: Primitive) -> &'static str {
    match ty {
        Primitive::String => "a string",
        Primitive::Integer => "an integer",
        Primitive::Number => "a number",
        Primitive::Boolean => "a boolean",
        Primitive::Array => "an array",
        Primitive::Object => "an object",
    }
}

/// The last thing said: later branches refine earlier ones.
pub(super) fn last<'l, 'a, T>(leaves: &'l [Facts<'a>], pick: impl Fn(&'l Facts<'a>) -> Option<T>) -> Option<T> {
    leaves.iter().rev().find_map(pick)
}

/// The example of the whole, else of the last branch that has one.
pub(super) fn example<'a>(leaves: &[Facts<'a>]) -> Option<&'a Node> {
    last(leaves, |leaf| leaf.example)
}

/// All constraints at once: the narrowest lengths and counts; of what is text, the last that is said.
pub(super) fn constraints(leaves: &[Facts<'_>]) -> Constraints {
    let mut all = Constraints::default();
    for one in leaves.iter().map(|leaf| &leaf.constraints) {
        all.min_length = all.min_length.max(one.min_length);
        all.max_length = all.max_length.into_iter().chain(one.max_length).min();
        all.pattern = one.pattern.clone().or(all.pattern);
        all.minimum = one.minimum.clone().or(all.minimum);
        all.maximum = one.maximum.clone().or(all.maximum);
        all.min_items = all.min_items.max(one.min_items);
        all.unique_items |= one.unique_items;
        if !one.values.is_empty() {
            all.values.clone_from(&one.values);
        }
    }
    all
}

/// The properties with the places of all branches that describe them, in the order of their first mention.
pub(super) fn properties<'a>(leaves: &[Facts<'a>]) -> Vec<(String, Vec<Place<'a>>)> {
    let mut all: Vec<(String, Vec<Place<'a>>)> = Vec::new();
    let mut index = std::collections::HashMap::new();
    for (name, place) in leaves.iter().flat_map(|leaf| &leaf.properties) {
        let at = *index.entry(name.clone()).or_insert_with(|| {
            all.push((name.clone(), Vec::new()));
            all.len() - 1
        });
        if let Some((_, places)) = all.get_mut(at) {
            places.push(place.clone());
        }
    }
    all
}
