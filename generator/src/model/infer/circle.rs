//! Sign-ins that are said to need the token that they give.

use super::asked::is_own_token;
use super::attach::attach;
use super::rank::is_credential;
use super::reply::{Held, held};
use super::slots::slots_by;
use super::{Known, say};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::read::Reading;
use crate::model::{ApiKeyPlace, Operation, Param, Place, Presence, Role, SchemeKind};
use crate::vocabulary::Meaning;

/// Takes from the sign-ins the scheme that carries their own token, where no other sign-in could give a token for it: tools write
/// one requirement on every operation.
pub(in crate::model) fn open(reading: &Reading<'_>, known: &Known<'_>, operations: &mut [Operation]) {
    without_own_header(reading, known, operations);
    let closed = closed(&Known { operations, ..*known });
    for (at, schemes) in closed {
        let Some(scheme) = schemes.first() else { continue };
        let Some(operation) = operations.get_mut(at) else { continue };
        for way in &mut operation.needs {
            way.needs.retain(|need| !schemes.contains(&need.scheme));
        }
        operation.needs.retain(|way| !way.needs.is_empty());
        let message = format!(
            "{} is said to need {}, which carries the token that it gives: it is called without",
            quoted(&say::pointer(operation)),
            quoted(scheme)
        );
        let help = "where it needs another token, declare a scheme for that and name it in the operation's `security`";
        reading.report(Diagnostic::note(Code::Choice, message, help).at(operation.at.span));
    }
}

/// Takes from the sign-ins by a password the header of the very token that it is given for: tools write it on every operation.
fn without_own_header(reading: &Reading<'_>, known: &Known<'_>, operations: &mut [Operation]) {
    let known = Known { operations, ..*known };
    let own: Vec<(usize, usize)> =
        (0..known.operations.len()).filter_map(|at| Some((at, own_header(&known, at)?))).collect();
    for (at, header) in own {
        let Some(operation) = operations.get_mut(at) else { continue };
        let param = operation.params.remove(header);
        if param.field.presence != Presence::Required {
            continue;
        }
        let message = format!(
            "{} is said to take {}, which carries the token that it gives: it is called without",
            quoted(&say::pointer(operation)),
            quoted(&param.field.wire)
        );
        let help = "where it is given something else there, say so in the parameter's description, such as `Basic base64(id:secret)`";
        reading.report(Diagnostic::note(Code::Choice, message, help).at(param.field.at.span));
    }
}

/// The parameter of a sign-in that carries its own token.
fn own_header(known: &Known<'_>, at: usize) -> Option<usize> {
    let operation = known.operations.get(at).filter(|it| it.role == Role::Issue)?;
    let Held::Token(token) = held(known, at) else { return None };
    let carrier = attach(known, &token).carrier;
    let slots = slots_by(known, operation, None);
    let own = slots.iter().find(|slot| is_own_token(slot, &slots, &carrier))?;
    let is_it = |param: &Param| param.place == Place::Header && own.input.label() == param.field.wire;
    operation.params.iter().position(is_it)
}

/// The sign-ins by credentials of their own that need the scheme of their token; none where one of them does not.
fn closed(known: &Known<'_>) -> Vec<(usize, Vec<String>)> {
    let issues = || known.operations.iter().enumerate().filter(|(_, operation)| operation.role == Role::Issue);
    if issues().all(|(_, operation)| operation.needs.is_empty()) {
        return Vec::new();
    }
    let begins = issues().filter(|(_, operation)| slots_by(known, operation, None).iter().any(is_credential));
    let all: Option<Vec<_>> =
        begins.clone().map(|(at, operation)| Some((at, vec![circle(known, at, operation)?]))).collect();
    all.unwrap_or_else(|| begins.filter_map(|(at, operation)| Some((at, blanket(known, at, operation)?))).collect())
}

/// The scheme that the operation always needs and that carries its token.
fn circle(known: &Known<'_>, at: usize, operation: &Operation) -> Option<String> {
    if operation.needs.is_empty() {
        return None;
    }
    let Held::Token(token) = held(known, at) else { return None };
    let scheme = attach(known, &token).scheme?;
    let always = operation.needs.iter().all(|way| way.needs.iter().any(|need| need.scheme == scheme));
    always.then_some(scheme)
}

/// The schemes of an operation that takes a user and a password of its own, where each is another way in which that user is known
/// later: first that of the token which it gives.
fn blanket(known: &Known<'_>, at: usize, operation: &Operation) -> Option<Vec<String>> {
    let Held::Token(token) = held(known, at) else { return None };
    let scheme = attach(known, &token).scheme?;
    let mut all: Vec<String> =
        operation.needs.iter().flat_map(|way| &way.needs).map(|need| need.scheme.clone()).collect();
    let mut kinds = all.iter().filter_map(|id| known.scheme(id)).map(|scheme| &scheme.kind);
    let bound = operation.needs.len() > 1 && operation.needs.iter().all(|way| !way.needs.is_empty());
    let blanket = bound && all.contains(&scheme) && kinds.all(knows_user) && takes_password(known, operation);
    all.sort_by_key(|id| *id != scheme);
    blanket.then_some(all)
}

/// Whether a scheme of this kind lets a user in, and no program of the provider's own.
fn knows_user(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::Basic | SchemeKind::Bearer { .. } => true,
        SchemeKind::ApiKey { place, name, .. } => {
            *place == ApiKeyPlace::Cookie || name.eq_ignore_ascii_case("authorization")
        }
        _ => false,
    }
}

/// Whether a user and a password are what it must be given.
fn takes_password(known: &Known<'_>, operation: &Operation) -> bool {
    let slots = slots_by(known, operation, None);
    let must = |wanted| slots.iter().any(|slot| slot.leaf.required && slot.meaning() == Some(wanted));
    must(Meaning::User) && must(Meaning::Password)
}
