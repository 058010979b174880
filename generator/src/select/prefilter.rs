//! A cheap look at names, so that most operations are never read.

use std::sync::LazyLock;

use super::names::{Path, Text};
use crate::document::Node;
use crate::vocabulary::{Hints, Notion, Notions, words};

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

/// What has to be in a name, or in prose, before it is taken apart.
static NAME_HINTS: LazyLock<Hints> = LazyLock::new(|| Hints::of(NAMES));
static PROSE_HINTS: LazyLock<Hints> = LazyLock::new(|| Hints::of(PROSE));

/// Whether what stands at a path may be about authentication, by the path alone.
pub fn path_may_be_auth(path: &str) -> bool {
    NAME_HINTS.may_hold(path) && Path::new(path).notions().any(NAMES)
}

/// Whether an operation may be one of authentication, by its names and the names of what it refers to.
pub(super) fn may_be_auth(path: &str, operation: &Node) -> bool {
    let text = |key: &str| operation.get(key).and_then(Node::as_str).unwrap_or_default();
    let id = text("operationId");
    if path_may_be_auth(path) || (NAME_HINTS.may_hold(id) && Text::new(id).any(NAMES)) {
        return true;
    }
    let summary = super::names::prose_of(operation);
    (PROSE_HINTS.may_hold(summary) && Text::new(summary).any(PROSE)) || reply_names_token(operation)
}

/// Whether a reply refers to something called a token.
fn reply_names_token(operation: &Node) -> bool {
    let Some(responses) = operation.get("responses") else { return false };
    // What is not read yet is only read where its text hints at a token; an escape may hide a letter.
    if responses.written().is_some_and(|text| !PROSE_HINTS.may_hold(text) && !text.contains("\\u")) {
        return false;
    }
    let replies = responses.entries();
    replies.iter().filter(|entry| entry.key.starts_with('2')).any(|entry| {
        let content = entry.node.get("content").map(Node::entries).unwrap_or_default();
        let schemas = content.iter().filter_map(|media| media.node.get("schema"));
        let references = schemas.chain([&entry.node]).filter_map(|node| node.get("$ref").and_then(Node::as_str));
        references
            .filter_map(|reference| reference.rsplit('/').next())
            .any(|name| PROSE_HINTS.may_hold(name) && Notions::of(&words(name)).any(PROSE))
    })
}
