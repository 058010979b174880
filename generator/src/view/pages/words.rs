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
        Role::Issue => "Exchanges the program's credentials for a token.",
        Role::Refresh => "Renews the token of a session without signing in again.",
        Role::Revoke => "Revokes one token before it expires.",
        Role::Introspect => "Tells whether a token is active and what it allows.",
        Role::Logout => "Ends the session.",
        Role::Exchange => "Exchanges one kind of token for another.",
        Role::Authorize => "Starts a sign-in that a person completes.",
        Role::Mfa => "Completes a sign-in with a second factor.",
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
