//! Why an operation cannot be a step of the lifecycle.

use super::slots::slots_by;
use super::{Known, say};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::{Span, jsonpath};
use crate::model::read::Reading;
use crate::model::{Input, Operation, Role, Unused};

/// What is lacking for a step that renews or ends a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// Its reply gives no token.
    Token,
    /// It takes a refresh token, and signing in gives none.
    RefreshToken,
    /// It takes the token as text in this field, and the token is a cookie.
    Text(String),
    /// What this puts into the header is what the token would go into.
    Room(String),
    /// It takes these values, which signing in does not.
    Values(Vec<String>),
    /// It ends the sessions of the user's other programs as well.
    Others,
}

impl Lack {
    /// Says that an overlay chooses for a step what cannot be it. Where something could not be read, that may be why.
    pub(super) fn report(&self, reading: &Reading<'_>, step: &str, (name, at): (&str, Span)) {
        if reading.is_broken() && *self == Self::Token {
            return;
        }
        let message = format!("the overlay chooses {} for `{step}`, but {}", quoted(name), self.why());
        let help =
            format!("{}; or leave `{step}` out of the overlay and call the operation through the client", self.mend());
        reading.report(Diagnostic::error(Code::Extension, message, help).at(at));
    }

    /// Says that an operation which could be the step is not, and keeps it for the pages of the crate. A session that is not
    /// renewed begins again; one that is not ended ends by itself.
    pub(super) fn tell(self, reading: &Reading<'_>, known: &Known<'_>, at: usize, unused: &mut Vec<Unused>) {
        let Some(operation) = known.operations.get(at).filter(|_| !reading.is_broken()) else { return };
        let renews = operation.role == Role::Refresh;
        let (does, then) = if renews {
            ("renews tokens", ": the session will sign in again instead")
        } else {
            ("ends a session", ": the token source does not call it")
        };
        let message = format!("{} {does}, but {}{then}", quoted(&say::pointer(operation)), self.why());
        let help = self.help(known, operation);
        let code = if matches!(self, Self::Token | Self::RefreshToken) { Code::NoTokenField } else { Code::StepUnused };
        let weight = if renews { Diagnostic::warning } else { Diagnostic::note };
        reading.report(weight(code, message, help).at(operation.at.span));
        unused.push(Unused { operation: at, why: self.why() });
    }

    fn why(&self) -> String {
        match self {
            Self::Token => "no token was found in its response".to_owned(),
            Self::RefreshToken => "it takes a refresh token, and the sign-in gives none".to_owned(),
            Self::Text(field) => {
                format!("its field {} takes a token as text, and the sign-in gives a cookie", quoted(field))
            }
            Self::Room(other) => {
                format!(
                    "{} takes the header that the token goes into, and nothing else in it takes the token",
                    quoted(other)
                )
            }
            Self::Values(names) => {
                let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
                format!("it takes {}, which the sign-in does not", names.join(" and "))
            }
            Self::Others => "it ends more than this session".to_owned(),
        }
    }

    fn mend(&self) -> &'static str {
        match self {
            Self::Token => "mark the field of the token in its response by x-authwright: { token: access }",
            Self::RefreshToken => {
                "mark the field of the refresh token in the response to the sign-in by x-authwright: { token: refresh }"
            }
            Self::Text(_) => "choose the operation that ends the session whose cookie is sent",
            Self::Room(_) => {
                "say by `security` on the operation which scheme carries the token, or by a parameter where it goes"
            }
            Self::Values(_) => {
                "say by x-authwright on the field that it is the token ({ token: access }) or has always one value ({ fixed: VALUE })"
            }
            Self::Others => "choose another operation",
        }
    }

    /// The lines of an overlay that settle it for this operation.
    fn help(&self, known: &Known<'_>, operation: &Operation) -> String {
        let at = say::target(operation);
        match self {
            Self::Token | Self::RefreshToken => format!(
                "mark the fields by x-authwright: {{ token: access }} and {{ token: refresh }} in an overlay, if they are there; where the \
                 refresh token is a cookie: `- target: {at}` with `update: {{ parameters: [{{ in: cookie, name: NAME, schema: {{ type: \
                 string }} }}] }}`"
            ),
            Self::Values(names) => {
                let lines: Vec<String> = names.iter().map(|name| settle(known, operation, name)).collect();
                lines.join("; ")
            }
            Self::Room(_) => format!(
                "where it takes the token as other requests carry it: `- target: {at}` with `update: {{ security: [{{ SCHEME: [] }}] }}`; \
                 where in a field, describe that field"
            ),
            Self::Text(_) => format!(
                "where it takes no text: `- target: {at}` with `update: {{ parameters: [{{ in: cookie, name: NAME, schema: {{ type: string \
                 }} }}] }}` after an action that removes the field"
            ),
            Self::Others => format!(
                "where that is wanted: `- target: $` with `update: {{ x-authwright: {{ lifecycle: {{ revoke: {} {} }} }} }}`",
                operation.method, operation.path
            ),
        }
    }
}

/// What the overlay says of a value that nobody gives.
fn settle(known: &Known<'_>, operation: &Operation, name: &str) -> String {
    if known.scheme(name).is_some() {
        return format!(
            "where it is called without {}: `- target: {}` with `update: {{ security: [{{ SCHEME: [] }}] }}`",
            quoted(name),
            say::target(operation)
        );
    }
    let slots = slots_by(known, operation, None);
    let field = slots.iter().find(|slot| named(&slot.input) == name).and_then(|slot| slot.field);
    let place = field.map(|field| field.at.pointer.as_str()).filter(|pointer| !pointer.is_empty());
    let target = place.map_or_else(|| say::target(operation), jsonpath::of_pointer);
    format!(
        "where {} is the session's token: `- target: {target}` with `update: {{ x-authwright: {{ token: access }} }}`, where it has always \
         one value: `{{ fixed: VALUE }}`",
        quoted(name)
    )
}

/// What an input is called in a reason: a scheme by its id.
pub(super) fn named(input: &Input) -> &str {
    match input {
        Input::Scheme { id, .. } => id,
        other => other.label(),
    }
}
