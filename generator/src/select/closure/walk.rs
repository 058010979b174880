//! Walks operations and components by what OpenAPI says they are, so that a `$ref` is followed only where one may stand, never
//! in an example. A node without references to rewrite is shared, not copied.

use super::refs::{Kind, References, Wanted};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Entry, Node};
use crate::normalize::schema_spelling;
use crate::select::examples::inferred_schema;
use crate::select::leaves;
use crate::vocabulary::{Meaning, meaning};

/// Parts of an operation that its client does not need.
const UNUSED: &[&str] = &["callbacks", "links"];

#[derive(Debug)]
pub(super) struct Walk<'d> {
    pub(super) references: References<'d>,
    done: Vec<(Kind, Entry)>,
}

impl<'d> Walk<'d> {
    pub(super) fn new(references: References<'d>) -> Self {
        Self { references, done: Vec::new() }
    }

    /// Walks everything that was reached and is still to be walked.
    pub(super) fn drain(&mut self) {
        while let Some(wanted) = self.references.next() {
            let walked = self.component(&wanted);
            self.done.push((wanted.kind, wanted.entry(walked)));
        }
    }

    pub(super) fn finish(self) -> (Vec<(Kind, Entry)>, Diagnostics) {
        (self.done, self.references.into_diagnostics())
    }

    fn component(&mut self, wanted: &Wanted) -> Node {
        self.object(wanted.kind, &wanted.node)
    }

    pub(super) fn operation(&mut self, operation: &Node) -> Node {
        mapped(operation, |entry| match &*entry.key {
            key if UNUSED.contains(&key) => None,
            "parameters" => Some(self.parameters(&entry.node)),
            "requestBody" => Some(self.at(Kind::RequestBody, &entry.node)),
            "responses" => Some(self.replies(&entry.node)),
            _ => Some(entry.node.clone()),
        })
    }

    fn replies(&mut self, replies: &Node) -> Node {
        let succeeds = replies.entries().iter().any(|entry| entry.key.starts_with('2'));
        let walked = mapped(replies, |entry| {
            if entry.key.starts_with("x-") {
                return Some(entry.node.clone());
            }
            self.references.failing = entry.key.starts_with(['4', '5']) || (succeeds && !entry.key.starts_with('2'));
            Some(self.at(Kind::Response, &entry.node))
        });
        self.references.failing = false;
        walked
    }

    pub(super) fn parameters(&mut self, parameters: &Node) -> Node {
        self.list(Kind::Parameter, parameters)
    }

    /// What stands at a place where `$ref` may stand.
    fn at(&mut self, kind: Kind, node: &Node) -> Node {
        // A reference with siblings is spelled otherwise before OpenAPI 3.1.
        let spelled = if kind == Kind::Schema { schema_spelling(node) } else { node.clone() };
        let node = &spelled;
        let reference = node.get("$ref").and_then(Node::as_str);
        let Some(reference) = reference else { return self.object(kind, node) };
        match self.references.follow(kind, reference, node) {
            Some(new) if new != reference => {
                let span = node.get("$ref").map_or(node.span(), Node::span);
                node.with("$ref", Node::text(new, span))
            }
            None if self.references.failing && kind == Kind::Response => {
                let unknown = Node::text("Not documented here.", node.span());
                Node::mapping(vec![Entry::new("description", unknown)], node.span())
            }
            // A field is no worse for having no type: sign-in may well do without it.
            None if self.references.spare > 0 || self.references.failing || kind == Kind::Header => {
                Node::mapping(Vec::new(), node.span())
            }
            _ => node.clone(),
        }
    }

    fn object(&mut self, kind: Kind, node: &Node) -> Node {
        match kind {
            Kind::Schema => self.schema(node),
            Kind::Response | Kind::RequestBody => mapped(node, |entry| match &*entry.key {
                key if UNUSED.contains(&key) => None,
                "headers" => Some(self.each(Kind::Header, &entry.node)),
                "content" => Some(self.content(&entry.node)),
                _ => Some(entry.node.clone()),
            }),
            Kind::Parameter | Kind::Header => self.media(node),
            Kind::Example | Kind::SecurityScheme => node.clone(),
        }
    }

    fn content(&mut self, content: &Node) -> Node {
        mapped(content, |entry| {
            // OpenAPI 3.2 lets a media type be a reference.
            let root = self.references.root();
            let media = leaves::resolve(root, &entry.node);
            let described = inferred_schema(root, media).map(|schema| media.with("schema", schema));
            Some(self.media(described.as_ref().unwrap_or(media)))
        })
    }

    /// A media type, and a parameter or header, which have the same parts.
    fn media(&mut self, node: &Node) -> Node {
        mapped(node, |entry| match &*entry.key {
            "schema" => Some(self.at(Kind::Schema, &entry.node)),
            "examples" => Some(self.each(Kind::Example, &entry.node)),
            "content" => Some(self.content(&entry.node)),
            _ => Some(entry.node.clone()),
        })
    }

    fn schema(&mut self, schema: &Node) -> Node {
        let schema = &schema_spelling(schema);
        if !schema.is_mapping() {
            self.check_schema(schema);
            return schema.clone();
        }
        let has_alternatives = schema.get("oneOf").is_some() || schema.get("anyOf").is_some();
        mapped(schema, |entry| match &*entry.key {
            "allOf" | "oneOf" | "anyOf" | "prefixItems" => Some(self.list(Kind::Schema, &entry.node)),
            "properties" | "patternProperties" => Some(self.properties(&entry.node)),
            "items" | "not" | "additionalProperties" if entry.node.is_mapping() => {
                Some(self.at(Kind::Schema, &entry.node))
            }
            "discriminator" if has_alternatives => Some(self.discriminator(&entry.node)),
            // Without alternatives the mapping lists all that extend the schema, in large documents thousands: it is kept for the
            // value of the one that is described, and followed to none.
            _ => Some(entry.node.clone()),
        })
    }

    fn properties(&mut self, properties: &Node) -> Node {
        mapped(properties, |entry| {
            if entry.key.starts_with("x-") {
                return Some(entry.node.clone());
            }
            // Sign-in may do without any field but the token.
            let spare = usize::from(meaning(&entry.key) != Some(Meaning::AccessToken));
            self.references.spare += spare;
            let walked = self.at(Kind::Schema, &entry.node);
            self.references.spare -= spare;
            Some(walked)
        })
    }

    /// The values of a discriminator's mapping are references, or names of schemas.
    fn discriminator(&mut self, node: &Node) -> Node {
        mapped(node, |entry| match &*entry.key {
            "mapping" => Some(mapped(&entry.node, |entry| {
                let named = entry.node.as_str().filter(|text| text.starts_with("#/"));
                let followed = named.and_then(|reference| self.references.follow(Kind::Schema, reference, &entry.node));
                Some(followed.map_or_else(|| entry.node.clone(), |new| Node::text(new, entry.node.span())))
            })),
            _ => Some(entry.node.clone()),
        })
    }

    /// 3.1 allows `true` and `false` for schemas; anything else is a mistake.
    fn check_schema(&mut self, schema: &Node) {
        if schema.as_bool().is_none() {
            let message = format!("A schema must be a mapping, but this is {}.", schema.what());
            let help = "Give the schema a `type`, or `{}` where any value is allowed.";
            self.references.report(Diagnostic::error(Code::WrongType, message, help).at(schema.span()));
        }
    }

    fn each(&mut self, kind: Kind, node: &Node) -> Node {
        // The names of headers begin like those of extensions.
        let extension = |key: &str| key.starts_with("x-") && kind != Kind::Header;
        mapped(node, |entry| Some(if extension(&entry.key) { entry.node.clone() } else { self.at(kind, &entry.node) }))
    }

    fn list(&mut self, kind: Kind, node: &Node) -> Node {
        let items: Vec<Node> = node.items().iter().map(|item| self.at(kind, item)).collect();
        let same = items.iter().zip(node.items()).all(|(new, old)| new.is_same(old));
        if same { node.clone() } else { Node::sequence(items, node.span()) }
    }
}

/// A mapping with each value replaced or dropped; the same node where nothing changed.
fn mapped(node: &Node, mut change: impl FnMut(&Entry) -> Option<Node>) -> Node {
    let mut changed = false;
    let mut entries = Vec::with_capacity(node.entries().len());
    for entry in node.entries() {
        match change(entry) {
            Some(new) => {
                changed |= !new.is_same(&entry.node);
                entries.push(entry.with_node(new));
            }
            None => changed = true,
        }
    }
    if changed { Node::mapping(entries, node.span()) } else { node.clone() }
}
