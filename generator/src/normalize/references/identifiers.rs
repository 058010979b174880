//! `$id` and `$anchor` (JSON Schema 2020-12, sections 8.2.1 and 8.2.2): names for places within a document.
//!
//! A `$dynamicRef` is what `$ref` is where one place alone has its anchor. Where several have it, which one is meant depends on the
//! way that led there, which no type can say: it stays, and `model` tells of it.
//!
//! An `$id` that is a URL only names a schema; nothing is ever fetched.

use std::collections::HashMap;

use super::{
    rewrite::{resource_name, rewrite},
    split,
};
use crate::document::{Node, Value, escape_token};

/// The document with references by name turned into pointers.
pub(super) fn resolve(root: &Node) -> Node {
    let mut names = Names::default();
    names.collect(root, &mut String::new(), "");
    rewrite(root, &mut |reference| {
        if reference.dynamic && names.is_dynamic(split(reference.text).1) {
            return None;
        }
        // A pointer that leads somewhere from the root means that, also within a schema of another name: it is what the
        // authors of API descriptions mean.
        let leads = reference.text.strip_prefix('#').is_some_and(|pointer| root.at_pointer(pointer).is_some());
        if leads && reference.dynamic {
            return Some(reference.text.to_owned());
        }
        if leads { None } else { names.target(reference.text, reference.resource) }
    })
}

/// Places by the name of their resource (empty for the document) and their anchor (empty for the resource itself).
#[derive(Default)]
struct Names {
    places: HashMap<(String, String), String>,
    /// How many places have a dynamic anchor of this name.
    dynamic: HashMap<String, usize>,
}

impl Names {
    fn collect(&mut self, node: &Node, pointer: &mut String, base: &str) {
        let text = |key: &str| node.get(key).and_then(Node::as_str);
        let id = resource_name(node);
        let base = id.unwrap_or(base);
        if id.is_some() {
            self.add(base, "", pointer);
        }
        for anchor in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
            self.add(base, anchor, pointer);
        }
        if let Some(anchor) = text("$dynamicAnchor") {
            *self.dynamic.entry(anchor.to_owned()).or_default() += 1;
        }
        let mut child = |names: &mut Self, token: &str, node: &Node| {
            let length = pointer.len();
            pointer.push('/');
            pointer.push_str(&escape_token(token));
            names.collect(node, pointer, base);
            pointer.truncate(length);
        };
        match node.value() {
            Value::Mapping(entries) => entries.iter().for_each(|entry| child(self, &entry.key, &entry.node)),
            Value::Sequence(items) => {
                items.iter().enumerate().for_each(|(at, item)| child(self, &at.to_string(), item));
            }
            Value::Scalar(_) => {}
        }
    }

    /// The first of two places with one name counts.
    fn add(&mut self, base: &str, anchor: &str, pointer: &str) {
        self.places.entry((base.to_owned(), anchor.to_owned())).or_insert_with(|| pointer.to_owned());
    }

    /// Whether an anchor is that of several places.
    fn is_dynamic(&self, anchor: &str) -> bool {
        self.dynamic.get(anchor).is_some_and(|places| *places > 1)
    }

    fn pointer(&self, base: &str, anchor: &str) -> Option<&str> {
        self.places.get(&(base.to_owned(), anchor.to_owned())).map(String::as_str)
    }

    /// The pointer that a reference within the resource `base` means, where it is one by name.
    fn target(&self, reference: &str, base: &str) -> Option<String> {
        let (resource, fragment) = split(reference);
        let resource = if resource.is_empty() { base } else { resource };
        let known = |resource: &str| {
            if fragment.is_empty() || fragment.starts_with('/') {
                // A pointer within the document itself is what it is already.
                let start = self.pointer(resource, "").filter(|_| !resource.is_empty())?;
                return Some(format!("#{start}{fragment}"));
            }
            self.pointer(resource, fragment).map(|pointer| format!("#{pointer}"))
        };
        known(resource).or_else(|| {
            // Relative names are compared by their last part: full resolution needs a base that most documents lack.
            let last = |id: &str| id.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
            let mut alike = self.places.keys().filter(|(id, anchor)| anchor.is_empty() && last(id) == last(resource));
            let (id, _) = alike.next().filter(|_| alike.next().is_none() && !resource.is_empty())?;
            known(id)
        })
    }
}
