//! Schemas to leaves: the fields of a body through `$ref`, allOf, oneOf, anyOf and nesting, bounded in every direction.

use crate::document::Node;
use crate::shape::{Leaf, LeafKind};

/// How deep a field may lie.
const DEPTH: usize = 5;
/// How many fields are looked at.
const LEAVES: usize = 250;
/// How many schemas are visited for one body: combinations can multiply.
const VISITS: usize = 1500;
/// How long a chain of `$ref` may be here; `closure` judges longer ones.
const CHAIN: usize = 4096;

/// The leaves of a schema and whether it can be one text.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) leaves: Vec<Leaf>,
    pub(super) text: bool,
}

/// Reads a schema.
pub(super) fn read(root: &Node, schema: &Node) -> Body {
    walk(root, schema, false).body
}

/// The same without what is `readOnly`, which is never sent; and whether there is any.
pub(super) fn read_sent(root: &Node, schema: &Node) -> (Body, bool) {
    let walk = walk(root, schema, true);
    (walk.body, walk.kept)
}

fn walk<'d>(root: &'d Node, schema: &'d Node, sent: bool) -> Walk<'d> {
    let mut walk = Walk { root, sent, kept: false, body: Body::default(), visits: 0, open: Vec::new() };
    walk.schema(schema, &mut Vec::new(), Place::default());
    walk
}

/// Follows `$ref` to what is meant, as far as that goes.
pub(super) fn resolve<'d>(root: &'d Node, node: &'d Node) -> &'d Node {
    let mut at = node;
    for _ in 0..CHAIN {
        let Some(reference) = at.get("$ref").and_then(Node::as_str) else { return at };
        let Some(target) = root.at_reference(reference) else { return at };
        at = target;
    }
    at
}

#[derive(Clone, Copy, Default)]
struct Place {
    required: bool,
    in_list: bool,
}

struct Walk<'d> {
    root: &'d Node,
    /// Whether it is the body of a request that really is sent.
    sent: bool,
    /// Whether something was passed over because it never is.
    kept: bool,
    body: Body,
    visits: usize,
    /// The schemas that are being read: one of them again is a recursion.
    open: Vec<Node>,
}

impl<'d> Walk<'d> {
    fn schema(&mut self, schema: &'d Node, path: &mut Vec<String>, place: Place) {
        let schema = resolve(self.root, schema);
        self.visits += 1;
        let endless = self.open.iter().any(|open| open.is_same(schema));
        if endless
            || self.visits > VISITS
            || self.body.leaves.len() >= LEAVES
            || path.len() > DEPTH
            || self.open.len() > 40
        {
            return;
        }
        self.open.push(schema.clone());
        let composed = self.composition(schema, path, place);
        let objects = self.properties(schema, path, place);
        if !composed && !objects {
            self.leaf(schema, path, place);
        }
        self.open.pop();
    }

    fn composition(&mut self, schema: &'d Node, path: &mut Vec<String>, place: Place) -> bool {
        let mut any = false;
        for keyword in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(keyword).map(Node::items).unwrap_or_default() {
                if is_null(part) {
                    continue;
                }
                any = true;
                self.schema(part, path, place);
            }
        }
        any
    }

    fn properties(&mut self, schema: &'d Node, path: &mut Vec<String>, place: Place) -> bool {
        let Some(properties) = schema.get("properties").filter(|node| !node.entries().is_empty()) else {
            return self.items(schema, path, place) || self.names_alone(schema, path, place);
        };
        let required = schema.get("required").map(Node::items).unwrap_or_default();
        for entry in properties.entries() {
            if self.sent && is_read_only(self.root, &entry.node) {
                self.kept = true;
                continue;
            }
            let must = required.iter().any(|name| name.as_str() == Some(&entry.key));
            path.push(entry.key.to_string());
            self.schema(&entry.node, path, Place { required: must, ..place });
            path.pop();
        }
        true
    }

    /// What must be there, where nothing else is said of it.
    fn names_alone(&mut self, schema: &'d Node, path: &[String], place: Place) -> bool {
        if path.len() >= DEPTH {
            return false;
        }
        let required = schema.get("required").map(Node::items).unwrap_or_default();
        for name in required.iter().filter_map(Node::as_str).take(LEAVES.saturating_sub(self.body.leaves.len())) {
            let path = path.iter().cloned().chain([name.to_owned()]).collect();
            self.body.leaves.push(Leaf { path, required: true, in_list: place.in_list, ..Leaf::default() });
        }
        !required.is_empty()
    }

    /// The items of a list of objects; a list of anything else is a leaf.
    fn items(&mut self, schema: &'d Node, path: &mut Vec<String>, place: Place) -> bool {
        let Some(items) = schema.get("items") else { return false };
        let item = resolve(self.root, items);
        if item.get("properties").is_none() && item.get("allOf").is_none() {
            return false;
        }
        self.schema(item, path, Place { in_list: true, ..place });
        true
    }

    fn leaf(&mut self, schema: &Node, path: &[String], place: Place) {
        let kind = kind(schema);
        if path.is_empty() {
            self.body.text |= kind == LeafKind::Text;
            return;
        }
        // Paths begin alike and differ at their ends.
        if self.body.leaves.iter().any(|leaf| leaf.path.last() == path.last() && leaf.path == path) {
            return;
        }
        let text = |key: &str| schema.get(key).and_then(Node::as_str).map(str::to_owned);
        self.body.leaves.push(Leaf {
            path: path.to_vec(),
            kind,
            format: text("format"),
            docs: text("description"),
            example: text("example").or_else(|| text("default")),
            required: place.required,
            in_list: place.in_list,
            ..Leaf::default()
        });
    }
}

/// Whether a field is never sent, unless an overlay speaks of it.
fn is_read_only(root: &Node, field: &Node) -> bool {
    let said = [field, resolve(root, field)];
    let flagged = said.iter().any(|node| node.get("readOnly").and_then(Node::as_bool) == Some(true));
    flagged && said.iter().all(|node| node.get("x-authwright").is_none())
}

fn is_null(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("null")
}

/// What kind of value a schema describes.
pub(super) fn kind(schema: &Node) -> LeafKind {
    let named = schema.get("type").map(|node| {
        node.as_str().or_else(|| node.items().iter().filter_map(Node::as_str).find(|name| *name != "null"))
    });
    match named {
        Some(Some("string")) => LeafKind::Text,
        Some(Some("integer" | "number")) => LeafKind::Number,
        Some(Some("boolean")) => LeafKind::Boolean,
        Some(Some("array")) => LeafKind::List,
        Some(Some("object")) => LeafKind::Object,
        _ if schema.get("items").is_some() => LeafKind::List,
        _ if schema.get("additionalProperties").is_some() => LeafKind::Object,
        _ => LeafKind::Unknown,
    }
}
