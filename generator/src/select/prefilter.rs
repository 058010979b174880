//! A cheap look at names, so that most operations are never read.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::names::{Path, Text};
use super::{overrule, required};
use crate::document::{Glance, Node};
use crate::vocabulary::{Hints, Notion, Notions, meaning, words};

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

/// What introduces a reference in a JSON text; the name that it ends with follows.
static REFERENCE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\"$ref\""));

/// Makes the tables of words ready, should nobody have done so yet: something to do while a document is read.
pub fn prepare() {
    LazyLock::force(&NAME_HINTS);
    LazyLock::force(&PROSE_HINTS);
    let _ = meaning("");
}

/// Whether what stands at a path may be about authentication, by the path alone.
pub fn path_may_be_auth(path: &str) -> bool {
    // A short part may be the rest of a word: `/sign/in`.
    let worth = |part: &str| part.len() <= 3 || NAME_HINTS.may_hold(part);
    NAME_HINTS.may_hold(path) && Path::hinted(path, worth).notions().any(NAMES)
}

/// What the cheap look at an operation says.
#[derive(Clone, Debug)]
pub(super) struct Look<'d> {
    /// Whether its names, or those of what it refers to, may be about authentication.
    pub(super) may_be_auth: bool,
    /// Whether a person may have said what it is.
    pub(super) overruled: bool,
    /// What it asks for, as [`required::spelled`] says it.
    pub(super) security: Cow<'d, str>,
}

/// Looks at an operation; reads as little of it as that takes.
pub(super) fn look(operation: &Node) -> Look<'_> {
    let keys = ["operationId", "summary", "description", "responses", overrule::KEY, "security", "tags"];
    let Some([id, summary, description, responses, said, security, tags]) = operation.glance(keys) else {
        let id = operation.get("operationId").and_then(Node::as_str).unwrap_or_default();
        let may_be_auth = names_hint(id, super::names::prose_of(operation))
            || tags_name_auth(operation)
            || reply_names_token(operation);
        return Look {
            may_be_auth,
            overruled: operation.get(overrule::KEY).is_some(),
            security: required::spelled(operation),
        };
    };
    let [id, summary, description] = [&id, &summary, &description].map(|seen| seen.as_ref().and_then(Glance::text));
    let prose = super::names::prose_among(summary, description);
    let may_be_auth = names_hint(id.unwrap_or_default(), prose)
        || (tags.is_some_and(|seen| matches!(seen, Glance::Written(text) if NAME_HINTS.may_hold(text)))
            && tags_name_auth(operation))
        || (responses.is_some_and(|seen| matches!(seen, Glance::Written(text) if may_name_token(text)))
            && reply_names_token(operation));
    Look { may_be_auth, overruled: said.is_some(), security: required::seen(security.as_ref()) }
}

/// Whether the id or the prose of an operation is about authentication.
fn names_hint(id: &str, prose: &str) -> bool {
    (NAME_HINTS.may_hold(id) && Text::new(id).any(NAMES))
        || (PROSE_HINTS.may_hold(prose) && Text::new(prose).any(PROSE))
}

/// Whether a tag is about authentication.
fn tags_name_auth(operation: &Node) -> bool {
    let tags = operation.get("tags").map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str);
    let about = [Notion::Auth, Notion::SignIn, Notion::OAuth];
    tags.take(5).any(|tag| NAME_HINTS.may_hold(tag) && Text::new(tag).any(&about))
}

/// Whether the JSON text of replies may refer to something called a token. Never wrong when it says no: an escape, which may
/// hide a letter, is a maybe.
fn may_name_token(replies: &str) -> bool {
    let name_after = |at: usize| {
        let target = replies.get(at..).unwrap_or_default().split('"').nth(3).unwrap_or_default();
        target.rsplit('/').next().unwrap_or_default()
    };
    replies.contains("\\u") || REFERENCE.find_iter(replies.as_bytes()).any(|at| PROSE_HINTS.may_hold(name_after(at)))
}

/// Whether a reply refers to something called a token.
fn reply_names_token(operation: &Node) -> bool {
    let replies = operation.get("responses").map(Node::entries).unwrap_or_default();
    replies.iter().filter(|entry| entry.key.starts_with('2')).any(|entry| {
        let content = entry.node.get("content").map(Node::entries).unwrap_or_default();
        let schemas = content.iter().filter_map(|media| media.node.get("schema"));
        let references = schemas.chain([&entry.node]).filter_map(|node| node.get("$ref").and_then(Node::as_str));
        references
            .filter_map(|reference| reference.rsplit('/').next())
            .any(|name| PROSE_HINTS.may_hold(name) && Notions::of(&words(name)).any(PROSE))
    })
}
