//! What is known of one operation, read once for all rules.

use super::misplaced::repaired;
use super::names::{Path, Text, docs, prose};
use super::surroundings::Surroundings;
use super::{Authorization, examples, leaves};
use crate::document::Node;
use crate::shape::{Leaf, Reply};
use crate::vocabulary::{Meaning, squash};

/// What an operation is, as far as the rules ask.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each asked for alone")]
pub(super) struct Facts {
    /// Upper case.
    pub(super) method: String,
    /// As written.
    pub(super) template: String,
    pub(super) path: Path,
    pub(super) id: Text,
    pub(super) tags: Text,
    /// The summary, or the beginning of the description where there is none.
    pub(super) summary: Text,
    /// The beginning of the description.
    pub(super) docs: Text,
    /// Fields of the body and parameters.
    pub(super) inputs: Vec<Input>,
    /// Whether the request body is one text.
    pub(super) text_body: bool,
    /// Whether there is a request body.
    pub(super) has_body: bool,
    /// What comes back on success.
    pub(super) reply: Reply,
    /// The description of the first successful reply.
    pub(super) reply_docs: Text,
    /// Whether a success without a redirect is documented.
    pub(super) succeeds: bool,
    /// Whether a redirect is documented.
    pub(super) redirects: bool,
    pub(super) security: Security,
    /// Whether the same path can be read: it then is a collection or a thing that is kept.
    pub(super) readable: bool,
    /// Whether a POST to the same path signs in.
    pub(super) beside_sign_in: bool,
}

/// A value that the caller gives.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) leaf: Leaf,
    pub(super) meaning: Option<Meaning>,
    /// Whether it is a path parameter.
    pub(super) in_path: bool,
}

/// What the operation says of its own security.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "alternatives of one requirement are independent")]
pub(super) struct Security {
    /// `security: []`, or an alternative that needs nothing.
    pub(super) none: bool,
    /// A requirement of its own with basic authentication, where most operations have none.
    pub(super) basic: bool,
    /// A requirement of its own with a key that is exchanged for a token.
    pub(super) key: bool,
    /// A requirement of its own with anything else, or an inherited one.
    pub(super) token: bool,
    /// Whether it is the operation's own.
    pub(super) own: bool,
}

impl Facts {
    pub(super) fn read(
        root: &Node,
        item: &Node,
        method: &str,
        template: &str,
        operation: &Node,
        around: &Surroundings,
    ) -> Self {
        let operation = &repaired(root, operation);
        let text = |key: &str| Text::new(operation.get(key).and_then(Node::as_str).unwrap_or_default());
        let tags: Vec<&str> = operation
            .get("tags")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_str)
            .take(5)
            .collect();
        let mut facts = Self {
            method: method.to_ascii_uppercase(),
            template: template.to_owned(),
            path: Path::new(template),
            id: text("operationId"),
            tags: Text::new(&tags.join(" / ")),
            summary: prose(operation),
            docs: docs(operation),
            inputs: Vec::new(),
            text_body: false,
            has_body: false,
            reply: Reply::default(),
            reply_docs: Text::default(),
            succeeds: false,
            redirects: false,
            security: security(operation, around),
            readable: item.get("get").is_some(),
            beside_sign_in: false,
        };
        facts.parameters(root, item);
        facts.parameters(root, operation);
        facts.request(root, operation);
        facts.replies(root, operation);
        facts
    }

    /// Whether one of the inputs means this.
    pub(super) fn given(&self, meaning: Meaning) -> Option<&Input> {
        self.inputs.iter().find(|input| input.meaning == Some(meaning))
    }

    /// The first of several meanings that is given, outside the path.
    pub(super) fn given_any(&self, meanings: &[Meaning]) -> Option<&Input> {
        self.inputs
            .iter()
            .find(|input| !input.in_path && input.meaning.is_some_and(|meaning| meanings.contains(&meaning)))
    }

    /// Whether nothing is given that only the caller knows.
    pub(super) fn is_secretless(&self) -> bool {
        use Meaning as M;
        let secrets = [
            M::Password,
            M::ClientSecret,
            M::Code,
            M::OneTimeCode,
            M::Token,
            M::AccessToken,
            M::RefreshToken,
            M::Assertion,
            M::ApiKey,
            M::GrantType,
        ];
        self.given_any(&secrets).is_none() && !self.text_body
    }

    /// A field of the reply that means this.
    pub(super) fn replied(&self, meaning: Meaning) -> Option<&Leaf> {
        self.reply.leaves.iter().find(|leaf| leaf.meaning() == Some(meaning))
    }

    fn parameters(&mut self, root: &Node, of: &Node) {
        for parameter in of.get("parameters").map(Node::items).unwrap_or_default().iter().take(60) {
            let parameter = leaves::resolve(root, parameter);
            let Some(name) = parameter.get("name").and_then(Node::as_str) else { continue };
            let place = parameter.get("in").and_then(Node::as_str).unwrap_or_default();
            let required = parameter.get("required").and_then(Node::as_bool).unwrap_or(false);
            let kind = leaves::kind(parameter.get("schema").map_or(parameter, |schema| leaves::resolve(root, schema)));
            let leaf = Leaf { path: vec![name.to_owned()], kind, required, ..Leaf::default() };
            let signature = place == "header" && squash(name).ends_with("signature");
            let meaning = if signature { Some(Meaning::Assertion) } else { leaf.meaning() };
            // One that holds a secret is meant even where nobody says that it must be there.
            let optional = !required && !matches!(meaning, Some(Meaning::Password | Meaning::ClientSecret));
            if place == "header" && (optional || self.is_carrier(root, parameter, name, meaning)) {
                continue;
            }
            self.inputs.push(Input { meaning, leaf, in_path: place == "path" });
        }
    }

    /// A header that carries a token is written down as security: it is nothing that a sign-in is given.
    fn is_carrier(&mut self, root: &Node, parameter: &Node, name: &str, meaning: Option<Meaning>) -> bool {
        let authorization = name.eq_ignore_ascii_case("authorization");
        if !authorization && !matches!(meaning, Some(Meaning::AccessToken | Meaning::Token | Meaning::SessionId)) {
            return false;
        }
        let docs = parameter.get("description").and_then(Node::as_str).unwrap_or_default().to_lowercase();
        let signed = || ["signature", "signed"].iter().any(|word| docs.contains(word));
        if authorization && (matches!(Authorization::of(root, parameter), Authorization::Basic { .. }) || signed()) {
            self.security.basic = true;
        } else {
            self.security.token = true;
        }
        true
    }

    fn request(&mut self, root: &Node, operation: &Node) {
        let Some(body) = operation.get("requestBody") else { return };
        let body = leaves::resolve(root, body);
        for entry in body.get("content").map(Node::entries).unwrap_or_default().iter().take(6) {
            self.has_body = true;
            let Some(schema) = examples::schema_of(root, &entry.node) else { continue };
            let (sent, kept) = leaves::read_sent(root, &schema);
            // A token that is only told, where nothing is given for it, is part of a thing that is kept.
            let pays = sent.leaves.iter().any(|leaf| leaf.meaning().is_some_and(is_price));
            let read = if pays || !kept { sent } else { leaves::read(root, &schema) };
            self.text_body |= read.text && read.leaves.is_empty();
            for leaf in read.leaves {
                if !self.inputs.iter().any(|input| !input.in_path && same(&input.leaf.path, &leaf.path)) {
                    self.inputs.push(Input { meaning: leaf.meaning(), leaf, in_path: false });
                }
            }
        }
    }

    fn replies(&mut self, root: &Node, operation: &Node) {
        let entries = operation.get("responses").map(Node::entries).unwrap_or_default();
        let named = entries.iter().any(|entry| entry.key.starts_with('2') || entry.key.starts_with('3'));
        for entry in entries {
            match &*entry.key {
                "301" | "302" | "303" | "307" | "308" | "3XX" => self.redirects = true,
                code if code.starts_with('2') || (code == "default" && !named) => self.reply(root, &entry.node),
                _ => {}
            }
        }
    }

    fn reply(&mut self, root: &Node, reply: &Node) {
        self.succeeds = true;
        let reply = leaves::resolve(root, reply);
        if self.reply_docs.raw.is_empty() {
            self.reply_docs = docs(reply);
        }
        self.reply.headers.extend(
            reply.get("headers").map(Node::entries).unwrap_or_default().iter().map(|entry| entry.key.to_string()),
        );
        for entry in reply.get("content").map(Node::entries).unwrap_or_default().iter().take(6) {
            let Some(schema) = examples::schema_of(root, &entry.node) else {
                self.reply.bare |= entry.key.starts_with("text/plain");
                continue;
            };
            let read = leaves::read(root, &schema);
            self.reply.bare |= read.text && !entry.key.starts_with("text/html");
            for leaf in read.leaves {
                if !self.reply.leaves.iter().any(|known| same(&known.path, &leaf.path)) {
                    self.reply.leaves.push(leaf);
                }
            }
        }
    }
}

/// What a token is given for.
fn is_price(meaning: Meaning) -> bool {
    use Meaning as M;
    matches!(
        meaning,
        M::Password | M::ClientSecret | M::RefreshToken | M::Code | M::OneTimeCode | M::Assertion | M::ApiKey
    )
}

/// Whether two paths are the same: they begin alike and differ at their ends.
fn same(one: &[String], other: &[String]) -> bool {
    one.last() == other.last() && one == other
}

fn security(operation: &Node, around: &Surroundings) -> Security {
    let own = operation.get("security").filter(|node| node.is_sequence());
    let Some(own) = own else {
        return Security { token: around.global_token, ..Security::default() };
    };
    let mut security = Security { none: own.items().is_empty(), own: true, ..Security::default() };
    for alternative in own.items() {
        let needs = alternative.needs();
        security.none |= needs.is_empty();
        for need in &*needs {
            if around.basic.contains(&*need.key) {
                security.basic |= !around.basic_everywhere;
            } else if around.exchanged.contains(&*need.key) {
                security.key = true;
            } else {
                security.token = true;
            }
        }
    }
    security
}
