//! Fields that go one way only. What is `readOnly` is never sent, whatever `required` says, and what is `writeOnly` does not come
//! back: a schema that requests and replies share is two types where it holds such fields.

use std::collections::HashMap;

use super::{Fields, Kind, Place, Places, Types};
use crate::document::Node;
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

/// What is known of fields that go one way only.
#[derive(Debug)]
pub(super) struct OneWay {
    /// Whether there are any in the document.
    any: bool,
    /// Whether there are any within a schema, by its pointer.
    within: HashMap<String, bool>,
}

impl OneWay {
    pub(super) fn of(document: &Node) -> Self {
        let mut open = vec![document];
        let mut any = false;
        while let (false, Some(node)) = (any, open.pop()) {
            any = is_one_way(node);
            open.extend(node.entries().iter().map(|entry| &entry.node).chain(node.items()));
        }
        Self { any, within: HashMap::new() }
    }
}

fn is_one_way(node: &Node) -> bool {
    ["readOnly", "writeOnly"].iter().any(|flag| says(node, flag))
}

fn says(node: &Node, flag: &str) -> bool {
    node.get(flag).and_then(Node::as_bool) == Some(true)
}

impl<'a> Types<'_, 'a> {
    /// What is described from here on goes this way.
    pub(in crate::model) fn go(&mut self, way: Way) {
        self.way = way;
    }

    /// Whether a request made of what stands at `places` is of another type than a reply.
    pub(super) fn is_narrowed(&mut self, places: &[Place<'a>]) -> bool {
        self.way == Way::Sent && self.one_way.any && places.iter().any(|place| self.holds_one_way(place))
    }

    /// The id of the type of a request that no reply has: the component's, with what it is.
    pub(super) fn narrowed_id(&mut self, places: &[Place<'a>], name: &str) -> Option<String> {
        let named = places.first().and_then(|place| place.component(Kind::Schema));
        (named.as_deref() == Some(name) && self.is_narrowed(places)).then(|| format!("{name} request"))
    }

    /// Whether the field at `place`, or one within what stands there, goes one way only.
    fn holds_one_way(&mut self, place: &Place<'a>) -> bool {
        let Some(schema) = self.reading.peek(place.clone(), Kind::Schema) else { return false };
        if is_one_way(place.node) || is_one_way(schema.node) {
            return true;
        }
        if !self.one_way.within.contains_key(&schema.pointer) {
            self.explore(schema.clone());
        }
        self.one_way.within.get(&schema.pointer) == Some(&true)
    }

    /// Finds out about a schema and all within it. Each is looked at once, however many requests it is in.
    fn explore(&mut self, schema: Place<'a>) {
        let within = &mut self.one_way.within;
        let mut around: HashMap<String, Vec<String>> = HashMap::new();
        let mut told = Vec::new();
        within.insert(schema.pointer.clone(), false);
        let mut open = vec![schema];
        while let Some(schema) = open.pop() {
            for part in parts(&schema) {
                let Some(inner) = self.reading.peek(part.clone(), Kind::Schema) else { continue };
                if is_one_way(part.node) || is_one_way(inner.node) || within.get(&inner.pointer) == Some(&true) {
                    told.push(schema.pointer.clone());
                    continue;
                }
                around.entry(inner.pointer.clone()).or_default().push(schema.pointer.clone());
                if within.insert(inner.pointer.clone(), false).is_none() {
                    open.push(inner);
                }
            }
        }
        while let Some(at) = told.pop() {
            told.extend(around.remove(&at).unwrap_or_default());
            within.insert(at, true);
        }
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
        let said: Places<'a> =
            places.iter().filter_map(|place| self.reading.peek(place.clone(), Kind::Schema)).collect();
        let branches = said.iter().filter_map(|place| place.get("allOf"));
        let all: Places<'a> =
            branches.flat_map(|all| all.items().collect::<Vec<_>>()).chain(said.iter().cloned()).collect();
        let mut all = all.iter().chain(places);
        all.clone().all(|place| place.get("x-authwright").is_none()) && all.any(|place| says(place.node, flag))
    }
}

fn is_token(meaning: Meaning) -> bool {
    use Meaning as M;
    matches!(meaning, M::AccessToken | M::RefreshToken | M::Token | M::IdToken | M::SessionId | M::StepToken)
}

/// What a schema is made of.
fn parts<'a>(schema: &Place<'a>) -> Vec<Place<'a>> {
    let fields = schema.get("properties");
    let fields = fields.iter().flat_map(|fields| fields.entries().map(|(_, field)| field));
    let mut parts: Vec<Place<'a>> = fields.collect();
    parts.extend(["items", "additionalProperties"].iter().filter_map(|key| schema.get(key)));
    for branches in ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)) {
        parts.extend(branches.items());
    }
    parts
}
