//! Which operation begins a session.

use super::attach::{attach, is_cookie_header};
use super::rank::{Rank, has_partner, is_of_a_person, rank};
use super::reply::{Held, held};
use super::slots::slots;
use super::{Known, say, without_issue};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::{Node, Span};
use crate::model::extension::{Choice, TokenPart};
use crate::model::read::{Kind, Reading};
use crate::model::{
    ApiKeyPlace, Attach, Expiry, FieldPath, Operation, ReplyStatus, Role, SchemeKind, TokenShape, TokenSource, Unit,
};
use crate::vocabulary::{Meaning, Notion, Notions, meaning, squash, words};

/// The operation that was chosen, and the token that it gives.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub(super) operation: usize,
    pub(super) token: TokenShape,
    /// How requests carry it.
    pub(super) attach: Attach,
}

impl Chosen {
    fn new(known: &Known<'_>, operation: usize, token: TokenShape) -> Self {
        let attach = attach(known, &token);
        let token = in_its_cookie(known, operation, &attach).unwrap_or(token);
        Self { operation, token, attach }
    }
}

/// The cookie that alone carries the session, where the body tells of a token as well that is called otherwise: that is another's.
fn in_its_cookie(known: &Known<'_>, operation: usize, attach: &Attach) -> Option<TokenShape> {
    let said = known.root.attach.is_some()
        || known.operation_marks.get(operation).is_some_and(|mark| mark.token.is_some())
        || known.marks.values().any(|mark| mark.token == Some(TokenPart::Access));
    if said || attach.carrier.place != ApiKeyPlace::Cookie {
        return None;
    }
    let name = &attach.carrier.name;
    let Held::Token(TokenShape { access: TokenSource::Field(path), .. }) = held(known, operation) else { return None };
    let same = path.0.last().is_some_and(|field| squash(field) == squash(name))
        || matches!(meaning(name), Some(Meaning::AccessToken | Meaning::Token));
    (!same).then(|| TokenShape { access: TokenSource::Cookie(Some(name.clone())), ..cookie() })
}

/// Chooses the operation that begins; says why where there is none or where the choice is doubtful.
pub(super) fn issue(reading: &Reading<'_>, known: &Known<'_>) -> Option<Chosen> {
    match &known.root.issue {
        Some(Choice::None) => return None,
        Some(Choice::Operation(name, at)) => {
            let Some(operation) = named(known, name) else {
                unknown(reading, known, "issue", (name, *at));
                return None;
            };
            return usable(reading, known, operation, true);
        }
        None => {}
    }
    let begins = |at: &usize| role(known, *at) == Some(Role::Issue) && !is_of_a_person(known, *at);
    let begun = known.operations.iter().enumerate().filter(|(at, _)| begins(at));
    let mut ranked: Vec<(Rank, usize)> = begun.map(|(at, operation)| (rank(known, at, operation), at)).collect();
    ranked.sort_unstable();
    let Some((_, best)) = ranked.first() else {
        without_issue(reading, known);
        return None;
    };
    let chosen = usable(reading, known, *best, true)?;
    warn_of_others(reading, known, &ranked);
    check_conflict(reading, known, &chosen);
    Some(chosen)
}

fn role(known: &Known<'_>, at: usize) -> Option<Role> {
    known.operations.get(at).map(|operation| operation.role)
}

/// The operation of an overlay's choice: by operationId, or as `METHOD /path`.
pub(super) fn named(known: &Known<'_>, name: &str) -> Option<usize> {
    known
        .operations
        .iter()
        .position(|operation| operation.id == name || format!("{} {}", operation.method, operation.path) == name)
}

/// Says that an overlay chooses what is not there; not of what is there and could not be read, which is said.
pub(super) fn unknown(reading: &Reading<'_>, known: &Known<'_>, step: &str, (name, at): (&str, Span)) {
    if reading.is_broken() && is_there(reading, name) {
        return;
    }
    let message = format!(
        "the overlay chooses {} for `{step}`, which is no operation of this document, or one of role `none`",
        quoted(name)
    );
    let others: Vec<String> =
        known.operations.iter().take(5).map(|other| format!("{} {}", other.method, other.path)).collect();
    let help = match others.as_slice() {
        [] => "use an operationId or `METHOD /path`, as the document spells them".to_owned(),
        others => format!("use an operationId or `METHOD /path`, such as {}", others.join(", ")),
    };
    reading.report(Diagnostic::error(Code::Extension, message, help).at(at));
}

/// Whether the document has an operation of this name, read or not.
fn is_there(reading: &Reading<'_>, name: &str) -> bool {
    let Some(paths) = reading.root().get("paths") else { return false };
    paths.entries().any(|(path, item)| {
        item.entries().any(|(method, operation)| {
            format!("{} {path}", method.to_ascii_uppercase()) == name
                || operation.node.get("operationId").and_then(Node::as_str) == Some(name)
        })
    })
}

/// The chosen operation, where its reply gives a token. Otherwise says what is missing.
fn usable(reading: &Reading<'_>, known: &Known<'_>, at: usize, aloud: bool) -> Option<Chosen> {
    let operation = known.operations.get(at)?;
    let token = match held(known, at) {
        Held::Token(token) => return Some(Chosen::new(known, at, token)),
        found if aloud => missing(known, at, operation, &found),
        _ => return None,
    };
    match token {
        Ok((token, warning)) => {
            reading.report(warning);
            Some(Chosen::new(known, at, token))
        }
        // Where something could not be read, that is the reason, and enough to say.
        Err(fault) => {
            if !reading.is_broken() {
                reading.report(fault);
            }
            None
        }
    }
}

fn is_redirect(status: ReplyStatus) -> bool {
    matches!(status, ReplyStatus::Code(300..=399) | ReplyStatus::Range(3))
}

type Settled = Result<(TokenShape, Diagnostic), Diagnostic>;

fn missing(known: &Known<'_>, at: usize, operation: &Operation, found: &Held) -> Settled {
    let place = quoted(&say::pointer(operation));
    let span = operation.at.span;
    if *found == Held::NoReply {
        let redirects = operation.replies.iter().any(|reply| is_redirect(reply.status));
        let (why, help) = if redirects {
            (
                "it redirects, as a website does whether the sign-in succeeds or not",
                "say that it is no sign-in of programs by `x-authwright: { role: none }` on it; or, where it answers otherwise, \
                 add its 2xx response by an overlay",
            )
        } else {
            (
                "there is no token response",
                "add its 2xx response by an overlay, or say that it is no sign-in by `x-authwright: { role: none }` on it",
            )
        };
        let message = format!("{place} should give a token and documents no successful response: {why}");
        return Err(Diagnostic::error(Code::NoTokenReply, message, help).at(span));
    }
    let kept = match found {
        Held::Other => speaks_of_session(operation) || takes_cookies(known),
        Held::Nothing => takes_cookies(known),
        _ => false,
    };
    if kept && !is_called_token(operation) {
        let message =
            format!("{place} signs in and its response has no access token field: it is taken to set a session cookie");
        let warning = Diagnostic::warning(Code::NoTokenField, message, say::mark_token(known, operation)).at(span);
        return Ok((cookie(), warning));
    }
    let silent = matches!(found, Held::Unknown | Held::Nothing);
    let grants = || slots(known, operation).iter().any(|slot| slot.meaning() == Some(Meaning::GrantType));
    if silent && (grants() || is_token_endpoint(known, at)) {
        let message = format!(
            "{place} is an OAuth token endpoint whose response is not documented: it is read as RFC 6749, 5.1, says"
        );
        let warning = Diagnostic::warning(Code::NoTokenField, message, say::mark_token(known, operation)).at(span);
        return Ok((oauth(), warning));
    }
    let message = format!("no access token field found in the successful response of {place}");
    // A sign-in may set a cookie and not say so. What is called a token gives one, the more so where one can be refreshed.
    // What is given nothing is a page for people, whatever it is called: the crate does without.
    let asked = !operation.evidence.iter().any(|it| it.name == "given-nothing");
    let due = (asked && *found == Held::Unknown) || (is_called_token(operation) && has_partner(known, operation));
    let finding = if due { Diagnostic::error } else { Diagnostic::warning };
    Err(finding(Code::NoTokenField, message, say::mark_token(known, operation)).at(span))
}

/// `/auth/token`, `/access-token`.
fn is_called_token(operation: &Operation) -> bool {
    let end = operation.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    !end.contains('{') && words(end).last().is_some_and(|word| Notions::of_word(word).has(Notion::Token))
}

/// Whether a security scheme of OAuth 2 says that tokens come from there.
fn is_token_endpoint(known: &Known<'_>, at: usize) -> bool {
    known.schemes.iter().any(|scheme| match &scheme.kind {
        SchemeKind::OAuth2 { flows } => flows.iter().any(|flow| flow.operation == Some(at)),
        _ => false,
    })
}

fn cookie() -> TokenShape {
    TokenShape {
        access: TokenSource::Cookie(None),
        refresh: None,
        kind: None,
        scope: None,
        expiry: Expiry::Unknown,
        refresh_expiry: Expiry::Unknown,
        text_at: None,
    }
}

/// The reply of RFC 6749, section 5.1.
fn oauth() -> TokenShape {
    let field = |name: &str| FieldPath(vec![name.to_owned()]);
    TokenShape {
        access: TokenSource::Field(field("access_token")),
        refresh: Some(TokenSource::Field(field("refresh_token"))),
        kind: Some(field("token_type")),
        scope: Some(field("scope")),
        expiry: Expiry::In(field("expires_in"), Unit::Seconds),
        refresh_expiry: Expiry::Unknown,
        text_at: None,
    }
}

/// Whether a scheme carries cookies by the name of their header: whichever the sign-in sets.
fn takes_cookies(known: &Known<'_>) -> bool {
    known.schemes.iter().any(|scheme| is_cookie_header(&scheme.kind))
}

fn speaks_of_session(operation: &Operation) -> bool {
    let texts =
        [Some(&operation.path), Some(&operation.id), operation.summary.as_ref(), operation.description.as_ref()];
    texts.into_iter().flatten().any(|text| {
        let lower = text.to_lowercase();
        lower.contains("session") || lower.contains("cookie")
    })
}

/// Says so where another operation would have done as well.
fn warn_of_others(reading: &Reading<'_>, known: &Known<'_>, ranked: &[(Rank, usize)]) {
    let Some((best, at)) = ranked.first() else { return };
    let others: Vec<&Operation> = ranked
        .iter()
        .skip(1)
        .filter(|(rank, _)| rank.is_as_good_as(best))
        .filter_map(|(_, at)| known.operations.get(*at))
        .collect();
    let (Some(chosen), false) = (known.operations.get(*at), others.is_empty()) else { return };
    let message = format!(
        "{} begins the session; {} other operation{} could as well",
        quoted(&format!("{} {}", chosen.method, chosen.path)),
        others.len(),
        if others.len() == 1 { "" } else { "s" }
    );
    reading.report(Diagnostic::warning(Code::Choice, message, say::choose("issue", &others)).at(chosen.at.span));
}

/// A contradiction about the token itself cannot be passed over, nor that it is none.
fn check_conflict(reading: &Reading<'_>, known: &Known<'_>, chosen: &Chosen) {
    let TokenSource::Field(path) = &chosen.token.access else { return };
    let Some(operation) = known.operations.get(chosen.operation) else { return };
    let bodies = operation.replies.iter().filter(|reply| reply.success).filter_map(|reply| reply.body.as_ref());
    for flat in bodies.flat_map(|body| super::flat::flat(known, &body.ty)).filter(|flat| flat.leaf.path == path.0) {
        if let Some(conflict) = known.conflicts.get(super::flat::pointer(&flat.field.at)) {
            let error = Diagnostic { severity: crate::diagnostic::Severity::Error, ..conflict.clone() };
            reading.report(error);
        }
        let place = reading.at(super::flat::pointer(&flat.field.at));
        let place = place.and_then(|place| reading.resolve(place, Kind::Schema));
        if place.is_some_and(|place| is_null_alone(place.node)) {
            let message = format!("{} can only be null: it holds no token", quoted(&flat.field.wire));
            let help = "correct its type, or say by x-authwright which field is the token ({ token: access })";
            reading.report(Diagnostic::error(Code::NoTokenField, message, help).at(flat.field.at.span));
        }
    }
}

/// Whether a schema allows null and nothing else; `type: "null"` was spelled so before.
fn is_null_alone(schema: &Node) -> bool {
    let values = schema.get("enum").map(Node::items).unwrap_or_default();
    !values.is_empty() && values.iter().all(Node::is_null)
}
