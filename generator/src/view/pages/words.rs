//! The model's closed sets in words.

use crate::model::{MediaType, ReplyStatus, Role};

/// A status as documents write it.
pub(super) fn status(status: ReplyStatus) -> String {
    match status {
        ReplyStatus::Code(code) => code.to_string(),
        ReplyStatus::Range(class) => format!("{class}XX"),
        ReplyStatus::Default => "default".to_owned(),
    }
}

/// A role in a word.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Issue => "issue",
        Role::Refresh => "refresh",
        Role::Revoke => "revoke",
        Role::Introspect => "introspect",
        Role::Logout => "logout",
        Role::Exchange => "exchange",
        Role::Authorize => "authorize",
        Role::Mfa => "mfa",
    }
}

/// What an operation does in a session's life.
pub(super) fn role_sentence(role: Role) -> &'static str {
    match role {
        Role::Issue => "Makes a token from what the program signs in with.",
        Role::Refresh => "Renews the token of a session without signing in again.",
        Role::Revoke => "Ends one token before its time.",
        Role::Introspect => "Says what a token is good for.",
        Role::Logout => "Ends the session.",
        Role::Exchange => "Exchanges one kind of token for another.",
        Role::Authorize => "Begins a sign-in that a person finishes.",
        Role::Mfa => "Is the second factor of a sign-in.",
    }
}

/// A media type as it stands in `Content-Type`.
pub(super) fn media(media: &MediaType) -> &str {
    match media {
        MediaType::Json(name) | MediaType::Text(name) | MediaType::Other(name) => name,
        MediaType::Form => "application/x-www-form-urlencoded",
        MediaType::Multipart => "multipart/form-data",
    }
}
