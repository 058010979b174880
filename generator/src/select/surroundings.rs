//! What the document as a whole says that bears on every operation: its schemes, the paths they name, and habits.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::clues::signs_in;
use super::names::Path;
use super::{leaves, path_may_be_auth};
use crate::document::Node;
use crate::vocabulary::{Meaning, meaning, squash};

/// Facts about the document.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// Ids of the schemes for basic authentication.
    pub(super) basic: HashSet<String>,
    /// Whether most operations ask for basic authentication, so that asking for it says nothing.
    pub(super) basic_everywhere: bool,
    /// Ids of the schemes for a key that few operations take, where others need a token: those that give it.
    pub(super) exchanged: HashSet<String>,
    /// Whether every operation inherits a requirement of a token.
    pub(super) global_token: bool,
    /// Paths of token endpoints, without the server's own.
    pub(super) token_paths: HashSet<String>,
    /// Paths of refresh endpoints.
    pub(super) refresh_paths: HashSet<String>,
    /// Paths of authorization endpoints.
    pub(super) authorization_paths: HashSet<String>,
    /// Credentials that most operations are given, so that they say nothing.
    pub(super) everywhere: HashSet<Meaning>,
    /// The schemas that sign-ins answer by, for who asks.
    pub(super) sessions: OnceLock<HashSet<String>>,
}

/// How many operations are looked at to find habits.
const SAMPLE: usize = 24;

/// How many operations take a key that is exchanged, at most.
const FEW: usize = 2;

impl Surroundings {
    pub(super) fn read(root: &Node) -> Self {
        let mut around = Self::default();
        let bases = bases(root);
        let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
        for entry in schemes.map(Node::entries).unwrap_or_default() {
            around.scheme(&entry.key, leaves::resolve(root, &entry.node), &bases);
        }
        let global = root.get("security").map(Node::items).unwrap_or_default();
        around.global_token =
            global.iter().any(|one| one.needs().iter().any(|need| !around.basic.contains(&*need.key)));
        around.habits(root);
        around.exchanged = exchanged(root, schemes);
        around
    }

    /// What ordinary operations are given: some interfaces never sign in, but take an id and a secret in every call.
    fn habits(&mut self, root: &Node) {
        let items = root.get("paths").map(Node::entries).unwrap_or_default();
        let step = (items.len() / SAMPLE).max(1);
        let (mut seen, mut basic) = (0_usize, 0_usize);
        let mut given: HashMap<Meaning, usize> = HashMap::new();
        for item in items.iter().step_by(step).take(SAMPLE) {
            for operation in item
                .node
                .entries()
                .iter()
                .filter(|entry| matches!(&*entry.key, "get" | "post" | "put" | "delete" | "patch"))
            {
                seen += 1;
                let mut credentials = credentials(root, &operation.node);
                credentials.extend(self::credentials(root, &item.node));
                for meaning in credentials {
                    *given.entry(meaning).or_default() += 1;
                }
                basic += usize::from(self.asks_basic(&operation.node));
            }
        }
        self.everywhere =
            given.into_iter().filter(|(_, given)| seen >= 6 && given * 2 > seen).map(|(meaning, _)| meaning).collect();
        self.basic_everywhere = seen >= 3 && basic * 2 > seen;
    }

    fn asks_basic(&self, operation: &Node) -> bool {
        let needs = operation.get("security").map(Node::items).unwrap_or_default();
        needs.iter().any(|one| one.needs().iter().any(|need| self.basic.contains(&*need.key)))
    }

    fn scheme(&mut self, id: &str, scheme: &Node, bases: &[String]) {
        let is = |key: &str, value: &str| {
            scheme.get(key).and_then(Node::as_str).is_some_and(|text| text.eq_ignore_ascii_case(value))
        };
        // Schemes that carry credentials or a signature made with them, not a token.
        let signs = ["basic", "digest", "oauth", "signature", "hmac", "hawk", "ntlm", "negotiate"];
        if is("type", "http") && signs.iter().any(|name| is("scheme", name)) {
            self.basic.insert(id.to_owned());
        }
        for flow in scheme.get("flows").map(Node::entries).unwrap_or_default() {
            let url = |key: &str| {
                flow.node.get(key).and_then(Node::as_str).map(|url| paths_of(url, bases)).unwrap_or_default()
            };
            self.token_paths.extend(url("tokenUrl"));
            self.refresh_paths.extend(url("refreshUrl"));
            self.authorization_paths.extend(url("authorizationUrl"));
        }
        // One endpoint for both is the token endpoint.
        self.refresh_paths.retain(|path| !self.token_paths.contains(path));
    }
}

/// The schemes of keys in a place of their own that are not named for all: by few operations, while others need another scheme, or by
/// those alone whose paths are about authentication.
fn exchanged(root: &Node, schemes: Option<&Node>) -> HashSet<String> {
    let text = |scheme: &Node, key: &str| scheme.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
    let is_key = |scheme: &Node| {
        let holds = matches!(meaning(&text(scheme, "name")), Some(Meaning::ApiKey | Meaning::ClientSecret));
        text(scheme, "type") == "apiKey" && holds
    };
    let ids = schemes.map(Node::entries).unwrap_or_default().iter();
    let mut keys: HashSet<String> =
        ids.filter(|entry| is_key(leaves::resolve(root, &entry.node))).map(|entry| entry.key.to_string()).collect();
    if keys.is_empty() {
        return keys;
    }
    let global = root.get("security").map(Node::items).unwrap_or_default();
    let named = |needs: &[Node]| -> HashSet<String> {
        needs.iter().flat_map(|one| one.needs().into_owned()).map(|need| need.key.to_string()).collect()
    };
    let for_all = named(global);
    let mut uses: HashMap<String, usize> = HashMap::new();
    let (mut elsewhere, mut ordinary) = (HashSet::new(), false);
    for item in root.get("paths").map(Node::entries).unwrap_or_default() {
        let apart = !path_may_be_auth(&item.key);
        ordinary |= apart;
        for operation in item.node.entries() {
            let needs = operation.node.get("security").map(Node::items).unwrap_or_default();
            for id in named(needs) {
                if apart {
                    elsewhere.insert(id.clone());
                }
                *uses.entry(id).or_default() += 1;
            }
        }
    }
    let others = uses.keys().chain(&for_all).any(|id| !keys.contains(id));
    keys.retain(|id| {
        let few = |uses: &usize| (others && *uses <= FEW) || (ordinary && !elsewhere.contains(id));
        !for_all.contains(id) && uses.get(id).is_some_and(few)
    });
    keys
}

/// The schemas by which sign-ins answer, of those that are named.
pub(super) fn sessions(root: &Node) -> HashSet<String> {
    let named = |path: &str| path_may_be_auth(path) && Path::new(path).tail().is_some_and(signs_in);
    let items = root.get("paths").map(Node::entries).unwrap_or_default().iter().filter(|entry| named(&entry.key));
    let posts = items.filter_map(|entry| leaves::resolve(root, &entry.node).get("post"));
    posts.filter_map(|post| reply_schema(root, post)).map(str::to_owned).collect()
}

/// The reference to the schema of what comes back on success.
pub(super) fn reply_schema<'d>(root: &'d Node, operation: &'d Node) -> Option<&'d str> {
    let mut replies = operation.get("responses")?.entries().iter().filter(|entry| entry.key.starts_with('2'));
    let content = leaves::resolve(root, &replies.next()?.node).get("content")?;
    content.entries().first()?.node.get("schema")?.get("$ref")?.as_str()
}

/// The paths of the servers, longest first.
fn bases(root: &Node) -> Vec<String> {
    let servers = root.get("servers").map(Node::items).unwrap_or_default();
    let urls = servers.iter().filter_map(|server| server.get("url").and_then(Node::as_str));
    let mut bases: Vec<String> =
        urls.map(|url| path_of(url).trim_end_matches('/').to_owned()).filter(|base| !base.is_empty()).collect();
    bases.sort_by_key(|base| std::cmp::Reverse(base.len()));
    bases
}

/// The path of a URL, whole and without each server's own.
fn paths_of(url: &str, bases: &[String]) -> Vec<String> {
    let path = path_of(url);
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let mut paths: Vec<String> =
        bases.iter().filter_map(|base| path.strip_prefix(base.as_str())).map(str::to_owned).collect();
    paths.push(path.to_owned());
    paths.retain(|path| path.len() > 1);
    paths
}

fn path_of(url: &str) -> &str {
    match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default(),
        None => url,
    }
}

/// The credentials that an operation, or every operation of a path, is given.
fn credentials(root: &Node, of: &Node) -> HashSet<Meaning> {
    let parameters = of.get("parameters").map(Node::items).unwrap_or_default().iter().take(30);
    let mut found: HashSet<Meaning> = parameters
        .filter_map(|parameter| {
            let name = leaves::resolve(root, parameter).get("name").and_then(Node::as_str)?;
            // Interfaces whose every call is signed sign nobody in.
            if squash(name).ends_with("signature") { Some(Meaning::Assertion) } else { meaning(name) }
        })
        .collect();
    let body = of.get("requestBody").map(|body| leaves::resolve(root, body));
    for media in body.and_then(|body| body.get("content")).map(Node::entries).unwrap_or_default().iter().take(2) {
        let Some(schema) = media.node.get("schema").map(|schema| leaves::resolve(root, schema)) else { continue };
        let fields = schema.get("properties").map(Node::entries).unwrap_or_default();
        found.extend(fields.iter().take(60).filter_map(|entry| meaning(&entry.key)));
    }
    found.retain(|meaning| {
        matches!(
            meaning,
            Meaning::ClientSecret
                | Meaning::ClientId
                | Meaning::Password
                | Meaning::ApiKey
                | Meaning::AccessToken
                | Meaning::Token
                | Meaning::SessionId
                | Meaning::Assertion
        )
    });
    found
}

impl Surroundings {
    /// Whether a security scheme names this path.
    pub(super) fn names(&self, path: &str) -> bool {
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        self.token_paths.contains(path) || self.refresh_paths.contains(path) || self.authorization_paths.contains(path)
    }
}
