//! `grant_type`: one token endpoint for several ways to sign in (RFC 6749). Which of them needs no person, and which fields belong to
//! it.

use crate::shape::Leaf;
use crate::vocabulary::{Meaning, words};

/// A way to get a token that a program can go alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grant {
    /// RFC 6749, 4.4.
    ClientCredentials,
    /// RFC 6749, 4.3.
    Password,
    /// RFC 7523, 2.1.
    JwtBearer,
    /// RFC 6749, 4.1: what a person was given before is exchanged once, and the session lives by what renews it.
    Code,
    /// Something of the provider's own.
    Other,
}

/// The `grant_type` that renews (RFC 6749, 6).
pub(super) const REFRESH: &str = "refresh_token";

/// The `grant_type` that exchanges a code (RFC 6749, 4.1.3).
const CODE: &str = "authorization_code";

/// The `grant_type` to send, with what it is; `inputs` are all that the request can carry.
///
/// `basic` says that the client signs in by HTTP Basic.
pub(super) fn choose(grant: &Leaf, values: &[String], inputs: &[Leaf], basic: bool) -> Option<(Grant, String)> {
    let has = |meaning| inputs.iter().any(|leaf| leaf.meaning() == Some(meaning));
    let offered: Vec<&str> = values.iter().map(String::as_str).collect();
    let fits = |grant| match grant {
        Grant::ClientCredentials => true,
        Grant::Password => has(Meaning::User) && has(Meaning::Password),
        Grant::JwtBearer => inputs.iter().any(is_assertion),
        Grant::Code => has(Meaning::Code),
        Grant::Other => false,
    };
    let must_code = inputs.iter().any(|leaf| leaf.required && leaf.meaning() == Some(Meaning::Code));
    if must_code && (offered.is_empty() || offered.contains(&CODE)) {
        return Some((Grant::Code, CODE.to_owned()));
    }
    let known = by_need(inputs);
    if let Some(found) =
        known.into_iter().filter(|grant| fits(*grant)).find_map(|grant| Some((grant, pick(grant, &offered)?)))
    {
        return Some(found);
    }
    if let Some(first) = offered.iter().find(|value| **value != REFRESH && !needs_person(value)) {
        return Some((Grant::Other, (*first).to_owned()));
    }
    let by_code = || fits(Grant::Code).then(|| (Grant::Code, CODE.to_owned()));
    if !offered.is_empty() {
        return by_code().filter(|_| offered.contains(&CODE));
    }
    from_words(grant, known, &fits).or_else(|| {
        let found = [Grant::JwtBearer, Grant::Password].into_iter().find(|grant| fits(*grant));
        // Who has no secret is no client that signs in for itself.
        let alone = !basic && !has(Meaning::ClientSecret);
        let found = found.or_else(|| (alone && fits(Grant::Code)).then_some(Grant::Code));
        Some(found.unwrap_or(Grant::ClientCredentials)).map(|grant| (grant, spelled(grant).to_owned()))
    })
}

/// The assertion of RFC 7523 by its own name: others are another service's, which a grant of the provider's own takes.
fn is_assertion(leaf: &Leaf) -> bool {
    leaf.meaning() == Some(Meaning::Assertion)
        && words(leaf.name()).iter().any(|word| matches!(word.as_str(), "assertion" | "jwt"))
}

fn pick(grant: Grant, offered: &[&str]) -> Option<String> {
    let same = |value: &&&str| match grant {
        Grant::JwtBearer => value.ends_with("jwt-bearer"),
        _ => value.eq_ignore_ascii_case(spelled(grant)),
    };
    offered.iter().find(same).map(|value| (*value).to_owned())
}

fn spelled(grant: Grant) -> &'static str {
    match grant {
        Grant::ClientCredentials | Grant::Other => "client_credentials",
        Grant::Password => "password",
        Grant::Code => CODE,
        Grant::JwtBearer => "urn:ietf:params:oauth:grant-type:jwt-bearer",
    }
}

fn needs_person(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    ["authorization_code", "device", "pkce", "implicit", "otp", "ciba"].iter().any(|word| lower.contains(word))
}

/// The grants in the order of preference: first those whose own fields must be there in any case.
fn by_need(inputs: &[Leaf]) -> [Grant; 3] {
    let must = |meaning| inputs.iter().any(|leaf| leaf.required && leaf.meaning() == Some(meaning));
    let mut known = [Grant::ClientCredentials, Grant::Password, Grant::JwtBearer];
    known.sort_by_key(|grant| match grant {
        Grant::Password => !(must(Meaning::User) && must(Meaning::Password)),
        Grant::JwtBearer => !must(Meaning::Assertion),
        Grant::ClientCredentials | Grant::Code | Grant::Other => true,
    });
    known
}

/// From the description or the example of the field itself.
fn from_words(grant: &Leaf, known: [Grant; 3], fits: &dyn Fn(Grant) -> bool) -> Option<(Grant, String)> {
    let texts = || [grant.example.as_deref(), grant.docs.as_deref()].into_iter().flatten();
    let fitting = texts().find_map(|text| {
        let known = known.into_iter().chain([Grant::Code]).filter(|grant| fits(*grant));
        let found = known.into_iter().find(|grant| text.contains(spelled(*grant)))?;
        Some((found, spelled(found).to_owned()))
    });
    // The value that is written out is sent also where what belongs to it goes another way, such as by HTTP Basic.
    fitting.or_else(|| {
        let is_it = |grant: &Grant| {
            texts().any(|text| text == spelled(*grant) || text.contains(&format!("`{}`", spelled(*grant))))
        };
        known.into_iter().find(is_it).map(|grant| (Grant::Other, spelled(grant).to_owned()))
    })
}

/// Whether a field of this meaning is sent with the grant.
pub(super) fn takes(grant: Grant, meaning: Option<Meaning>, required: bool) -> bool {
    match meaning {
        Some(Meaning::ClientId | Meaning::ClientSecret | Meaning::Scope) => true,
        Some(Meaning::User | Meaning::Password) => grant == Grant::Password || required,
        Some(Meaning::Assertion) => grant == Grant::JwtBearer || required,
        Some(Meaning::RefreshToken) => false,
        Some(Meaning::Code | Meaning::CodeVerifier | Meaning::RedirectUri) => grant == Grant::Code || required,
        _ => required,
    }
}

/// Whether the grant cannot do without a field of this meaning, whatever the document says (RFC 6749, 4.3.2; RFC 7523, 2.1).
pub(super) fn needs(grant: Grant, meaning: Option<Meaning>) -> bool {
    match meaning {
        Some(Meaning::User | Meaning::Password) => grant == Grant::Password,
        Some(Meaning::Assertion) => grant == Grant::JwtBearer,
        Some(Meaning::Code) => grant == Grant::Code,
        _ => false,
    }
}
