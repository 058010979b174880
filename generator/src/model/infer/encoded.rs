//! A token that goes into requests otherwise than a reply gives it: encoded, which a header of the sign-in may ask for.

use super::choose::Chosen;
use super::slots::Slot;
use super::{Known, say};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::read::Reading;
use crate::model::{Given, Input, Place, Step, TokenSource};

const BASE64: &str = "base64";

/// What a header of the sign-in is given that makes the reply give the token as requests carry it.
pub(super) fn asked_for(known: &Known<'_>, slot: &Slot<'_>, chosen: &Chosen) -> Option<String> {
    let header = matches!(slot.input, Input::Param { place: Place::Header, .. });
    if !header || !is_text(chosen) || !(is_quoted(chosen) || is_said(known, chosen)) {
        return None;
    }
    slot.values.iter().find(|value| value.eq_ignore_ascii_case(BASE64)).cloned()
}

/// A warning where the document says that the token is sent encoded, and nothing in the sign-in gives it so.
pub(super) fn check(reading: &Reading<'_>, known: &Known<'_>, chosen: &Chosen, issue: &Step) {
    let asked =
        issue.values.iter().any(|(_, given)| matches!(given, Given::Fixed(text) if text.eq_ignore_ascii_case(BASE64)));
    if asked || !is_text(chosen) || !is_quoted(chosen) || !is_said(known, chosen) {
        return;
    }
    let Some(operation) = known.operations.get(chosen.operation) else { return };
    let message = format!(
        "the token of {} is to be sent in base64, and nothing in the sign-in says that it is given so: it is sent as it comes",
        quoted(&say::pointer(operation))
    );
    let help = "if a parameter asks for it, say so on that by x-authwright: { fixed: base64 } in an overlay";
    reading.report(Diagnostic::warning(Code::LeftOut, message, help).at(operation.at.span));
}

/// Whether the whole reply is the token: it may be anything, a JSON object as well.
fn is_text(chosen: &Chosen) -> bool {
    chosen.token.access == TokenSource::Body
}

/// Whether requests carry the token in quotes, where it can hold none itself.
fn is_quoted(chosen: &Chosen) -> bool {
    chosen.attach.template.contains("\"{token}\"")
}

/// Whether the scheme that carries the token speaks of it as encoded.
fn is_said(known: &Known<'_>, chosen: &Chosen) -> bool {
    let scheme = chosen.attach.scheme.as_ref().and_then(|id| known.scheme(id));
    scheme.and_then(|scheme| scheme.docs.as_ref()).is_some_and(|docs| docs.to_lowercase().contains(BASE64))
}
