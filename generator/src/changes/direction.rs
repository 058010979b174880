//! Which types a client sends: there a new required field, or a narrower value, stops what worked.

use std::collections::BTreeSet;

use super::surface::{Facts, Kind, Surface};

/// The types that requests hold, by id.
#[derive(Debug, Default)]
pub(super) struct Sent(BTreeSet<String>);

impl Sent {
    /// Everything that the bodies and parameters of a surface reach.
    pub(super) fn of(surface: &Surface) -> Self {
        let mut sent = Self::default();
        let mut open: Vec<String> = surface
            .subjects()
            .filter(|(subject, _)| matches!(subject.kind, Kind::Body | Kind::Parameter))
            .filter_map(|(_, facts)| named(facts))
            .collect();
        while let Some(ty) = open.pop() {
            if !sent.0.insert(ty.clone()) {
                continue;
            }
            let parts = surface.subjects().filter(|(subject, _)| match subject.kind {
                Kind::Field | Kind::Value => subject.of == ty,
                Kind::Type => subject.name == ty,
                _ => false,
            });
            open.extend(parts.filter_map(|(_, facts)| named(facts)));
        }
        sent
    }

    /// Whether requests hold this type.
    pub(super) fn holds(&self, ty: &str) -> bool {
        self.0.contains(ty)
    }
}

/// The type that facts name, its lists and maps taken away; an alias and the rest of an object name one too.
fn named(facts: &Facts) -> Option<String> {
    let mut name = facts.get("type").or_else(|| facts.get("shape"))?.as_str();
    let wrappers = ["list of ", "map of ", "alias ", "object "];
    while let Some(inner) = wrappers.iter().find_map(|wrapper| name.strip_prefix(wrapper)) {
        name = inner;
    }
    Some(name.to_owned())
}
