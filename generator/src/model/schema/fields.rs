//! Fields of objects, and what parameters share with them.

use super::{Constraints, Described, Field, Node, Presence, TypeRef, json, merge};
use crate::document::{Style, Value};

/// A field from what is said of it; `shown` is its value in the example of the whole object.
pub(in crate::model) fn field(described: Described<'_>, wire: String, required: bool, shown: Option<&Node>) -> Field {
    let leaves = &described.leaves;
    let nullable = leaves.iter().any(|leaf| leaf.nullable);
    let example = merge::example(leaves).or(shown);
    let contradicted = [example, shown].into_iter().flatten().any(|example| contradicts(&described.ty, example));
    let constraints = constraints(leaves, &described.ty);
    Field {
        wire,
        presence: presence(required, nullable),
        secret: leaves.iter().any(|leaf| leaf.format.as_deref() == Some("password")),
        docs: merge::last(leaves, |leaf| leaf.docs.clone()),
        default: merge::last(leaves, |leaf| leaf.default.clone()),
        example: example.map(json),
        constraints,
        deprecated: leaves.iter().any(|leaf| leaf.deprecated),
        at: described.at,
        ty: if contradicted { TypeRef::Any } else { described.ty },
    }
}

fn presence(required: bool, nullable: bool) -> Presence {
    match (required, nullable) {
        (true, true) => Presence::OrNull,
        (false, true) => Presence::Nullable,
        (true, false) => Presence::Required,
        (false, false) => Presence::Optional,
    }
}

fn constraints(leaves: &[super::Facts<'_>], ty: &TypeRef) -> Constraints {
    let all = merge::constraints(leaves);
    match ty {
        // What a named type allows stands with the type.
        TypeRef::Named(_) => {
            Constraints { min_items: all.min_items, unique_items: all.unique_items, ..Constraints::default() }
        }
        _ => all,
    }
}

/// Whether the document's own example is no value of the type that it gives. Then the type is not to be trusted: a reader that
/// insisted on it would refuse what the server sends.
fn contradicts(ty: &TypeRef, example: &Node) -> bool {
    let scalar = match example.value() {
        Value::Scalar(scalar) if scalar.is_null() => return false,
        Value::Scalar(scalar) => Some(scalar),
        Value::Sequence(_) | Value::Mapping(_) => None,
    };
    match (ty, scalar) {
        (TypeRef::Array(_) | TypeRef::Map(_), Some(_))
        | (TypeRef::Integer | TypeRef::Number | TypeRef::Boolean, None) => true,
        (TypeRef::Integer | TypeRef::Number, Some(scalar)) => scalar.as_f64().is_none(),
        (TypeRef::Boolean, Some(scalar)) => scalar.as_bool().is_none(),
        (TypeRef::String { .. }, None) => true,
        (TypeRef::String { .. }, Some(scalar)) => scalar.style == Style::Literal && scalar.as_bool().is_some(),
        _ => false,
    }
}
