//! What of the choice code can depend on.

use super::choice::{from_environment, held, ways};
use super::{Context, are_written};
use crate::model::Provider;

/// A variant of `Authorization`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variant {
    /// The schemes that go together, as the document calls them; none for what needs no authorization.
    pub schemes: Vec<String>,
    /// Its name.
    pub name: String,
    /// The types of what it holds.
    pub holds: Vec<String>,
    /// What tokens are asked for with, by scheme.
    pub scopes: Vec<String>,
    /// Whether it can be read from the environment.
    pub environment: bool,
}

/// The variants of a provider's `Authorization`; none where its crate has no such type.
pub(crate) fn variants(provider: &Provider) -> Vec<Variant> {
    if provider.schemes.is_empty() {
        return Vec::new();
    }
    let mut cx = Context::new(provider);
    cx.settle_grant();
    let ways = if are_written(&cx) { ways(&cx) } else { Vec::new() };
    if ways.iter().all(|way| way.parts.is_empty()) {
        return Vec::new();
    }
    let variant = |way| {
        let held = held(way);
        let asked = held.iter().filter(|part| !part.scopes.is_empty());
        Variant {
            schemes: way.parts.iter().map(|part| part.scheme.id.clone()).collect(),
            name: way.name.as_str().to_owned(),
            holds: held.iter().filter_map(|part| Some(part.ty()?.to_string())).collect(),
            scopes: asked.map(|part| format!("{} ({})", part.scheme.id, part.scopes.join(" "))).collect(),
            environment: from_environment(&cx, way),
        }
    };
    ways.iter().map(variant).collect()
}
