//! Changing a tree at the places that a target matches: only what lies on the way there is built anew.

use std::collections::BTreeMap;

use super::{
    action::{Action, Change},
    path::Step,
};
use crate::document::{Entry, Node, Value};

/// The places to be changed, by their way from the root.
#[derive(Default)]
struct Places {
    here: bool,
    below: BTreeMap<Step, Places>,
}

/// What became of the document.
pub(super) enum Outcome {
    /// It has another root.
    Changed(Node),
    /// The target matches nothing.
    NoMatch,
    /// The update would add more values than there is room for.
    TooMuch,
}

/// Makes the change, as long as there is `room` for the values that it adds.
pub(super) fn apply(root: &Node, action: &Action, room: &mut usize) -> Outcome {
    let matches = action.target.find(root);
    if matches.is_empty() {
        return Outcome::NoMatch;
    }
    if let Change::Update(update) = &action.change {
        let Some(left) = room.checked_sub(matches.len().saturating_mul(values(update))) else {
            return Outcome::TooMuch;
        };
        *room = left;
    }
    let mut places = Places::default();
    for steps in matches {
        let place = steps.into_iter().fold(&mut places, |place, step| place.below.entry(step).or_default());
        place.here = true;
    }
    // Removing the root is refused where the action is read.
    Outcome::Changed(rewrite(root, &places, &action.change).unwrap_or_else(|| root.clone()))
}

/// How many values a node holds, itself among them.
fn values(node: &Node) -> usize {
    let mut open = vec![node];
    let mut count = 0;
    while let Some(node) = open.pop() {
        count += 1;
        open.extend(node.entries().iter().map(|entry| &entry.node).chain(node.items()));
    }
    count
}

/// The node with the change made at its places; `None` where it is removed itself.
fn rewrite(node: &Node, places: &Places, change: &Change) -> Option<Node> {
    let node = if places.below.is_empty() { node.clone() } else { below(node, places, change) };
    match change {
        _ if !places.here => Some(node),
        Change::Remove => None,
        Change::Update(update) => Some(merge(&node, update)),
    }
}

fn below(node: &Node, places: &Places, change: &Change) -> Node {
    match node.value() {
        Value::Mapping(entries) => {
            let rewritten =
                entries.iter().filter_map(|entry| match places.below.get(&Step::Name(entry.key.to_string())) {
                    Some(places) => Some(entry.with_node(rewrite(&entry.node, places, change)?)),
                    None => Some(entry.clone()),
                });
            Node::mapping(rewritten.collect(), node.span())
        }
        Value::Sequence(items) => {
            let rewritten = items.iter().enumerate().filter_map(|(at, item)| match places.below.get(&Step::Item(at)) {
                Some(places) => rewrite(item, places, change),
                None => Some(item.clone()),
            });
            Node::sequence(rewritten.collect(), node.span())
        }
        Value::Scalar(_) => node.clone(),
    }
}

/// Overlay 1.0, section 4.4.3.1: mappings are merged, lists are appended to, anything else is replaced.
fn merge(node: &Node, update: &Node) -> Node {
    match (node.value(), update.value()) {
        (Value::Mapping(old), Value::Mapping(new)) => {
            let mut entries = old.clone();
            for Entry { key, key_span, node } in new {
                match entries.iter_mut().find(|entry| entry.key == *key) {
                    Some(entry) => entry.node = merge(&entry.node, node),
                    None => entries.push(Entry { key: key.clone(), key_span: *key_span, node: node.clone() }),
                }
            }
            Node::mapping(entries, node.span())
        }
        (Value::Sequence(old), Value::Sequence(new)) => {
            Node::sequence(old.iter().chain(new).cloned().collect(), node.span())
        }
        (Value::Sequence(old), _) => Node::sequence(old.iter().chain([update]).cloned().collect(), node.span()),
        _ => update.clone(),
    }
}
