//! `x-authwright: {role: ...}` on an operation, and the steps of the lifecycle at the root: what a person says goes before all
//! evidence.

use super::{AuthOperation, Candidate, Evidence, Role};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use crate::document::Node;

/// What a person says of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It has this role.
    Role(Role),
    /// It has none.
    None,
}

/// The key under which a person says it.
pub(super) const KEY: &str = "x-authwright";

/// Reads what is said, if anything.
pub(super) fn read(operation: &Node, diagnostics: &mut Diagnostics) -> Option<Said> {
    let role = operation.get(KEY)?.get("role")?;
    let name = role.as_str().unwrap_or(role.what());
    if name == "none" {
        return Some(Said::None);
    }
    let known = Role::from_name(name);
    if known.is_none() {
        let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        let message = format!("There is no role {}.", quoted(name));
        let help = format!("Use one of {}, or none.", names.join(", "));
        diagnostics.push(Diagnostic::error(Code::Extension, message, help).at(role.span()));
    }
    known.map(Said::Role)
}

/// The evidence for a role that a person gave.
pub(super) fn evidence(role: Role) -> Evidence {
    Evidence { name: "said", weight: 100, seen: format!("x-authwright: {{role: {}}}", role.name()) }
}

/// The operations that a person chose for the steps of the lifecycle: each has the role of its step.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps(Vec<Step>);

#[derive(Clone, Debug)]
struct Step {
    role: Role,
    /// An operationId, or `METHOD /path`.
    name: String,
}

impl Steps {
    /// What the root of a document says.
    pub(super) fn read(root: &Node) -> Self {
        let lifecycle = root.get(KEY).and_then(|said| said.get("lifecycle"));
        let step = |role: Role| {
            let name = lifecycle?.get(role.name())?.as_str().filter(|name| *name != "none")?;
            Some(Step { role, name: name.to_owned() })
        };
        Self([Role::Issue, Role::Refresh, Role::Revoke].into_iter().filter_map(step).collect())
    }

    /// The candidate that an operation is: as chosen, unless evidence has `found` what can take the step as well.
    pub(super) fn judge(
        &self,
        (method, path): (&str, &str),
        operation: &Node,
        found: Option<Candidate>,
    ) -> Option<Candidate> {
        // An operation's own name is asked for only where a step may be called by it: that reads the operation.
        let is_it = |step: &&Step| match step.name.split_once(' ') {
            Some((first, rest)) if rest.starts_with('/') => first == method && rest == path,
            _ => operation.get("operationId").and_then(Node::as_str) == Some(step.name.as_str()),
        };
        let Some(step) = self.0.iter().find(is_it) else { return found };
        if found.as_ref().is_some_and(|found| found.believed && step.takes(found.operation.role)) {
            return found;
        }
        let seen = format!("x-authwright: {{lifecycle: {{{}: {}}}}}", step.role.name(), step.name);
        let operation = AuthOperation {
            method: method.to_owned(),
            path: path.to_owned(),
            role: step.role,
            evidence: vec![Evidence { name: "said", weight: 100, seen }],
            at: operation.span(),
        };
        Some(Candidate { operation, score: 100, believed: true })
    }
}

impl Step {
    /// Whether an operation of this role takes the step as what it is: one that issues may renew too, a logout ends a session.
    fn takes(&self, role: Role) -> bool {
        role == self.role || matches!((self.role, role), (Role::Refresh, Role::Issue) | (Role::Revoke, Role::Logout))
    }
}
