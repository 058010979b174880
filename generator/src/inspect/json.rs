//! The answer for programs.

use serde_json::{Value, json};

use super::{Inspected, InspectedLifecycle, InspectedScheme, Inspection};
use crate::select::Evidence;

impl Inspection {
    /// The answer for programs; its form is documented in the README and does not change between minor versions.
    pub fn to_json(&self) -> Value {
        let schemes = self.schemes.iter().map(scheme);
        json!({
            "title": self.title,
            "openapi": self.openapi,
            "operations": self.operations.iter().map(operation).collect::<Vec<_>>(),
            "schemes": schemes.collect::<Vec<_>>(),
            "servers": self.servers,
            "lifecycle": self.lifecycle.as_ref().map_or(Value::Null, lifecycle),
        })
    }
}

/// Flows are there for schemes that have some.
fn scheme(scheme: &InspectedScheme) -> Value {
    if scheme.flows.is_empty() {
        return json!({ "id": scheme.id, "kind": scheme.kind });
    }
    let flows = scheme.flows.iter().map(|flow| {
        json!({ "flow": flow.name, "token_url": flow.token_url, "metadata_url": flow.metadata_url, "elsewhere": flow.elsewhere, "refused": flow.refused })
    });
    json!({ "id": scheme.id, "kind": scheme.kind, "flows": flows.collect::<Vec<_>>() })
}

fn operation(operation: &Inspected) -> Value {
    json!({
        "method": operation.method,
        "path": operation.path,
        "role": operation.role,
        "operation_id": operation.operation_id,
        "evidence": operation.evidence.iter().map(evidence).collect::<Vec<_>>(),
    })
}

fn evidence(evidence: &Evidence) -> Value {
    json!({ "name": evidence.name, "weight": evidence.weight, "seen": evidence.seen })
}

fn lifecycle(lifecycle: &InspectedLifecycle) -> Value {
    let unused = lifecycle.unused.iter().map(|(operation, why)| json!({ "operation": operation, "why": why }));
    json!({
        "issue": lifecycle.issue,
        "refresh": lifecycle.refresh,
        "revoke": lifecycle.revoke,
        "unused": unused.collect::<Vec<_>>(),
        "token": {
            "access": lifecycle.access,
            "place": lifecycle.outside_body.unwrap_or("body"),
            "refresh": lifecycle.refresh_token,
            "refresh_place": lifecycle.refresh_outside_body.unwrap_or("body"),
            "expiry": lifecycle.expiry,
            "sent": lifecycle.sent,
            "sent_by_scheme": lifecycle.sent_by_scheme,
        },
    })
}
