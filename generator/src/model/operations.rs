//! Operations: what is sent, what comes back, what each needs.

use super::extension::OperationMark;
use super::read::{Kind, Place, Reading};
use super::schema::Types;
use super::schemes::requirements;
use super::servers::servers;
use super::{
    Operation, Param, Place as Where, Requirement, Role, Scheme, SchemeKind, authorization, replies, requests,
};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::select::AuthOperation;
use crate::vocabulary::{Meaning, meaning};

/// An operation with what only inference needs of it.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) operation: Operation,
    pub(super) mark: OperationMark,
}

/// Where the path and the operation that `select` found are described.
pub(super) fn places<'a>(reading: &Reading<'a>, found: &AuthOperation) -> Option<(Place<'a>, Place<'a>)> {
    let path = reading.root().get("paths")?.get(&found.path)?;
    let path = reading.resolve(path, Kind::Operation)?;
    let operation = path.get(&found.method.to_ascii_lowercase())?;
    Some((path, operation))
}

/// Reads the operation that `select` found.
pub(super) fn operation<'a>(
    reading: &Reading<'a>,
    types: &mut Types<'_, 'a>,
    schemes: &[Scheme],
    found: &AuthOperation,
) -> Option<Read> {
    let (path, place) = places(reading, found)?;
    let read: openapiv3::Operation = reading.read(&place, Kind::Operation)?;
    let mark = OperationMark::read(reading, &place);
    let id = read
        .operation_id
        .clone()
        .filter(|id| !id.trim().is_empty())
        .unwrap_or_else(|| format!("{} {}", found.method, found.path));
    if !is_sendable(reading, found, &place) {
        return None;
    }
    let mut params = requests::params(reading, types, &path, &place, found, &id)?;
    let mut needs = needs(reading, schemes, &place, found);
    authorization::settle(reading, schemes, found, &mut params, &mut needs);
    warn_of_secrets(reading, &params, &place, types);
    let own = servers(reading, &place);
    let operation = Operation {
        name: mark.name.clone(),
        role: found.role,
        method: found.method.clone(),
        path: found.path.clone(),
        body: requests::body(reading, types, &place, (found.role, &id)),
        replies: replies::replies(reading, types, &read, found.role, &id),
        needs,
        servers: if own.is_empty() { servers(reading, &path) } else { own },
        deprecated: read.deprecated,
        summary: read.summary.filter(|text| !text.trim().is_empty()),
        description: read.description.filter(|text| !text.trim().is_empty()),
        evidence: found.evidence.clone(),
        at: place.at(),
        params,
        id,
    };
    Some(Read { operation, mark })
}

/// Whether requests can be sent to the path as it is written: no control characters, and no steps that lead out of it.
fn is_sendable(reading: &Reading<'_>, found: &AuthOperation, place: &Place<'_>) -> bool {
    let steps = found.path.split('/').any(|segment| matches!(segment, "." | ".."));
    if !steps && !found.path.chars().any(char::is_control) {
        return true;
    }
    let message = format!("no request can be sent to the path {}", quoted(&found.path));
    let help = "write it without `.` and `..` and without control characters";
    let weight = if found.role == Role::Issue { Diagnostic::error } else { Diagnostic::warning };
    reading.report(weight(Code::Request, message, help).at(place.span()));
    false
}

/// What the operation needs. What it inherits from the document is believed only as far as it can be true: nobody has the
/// token yet that a sign-in gives.
fn needs(reading: &Reading<'_>, schemes: &[Scheme], place: &Place<'_>, found: &AuthOperation) -> Vec<Requirement> {
    let role = found.role;
    if let Some(own) = requirements(reading, place, schemes) {
        return own;
    }
    let inherited = requirements(reading, &reading.root(), schemes).unwrap_or_default();
    if !matches!(role, Role::Issue | Role::Refresh | Role::Authorize | Role::Mfa) {
        return inherited;
    }
    let has_body = place.get("requestBody").is_some();
    if role == Role::Refresh && !has_body {
        return inherited;
    }
    let giver = |id: &str| {
        let kind = schemes.iter().find(|scheme| scheme.id == id).map(|scheme| &scheme.kind);
        match kind {
            Some(SchemeKind::MutualTls | SchemeKind::ApiKey { .. }) => true,
            Some(SchemeKind::Basic) => !has_body,
            _ => false,
        }
    };
    let believable = |alternative: &Requirement| {
        alternative.needs.iter().all(|need| giver(&need.scheme) && !carries_token(schemes, &need.scheme))
    };
    let kept: Vec<Requirement> = inherited.iter().filter(|way| believable(way)).cloned().collect();
    // What may be sent instead of a token is needed no more than the token where the sign-in is given its credentials.
    let instead = kept.len() < inherited.len() && found.evidence.iter().any(|it| COMPLETE.contains(&it.name));
    if instead { Vec::new() } else { kept }
}

/// Evidence that an operation is given all that one signs in with.
const COMPLETE: &[&str] = &["user-and-password", "id-and-secret"];

/// Whether an API key is the very header that tokens go into.
fn carries_token(schemes: &[Scheme], id: &str) -> bool {
    schemes.iter().filter(|scheme| scheme.id == id).any(|scheme| match &scheme.kind {
        SchemeKind::ApiKey { name, .. } => {
            name.eq_ignore_ascii_case("authorization")
                || matches!(meaning(name), Some(Meaning::AccessToken | Meaning::Token | Meaning::SessionId))
        }
        _ => false,
    })
}

fn warn_of_secrets(reading: &Reading<'_>, params: &[Param], place: &Place<'_>, types: &Types<'_, '_>) {
    for param in params.iter().filter(|param| param.place == Where::Query) {
        let said = types.marks.get(&param.field.at.pointer).and_then(|mark| mark.secret);
        if !said.unwrap_or_else(|| crate::shape::is_secret(&param.field.wire, None)) {
            continue;
        }
        let message = format!(
            "{} is a secret and goes into the query string of {}, where logs keep it (RFC 6749, 2.3.1)",
            quoted(&param.field.wire),
            quoted(&place.pointer)
        );
        let help = "if the provider takes it in the body or a header as well, move it there by an overlay";
        let span = if param.field.at.pointer.is_empty() { place.span() } else { param.field.at.span };
        reading.report(Diagnostic::warning(Code::SecretInUrl, message, help).at(span));
    }
}
