//! `x-authwright: {role: ...}` on an operation: what a person says goes before all evidence.

use super::{Evidence, Role};
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
