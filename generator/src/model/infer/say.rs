//! Overlay lines for messages: what a user writes to settle what could not be known.

use super::Known;
use super::flat::{flat, pointer as pointer_of};
use crate::document::{escape_token, jsonpath};
use crate::model::{MediaType, Operation};

/// The `JSONPath` of an operation, as an overlay's target.
pub(super) fn target(operation: &Operation) -> String {
    format!("$.paths[{}].{}", jsonpath::quoted(&operation.path), operation.method.to_ascii_lowercase())
}

/// An overlay action that says where the token is in an operation's reply: it marks the field, or describes a reply of which
/// nothing is known.
pub(super) fn mark_token(known: &Known<'_>, operation: &Operation) -> String {
    let bodies = operation.replies.iter().filter(|reply| reply.success).filter_map(|reply| reply.body.as_ref());
    let fields: Vec<_> = bodies.flat_map(|body| flat(known, &body.ty)).collect();
    let nearest =
        fields.iter().map(|flat| pointer_of(&flat.field.at)).filter(|at| !at.is_empty()).min_by_key(|at| at.len());
    let field = match nearest.and_then(|at| at.rsplit_once('/')) {
        Some((fields, _)) => format!(
            "mark it in an overlay: `- target: {}.FIELD` with `update: {{ x-authwright: {{ token: access }} }}`",
            jsonpath::of_pointer(fields)
        ),
        None => format!(
            "describe it in an overlay, with the names that the server sends: `- target: {}` with `update: {{ description: ok, content: {{ \
             application/json: {{ schema: {{ type: object, properties: {{ access_token: {{ type: string }}, refresh_token: {{ type: string \
             }} }} }} }} }} }}`, which `authwright init` writes",
            operation.reply_target()
        ),
    };
    format!(
        "{field}; or, where the token is no field, `- target: {}` with `update: {{ x-authwright: {{ token: body }} }}` (or `{{ header: NAME }}`, `{{ cookie: NAME }}`)",
        target(operation),
    )
}

/// An overlay action that says what an operation's request holds.
pub(super) fn describe_body(operation: &Operation) -> String {
    let media = match operation.body.as_ref().map(|body| &body.media) {
        Some(MediaType::Form) => "application/x-www-form-urlencoded",
        Some(MediaType::Json(name)) => name,
        _ => "application/json",
    };
    format!(
        "`- target: {}` with `update: {{ requestBody: {{ content: {{ {media}: {{ schema: {{ type: object, required: [username, password], \
         properties: {{ username: {{ type: string }}, password: {{ type: string }} }} }} }} }} }} }}`, with the names that the server takes",
        target(operation)
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
