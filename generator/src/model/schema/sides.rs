//! Fields that go one way only. What is `readOnly` is never sent, whatever `required` says, and what is `writeOnly` does not come
//! back: a schema that requests and replies share is two types where it holds such fields.

use std::collections::HashSet;

use super::{Fields, Kind, Place, Places, Types};
use crate::vocabulary::{Meaning, meaning};

/// Which way a body goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) enum Way {
    /// From the program to the server.
    #[default]
    Sent,
    /// From the server to the program.
    Received,
}

impl<'a> Types<'_, 'a> {
    /// Whether a request made of what stands at `places` is of another type than a reply.
    pub(super) fn is_narrowed(&self, places: &[Place<'a>]) -> bool {
        self.way == Way::Sent && self.holds_one_way(places)
    }

    /// Whether a field at `places`, or within what stands there, goes one way only.
    fn holds_one_way(&self, places: &[Place<'a>]) -> bool {
        let mut seen = HashSet::new();
        let mut open = places.to_vec();
        while let Some(place) = open.pop() {
            if place.is_flagged("readOnly") || place.is_flagged("writeOnly") {
                return true;
            }
            let Some(place) = self.reading.peek(place) else { continue };
            if !seen.insert(place.pointer.clone()) {
                continue;
            }
            open.extend(["items", "additionalProperties"].iter().filter_map(|key| place.get(key)));
            if let Some(fields) = place.get("properties") {
                open.extend(fields.entries().map(|(_, field)| field));
            }
            for branches in ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| place.get(key)) {
                open.extend(branches.items());
            }
        }
        false
    }

    /// The fields that go the way of the body.
    pub(super) fn travelling(&self, mut fields: Fields<'a>) -> Fields<'a> {
        fields.retain(|(wire, places)| match self.way {
            Way::Sent => !self.is_flagged(places, "readOnly"),
            // Documents mean "secret" by it, too: a token in a reply is looked for all the same.
            Way::Received => !self.is_write_only(places) || meaning(wire).is_some_and(is_token),
        });
        fields
    }

    /// Whether a reply may lack it, whatever `required` says.
    pub(super) fn may_lack(&self, places: &Places<'a>) -> bool {
        self.way == Way::Received && self.is_write_only(places)
    }

    fn is_write_only(&self, places: &Places<'a>) -> bool {
        self.is_flagged(places, "writeOnly")
    }

    /// Whether one of the branches that describe a field has this flag. An overlay that speaks of the field knows better.
    fn is_flagged(&self, places: &Places<'a>, flag: &str) -> bool {
        let said: Places<'a> = places.iter().filter_map(|place| self.reading.peek(place.clone())).collect();
        let branches = said.iter().filter_map(|place| place.get("allOf"));
        let all: Places<'a> =
            branches.flat_map(|all| all.items().collect::<Vec<_>>()).chain(said.iter().cloned()).collect();
        let mut all = all.iter().chain(places);
        all.clone().all(|place| place.get("x-authwright").is_none()) && all.any(|place| place.is_flagged(flag))
    }
}

impl Place<'_> {
    fn is_flagged(&self, flag: &str) -> bool {
        self.node.get(flag).and_then(crate::document::Node::as_bool) == Some(true)
    }
}

fn is_token(meaning: Meaning) -> bool {
    use Meaning as M;
    matches!(meaning, M::AccessToken | M::RefreshToken | M::Token | M::IdToken | M::SessionId | M::StepToken)
}

impl<'a> Types<'_, 'a> {
    /// What is described from here on goes this way.
    pub(in crate::model) fn go(&mut self, way: Way) {
        self.way = way;
    }

    /// The id of the type of a request that no reply has: the component's, with what it is.
    pub(super) fn narrowed_id(&self, places: &[Place<'a>], name: &str) -> Option<String> {
        let named = places.first().and_then(|place| place.component(Kind::Schema));
        (named.as_deref() == Some(name) && self.is_narrowed(places)).then(|| format!("{name} request"))
    }
}
