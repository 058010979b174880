//! Overlay lines for messages: what a user writes to settle what could not be known.

use crate::document::escape_token;
use crate::model::Operation;

/// The `JSONPath` of an operation, as an overlay's target.
pub(super) fn target(operation: &Operation) -> String {
    format!(
        "$.paths['{}'].{}",
        operation.path.replace('\\', "\\\\").replace('\'', "\\'"),
        operation.method.to_ascii_lowercase()
    )
}

/// An overlay action that marks the token field of an operation's reply.
pub(super) fn mark_token(operation: &Operation) -> String {
    format!(
        "mark it in an overlay: `- target: {}.responses…schema.properties.FIELD` with `update: {{ x-authwright: {{ token: access }} }}`; \
         or, where the token is no field, `- target: {}` with `update: {{ x-authwright: {{ token: body }} }}` (or `{{ header: NAME }}`, `{{ cookie: NAME }}`)",
        target(operation),
        target(operation),
    )
}

/// An overlay action that chooses an operation for a step.
pub(super) fn choose(step: &str, others: &[&Operation]) -> String {
    let names: Vec<String> = others.iter().take(5).map(|other| format!("{} {}", other.method, other.path)).collect();
    format!(
        "to choose another: `- target: $` with `update: {{ x-authwright: {{ lifecycle: {{ {step}: METHOD /path }} }} }}`; the others are {}",
        names.join(", ")
    )
}

/// The JSON pointer of an operation, for a message.
pub(super) fn pointer(operation: &Operation) -> String {
    format!("/paths/{}/{}", escape_token(&operation.path), operation.method.to_ascii_lowercase())
}
