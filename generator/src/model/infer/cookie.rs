//! The refresh token that browsers keep for a page, in a cookie that the page cannot read.

use super::Known;
use super::attach::attach;
use super::choose::Chosen;
use super::slots::{Slot, easiest, slots_by};
use crate::model::{ApiKeyPlace, FieldPath, Input, Operation, Place, Role, SchemeKind, TokenSource};
use crate::vocabulary::{Meaning, meaning, squash, words};

/// Looks for the cookie where the sign-in gives its access token otherwise and no refresh token: what renews names it, or takes
/// nothing while the sign-in sets one.
pub(super) fn find(known: &Known<'_>, chosen: &mut Chosen) {
    if chosen.token.refresh.is_some() || chosen.token.access == TokenSource::Cookie(None) {
        return;
    }
    let renewals = || known.operations.iter().filter(|operation| operation.role == Role::Refresh);
    let named = renewals().find_map(|operation| named(known, operation, chosen));
    let unnamed = || {
        let mut silent = renewals().filter(|operation| takes_nothing(known, operation));
        silent.any(|operation| speaks_of_it(operation) || sets_one(known, chosen))
    };
    let found = named.map(Some).or_else(|| unnamed().then_some(None));
    let Some(cookie) = found else { return };
    chosen.token.refresh = Some(TokenSource::Cookie(cookie));
    // What a pair of tokens says of the header it says wherever the second is kept.
    chosen.attach = attach(known, &chosen.token);
}

/// The cookie that the operation takes: of several the one that calls itself a refresh token.
fn named(known: &Known<'_>, operation: &Operation, chosen: &Chosen) -> Option<String> {
    let slots = slots_by(known, operation, easiest(operation));
    let cookies: Vec<&str> =
        slots.iter().filter_map(|slot| name(known, slot)).filter(|name| renews(name, chosen)).collect();
    let telling = cookies.iter().find(|name| meaning(name) == Some(Meaning::RefreshToken));
    match (telling, cookies.as_slice()) {
        (Some(name), _) | (None, [name]) => Some((*name).to_owned()),
        _ => None,
    }
}

/// Whether the cookie may hold a token of its own: neither the access token, as requests carry it or as the reply calls it, nor what
/// guards against forged requests.
fn renews(name: &str, chosen: &Chosen) -> bool {
    let carrier = &chosen.attach.carrier;
    let carried = carrier.place == ApiKeyPlace::Cookie && carrier.name == name;
    let same = match &chosen.token.access {
        TokenSource::Field(FieldPath(path)) => path.last().is_some_and(|field| squash(field) == squash(name)),
        _ => false,
    };
    !carried && !same && !guards(name)
}

/// Whether the value guards against forged requests: it is another one for each session.
pub(super) fn guards(name: &str) -> bool {
    words(name).iter().any(|word| word.contains("csrf") || word.contains("xsrf") || word == "authenticity")
}

/// The cookie that a slot is.
pub(super) fn name<'k>(known: &Known<'k>, slot: &Slot<'k>) -> Option<&'k str> {
    match &slot.input {
        Input::Param { place: Place::Cookie, .. } => slot.field.map(|field| field.wire.as_str()),
        Input::Scheme { id, .. } => match &known.scheme(id)?.kind {
            SchemeKind::ApiKey { place: ApiKeyPlace::Cookie, name, .. } => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the sign-in sets a cookie, by a header or in words.
fn sets_one(known: &Known<'_>, chosen: &Chosen) -> bool {
    let Some(operation) = known.operations.get(chosen.operation) else { return false };
    let mut replies = operation.replies.iter().filter(|reply| reply.success);
    speaks_of_it(operation)
        || replies.any(|reply| reply.headers.iter().any(|header| header.name.eq_ignore_ascii_case("set-cookie")))
}

/// Whether the operation's words, or those of its successful replies, speak of a cookie.
fn speaks_of_it(operation: &Operation) -> bool {
    let replies = operation.replies.iter().filter(|reply| reply.success).map(|reply| &reply.docs);
    let mut texts = operation.summary.iter().chain(&operation.description).chain(replies);
    texts.any(|text| text.to_lowercase().contains("cookie"))
}

/// Whether it takes nothing but what says where it goes: a part of the path.
fn takes_nothing(known: &Known<'_>, operation: &Operation) -> bool {
    let slots = slots_by(known, operation, easiest(operation));
    slots.iter().all(|slot| matches!(slot.input, Input::Param { place: Place::Path, .. }))
}

/// The cookie of the refresh token, where it is one.
pub(super) fn of(chosen: &Chosen) -> Option<&TokenSource> {
    chosen.token.refresh.as_ref().filter(|source| matches!(source, TokenSource::Cookie(_)))
}

/// Whether it is the cookie of this name.
pub(super) fn is_called(cookie: &TokenSource, name: &str) -> bool {
    matches!(cookie, TokenSource::Cookie(Some(known)) if known == name)
}

/// Where the cookie goes: one whose name nobody knows is kept with it.
pub(super) fn input(cookie: &TokenSource) -> Input {
    match cookie {
        TokenSource::Cookie(Some(name)) => Input::Param { place: Place::Cookie, name: name.clone() },
        _ => Input::Param { place: Place::Header, name: "Cookie".to_owned() },
    }
}
