//! The shape of a token reply and of a request with credentials, from names, types, descriptions and examples.
//!
//! `select` asks whether a reply holds a token at all, `model` where exactly; both hand in the same neutral [`Leaf`]s, so that
//! they cannot come to different answers.

mod expiry;
mod token;

pub use expiry::expiry_of;
pub use token::{Reply, access_token, token_shape};

use std::cell::OnceCell;

use crate::vocabulary::{Meaning, asked_for, fields::ranked, meaning, squash, words};

/// A value at the end of a path through a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// The names from the root. Items of lists add nothing to it; see `in_list`.
    pub path: Vec<String>,
    /// What kind of value it is.
    pub kind: LeafKind,
    /// `format`, as written.
    pub format: Option<String>,
    /// Its description.
    pub docs: Option<String>,
    /// Its example or default, as text.
    pub example: Option<String>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it must be there and may be null.
    pub or_null: bool,
    /// Whether a list lies on the way to it.
    pub in_list: bool,
    /// Which alternatives it is of: the depth in its path where there are several, and the place among them.
    pub alternatives: Vec<(usize, usize)>,
    /// What its name alone means and its rank among names, once asked for.
    pub(crate) known: OnceCell<Option<(usize, Meaning)>>,
}

/// What kind of value a leaf is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeafKind {
    /// Text.
    Text,
    /// A whole or other number.
    Number,
    /// True or false.
    Boolean,
    /// A list of something.
    List,
    /// An object without known fields.
    Object,
    /// The document does not say.
    #[default]
    Unknown,
}

impl Leaf {
    /// Its own name, the last of its path.
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// What its name means. The name of a user is a user: `user.name`.
    pub fn meaning(&self) -> Option<Meaning> {
        let parent = self.path.iter().rev().nth(1).map(String::as_str);
        match (parent, self.name()) {
            (Some("user" | "account" | "identity"), "name" | "id") => Some(Meaning::User),
            (Some(parent), "value") if self.is_text() && is_token(parent) => meaning(parent),
            (_, "id" | "key" | "value" | "hash") if self.is_session_id() => Some(Meaning::SessionId),
            _ => {
                // `refresh: true` is no refresh token.
                let named = self.ranked().map(|(_, meaning)| self.within(meaning));
                named.filter(|meaning| self.kind != LeafKind::Boolean || *meaning == Meaning::Active)
            }
        }
    }

    /// What it means within its parent: `refresh.token` renews, and `refresh.expires` tells of that.
    fn within(&self, meaning: Meaning) -> Meaning {
        let renewed = match meaning {
            Meaning::Token | Meaning::AccessToken => Meaning::RefreshToken,
            Meaning::Expiry => Meaning::RefreshExpiry,
            other => return other,
        };
        let parent = self.path.iter().rev().nth(1).and_then(|parent| ranked(parent));
        if parent.is_some_and(|(_, parent)| parent == Meaning::RefreshToken) { renewed } else { meaning }
    }

    /// Whether one body can hold both: no alternative has the one and another the other.
    pub fn goes_with(&self, other: &Self) -> bool {
        let pairs = self.alternatives.iter().zip(&other.alternatives);
        let same = |depth: usize| self.path.get(..depth) == other.path.get(..depth);
        let apart = pairs.take_while(|(one, two)| one.0 == two.0 && same(one.0)).any(|(one, two)| one.1 != two.1);
        !apart
    }

    /// What its name alone means, and how telling it is: the smaller, the more.
    fn ranked(&self) -> Option<(usize, Meaning)> {
        *self.known.get_or_init(|| ranked(self.name()))
    }

    /// Whether a name that says nothing is said to be that of a session.
    fn is_session_id(&self) -> bool {
        let told = |docs: &str| {
            let docs = docs.to_lowercase();
            ["session id", "session key", "session token", "access token", "bearer token"]
                .iter()
                .any(|what| docs.contains(what))
        };
        self.is_text() && self.docs.as_deref().is_some_and(told)
    }

    /// Whether it can hold a token: text, or nothing is said.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, LeafKind::Text | LeafKind::Unknown)
    }
}

/// Whether an object of this name is a token with what belongs to it: `access: { value, expiresAt }`.
fn is_token(name: &str) -> bool {
    matches!(meaning(name), Some(Meaning::AccessToken | Meaning::Token | Meaning::RefreshToken))
}

/// Whether a value of this name must never be shown: tokens, passwords, secrets, codes and keys.
pub fn is_secret(name: &str, format: Option<&str>) -> bool {
    use Meaning as M;
    if format == Some("password") {
        return true;
    }
    // A flag that asks for a token is none.
    if asked_for(name).is_some() {
        return false;
    }
    match meaning(name) {
        Some(
            M::AccessToken
            | M::Token
            | M::SessionId
            | M::StepToken
            | M::IdToken
            | M::RefreshToken
            | M::Password
            | M::NewPassword
            | M::ClientSecret
            | M::ApiKey
            | M::Assertion
            | M::Code
            | M::OneTimeCode
            | M::DeviceCode
            | M::CodeVerifier,
        ) => true,
        Some(M::ClientId) => squash(name) == "secretid",
        Some(M::SubjectToken) => !words(name).iter().any(|word| word == "type"),
        Some(_) => false,
        None => matches!(
            words(name).last().map(String::as_str),
            Some("token" | "jwt" | "secret" | "password" | "passphrase" | "apikey" | "passcode")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_name_or_format() {
        for name in [
            "accessJwt",
            "client_secret",
            "apiKey",
            "Password",
            "subject_token",
            "webhook_secret",
            "captcha_token",
            "code",
        ] {
            assert!(is_secret(name, None), "{name}");
        }
        for name in
            ["token_type", "expires_in", "username", "client_id", "subject_token_type", "scope", "include_auth_token"]
        {
            assert!(!is_secret(name, None), "{name}");
        }
        assert!(is_secret("anything", Some("password")));
    }
}
