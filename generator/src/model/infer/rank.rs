//! Which of several sign-ins a session had better begin with.

use std::cmp::Reverse;

use super::Known;
use super::alternative::slots_to_begin;
use super::grant::Grant;
use super::reply::{Held, held};
use super::slots::{Slot, grant, slots};
use crate::model::{Flow, FlowKind, Input, Operation, Role, SchemeKind, SchemePart, TokenShape, TokenSource};
use crate::shape::LeafKind;
use crate::vocabulary::{Meaning, meaning, words};

/// How well a sign-in begins a session. The smaller, the better; the order of the fields is the order of their weight.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own, asked in this order")]
pub(super) struct Rank {
    /// What its reply gives: a token, something else, nothing, what cannot be known, no reply at all.
    reply: u8,
    deprecated: bool,
    needs_person: bool,
    needs_token: bool,
    without_credential: bool,
    /// No refresh stands beside it.
    without_partner: bool,
    /// Its token is a session's identifier, and a refresh stands beside it.
    session_id: bool,
    not_for_programs: bool,
    weight: Reverse<i32>,
    required: usize,
    at: usize,
}

impl Rank {
    /// Whether nothing but taste tells it from the `best`.
    pub(super) fn is_as_good_as(&self, best: &Self) -> bool {
        let levelled =
            |rank: &Self| Self { not_for_programs: false, weight: Reverse(0), required: 0, at: 0, ..rank.clone() };
        levelled(self) == levelled(best)
    }
}

/// The rank of an operation.
pub(super) fn rank(known: &Known<'_>, at: usize, operation: &Operation) -> Rank {
    let slots = slots_to_begin(known, operation);
    let held = held(known, at);
    let reply = match held {
        Held::Token(_) => 0,
        Held::Other => 1,
        Held::Nothing => 2,
        Held::Unknown => 3,
        Held::NoReply => 4,
    };
    let partner = has_partner(known, operation);
    Rank {
        reply,
        deprecated: operation.deprecated,
        needs_person: needs_person(&slots) || is_factor(operation),
        needs_token: needs_token(known, operation) || takes_foreign(&slots),
        without_credential: !slots.iter().any(is_credential),
        without_partner: !partner,
        session_id: partner && is_session_id(&held),
        not_for_programs: !slots.iter().any(is_for_programs),
        weight: Reverse(operation.evidence.iter().map(|evidence| evidence.weight).sum()),
        required: slots.iter().filter(|slot| slot.leaf.required).count(),
        at,
    }
}

/// Whether the reply names a session and no token, which nothing refreshes: what proves an address is answered so as well, before
/// anybody is signed in.
fn is_session_id(held: &Held) -> bool {
    let Held::Token(TokenShape { access: TokenSource::Field(path), .. }) = held else { return false };
    path.0.last().is_some_and(|name| meaning(name) == Some(Meaning::SessionId))
}

/// Whether a person has to do something before the operation can be called.
pub(super) fn needs_person(slots: &[Slot<'_>]) -> bool {
    if slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType)) {
        let device = |slot: &Slot<'_>| slot.leaf.required && slot.meaning() == Some(Meaning::DeviceCode);
        return slots.iter().any(device) || grant(slots).is_none_or(|(grant, _)| grant == Grant::Code);
    }
    slots.iter().filter(|slot| slot.leaf.required).any(|slot| {
        matches!(
            slot.meaning(),
            Some(
                Meaning::Code
                    | Meaning::OneTimeCode
                    | Meaning::DeviceCode
                    | Meaning::UserCode
                    | Meaning::CodeVerifier
                    | Meaning::RedirectUri
                    | Meaning::State
            )
        )
    }) || !slots.iter().any(is_credential)
        && slots.iter().any(|slot| matches!(slot.meaning(), Some(Meaning::Code | Meaning::OneTimeCode)))
}

/// Whether it only ends a flow that a person begins, and its token is renewed by nothing. What a person brings, such as a code, is good
/// once: a token source that was given it could sign in once and never again. The crate has the flow, which begins with the person.
pub(super) fn is_of_a_person(known: &Known<'_>, at: usize) -> bool {
    let begun =
        |flow: &Flow| flow.operation == Some(at) && matches!(flow.kind, FlowKind::AuthorizationCode | FlowKind::Device);
    let flows = known.schemes.iter().any(|scheme| match &scheme.kind {
        SchemeKind::OAuth2 { flows } => flows.iter().any(begun),
        _ => false,
    });
    let lasts = matches!(held(known, at), Held::Token(TokenShape { refresh: Some(_), .. }));
    flows && !lasts && known.operations.get(at).is_some_and(|operation| needs_person(&slots(known, operation)))
}

/// Whether it is one of several factors, or a key that only a browser has.
fn is_factor(operation: &Operation) -> bool {
    const FACTORS: &[&str] = &["2fa", "fido", "fido2", "mfa", "passkey", "passkeys", "tfa", "webauthn"];
    words(&operation.path).iter().any(|word| FACTORS.contains(&word.as_str()))
}

/// Whether it takes a token that another sign-in gave before, its own or that of another service.
pub(super) fn takes_foreign(slots: &[Slot<'_>]) -> bool {
    use Meaning as M;
    let own = |slot: &Slot<'_>| !matches!(slot.input, Input::Scheme { .. });
    let text = |slot: &Slot<'_>| own(slot) && matches!(slot.leaf.kind, LeafKind::Text | LeafKind::Unknown);
    let token = |slot: &Slot<'_>| {
        let meant =
            matches!(slot.meaning(), Some(M::AccessToken | M::Token | M::IdToken | M::SubjectToken | M::StepToken));
        slot.leaf.required && meant
    };
    let assertion = |slot: &Slot<'_>| {
        let named = words(slot.leaf.name());
        slot.meaning() == Some(M::Assertion)
            && named.iter().any(|word| matches!(word.as_str(), "token" | "jwt" | "saml"))
    };
    let secret = |slot: &Slot<'_>| matches!(slot.meaning(), Some(M::Password | M::ClientSecret | M::ApiKey));
    let mut texts = slots.iter().filter(|slot| text(slot));
    texts.clone().any(token) || (texts.clone().any(assertion) && !texts.any(secret))
}

/// Whether it is what a program signs in with: a secret as text, or a body that is nothing else.
pub(super) fn is_credential(slot: &Slot<'_>) -> bool {
    let text = matches!(slot.leaf.kind, LeafKind::Text | LeafKind::Unknown);
    let whole = matches!(&slot.input, Input::Body(path) if path.0.is_empty());
    let scheme = matches!(slot.input, Input::Scheme { part: SchemePart::Password, .. });
    let named = matches!(
        slot.meaning(),
        Some(Meaning::Password | Meaning::ClientSecret | Meaning::ApiKey | Meaning::Assertion)
    );
    text && (whole || scheme || named)
}

/// Whether it is a credential that programs have: a key or a client's secret, not a person's password.
pub(super) fn is_for_programs(slot: &Slot<'_>) -> bool {
    matches!(slot.meaning(), Some(Meaning::ApiKey | Meaning::ClientSecret))
}

/// Whether another token is needed first.
fn needs_token(known: &Known<'_>, operation: &Operation) -> bool {
    let bearer = |id: &str| {
        matches!(
            known.scheme(id).map(|scheme| &scheme.kind),
            Some(SchemeKind::Bearer { .. } | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. })
        )
    };
    let alternatives = &operation.needs;
    !alternatives.is_empty()
        && alternatives.iter().all(|requirement| requirement.needs.iter().any(|need| bearer(&need.scheme)))
}

/// Whether a refresh stands beside it: under the same folder of the path, or at the same address.
pub(super) fn has_partner(known: &Known<'_>, operation: &Operation) -> bool {
    let refreshes = known.operations.iter().filter(|other| other.role == Role::Refresh);
    let beside = refreshes
        .map(|other| folder(&other.path))
        .any(|other| other == folder(&operation.path) || operation.path.starts_with(other));
    beside || slots(known, operation).iter().any(|slot| slot.meaning() == Some(Meaning::RefreshToken))
}

fn folder(path: &str) -> &str {
    path.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder)
}
