//! The life of a token, inferred from the operations: which begins it, which renews and which ends it, where the token is and how
//! it is carried. Overlays overrule every choice.

mod alternative;
mod asked;
mod attach;
mod choose;
mod circle;
mod cookie;
mod encoded;
mod flat;
mod grant;
mod hollow;
mod inputs;
mod lack;
mod link;
mod rank;
mod renew;
mod reply;
mod say;
mod slots;
mod values;

use std::collections::BTreeMap;

pub(super) use circle::open;
pub(super) use link::link;

use reply::{Held, held};

use super::extension::{FieldMark, OperationMark, RootMark};
use super::read::Reading;
use super::{Attach, Credential, Input, Lifecycle, Operation, Requirement, Role, Scheme, TokenShape, TypeDef, TypeRef};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::select::Taken;

/// All that inference goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'k> {
    /// The provider's short name.
    pub(super) name: &'k str,
    /// What the document says about itself.
    pub(super) about: &'k str,
    /// The parameters that many operations take which are not about authentication.
    pub(super) taken: &'k [Taken],
    pub(super) operations: &'k [Operation],
    pub(super) types: &'k [TypeDef],
    pub(super) schemes: &'k [Scheme],
    /// The document's own security requirement.
    pub(super) security: &'k [Requirement],
    /// What overlays say of the operations, in the same order.
    pub(super) operation_marks: &'k [OperationMark],
    /// What overlays say of fields and parameters, by pointer.
    pub(super) marks: &'k BTreeMap<String, FieldMark>,
    pub(super) root: &'k RootMark,
    /// Contradictory fields, by pointer.
    pub(super) conflicts: &'k BTreeMap<String, Diagnostic>,
}

impl<'k> Known<'k> {
    /// The type of this id.
    pub(super) fn type_of(&self, id: &str) -> Option<&'k TypeDef> {
        self.types.binary_search_by(|def| def.id.as_str().cmp(id)).ok().and_then(|at| self.types.get(at))
    }

    /// The scheme of this id.
    pub(super) fn scheme(&self, id: &str) -> Option<&'k Scheme> {
        self.schemes.iter().find(|scheme| scheme.id == id)
    }
}

/// How the operations make one token live; none where they do not, which is said.
pub(super) fn lifecycle(reading: &Reading<'_>, known: &Known<'_>) -> Option<Lifecycle> {
    let mut chosen = choose::issue(reading, known)?;
    cookie::find(known, &mut chosen);
    if attach::is_guessed(known, &chosen) && !reading.is_broken() {
        unsaid(reading, known, chosen.operation);
    }
    let mut credentials = Vec::new();
    let issue = inputs::issue(known, &chosen, &mut credentials);
    encoded::check(reading, known, &chosen, &issue);
    let mut unused = Vec::new();
    let refresh = renew::refresh(reading, known, &chosen, &mut credentials, &mut unused);
    let revoke = renew::revoke(reading, known, &chosen, &mut credentials, &mut unused);
    let refreshed = refresh.as_ref().map(|renewal| &renewal.token).filter(|token| **token != chosen.token).cloned();
    inputs::name_variables(known, &mut credentials);
    for credential in credentials.iter().filter(|credential| cookie::guards(credential.input.label())) {
        with_guard(reading, known, chosen.operation, credential.input.label());
    }
    let nothing =
        credentials.is_empty() || (takes_anything(known, chosen.operation) && credentials.iter().all(|it| !it.secret));
    if nothing && !reading.is_broken() {
        without_credentials(reading, known, chosen.operation);
    }
    if let Some(own) = with_its_own_token(&chosen.attach, &credentials) {
        in_a_circle(reading, known, chosen.operation, own);
    }
    Some(Lifecycle {
        issue,
        refresh: refresh.map(|renewal| renewal.step),
        revoke,
        token: chosen.token,
        refreshed,
        attach: chosen.attach,
        credentials,
        unused,
    })
}

/// Whether the sign-in has a body of which the document names no field: what it takes besides is hardly all.
fn takes_anything(known: &Known<'_>, at: usize) -> bool {
    let body = known.operations.get(at).and_then(|operation| operation.body.as_ref());
    body.is_some_and(|body| match &body.ty {
        TypeRef::Map(_) | TypeRef::Any => true,
        TypeRef::Named(_) => flat::flat(known, &body.ty).is_empty(),
        _ => false,
    })
}

/// A warning that the sign-in takes nothing that keeps others out, as far as the document says.
fn without_credentials(reading: &Reading<'_>, known: &Known<'_>, at: usize) {
    let Some(operation) = known.operations.get(at) else { return };
    let message = format!("{} signs in, but the document does not say with what", quoted(&say::pointer(operation)));
    let help = format!("add its request body or parameters by an overlay: {}", say::describe_body(operation));
    reading.report(Diagnostic::warning(Code::Request, message, help).at(operation.at.span));
}

/// The scheme that carries the token, where it is all that one signs in with.
fn with_its_own_token<'a>(attach: &'a Attach, credentials: &[Credential]) -> Option<&'a str> {
    let own = attach.scheme.as_deref()?;
    let all = credentials.iter().all(|it| matches!(&it.input, Input::Scheme { id, .. } if id == own));
    (all && !credentials.is_empty()).then_some(own)
}

/// A warning that nothing says how requests carry the token.
fn unsaid(reading: &Reading<'_>, known: &Known<'_>, at: usize) {
    let Some(operation) = known.operations.get(at) else { return };
    let message = format!(
        "nothing says how requests carry the token that {} gives: they send it as `Authorization: Bearer`",
        quoted(&say::pointer(operation))
    );
    let help = "say it by an overlay: `- target: $` with `update: { x-authwright: { attach: { header: NAME, template: '{token}' } } }`, where \
                `template` is the whole value, such as `Bearer {token}`; or with `query: NAME` or `cookie: NAME` in the place of `header: NAME`";
    reading.report(Diagnostic::warning(Code::Choice, message, help).at(operation.at.span));
}

/// A warning that who has no token yet gets none, as far as the document says.
fn in_a_circle(reading: &Reading<'_>, known: &Known<'_>, at: usize, scheme: &str) {
    let Some(operation) = known.operations.get(at) else { return };
    let message = format!(
        "{} signs in with nothing but {}, which carries the token that it gives",
        quoted(&say::pointer(operation)),
        quoted(scheme)
    );
    let help = format!(
        "say by an overlay what it takes: where that is a user and a password by HTTP Basic, `- target: $` with `update: {{ components: {{ \
         securitySchemes: {{ basic: {{ type: http, scheme: basic }} }} }} }}` (in Swagger 2.0 `securityDefinitions: {{ basic: {{ type: basic \
         }} }}`), and {} with `update: {{ security: [{{ basic: [] }}] }}`",
        format_args!("`- target: {}`", say::target(operation))
    );
    reading.report(Diagnostic::warning(Code::Request, message, help).at(operation.at.span));
}

/// A warning that one of the values is none that a program can be given once and for all.
fn with_guard(reading: &Reading<'_>, known: &Known<'_>, at: usize, name: &str) {
    let Some(operation) = known.operations.get(at) else { return };
    let message = format!(
        "{} guards against forged requests: servers make another for each session, and the client sends the one that it is given",
        quoted(name)
    );
    let help = "let a transport of yours get it and send it with its cookie (the guide on HTTP clients has one), or, where the server \
                takes any value, say it by `x-authwright: { fixed: VALUE }`";
    reading.report(Diagnostic::warning(Code::Request, message, help).at(operation.at.span));
}

/// A note that the document has schemes only. What renews begins as well, where its token is one that a person makes once at the website.
fn without_issue(reading: &Reading<'_>, known: &Known<'_>) {
    // The one that does may be what could not be read.
    if reading.is_broken() {
        return;
    }
    let message = "no operation of this document gives a token for credentials";
    let renews = known.operations.iter().enumerate().find(|(at, operation)| {
        operation.role == Role::Refresh && matches!(held(known, *at), Held::Token(TokenShape { refresh: None, .. }))
    });
    let or = renews.map_or_else(String::new, |(_, operation)| {
        format!(
            "; where {0} {1} takes a token that a person made once and for all, choose it by an overlay: `- target: $` with `update: {{ \
             x-authwright: {{ lifecycle: {{ issue: {0} {1}, refresh: none }} }} }}`",
            operation.method, operation.path
        )
    });
    let help = format!(
        "the client is made from the security schemes; mark an operation by x-authwright: {{ role: issue }} if one does{or}"
    );
    reading.report(Diagnostic::note(Code::NoLifecycle, message, help));
}
