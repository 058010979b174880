//! Ids of types: the name in `components`, else one made from where the schema stands.

use super::{Place, Types};
use crate::model::read::Kind;

impl<'a> Types<'_, 'a> {
    /// The id of what stands at `places`. Unique, and the same in every run.
    pub(super) fn id(&mut self, places: &[Place<'a>], context: &str) -> String {
        let component = match places {
            [only] => only.component(Kind::Schema),
            _ => None,
        };
        let narrowed = component.as_deref().and_then(|name| self.narrowed_id(places, name));
        if let Some(name) = component.filter(|name| narrowed.is_none() && !name.is_empty()) {
            return name;
        }
        let context = narrowed.as_deref().unwrap_or(context);
        let schemas = self.reading.at("/components/schemas");
        let taken = |id: &str| {
            let component = schemas.as_ref().is_some_and(|schemas| schemas.node.get(id).is_some());
            component || self.defs.contains_key(id) || self.open.iter().any(|(_, open)| open == id)
        };
        if !taken(context) {
            return context.to_owned();
        }
        let mut number = 2_u32;
        loop {
            let id = format!("{context} {number}");
            if !taken(&id) {
                return id;
            }
            number = number.saturating_add(1);
        }
    }
}
