//! What an operation needs, and what its token then authorizes.

use super::super::fragment::{CodeSpan, MarkdownText};
use super::Site;
use crate::model::{ApiKeyPlace, Attach, Need, Operation, Requirement, Role};

/// The paragraphs under "Authorization".
pub(super) fn paragraphs(site: &Site<'_>, operation: &Operation) -> Vec<MarkdownText> {
    let mut out = vec![needed(site, &operation.needs)];
    if matches!(operation.role, Role::Issue | Role::Refresh | Role::Exchange | Role::Mfa)
        && let Some(lifecycle) = &site.cx.provider.lifecycle
    {
        out.push(format!(
            "Its token authorizes all other requests that need one: it is sent as {}. [The life of a token](Lifecycle.md) says how long \
             it lives and how it is renewed.",
            carried(&lifecycle.attach)
        ));
    }
    out.iter().map(|text| MarkdownText::new(text)).collect()
}

/// What is needed, with AND inside and OR between the alternatives.
pub(super) fn needed(site: &Site<'_>, needs: &[Requirement]) -> String {
    let optional = needs.iter().any(|requirement| requirement.needs.is_empty());
    let alternatives: Vec<String> = needs
        .iter()
        .filter(|requirement| !requirement.needs.is_empty())
        .map(|requirement| all(site, requirement))
        .collect();
    match (alternatives.as_slice(), optional) {
        ([], _) => "The call itself needs no authorization: the request carries what it needs.".to_owned(),
        (some, true) => format!("Nothing is needed; {} may be sent.", some.join(" or ")),
        ([only], false) => format!("The operation itself needs {only}."),
        (several, false) => format!("The operation itself needs one of: {}.", several.join("; or ")),
    }
}

fn all(site: &Site<'_>, requirement: &Requirement) -> String {
    let needs: Vec<String> = requirement.needs.iter().map(|need| one(site, need)).collect();
    needs.join(" and ")
}

fn one(site: &Site<'_>, need: &Need) -> String {
    let at = site.cx.provider.schemes.iter().position(|scheme| scheme.id == need.scheme);
    let id = CodeSpan::new(&need.scheme);
    let name = match at.and_then(|at| site.cx.names.schemes.get(at)) {
        Some(name) => format!("[{id}](Schemes.md#{})", super::link::slug(name.as_str())),
        None => id.to_string(),
    };
    if need.scopes.is_empty() {
        return name;
    }
    let scopes: Vec<String> = need.scopes.iter().map(|scope| CodeSpan::new(scope).to_string()).collect();
    format!("{name} with the scopes {}", scopes.join(", "))
}

/// How requests carry the token, as one would write it.
pub(super) fn carried(attach: &Attach) -> String {
    let (name, template) = (&attach.carrier.name, &attach.template);
    match attach.carrier.place {
        ApiKeyPlace::Header => format!("the header {}", CodeSpan::new(&format!("{name}: {template}"))),
        ApiKeyPlace::Query => format!("the query parameter {}", CodeSpan::new(&format!("{name}={{token}}"))),
        ApiKeyPlace::Cookie => format!("the cookie {}", CodeSpan::new(&format!("{name}={{token}}"))),
    }
}
