//! `Authorization` that is written down as a parameter. OpenAPI says to ignore it there: it is a scheme in disguise, and which,
//! its words and examples tell.

use super::prefix::prefix_in;
use super::read::Reading;
use super::{Need, Param, Place, Presence, Requirement, Role, Scheme, SchemeKind};
use crate::select::{AuthOperation, Authorization};

/// Evidence that a sign-in is given what proves who signs in, besides its headers.
const PROOFS: &[&str] = &[
    "user-and-password",
    "id-and-secret",
    "lone-secret",
    "provider-token",
    "assertion",
    "authorization-code",
    "one-time-code",
    "step-token",
    "text-request",
];

/// Takes the parameter for the scheme that it is. It stays one where the document has no scheme for it.
pub(super) fn settle(
    reading: &Reading<'_>,
    schemes: &[Scheme],
    found: &AuthOperation,
    params: &mut Vec<Param>,
    needs: &mut Vec<Requirement>,
) {
    let is_it = |param: &Param| param.place == Place::Header && param.field.wire.eq_ignore_ascii_case("authorization");
    let Some(at) = params.iter().position(is_it) else { return };
    let Some(param) = params.get(at) else { return };
    let root = reading.root();
    let said = reading.at(&param.field.at.pointer).map(|place| Authorization::of(root.node, place.node));
    let said = said.unwrap_or(Authorization::Token);
    let begins = found.role == Role::Issue;
    let required = param.field.presence == Presence::Required;
    let prefix = param.field.docs.as_deref().and_then(prefix_in);
    let Some(scheme) = schemes.iter().find(|scheme| fits(&scheme.kind, said, prefix.as_deref(), begins)) else {
        return;
    };
    params.remove(at);
    let need = || Need { scheme: scheme.id.clone(), scopes: Vec::new() };
    let proven = || found.evidence.iter().any(|it| PROOFS.contains(&it.name));
    let told = begins && said == (Authorization::Basic { told: true }) && (required || !proven());
    let asked = needs.iter().flat_map(|way| &way.needs).any(|need| need.scheme == scheme.id);
    if told && !asked {
        // What one sign-in says of its header counts for more than what a document says of all.
        for way in needs.iter_mut() {
            way.needs.retain(|need| !schemes.iter().any(|it| it.id == need.scheme && fills(&it.kind)));
            way.needs.push(need());
        }
        needs.dedup();
    }
    if needs.is_empty() && (required || told) {
        needs.push(Requirement { needs: vec![need()] });
    }
}

/// Whether a scheme of this kind may be what the parameter is. What a session's operations call the header counts for little: its
/// token goes where all do. A sign-in is given what it says.
fn fits(kind: &SchemeKind, said: Authorization, prefix: Option<&str>, begins: bool) -> bool {
    if let Authorization::Basic { .. } = said {
        return *kind == SchemeKind::Basic;
    }
    if begins && said == Authorization::Key {
        return false;
    }
    let other = prefix.filter(|prefix| begins && *prefix != "Bearer ");
    match kind {
        SchemeKind::Bearer { .. } | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => other.is_none(),
        SchemeKind::ApiKey { name, prefix, .. } => {
            name.eq_ignore_ascii_case("authorization")
                && (prefix.is_empty() || other.is_none_or(|other| other == prefix))
        }
        SchemeKind::Http { scheme } => prefix.is_some_and(|prefix| prefix.trim_end().eq_ignore_ascii_case(scheme)),
        SchemeKind::Basic | SchemeKind::MutualTls => false,
    }
}

/// Whether a scheme of this kind goes into `Authorization`.
pub(super) fn fills(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::ApiKey { name, .. } => name.eq_ignore_ascii_case("authorization"),
        SchemeKind::MutualTls => false,
        _ => true,
    }
}
