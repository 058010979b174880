//! Sign-ins that are said to need the token that they give.

use super::attach::attach;
use super::choose::is_credential;
use super::inputs::slots_by;
use super::reply::{Held, held};
use super::{Known, say};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::read::Reading;
use crate::model::{Operation, Role};

/// Takes from the sign-ins the scheme that carries their own token, where no other sign-in could give a token for it: tools write
/// one requirement on every operation.
pub(in crate::model) fn open(reading: &Reading<'_>, known: &Known<'_>, operations: &mut [Operation]) {
    let closed = closed(&Known { operations, ..*known });
    for (at, scheme) in closed {
        let Some(operation) = operations.get_mut(at) else { continue };
        for way in &mut operation.needs {
            way.needs.retain(|need| need.scheme != scheme);
        }
        operation.needs.retain(|way| !way.needs.is_empty());
        let message = format!(
            "{} is said to need {}, which carries the token that it gives: it is called without",
            quoted(&say::pointer(operation)),
            quoted(&scheme)
        );
        let help = "where it needs another token, declare a scheme for that and name it in the operation's `security`";
        reading.report(Diagnostic::note(Code::Choice, message, help).at(operation.at.span));
    }
}

/// The sign-ins by credentials of their own that need the scheme of their token; none where one of them does not.
fn closed(known: &Known<'_>) -> Vec<(usize, String)> {
    let issues = || known.operations.iter().enumerate().filter(|(_, operation)| operation.role == Role::Issue);
    if issues().all(|(_, operation)| operation.needs.is_empty()) {
        return Vec::new();
    }
    let begins = issues().filter(|(_, operation)| slots_by(known, operation, None).iter().any(is_credential));
    let all: Option<Vec<_>> = begins.map(|(at, operation)| Some((at, circle(known, at, operation)?))).collect();
    all.unwrap_or_default()
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
