//! What the inputs of a later step are given, one that renews or that ends a session.

use super::attach::is_for_no_session;
use super::choose::Chosen;
use super::flat::flat;
use super::inputs::{credential, matching};
use super::lack::Lack;
use super::slots::{Slot, slots_by};
use super::{Known, cookie, hollow};
use crate::model::authorization;
use crate::model::extension::TokenPart;
use crate::model::{
    ApiKeyPlace, Attach, Carrier, Credential, Expiry, Given, Input, Operation, Place, Requirement, Role, SchemeKind,
    SchemePart, TokenKind, TokenSource, TypeKind, TypeRef,
};
use crate::vocabulary::{Meaning, meaning, squash, words};

/// Where a token goes that is carried as in all requests.
pub(super) fn carried(attach: &Attach) -> Input {
    let Carrier { place, name } = &attach.carrier;
    let place = match place {
        ApiKeyPlace::Header if attach.template.starts_with("Bearer ") => return Input::Bearer,
        ApiKeyPlace::Header => Place::Header,
        ApiKeyPlace::Query => Place::Query,
        ApiKeyPlace::Cookie => Place::Cookie,
    };
    match &attach.scheme {
        Some(id) => Input::Scheme { id: id.clone(), part: SchemePart::Key },
        None => Input::Param { place, name: name.clone() },
    }
}

/// What already goes into `Authorization`, where the token would have to as well: one request has room for one.
pub(super) fn taken(known: &Known<'_>, attach: &Attach, values: &[(Input, Given)]) -> Option<String> {
    let Carrier { place, name } = &attach.carrier;
    if *place != ApiKeyPlace::Header || !name.eq_ignore_ascii_case("authorization") {
        return None;
    }
    let fills = |input: &Input| match input {
        Input::Scheme { id, .. } => known.scheme(id).is_some_and(|scheme| authorization::fills(&scheme.kind)),
        Input::Param { place: Place::Header, name } => name.eq_ignore_ascii_case("authorization"),
        Input::Param { .. } | Input::Body(_) | Input::Bearer => false,
    };
    values.iter().map(|(input, _)| input).find(|input| fills(input)).map(|input| match input {
        Input::Scheme { id, .. } => id.clone(),
        other => other.label().to_owned(),
    })
}

/// What each input of a later step is given, authorized in this `way`; else what is lacking for one that must be given.
pub(super) fn values(
    known: &Known<'_>,
    operation: &Operation,
    way: Option<&Requirement>,
    chosen: &Chosen,
    grant_type: &str,
    credentials: &mut Vec<Credential>,
) -> Result<Vec<(Input, Given)>, Lack> {
    let slots = slots_by(known, operation, way);
    let in_fields = slots
        .iter()
        .any(|slot| token_of(known, slot, operation, chosen) == Some(TokenKind::Refresh) && !is_scheme(slot));
    // `{ token, refreshToken }` is the pair.
    let beside = slots.iter().any(|slot| slot.meaning() == Some(Meaning::RefreshToken));
    let mut values = Vec::new();
    for slot in slots.iter().filter(|slot| !is_among_cookies(slot, chosen)) {
        let given = if let Some(at) = own_session(slot, credentials) {
            Some(Given::Credential(at))
        } else if is_scheme(slot) && carries_token(known, slot, chosen) {
            let renewed = match cookie::of(chosen) {
                Some(cookie) => cookie::name(known, slot).is_some_and(|name| cookie::is_called(cookie, name)),
                None => operation.role == Role::Refresh && !in_fields && chosen.token.refresh.is_some(),
            };
            Some(Given::Token(if renewed { TokenKind::Refresh } else { TokenKind::Access }))
        } else if let Some(kind) = token_of(known, slot, operation, chosen) {
            let either = matches!(slot.meaning(), Some(Meaning::Token | Meaning::SessionId));
            let paired = beside && (either || is_carrier(slot, chosen));
            let said = slot.mark(known).is_some_and(|mark| mark.token.is_some());
            let kind = if paired && !said { TokenKind::Access } else { kind };
            if kind == TokenKind::Refresh && chosen.token.refresh.is_none() {
                return Err(Lack::RefreshToken);
            }
            let fits = is_text(known, slot, chosen, kind);
            if !fits && slot.leaf.required {
                return Err(Lack::Text(slot.input.label().to_owned()));
            }
            fits.then_some(Given::Token(kind))
        } else if slot.meaning() == Some(Meaning::GrantType) {
            Some(Given::Fixed(grant_type.to_owned()))
        } else if slot.meaning() == Some(Meaning::TokenTypeHint) && slot.leaf.required {
            let renewed = chosen.token.refresh.is_some() && slot.may_be("refresh_token");
            Some(Given::Fixed(if renewed { "refresh_token" } else { "access_token" }.to_owned()))
        } else if let Some(fixed) = slot.fixed(known) {
            Some(Given::Fixed(fixed))
        } else {
            given_credential(slot, credentials)
        };
        values.extend(given.map(|given| (place_of(known, slot, &given, chosen), given)));
    }
    if let Some(names) = unfilled(known, operation, &values) {
        return Err(Lack::Values(names));
    }
    let mut values = without_copies(values);
    hollow::fill(known, operation, &mut values, credentials, false);
    Ok(values)
}

/// The session that the user named when signing in, where the slot asks for it again.
fn own_session(slot: &Slot<'_>, credentials: &[Credential]) -> Option<usize> {
    (slot.meaning() == Some(Meaning::SessionId)).then(|| matching(credentials, slot)).flatten()
}

/// A token goes into a header as it does in all requests, which may be otherwise than a key would.
fn place_of(known: &Known<'_>, slot: &Slot<'_>, given: &Given, chosen: &Chosen) -> Input {
    let keyed = |id: &str| matches!(known.scheme(id).map(|scheme| &scheme.kind), Some(SchemeKind::ApiKey { .. }));
    match (&slot.input, given) {
        (Input::Scheme { id, .. }, Given::Token(_)) if chosen.attach.scheme.as_ref() == Some(id) && keyed(id) => {
            carried(&chosen.attach)
        }
        (_, Given::Token(_)) if is_authorization(slot) && says(slot, "bearer") => Input::Bearer,
        (_, Given::Token(_)) if is_authorization(slot) && is_carrier(slot, chosen) => carried(&chosen.attach),
        (input, _) => input.clone(),
    }
}

/// Whether it is the parameter in which all requests carry the token.
fn is_carrier(slot: &Slot<'_>, chosen: &Chosen) -> bool {
    let Carrier { place: carried, name: called } = &chosen.attach.carrier;
    match &slot.input {
        Input::Param { place: Place::Header, name } => {
            *carried == ApiKeyPlace::Header && called.eq_ignore_ascii_case(name)
        }
        Input::Param { place: Place::Query, name } => *carried == ApiKeyPlace::Query && called == name,
        Input::Param { place: Place::Cookie, name } => *carried == ApiKeyPlace::Cookie && called == name,
        _ => false,
    }
}

fn is_authorization(slot: &Slot<'_>) -> bool {
    matches!(&slot.input, Input::Param { place: Place::Header, name } if name.eq_ignore_ascii_case("authorization"))
}

/// Whether it is a cookie where all that were set go back, whatever they are called.
fn is_among_cookies(slot: &Slot<'_>, chosen: &Chosen) -> bool {
    chosen.token.access == TokenSource::Cookie(None) && matches!(slot.input, Input::Param { place: Place::Cookie, .. })
}

/// Of several body fields for one token only those nearest to the root: deeper ones are of parts that are left out.
fn without_copies(mut values: Vec<(Input, Given)>) -> Vec<(Input, Given)> {
    let depth = |input: &Input| match input {
        Input::Body(path) => path.0.len(),
        _ => 0,
    };
    let nearest = |kind: TokenKind| {
        let ours =
            values.iter().filter(|(input, given)| *given == Given::Token(kind) && matches!(input, Input::Body(_)));
        ours.map(|(input, _)| depth(input)).min().unwrap_or_default()
    };
    let (access, refresh) = (nearest(TokenKind::Access), nearest(TokenKind::Refresh));
    values.retain(|(input, given)| match given {
        Given::Token(TokenKind::Access) => depth(input) <= access,
        Given::Token(TokenKind::Refresh) => depth(input) <= refresh,
        _ => true,
    });
    values
}

fn is_scheme(slot: &Slot<'_>) -> bool {
    matches!(slot.input, Input::Scheme { .. })
}

/// Whether a field can hold the token: a cookie whose name nobody knows is kept with its name, and is a cookie's value nowhere;
/// one with a name is what a field of another name takes for none.
fn is_text(known: &Known<'_>, slot: &Slot<'_>, chosen: &Chosen, kind: TokenKind) -> bool {
    let said = slot.mark(known).is_some_and(|mark| mark.token.is_some());
    let unnamed = match kind {
        TokenKind::Access => chosen.token.access == TokenSource::Cookie(None),
        TokenKind::Refresh => {
            chosen.token.access == TokenSource::Cookie(None) || chosen.token.refresh == Some(TokenSource::Cookie(None))
        }
    };
    let foreign = match &chosen.token.access {
        TokenSource::Cookie(Some(cookie)) if kind == TokenKind::Access => {
            cookie::name(known, slot).is_none() && squash(slot.leaf.name()) != squash(cookie)
        }
        _ => false,
    };
    said || is_scheme(slot) || !(unnamed || foreign)
}

/// Whether the scheme is one that tokens of the session go into.
fn carries_token(known: &Known<'_>, slot: &Slot<'_>, chosen: &Chosen) -> bool {
    let Input::Scheme { id, .. } = &slot.input else { return false };
    // A cookie goes back as the cookie it is, and into no header.
    if matches!(chosen.token.access, TokenSource::Cookie(_)) && chosen.attach.scheme.is_none() {
        return false;
    }
    let scheme = known.scheme(id);
    if chosen.attach.scheme.as_ref() != Some(id) && scheme.is_some_and(is_for_no_session) {
        return false;
    }
    match scheme.map(|scheme| &scheme.kind) {
        Some(
            SchemeKind::Bearer { .. }
            | SchemeKind::OAuth2 { .. }
            | SchemeKind::OpenIdConnect { .. }
            | SchemeKind::Http { .. },
        ) => true,
        Some(SchemeKind::ApiKey { place: ApiKeyPlace::Cookie, name, .. }) => {
            // Beside a token that is in no cookie, a session's cookie is another way to be signed in.
            chosen.attach.scheme.as_ref() == Some(id)
                || matches!(chosen.token.access, TokenSource::Cookie(_))
                || cookie::of(chosen).is_some_and(|cookie| cookie::is_called(cookie, name))
                || matches!(meaning(name), Some(Meaning::AccessToken | Meaning::Token))
        }
        Some(SchemeKind::ApiKey { name, .. }) => {
            chosen.attach.scheme.as_ref() == Some(id)
                || name.eq_ignore_ascii_case("authorization")
                || matches!(meaning(name), Some(Meaning::AccessToken | Meaning::Token | Meaning::SessionId))
        }
        _ => false,
    }
}

/// Which token of the session a field is given, if it is one.
fn token_of(known: &Known<'_>, slot: &Slot<'_>, operation: &Operation, chosen: &Chosen) -> Option<TokenKind> {
    match slot.mark(known).and_then(|mark| mark.token) {
        Some(TokenPart::Access) => return Some(TokenKind::Access),
        Some(TokenPart::Refresh) => return Some(TokenKind::Refresh),
        Some(_) => return None,
        None => {}
    }
    if let (Some(cookie), Some(name)) = (cookie::of(chosen), cookie::name(known, slot))
        && cookie::is_called(cookie, name)
    {
        return Some(TokenKind::Refresh);
    }
    let has_refresh = chosen.token.refresh.is_some();
    // A user and a password, or a key.
    if is_authorization(slot) && says(slot, "basic") {
        return None;
    }
    if is_carrier(slot, chosen) {
        let renewed = operation.role == Role::Refresh && matches!(chosen.token.refresh, Some(TokenSource::Field(_)));
        return Some(if renewed { TokenKind::Refresh } else { TokenKind::Access });
    }
    if names_another(known, slot, operation, chosen) {
        return None;
    }
    match slot.meaning() {
        Some(Meaning::RefreshToken) => Some(TokenKind::Refresh),
        Some(Meaning::AccessToken) => Some(TokenKind::Access),
        Some(Meaning::Token | Meaning::SessionId) => {
            let renewed = operation.role == Role::Refresh
                || (operation.role == Role::Revoke && ends_all(slot, operation, chosen));
            Some(if renewed && has_refresh { TokenKind::Refresh } else { TokenKind::Access })
        }
        // A body that is nothing but text can only be the token.
        None if matches!(&slot.input, Input::Body(path) if path.0.is_empty()) => {
            Some(if operation.role == Role::Refresh && has_refresh { TokenKind::Refresh } else { TokenKind::Access })
        }
        _ => None,
    }
}

/// Whether what revokes is given the token that renews: the session ends with it, while the other alone may leave one that gives the
/// next (RFC 7009, 2.1). `token` is either, where nothing speaks of one of them.
fn ends_all(slot: &Slot<'_>, operation: &Operation, chosen: &Chosen) -> bool {
    let names: Vec<String> = [&operation.id, &operation.path].into_iter().flat_map(|name| words(name)).collect();
    let named = |word: &str| names.iter().any(|other| other == word);
    let renews = says(slot, "refresh token") || says(slot, "refresh_token");
    let told = [&operation.summary, &operation.description].into_iter().flatten();
    let access =
        says(slot, "access") || named("access") || told.clone().any(|text| text.to_lowercase().contains("access"));
    let both = says(slot, "access") && renews;
    // What browsers keep in a cookie goes nowhere else.
    let either = slot.leaf.name() == "token" && cookie::of(chosen).is_none();
    named("refresh") || (renews && !says(slot, "access")) || (either && (both || !access))
}

/// Whether its description has this in it, which is in lower case.
fn says(slot: &Slot<'_>, text: &str) -> bool {
    slot.leaf.docs.as_deref().is_some_and(|docs| docs.to_lowercase().contains(text))
}

/// Whether what ends the session takes something else by a name that a token has elsewhere: the cookies of a browser, a token that
/// is only for it, or what the sign-in tells by that name beside the token, such as the number of the session.
fn names_another(known: &Known<'_>, slot: &Slot<'_>, operation: &Operation, chosen: &Chosen) -> bool {
    let TokenSource::Field(path) = &chosen.token.access else { return false };
    if !matches!(operation.role, Role::Revoke | Role::Logout) {
        return false;
    }
    let docs = slot.leaf.docs.as_deref().unwrap_or_default().to_lowercase();
    let cookies = matches!(slot.input, Input::Param { place: Place::Header, .. });
    let (name, field) = (squash(slot.leaf.name()), path.0.last().map_or("", String::as_str));
    if name == squash(field) || matches!(slot.meaning(), None | Some(Meaning::RefreshToken)) {
        return false;
    }
    let opaque = meaning(field) != Some(Meaning::AccessToken) && chosen.token.expiry != Expiry::JwtExp;
    let of_session = words(field).iter().any(|word| word == "session");
    (cookies && name == "cookie")
        || docs.contains("logout token")
        || (name != "token" && is_told(known, chosen, &name))
        || (slot.meaning() == Some(Meaning::SessionId) && !(opaque || of_session))
}

/// Whether the reply to the sign-in has a field of this name.
fn is_told(known: &Known<'_>, chosen: &Chosen, name: &str) -> bool {
    let replies = known.operations.get(chosen.operation).into_iter().flat_map(|operation| &operation.replies);
    let bodies = replies.filter(|reply| reply.success).filter_map(|reply| reply.body.as_ref());
    bodies.flat_map(|body| flat(known, &body.ty)).any(|flat| squash(flat.leaf.name()) == name)
}

/// The names of which a required body needs some, where it is given none.
fn unfilled(known: &Known<'_>, operation: &Operation, values: &[(Input, Given)]) -> Option<Vec<String>> {
    let body = operation.body.as_ref().filter(|body| body.required)?;
    let TypeRef::Named(id) = &body.ty else { return None };
    let TypeKind::OneOf { variants, .. } = &known.type_of(id)?.kind else { return None };
    let given = values.iter().any(|(input, _)| matches!(input, Input::Body(_)));
    let free = given || variants.iter().any(|variant| variant.required.is_empty());
    variants.first().filter(|_| !free).map(|variant| variant.required.clone())
}

pub(super) fn given_credential(slot: &Slot<'_>, credentials: &mut Vec<Credential>) -> Option<Given> {
    if let Some(at) = matching(credentials, slot) {
        return Some(Given::Credential(at));
    }
    if slot.leaf.or_null {
        return Some(Given::Json("null".to_owned()));
    }
    slot.leaf.required.then(|| {
        // A field of a body may be left out where it is not given; a header or a scheme may not.
        credentials.push(credential(slot, !matches!(slot.input, Input::Body(_))));
        Given::Credential(credentials.len() - 1)
    })
}
