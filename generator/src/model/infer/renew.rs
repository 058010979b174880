//! The steps that renew and that end a session.

use super::alternative::slots_to_renew;
use super::choose::{Chosen, named, unknown};
use super::cookie;
use super::grant;
use super::inputs::matching;
use super::lack::{Lack, named as named_input};
use super::reply::{Held, held};
use super::slots::{fitting, slots_by};
use super::values::{carried, given_credential, taken, values};
use super::{Known, hollow, say};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::extension::Choice;
use crate::model::read::Reading;
use crate::model::{
    Credential, Given, Input, Operation, ReplyStatus, Requirement, Role, Step, TokenKind, TokenShape, TokenSource,
    Unused,
};
use crate::vocabulary::{Meaning, meaning, squash, words};

/// A step that renews, and the token that it gives.
#[derive(Clone, Debug)]
pub(super) struct Renewal {
    pub(super) step: Step,
    pub(super) token: TokenShape,
    /// Whether nothing says what it is sent, and no cookie is there that browsers send along.
    guessed: bool,
}

/// The step that renews, where there is one.
pub(super) fn refresh(
    reading: &Reading<'_>,
    known: &Known<'_>,
    chosen: &Chosen,
    credentials: &mut Vec<Credential>,
    unused: &mut Vec<Unused>,
) -> Option<Renewal> {
    match &known.root.refresh {
        Some(Choice::None) => return None,
        Some(Choice::Operation(name, span)) => {
            let Some(at) = named(known, name) else {
                unknown(reading, known, "refresh", (name, *span));
                return None;
            };
            if at == chosen.operation
                && let Some(same) = same_endpoint(known, chosen, credentials)
            {
                return Some(same);
            }
            let found = renewal(known, at, chosen, credentials);
            return found.map_err(|lack| lack.report(reading, "refresh", (name, *span))).ok();
        }
        None => {}
    }
    if let Some(same) = same_endpoint(known, chosen, credentials) {
        return Some(same);
    }
    let issue = known.operations.get(chosen.operation)?;
    let mut all: Vec<usize> = (0..known.operations.len())
        .filter(|at| known.operations.get(*at).is_some_and(|it| it.role == Role::Refresh))
        .collect();
    all.sort_by_key(|at| {
        known.operations.get(*at).map(|it| {
            (
                it.deprecated,
                !takes_what_renews(known, it, chosen),
                std::cmp::Reverse(common(&it.path, &issue.path)),
                !is_called_refresh(it),
                *at,
            )
        })
    });
    let mut lacks = Vec::new();
    let found =
        all.iter().find_map(|at| renewal(known, *at, chosen, credentials).map_err(|lack| lacks.push((*at, lack))).ok());
    if found.is_none()
        && let Some((at, lack)) = lacks.into_iter().next()
    {
        lack.tell(reading, known, at, unused);
    }
    let guessed = found.as_ref().filter(|found| found.guessed && !reading.is_broken());
    if let Some(operation) = guessed.and_then(|found| known.operations.get(found.step.operation)) {
        unsaid(reading, operation);
    }
    found
}

/// A warning that it is only supposed what a renewal is sent.
fn unsaid(reading: &Reading<'_>, operation: &Operation) {
    let message = format!(
        "nothing says what {} renews tokens by: it is sent the session's token as all requests are",
        quoted(&say::pointer(operation))
    );
    let help = format!(
        "say it by an overlay: `- target: {}` with `update: {{ security: [{{ SCHEME: [] }}] }}`, or, where it is a cookie that the sign-in \
         sets, with `update: {{ parameters: [{{ in: cookie, name: NAME, schema: {{ type: string }} }}] }}`",
        say::target(operation)
    );
    reading.report(Diagnostic::warning(Code::Choice, message, help).at(operation.at.span));
}

/// Whether it takes the refresh token that the sign-in gives in a field of its own: another may answer who is still signed in.
fn takes_what_renews(known: &Known<'_>, operation: &Operation, chosen: &Chosen) -> bool {
    matches!(chosen.token.refresh, Some(TokenSource::Field(_)))
        && slots_by(known, operation, None).iter().any(|slot| slot.meaning() == Some(Meaning::RefreshToken))
}

fn is_called_refresh(operation: &Operation) -> bool {
    words(&operation.path).iter().any(|word| matches!(word.as_str(), "refresh" | "renew"))
}

/// How many characters two paths share at their beginnings.
fn common(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

/// The token endpoint of OAuth 2: the same operation, with another `grant_type` (RFC 6749, 6).
fn same_endpoint(known: &Known<'_>, chosen: &Chosen, credentials: &mut Vec<Credential>) -> Option<Renewal> {
    let operation = known.operations.get(chosen.operation)?;
    let slots = slots_to_renew(known, operation);
    let grant = slots.iter().find(|slot| slot.meaning() == Some(Meaning::GrantType))?;
    let allowed = grant.may_be(grant::REFRESH);
    let token = slots.iter().find(|slot| slot.meaning() == Some(Meaning::RefreshToken))?;
    if !allowed || chosen.token.refresh.is_none() {
        return None;
    }
    let mut values = Vec::new();
    for slot in &slots {
        let given = if slot.input == token.input {
            Some(Given::Token(TokenKind::Refresh))
        } else if slot.input == grant.input {
            Some(Given::Fixed(grant::REFRESH.to_owned()))
        } else if matches!(slot.meaning(), Some(Meaning::ClientId | Meaning::ClientSecret))
            || matches!(slot.input, Input::Scheme { .. })
        {
            given_credential(slot, credentials)
        } else {
            // What the request goes to is the same: the tenant in the path or in a header.
            let known_key = slot.meaning() == Some(Meaning::ApiKey) && matching(credentials, slot).is_some();
            let beside = known_key || matches!(slot.input, Input::Param { .. });
            slot.fixed(known)
                .map(Given::Fixed)
                .or_else(|| if beside { given_credential(slot, credentials) } else { None })
        };
        values.extend(given.map(|given| (slot.input.clone(), given)));
    }
    hollow::fill(known, operation, &mut values, credentials, false);
    Some(Renewal { step: Step { operation: chosen.operation, values }, token: chosen.token.clone(), guessed: false })
}

/// An operation that renews, where the tokens of the session can be put into it.
fn renewal(known: &Known<'_>, at: usize, chosen: &Chosen, credentials: &mut Vec<Credential>) -> Result<Renewal, Lack> {
    let operation = known.operations.get(at).ok_or(Lack::Token)?;
    let found = held(known, at);
    let before = credentials.len();
    let way = fitting(operation, chosen.attach.scheme.as_deref());
    let values = values(known, operation, way, chosen, grant::REFRESH, credentials);
    let mut values = values.inspect_err(|_| credentials.truncate(before))?;
    let token = match found {
        Held::Token(token) => TokenShape { refresh: token.refresh.or_else(|| cookie::of(chosen).cloned()), ..token },
        // Who takes the token that renews answers as a sign-in does, also where nobody wrote down how.
        Held::Unknown | Held::Nothing | Held::NoReply
            if !is_empty(operation) && (takes_refresh(&values) || renews_itself(chosen, &values)) =>
        {
            chosen.token.clone()
        }
        _ => {
            credentials.truncate(before);
            return Err(Lack::Token);
        }
    };
    let silent = !values.iter().any(|(_, given)| matches!(given, Given::Token(_)));
    if silent {
        let renews_itself = matches!(chosen.token.access, TokenSource::Cookie(_)) || chosen.token.refresh.is_none();
        if let Some(other) = taken(known, &chosen.attach, &values).filter(|_| cookie::of(chosen).is_none()) {
            credentials.truncate(before);
            return Err(Lack::Room(other));
        }
        values.push(match cookie::of(chosen) {
            Some(cookie) => (cookie::input(cookie), Given::Token(TokenKind::Refresh)),
            None if renews_itself => (carried(&chosen.attach), Given::Token(TokenKind::Access)),
            None => (carried(&chosen.attach), Given::Token(TokenKind::Refresh)),
        });
    }
    let cookie = matches!(chosen.token.access, TokenSource::Cookie(_)) || cookie::of(chosen).is_some();
    Ok(Renewal { step: Step { operation: at, values }, token, guessed: silent && !cookie })
}

fn takes_refresh(values: &[(Input, Given)]) -> bool {
    values.iter().any(|(_, given)| *given == Given::Token(TokenKind::Refresh))
}

/// Whether the access token alone is what is sent, and there is no other: a session in a cookie may be renewed without a new one.
fn renews_itself(chosen: &Chosen, values: &[(Input, Given)]) -> bool {
    matches!(values, [(_, Given::Token(TokenKind::Access))])
        && matches!(chosen.token.access, TokenSource::Field(_))
        && chosen.token.refresh.is_none()
}

/// Whether it says that its success has no content.
fn is_empty(operation: &Operation) -> bool {
    operation.replies.iter().any(|reply| reply.success && reply.status == ReplyStatus::Code(204))
}

/// The step that ends the session: the nearest to the one that begins it; of several a revocation, else a logout.
pub(super) fn revoke(
    reading: &Reading<'_>,
    known: &Known<'_>,
    chosen: &Chosen,
    credentials: &mut Vec<Credential>,
    unused: &mut Vec<Unused>,
) -> Option<Step> {
    match &known.root.revoke {
        Some(Choice::None) => return None,
        Some(Choice::Operation(name, span)) => {
            let Some(at) = named(known, name) else {
                unknown(reading, known, "revoke", (name, *span));
                return None;
            };
            let found = ending(known, at, chosen, true, credentials);
            return found.map_err(|lack| lack.report(reading, "revoke", (name, *span))).ok();
        }
        None => {}
    }
    let issue = known.operations.get(chosen.operation)?;
    let ends = |it: &Operation| matches!(it.role, Role::Revoke | Role::Logout) && !only_tells(it);
    let mut all: Vec<(usize, &Operation)> = known.operations.iter().enumerate().filter(|(_, it)| ends(it)).collect();
    all.sort_by_key(|(at, it)| {
        let near = std::cmp::Reverse(segments(&it.path, &issue.path));
        (
            ends_others(it),
            it.deprecated,
            only_redirects(it),
            near,
            it.role != Role::Revoke,
            !takes_by_name(known, it, chosen),
            *at,
        )
    });
    let mut lacks = Vec::new();
    for (at, operation) in all {
        let found =
            if ends_others(operation) { Err(Lack::Others) } else { ending(known, at, chosen, false, credentials) };
        match found {
            Ok(step) => return Some(step),
            Err(lack) => lacks.push((at, lack)),
        }
    }
    if let Some((at, lack)) = lacks.into_iter().next() {
        lack.tell(reading, known, at, unused);
    }
    None
}

/// How many segments two paths share at their beginnings: what ends a session mostly stands beside what begins it.
fn segments(one: &str, other: &str) -> usize {
    one.split('/').zip(other.split('/')).take_while(|(one, other)| one == other).count()
}

/// Whether it takes the access token under the very name that the sign-in has for it.
fn takes_by_name(known: &Known<'_>, operation: &Operation, chosen: &Chosen) -> bool {
    let TokenSource::Field(path) = &chosen.token.access else { return false };
    let name = path.0.last().map(|name| squash(name)).unwrap_or_default();
    slots_by(known, operation, None).iter().any(|slot| squash(slot.leaf.name()) == name)
}

/// Whether it only tells how a session is ended: `GET /sign_out_info`.
fn only_tells(operation: &Operation) -> bool {
    let told = words(&operation.path);
    operation.method == "GET" && told.last().is_some_and(|last| matches!(last.as_str(), "info" | "url" | "uri"))
}

/// Whether it ends more than one session: those of the user's other programs go on.
fn ends_others(operation: &Operation) -> bool {
    let named = words(&operation.path).into_iter().chain(words(&operation.id));
    named.into_iter().any(|word| matches!(word.as_str(), "all" | "everywhere" | "global" | "others"))
}

/// Whether it is the page of a website, which sends a browser on: a program that follows ends nothing by it.
fn only_redirects(operation: &Operation) -> bool {
    !operation.replies.iter().any(|reply| reply.success)
        && operation
            .replies
            .iter()
            .any(|reply| matches!(reply.status, ReplyStatus::Code(300..=399) | ReplyStatus::Range(3)))
}

/// The step in the first way to be authorized that takes no more than signing in did.
fn ending(
    known: &Known<'_>,
    at: usize,
    chosen: &Chosen,
    said: bool,
    credentials: &mut Vec<Credential>,
) -> Result<Step, Lack> {
    let operation = known.operations.get(at).ok_or(Lack::Token)?;
    let first = fitting(operation, chosen.attach.scheme.as_deref());
    let others = operation.needs.iter().filter(|way| Some(*way) != first).map(Some);
    // A cookie that no scheme declares opens what the document says that other schemes do. Of what a person chose it is
    // believed that it takes the token as all requests do.
    let cookie = matches!(chosen.token.access, TokenSource::Cookie(_)) && chosen.attach.scheme.is_none();
    let bare = ((said || cookie) && first.is_some()).then_some(None);
    let mut lack = None;
    for way in std::iter::once(first).chain(others).chain(bare) {
        match ending_by(known, at, (operation, way), chosen, said, credentials) {
            Ok(step) => return Ok(step),
            // The last way asks for least: what it lacks, the others lack as well.
            Err(found) => lack = Some(found),
        }
    }
    Err(lack.unwrap_or(Lack::Token))
}

fn ending_by(
    known: &Known<'_>,
    at: usize,
    (operation, way): (&Operation, Option<&Requirement>),
    chosen: &Chosen,
    said: bool,
    credentials: &mut Vec<Credential>,
) -> Result<Step, Lack> {
    let before = credentials.len();
    let values = values(known, operation, way, chosen, "revoke", credentials);
    // What only ending needs is not asked of everyone who signs in.
    let more: Vec<String> = credentials.drain(before..).map(|more| named_input(&more.input).to_owned()).collect();
    let mut values = values?;
    if !more.is_empty() {
        return Err(Lack::Values(more));
    }
    // What takes the password again does something else than to end a session.
    let password =
        |input: &Input| !matches!(input, Input::Scheme { .. }) && meaning(input.label()) == Some(Meaning::Password);
    if let Some((input, _)) = values.iter().find(|(input, _)| password(input)).filter(|_| !said) {
        return Err(Lack::Values(vec![input.label().to_owned()]));
    }
    let ours = values.iter().any(|(_, given)| matches!(given, Given::Token(_)));
    if !ours || (way.is_none() && !operation.needs.is_empty()) {
        if let Some(other) = taken(known, &chosen.attach, &values) {
            return Err(Lack::Room(other));
        }
        values.push((carried(&chosen.attach), Given::Token(TokenKind::Access)));
    }
    // A browser sends its cookies along, whether or not the document says so.
    if let Some(cookie) = cookie::of(chosen).filter(|_| !takes_refresh(&values)) {
        values.push((cookie::input(cookie), Given::Token(TokenKind::Refresh)));
    }
    Ok(Step { operation: at, values })
}
