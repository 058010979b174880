//! The second factor of a sign-in, which the token source cannot ask for: how its token comes to it all the same.

use serde::Serialize;

use super::super::fragment::{CodeBlock, CodeSpan, MarkdownText};
use super::{Site, example, lifecycle};
use crate::model::{Lifecycle, Operation, Role, TypeKind, TypeRef};

/// The section.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Factor {
    text: MarkdownText,
    program: Option<CodeBlock>,
}

impl Factor {
    /// The section, where the document has an operation that completes a sign-in.
    pub(super) fn of(site: &Site<'_>, life: &Lifecycle) -> Option<Self> {
        let calls = lifecycle::others(site, &[Role::Mfa]).filter(|_| site.cx.grant)?;
        let operations = site.cx.provider.operations.iter().zip(&site.cx.names.operations).enumerate();
        let mut completing = operations.filter(|(_, (operation, _))| operation.role == Role::Mfa);
        let program =
            completing.find_map(|(index, (operation, names))| example::completing(site, index, operation, names));
        let text = format!(
            "{issue} refuses an account with a second factor, or answers it without a token: callers get a `TokenError` whose \
             `kind()` is `ErrorKind::Rejected` or `ErrorKind::Malformed`. Then call it yourself; such a sign-in is completed by \
             {calls}{handed}. `token_source.sign_in` takes the token over, and serves it until it ends: `TokenSet::with_expiry` \
             says when, else it is used until the API answers 401. After that a person is needed again.",
            issue = lifecycle::call(site, &life.issue),
            handed = handed(site, life),
        );
        Some(Self { text: MarkdownText::new(&text), program })
    }

    /// How many programs it shows.
    pub(super) fn examples(&self) -> usize {
        usize::from(self.program.is_some())
    }
}

/// The fields that replies to the sign-in have and the second factor takes.
fn handed(site: &Site<'_>, life: &Lifecycle) -> String {
    let Some(issue) = site.cx.provider.operations.get(life.issue.operation) else { return String::new() };
    let given: Vec<&str> =
        issue.replies.iter().filter_map(|reply| reply.body.as_ref()).flat_map(|body| fields(site, &body.ty)).collect();
    let taken = |operation: &Operation| operation.body.as_ref().map(|body| body.ty.clone());
    let factors = site.cx.provider.operations.iter().filter(|operation| operation.role == Role::Mfa);
    let mut names: Vec<String> = factors
        .filter_map(taken)
        .flat_map(|ty| fields(site, &ty).into_iter().map(str::to_owned).collect::<Vec<_>>())
        .filter(|name| given.contains(&name.as_str()))
        .map(|name| CodeSpan::new(&name).to_string())
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() { String::new() } else { format!(", with {} from its reply", names.join(" and ")) }
}

/// The names of the fields of an object.
fn fields<'s>(site: &Site<'s>, ty: &TypeRef) -> Vec<&'s str> {
    let TypeRef::Named(id) = site.cx.graph.resolve(ty) else { return Vec::new() };
    let Some(TypeKind::Object { fields, .. }) = site.cx.graph.get(&id).map(|def| &def.kind) else { return Vec::new() };
    fields.iter().map(|field| field.wire.as_str()).collect()
}
