//! A cheap look at names, so that most operations are never read.

use super::names::{Path, Text};
use crate::document::Node;
use crate::vocabulary::{Notion, Notions, words};

/// What a path or an operation id must be about.
const NAMES: &[Notion] = &[
    Notion::SignIn,
    Notion::SignOut,
    Notion::Token,
    Notion::Session,
    Notion::Auth,
    Notion::OAuth,
    Notion::Refresh,
    Notion::Revoke,
    Notion::Introspect,
    Notion::Authorize,
    Notion::Federated,
    Notion::Mfa,
    Notion::Exchange,
    Notion::Check,
];

/// What a summary or a tag must be about: prose uses the other words for anything.
const PROSE: &[Notion] = &[Notion::SignIn, Notion::SignOut, Notion::Token, Notion::OAuth, Notion::Authorize];

/// Whether an operation may be one of authentication, by its names and the names of what it refers to.
pub fn may_be_auth(path: &str, operation: &Node) -> bool {
    let text = |key: &str| operation.get(key).and_then(Node::as_str).unwrap_or_default();
    if Path::new(path).notions().any(NAMES) || Text::new(text("operationId")).any(NAMES) {
        return true;
    }
    super::names::prose(operation).any(PROSE) || reply_names_token(operation)
}

/// Whether a reply refers to something called a token.
fn reply_names_token(operation: &Node) -> bool {
    let replies = operation.get("responses").map(Node::entries).unwrap_or_default();
    replies.iter().filter(|entry| entry.key.starts_with('2')).any(|entry| {
        let content = entry.node.get("content").map(Node::entries).unwrap_or_default();
        let schemas = content.iter().filter_map(|media| media.node.get("schema"));
        let references = schemas.chain([&entry.node]).filter_map(|node| node.get("$ref").and_then(Node::as_str));
        references.filter_map(|reference| reference.rsplit('/').next()).any(|name| Notions::of(&words(name)).any(PROSE))
    })
}
