//! What goes into the steps of the lifecycle: what the user gives, what is always the same, and the tokens themselves.

use std::collections::HashSet;

use super::choose::Chosen;
use super::flat::{flat, pointer, single, values};
use super::grant::{self, Grant};
use super::{Known, asked, encoded};
use crate::model::extension::FieldMark;
use crate::model::{
    ApiKeyPlace, Body, Credential, Field, FieldPath, Given, Input, MediaType, Operation, Place, Presence, Requirement,
    Role, SchemeKind, SchemePart, Step, TypeKind, TypeRef, env,
};
use crate::shape::{Leaf, LeafKind, is_secret};
use crate::vocabulary::{Meaning, asked_for, meaning, squash};

/// A value that a request can carry.
#[derive(Clone, Debug)]
pub(super) struct Slot<'k> {
    pub(super) input: Input,
    pub(super) leaf: Leaf,
    pub(super) field: Option<&'k Field>,
    /// The values that it may have, where they are listed.
    pub(super) values: &'k [String],
    /// Whether it is a `name` that can only be of who signs in.
    who: bool,
}

impl Slot<'_> {
    pub(super) fn meaning(&self) -> Option<Meaning> {
        if self.who { Some(Meaning::User) } else { self.leaf.meaning() }
    }

    pub(super) fn mark<'m>(&self, known: &Known<'m>) -> Option<&'m FieldMark> {
        self.field.and_then(|field| known.marks.get(pointer(&field.at)))
    }

    /// Whether it may have this value, as far as values are listed.
    pub(super) fn may_be(&self, value: &str) -> bool {
        self.values.is_empty() || self.values.iter().any(|listed| listed == value)
    }

    /// The one value that it always has.
    pub(super) fn fixed(&self, known: &Known<'_>) -> Option<String> {
        if let Some(fixed) = self.mark(known).and_then(|mark| mark.fixed.clone()) {
            return Some(fixed);
        }
        match self.values {
            [only] if self.leaf.required => Some(only.clone()),
            _ => None,
        }
    }
}

/// All that a request of the operation can carry, in the order of the request.
pub(super) fn slots<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Slot<'k>> {
    slots_by(known, operation, easiest(operation))
}

/// The same where the operation is authorized in this `way`, or without any scheme.
pub(super) fn slots_by<'k>(known: &Known<'k>, operation: &'k Operation, way: Option<&Requirement>) -> Vec<Slot<'k>> {
    let keys: Vec<&str> = way.map(|way| headers(known, way)).unwrap_or_default();
    // A header that is written down as a parameter, too, is one.
    let own = operation.params.iter().filter(|param| {
        param.place != Place::Header || !keys.iter().any(|key| key.eq_ignore_ascii_case(&param.field.wire))
    });
    let mut slots: Vec<Slot<'k>> = own.map(|it| param(known, it)).collect();
    if let Some(body) = &operation.body {
        slots.extend(in_body(known, body));
    }
    slots.extend(way.map(|way| in_schemes(known, way)).unwrap_or_default());
    if operation.role == Role::Issue {
        name_who(&mut slots);
    }
    slots
}

/// What a request carries that signs in: where each grant has its own alternative of the body, that of the grant which needs no
/// person, and of several the first.
pub(super) fn slots_to_begin<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Slot<'k>> {
    let has = |slots: &[Slot<'k>], wanted: &[Meaning]| {
        slots.iter().any(|slot| slot.meaning().is_some_and(|meaning| wanted.contains(&meaning)))
    };
    let order = |slots: &[Slot<'k>]| match grant(slots) {
        _ if only_renews(slots) => 5,
        Some((Grant::ClientCredentials, _)) => 0,
        Some((Grant::Password, _)) => 1,
        Some((Grant::JwtBearer, _)) => 2,
        Some((Grant::Code, _)) => 3,
        Some((Grant::Other, _)) => 4,
        None => 5,
    };
    let secret = [Meaning::ClientSecret, Meaning::Password, Meaning::ApiKey];
    by_grant(known, operation)
        .into_iter()
        .filter(|slots| slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType)))
        .min_by_key(|slots| (order(slots), !has(slots, &secret)))
        .unwrap_or_else(|| slots(known, operation))
}

/// Whether it is the alternative that renews, which does not say so by listing its grant.
fn only_renews(slots: &[Slot<'_>]) -> bool {
    let has = |wanted: Meaning| slots.iter().any(|slot| slot.meaning() == Some(wanted));
    let listed = slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType) && !slot.values.is_empty());
    !listed && has(Meaning::RefreshToken) && !has(Meaning::Code) && !has(Meaning::Password) && !has(Meaning::Assertion)
}

/// The same of a request that renews: that which takes a refresh token and says so by its grant.
pub(super) fn slots_to_renew<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Slot<'k>> {
    let renews = |slots: &[Slot<'k>]| {
        slots.iter().any(|slot| slot.meaning() == Some(Meaning::RefreshToken))
            && slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType) && slot.may_be(grant::REFRESH))
    };
    by_grant(known, operation).into_iter().find(|slots| renews(slots)).unwrap_or_else(|| slots(known, operation))
}

/// The slots with each alternative of the body, where it has several and one of them has a `grant_type`.
fn by_grant<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Vec<Slot<'k>>> {
    let Some(body) = &operation.body else { return Vec::new() };
    let all = slots(known, operation);
    let (schemes, params): (Vec<_>, Vec<_>) = all
        .into_iter()
        .filter(|slot| !matches!(slot.input, Input::Body(_)))
        .partition(|slot| matches!(slot.input, Input::Scheme { .. }));
    let with = |ty| [params.clone(), in_body_of(known, body, ty), schemes.clone()].concat();
    alternatives(known, &body.ty).into_iter().map(with).collect()
}

/// The alternatives of a type.
fn alternatives<'k>(known: &Known<'k>, ty: &'k TypeRef) -> Vec<&'k TypeRef> {
    let TypeRef::Named(id) = ty else { return Vec::new() };
    match known.type_of(id).map(|def| &def.kind) {
        Some(TypeKind::OneOf { variants, .. }) => variants.iter().map(|variant| &variant.ty).collect(),
        _ => Vec::new(),
    }
}

/// A `name` elsewhere is what a token is called. Beside a password, where nothing else says whose it is, it is the user's.
fn name_who(slots: &mut [Slot<'_>]) {
    let beside = |slot: &Slot<'_>| slot.leaf.path.split_last().map(|(_, parents)| parents.to_vec());
    let mut passwords = slots.iter().filter(|slot| slot.meaning() == Some(Meaning::Password));
    let (Some(password), None) = (passwords.next().map(beside), passwords.next()) else { return };
    if slots.iter().any(|slot| matches!(slot.meaning(), Some(Meaning::User | Meaning::ClientId | Meaning::ApiKey))) {
        return;
    }
    for slot in slots {
        slot.who = squash(slot.leaf.name()) == "name" && is_plain(slot) && beside(slot) == password;
    }
}

fn param<'k>(known: &Known<'k>, param: &'k crate::model::Param) -> Slot<'k> {
    let mut leaf = single(known, &param.field);
    leaf.required = leaf.required || param.place == Place::Path;
    Slot {
        input: Input::Param { place: param.place, name: param.field.wire.clone() },
        leaf,
        field: Some(&param.field),
        values: values(known, &param.field),
        who: false,
    }
}

fn in_body<'k>(known: &Known<'k>, body: &'k Body) -> Vec<Slot<'k>> {
    in_body_of(known, body, &body.ty)
}

/// The same of a body that is of this type: of one of its alternatives.
fn in_body_of<'k>(known: &Known<'k>, body: &'k Body, ty: &'k TypeRef) -> Vec<Slot<'k>> {
    // A form has fields or is empty, whatever the document says.
    let whole = !matches!(body.media, MediaType::Form | MediaType::Multipart);
    if whole && matches!(body.ty, TypeRef::String { .. }) {
        let leaf =
            Leaf { path: Vec::new(), kind: LeafKind::Text, docs: body.docs.clone(), required: true, ..Leaf::default() };
        return vec![Slot { input: Input::Body(FieldPath(Vec::new())), leaf, field: None, values: &[], who: false }];
    }
    let flats = flat(known, ty);
    let parents: HashSet<Vec<String>> = flats
        .iter()
        .flat_map(|flat| (1..flat.leaf.path.len()).map(|end| flat.leaf.path.iter().take(end).cloned().collect()))
        .collect();
    flats
        .into_iter()
        .filter(|flat| !flat.leaf.in_list && !parents.contains(&flat.leaf.path))
        .map(|flat| Slot {
            input: Input::Body(FieldPath(flat.leaf.path.clone())),
            leaf: flat.leaf,
            field: Some(flat.field),
            values: values(known, flat.field),
            who: false,
        })
        .collect()
}

/// Of the ways to be authorized that the operation allows, the one with the fewest schemes.
pub(super) fn easiest(operation: &Operation) -> Option<&Requirement> {
    operation.needs.iter().min_by_key(|requirement| requirement.needs.len())
}

/// The same of a later step: those before others that the token is made for.
pub(super) fn fitting<'k>(operation: &'k Operation, token: Option<&str>) -> Option<&'k Requirement> {
    let fits = |way: &Requirement| way.needs.iter().any(|need| Some(need.scheme.as_str()) == token);
    operation.needs.iter().min_by_key(|way| (!fits(way), way.needs.len()))
}

/// The headers that the schemes of this way fill.
fn headers<'k>(known: &Known<'k>, way: &Requirement) -> Vec<&'k str> {
    let schemes = way.needs.iter().filter_map(|need| known.scheme(&need.scheme));
    let names = schemes.filter_map(|scheme| match &scheme.kind {
        SchemeKind::ApiKey { place: ApiKeyPlace::Header, name, .. } => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

/// The values of the schemes that go together.
fn in_schemes<'k>(known: &Known<'k>, way: &Requirement) -> Vec<Slot<'k>> {
    let mut slots = Vec::new();
    for scheme in way.needs.iter().filter_map(|need| known.scheme(&need.scheme)) {
        let parts: &[SchemePart] = match scheme.kind {
            SchemeKind::Basic => &[SchemePart::User, SchemePart::Password],
            SchemeKind::MutualTls => &[],
            _ => &[SchemePart::Key],
        };
        slots.extend(parts.iter().map(|part| Slot {
            input: Input::Scheme { id: scheme.id.clone(), part: *part },
            leaf: Leaf { path: vec![part.label().to_owned()], kind: LeafKind::Text, required: true, ..Leaf::default() },
            field: None,
            values: &[],
            who: false,
        }));
    }
    slots
}

/// The step that begins, and the credentials that it needs.
pub(super) fn issue(known: &Known<'_>, chosen: &Chosen, credentials: &mut Vec<Credential>) -> Step {
    let at = chosen.operation;
    let Some(operation) = known.operations.get(at) else { return Step { operation: at, values: Vec::new() } };
    let slots = slots_to_begin(known, operation);
    let grant = grant(&slots);
    let kind = grant.as_ref().map(|(grant, _)| *grant);
    let complete = complete_set(&slots);
    let asks = |slot: &Slot<'_>| wanted(slot, kind) || is_named(known, slot) || may_be_needed(&slots, slot, kind);
    let more = asked::for_want(&slots, asks, kind.is_some());
    let mut values = Vec::new();
    for slot in &slots {
        if asked::is_own_token(slot, &slots, chosen) || (kind.is_some() && asked::is_given_twice(slot, &slots)) {
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
            values.push((slot.input.clone(), Given::Fixed(simple)));
        } else if asks(slot) || more.contains(&slot.input) {
            let required =
                slot.leaf.required || complete.contains(&slot.meaning()) || needed(&slots, slot, grant.as_ref());
            values.push((slot.input.clone(), Given::Credential(credentials.len())));
            credentials.push(credential(slot, required));
        }
    }
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

/// The grant that is used, where the operation has a `grant_type`.
pub(super) fn grant(slots: &[Slot<'_>]) -> Option<(Grant, String)> {
    let slot = slots.iter().find(|slot| slot.meaning() == Some(Meaning::GrantType))?;
    // By HTTP Basic it is the client that signs in, whatever its two values are called.
    let (basic, own): (Vec<_>, Vec<_>) = slots.iter().partition(|slot| matches!(slot.input, Input::Scheme { .. }));
    let header = |slot: &&Slot<'_>| {
        matches!(slot.input, Input::Param { place: Place::Header, .. }) && squash(slot.leaf.name()) == "authorization"
    };
    let basic = !basic.is_empty() || own.iter().any(header);
    let leaves: Vec<Leaf> = own.into_iter().map(|slot| slot.leaf.clone()).collect();
    grant::choose(&slot.leaf, slot.values, &leaves, basic)
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
fn simple(slot: &Slot<'_>) -> Option<String> {
    if !slot.leaf.required {
        return None;
    }
    let default = slot.field.and_then(|field| field.default.as_deref()).map(|json| json.trim_matches('"').to_owned());
    let credential = slot.meaning().is_some_and(is_credential);
    match slot.leaf.kind {
        LeafKind::Boolean => Some(default.unwrap_or_else(|| "false".to_owned())),
        _ if credential => None,
        _ => default,
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

/// Whether an overlay says which variable it is read from: somebody wants it sent.
fn is_named(known: &Known<'_>, slot: &Slot<'_>) -> bool {
    slot.mark(known).is_some_and(|mark| mark.env.is_some())
}

/// Whether the document asks for it less than its provider may.
fn may_be_needed(slots: &[Slot<'_>], slot: &Slot<'_>, grant: Option<Grant>) -> bool {
    goes_with(slots, slot, grant) || is_choice(slots, slot, grant)
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

pub(super) fn is_plain(slot: &Slot<'_>) -> bool {
    matches!(slot.leaf.kind, LeafKind::Text | LeafKind::Unknown)
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
