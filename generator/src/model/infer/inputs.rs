//! What goes into the steps of the lifecycle: what the user gives, what is always the same, and the tokens themselves.

use std::collections::HashSet;

use serde_json::Value;

use super::alternative::slots_to_begin;
use super::choose::Chosen;
use super::grant::{self, Grant};
use super::slots::{Slot, grant, is_plain, slots};
use super::{Known, asked, encoded, hollow};
use crate::model::{Credential, Field, FieldPath, Given, Input, Presence, Role, SchemePart, Step, TypeRef, env};
use crate::shape::{LeafKind, is_secret};
use crate::vocabulary::{Meaning, asked_for, meaning, squash};

/// The step that begins, and the credentials that it needs.
pub(super) fn issue(known: &Known<'_>, chosen: &Chosen, credentials: &mut Vec<Credential>) -> Step {
    let at = chosen.operation;
    let Some(operation) = known.operations.get(at) else { return Step { operation: at, values: Vec::new() } };
    let slots = slots_to_begin(known, operation);
    let grant = grant(&slots);
    let kind = grant.as_ref().map(|(grant, _)| *grant);
    let complete = complete_set(&slots);
    let asks = |slot: &Slot<'_>| wanted(slot, kind) || may_be_given(known, slot) || may_be_needed(&slots, slot, kind);
    let more = asked::for_want(&slots, asks, kind.is_some());
    let mut values = Vec::new();
    for slot in &slots {
        if kind.is_some() && asked::is_given_twice(slot, &slots) {
            continue;
        }
        if let Some(fixed) = slot.fixed(known) {
            values.push((slot.input.clone(), Given::Fixed(fixed)));
        } else if slot.meaning() == Some(Meaning::GrantType) && grant.is_some() {
            let text = grant.as_ref().map(|(_, text)| text.clone()).unwrap_or_default();
            values.push((slot.input.clone(), Given::Fixed(text)));
        } else if let Some(encoding) = encoded::asked_for(known, slot, chosen) {
            values.push((slot.input.clone(), Given::Fixed(encoding)));
        } else if asks_for_token(known, slot) {
            values.push((slot.input.clone(), Given::Fixed("true".to_owned())));
        } else if let Some(simple) = simple(slot) {
            values.push((slot.input.clone(), simple));
        } else if asks(slot) || more.contains(&slot.input) {
            let required =
                slot.leaf.required || complete.contains(&slot.meaning()) || needed(&slots, slot, grant.as_ref());
            values.push((slot.input.clone(), Given::Credential(credentials.len())));
            credentials.push(credential(slot, required));
        }
    }
    hollow::fill(known, operation, &mut values, credentials, true);
    names_first(credentials, &mut values);
    Step { operation: at, values }
}

/// Puts who signs in before the secrets, whatever the order of the request: where two texts are exchanged no compiler notices,
/// and nobody writes a password before the user's name because a document is sorted so.
fn names_first(credentials: &mut [Credential], values: &mut [(Input, Given)]) {
    let before: Vec<Input> = credentials.iter().map(|credential| credential.input.clone()).collect();
    credentials.sort_by_key(|credential| credential.secret);
    for (_, given) in values {
        if let Given::Credential(at) = given
            && let Some(input) = before.get(*at)
        {
            *at = credentials.iter().position(|credential| credential.input == *input).unwrap_or(*at);
        }
    }
}

/// Whether the grant needs this very field: the only one of its meaning.
fn needed(slots: &[Slot<'_>], slot: &Slot<'_>, grant: Option<&(Grant, String)>) -> bool {
    let alone = slots.iter().filter(|other| other.meaning() == slot.meaning()).count() == 1;
    alone && grant.is_some_and(|(grant, _)| grant::needs(*grant, slot.meaning()))
}

/// Whether it is a flag without which the reply leaves a token out that the session needs.
fn asks_for_token(known: &Known<'_>, slot: &Slot<'_>) -> bool {
    let name = slot.leaf.name();
    let boolean = slot.leaf.kind == LeafKind::Boolean;
    let renews = || known.operations.iter().any(|operation| operation.role == Role::Refresh);
    let may_be = boolean || (is_plain(slot) && slot.values.is_empty());
    (may_be && asked_for(name).is_some_and(is_token))
        || (boolean && matches!(meaning(name), Some(Meaning::AccessToken | Meaning::Token)))
        || (boolean && meaning(name) == Some(Meaning::RefreshToken) && renews())
}

fn is_token(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::AccessToken | Meaning::Token | Meaning::RefreshToken | Meaning::SessionId)
}

/// Required values that are no credentials and have an obvious value.
fn simple(slot: &Slot<'_>) -> Option<Given> {
    if !slot.leaf.required && !slot.leaf.or_null {
        return None;
    }
    let default = slot.field.and_then(|field| default(field, slot.leaf.kind));
    let credential = slot.meaning().is_some_and(is_credential);
    match slot.leaf.kind {
        LeafKind::Boolean if slot.leaf.or_null => Some(default.unwrap_or_else(|| Given::Json("null".to_owned()))),
        LeafKind::Boolean => Some(default.unwrap_or_else(|| Given::Fixed("false".to_owned()))),
        _ if credential => None,
        _ => default,
    }
}

/// What the document gives a field that nobody sets.
fn default(field: &Field, kind: LeafKind) -> Option<Given> {
    let json = field.default.as_deref()?;
    match (serde_json::from_str(json).ok()?, kind) {
        (Value::Null, _) => None,
        (Value::String(text), _) => Some(Given::Fixed(text)),
        // A number where the type is text is the text that it is written as.
        (Value::Number(_) | Value::Bool(_), LeafKind::Text) => Some(Given::Fixed(json.to_owned())),
        _ => Some(Given::Json(json.to_owned())),
    }
}

/// Whether the user gives it: what is required, and what one signs in with.
fn wanted(slot: &Slot<'_>, grant: Option<Grant>) -> bool {
    if matches!(slot.input, Input::Scheme { .. }) {
        return true;
    }
    let meaning = slot.meaning();
    match grant {
        Some(grant) => grant::takes(grant, meaning, slot.leaf.required) && (slot.leaf.required || is_plain(slot)),
        None => slot.leaf.required || (is_plain(slot) && meaning.is_some_and(is_credential)),
    }
}

/// Whether it is sent in any case, as null where nobody gives it, or an overlay says which variable it is read from: somebody
/// wants it sent.
fn may_be_given(known: &Known<'_>, slot: &Slot<'_>) -> bool {
    slot.leaf.or_null || slot.mark(known).is_some_and(|mark| mark.env.is_some())
}

/// Whether the document asks for it less than its provider may.
fn may_be_needed(slots: &[Slot<'_>], slot: &Slot<'_>, grant: Option<Grant>) -> bool {
    goes_with(slots, slot, grant) || is_choice(slots, slot, grant) || is_client(slots, slot, grant)
}

/// Whether it is the client's key where the grant is a client's own and nothing else says who that is.
fn is_client(slots: &[Slot<'_>], slot: &Slot<'_>, grant: Option<Grant>) -> bool {
    let names = |other: &Slot<'_>| {
        other.meaning() == Some(Meaning::ClientId)
            || matches!(other.input, Input::Scheme { part: SchemePart::User | SchemePart::ClientId, .. })
    };
    grant == Some(Grant::ClientCredentials)
        && slot.meaning() == Some(Meaning::ApiKey)
        && is_plain(slot)
        && !slots.iter().any(names)
}

/// Whether it chooses, at the top of a body of which no field is said to be required: where nothing is, that says nothing.
fn is_choice(slots: &[Slot<'_>], slot: &Slot<'_>, grant: Option<Grant>) -> bool {
    let body = |slot: &Slot<'_>| matches!(&slot.input, Input::Body(FieldPath(path)) if path.len() == 1);
    grant.is_none()
        && body(slot)
        && slot.values.len() > 1
        && is_plain(slot)
        && !slots.iter().any(|other| body(other) && other.leaf.required)
}

/// Whether an object that may be left out cannot be sent without it: one that holds what one signs in with.
fn goes_with(slots: &[Slot<'_>], slot: &Slot<'_>, grant: Option<Grant>) -> bool {
    let Input::Body(FieldPath(path)) = &slot.input else { return false };
    let home = path.get(..path.len().saturating_sub(1)).unwrap_or_default();
    let asked = slot.field.is_some_and(|field| field.presence == Presence::Required);
    let within = |other: &Slot<'_>| matches!(&other.input, Input::Body(FieldPath(other)) if other.starts_with(home));
    asked
        && slot.leaf.kind != LeafKind::Object
        && !home.is_empty()
        && slots.iter().any(|other| within(other) && wanted(other, grant))
}

fn is_credential(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::User
            | Meaning::Password
            | Meaning::ClientId
            | Meaning::ClientSecret
            | Meaning::ApiKey
            | Meaning::Assertion
            | Meaning::Scope
    )
}

/// Where nothing is marked as required: the first complete set of credentials that the fields make, which then is.
fn complete_set(slots: &[Slot<'_>]) -> Vec<Option<Meaning>> {
    const SETS: &[&[Meaning]] = &[
        &[Meaning::ClientId, Meaning::ClientSecret],
        &[Meaning::User, Meaning::Password],
        &[Meaning::ApiKey, Meaning::ClientSecret],
        &[Meaning::ApiKey],
        &[Meaning::Assertion],
    ];
    let own = || slots.iter().filter(|slot| !matches!(slot.input, Input::Scheme { .. }));
    let required = own().any(|slot| slot.leaf.required && slot.meaning().is_some_and(is_credential));
    let count = |meaning: &Meaning| own().filter(|slot| slot.meaning() == Some(*meaning)).count();
    let set = SETS.iter().find(|set| !required && set.iter().all(|meaning| count(meaning) > 0));
    // Of several names for one thing (an e-mail address or a phone number) any will do.
    set.map(|set| set.iter().filter(|meaning| count(meaning) == 1).copied().map(Some).collect()).unwrap_or_default()
}

/// A credential; its variable is named when all are known.
pub(super) fn credential(slot: &Slot<'_>, required: bool) -> Credential {
    let secret = match (&slot.input, slot.field) {
        (Input::Scheme { part, .. }, _) => !matches!(part, SchemePart::User | SchemePart::ClientId),
        // In a request it is a number that prints; what the user gives is text, and can be kept from sight.
        (_, Some(field)) => {
            let number = matches!(field.ty, TypeRef::Integer | TypeRef::Number);
            field.secret || (number && is_secret(&field.wire, None))
        }
        (_, None) => true,
    };
    Credential { input: slot.input.clone(), env: String::new(), secret, required }
}

/// Names the environment variable of each credential: as an overlay says, else by provider and field, each once.
pub(super) fn name_variables(known: &Known<'_>, credentials: &mut [Credential]) {
    let mut taken: HashSet<String> = HashSet::new();
    let marked = marked_variables(known);
    let inputs: Vec<Input> = credentials.iter().map(|credential| credential.input.clone()).collect();
    for credential in credentials.iter_mut() {
        let said = said_variable(known, &marked, &credential.input);
        let short = env::variable(known.name, &credential.input.label_among(inputs.iter()));
        let mut name = said.unwrap_or(short);
        if taken.contains(&name) {
            name = env::variable(known.name, &long_label(&credential.input));
        }
        let base = name.clone();
        for number in 2_u32.. {
            if !taken.contains(&name) {
                break;
            }
            name = format!("{base}_{number}");
        }
        taken.insert(name.clone());
        credential.env = name;
    }
}

fn long_label(input: &Input) -> String {
    match input {
        Input::Body(path) => path.0.join("_"),
        Input::Scheme { id, part } => format!("{id}_{}", part.label()),
        Input::Param { place, name } => format!("{place:?}_{name}"),
        Input::Bearer => "token".to_owned(),
    }
}

/// What overlays call the variables of inputs.
fn marked_variables(known: &Known<'_>) -> Vec<(Input, String)> {
    let slots = known.operations.iter().flat_map(|operation| slots(known, operation));
    slots.filter_map(|slot| Some((slot.input.clone(), slot.mark(known)?.env.clone()?))).collect()
}

fn said_variable(known: &Known<'_>, marked: &[(Input, String)], input: &Input) -> Option<String> {
    if let Input::Scheme { id, part } = input {
        let inputs = &known.scheme(id)?.inputs;
        return inputs.iter().find(|known| known.part == *part).map(|known| known.env.clone());
    }
    marked.iter().find(|(known, _)| known == input).map(|(_, env)| env.clone())
}

/// The credential that an input of another step is given: that of the same name.
pub(super) fn matching(credentials: &[Credential], slot: &Slot<'_>) -> Option<usize> {
    let exact = credentials.iter().position(|credential| credential.input == slot.input);
    exact.or_else(|| {
        // One user and password, however many schemes a document makes of them.
        if let Input::Scheme { part, .. } = &slot.input {
            let same = |of: &Input| matches!(of, Input::Scheme { part: other, .. } if other == part);
            let basic = matches!(part, SchemePart::User | SchemePart::Password);
            return credentials.iter().position(|credential| basic && same(&credential.input));
        }
        let wanted = squash(slot.leaf.name());
        credentials.iter().position(|credential| !wanted.is_empty() && squash(credential.input.label()) == wanted)
    })
}
