//! `docs/Lifecycle.md`: how a token begins, is sent, ends, is renewed and is given back.

use serde::Serialize;

use super::super::fragment::{CodeBlock, CodeSpan, MarkdownText};
use super::authorization::carried;
use super::factor::Factor;
use super::meaning::unit_name;
use super::{Site, diagram, readme};
use crate::model::{
    ApiKeyPlace, Expiry, FieldPath, Given, Input, Lifecycle, Role, SchemeKind, Step, TimeFormat, TokenKind, TokenShape,
    TokenSource,
};

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct LifecyclePage {
    title: MarkdownText,
    top: MarkdownText,
    quick_start: Option<CodeBlock>,
    diagram: CodeBlock,
    steps: Vec<Stage>,
    factor: Option<Factor>,
    models: bool,
    schemes: bool,
}

impl LifecyclePage {
    /// How many programs it shows.
    pub(super) fn examples(&self) -> usize {
        usize::from(self.quick_start.is_some()) + self.factor.as_ref().map_or(0, Factor::examples)
    }
}

/// One stage of a token's life.
#[derive(Clone, Debug, Serialize)]
struct Stage {
    title: MarkdownText,
    text: MarkdownText,
}

/// The page of the lifecycle.
pub(super) fn page(site: &Site<'_>, lifecycle: &Lifecycle) -> LifecyclePage {
    let stage = |(title, text): (&'static str, String)| Stage {
        title: MarkdownText::new(title),
        text: MarkdownText::new(&text),
    };
    LifecyclePage {
        title: MarkdownText::new(&site.title()),
        top: site.anchor("the life of a token"),
        quick_start: readme::quick_start(site),
        diagram: diagram::sequence(site, lifecycle),
        steps: stages(site, lifecycle).into_iter().map(stage).collect(),
        factor: Factor::of(site, lifecycle),
        models: site.has_models(),
        schemes: !site.cx.provider.schemes.is_empty(),
    }
}

/// The stages of a token's life, each with what is said of it.
pub(super) fn stages(site: &Site<'_>, lifecycle: &Lifecycle) -> [(&'static str, String); 7] {
    [
        ("Issue", issue(site, lifecycle)),
        ("Attach", attach(site, lifecycle)),
        ("Expiry", expiry(lifecycle)),
        ("Refresh", refresh(site, lifecycle)),
        ("Rotation", rotation(lifecycle)),
        ("Signing in again", again(lifecycle)),
        ("The end", end(site, lifecycle)),
    ]
}

/// The call of a step as a link: "`POST /auth/api-key` ([`authenticate`](..))".
pub(super) fn call(site: &Site<'_>, step: &Step) -> String {
    link(site, step.operation)
}

/// The same of the operation of this number.
fn link(site: &Site<'_>, at: usize) -> String {
    let operation = site.cx.provider.operations.get(at);
    let Some((operation, names)) = operation.zip(site.cx.names.operations.get(at)) else {
        return "The call".to_owned();
    };
    let (wire, method) = (CodeSpan::new(&format!("{} {}", operation.method, operation.path)), &names.method);
    format!("{wire} ([{}](AuthenticationApi.md#{method}))", CodeSpan::new(method.as_str()))
}

/// The operations of these roles, as links in a row.
pub(super) fn others(site: &Site<'_>, roles: &[Role]) -> Option<String> {
    let operations = site.cx.provider.operations.iter().enumerate();
    let ours = operations.filter(|(_, operation)| roles.contains(&operation.role));
    let links: Vec<String> = ours.map(|(at, _)| link(site, at)).collect();
    (!links.is_empty()).then(|| links.join(" and "))
}

fn path(path: &FieldPath) -> String {
    CodeSpan::new(&path.0.join(".")).to_string()
}

fn issue(site: &Site<'_>, lifecycle: &Lifecycle) -> String {
    let mut given = Vec::new();
    for (input, value) in &lifecycle.issue.values {
        let input = CodeSpan::new(input.label());
        match value {
            Given::Fixed(text) | Given::Json(text) => given.push(format!("{input} is always {}", CodeSpan::new(text))),
            Given::Credential(index) => {
                if let Some(credential) = lifecycle.credentials.get(*index) {
                    given.push(format!("{input} from {}", CodeSpan::new(&credential.env)));
                }
            }
            Given::Token(_) => given.push(format!("{input} is a token of the session")),
        }
    }
    let given = if given.is_empty() {
        "takes no credentials: the document names none".to_owned()
    } else {
        format!("is given: {}", given.join(", "))
    };
    let found = match &lifecycle.token.access {
        TokenSource::Field(at) => format!("in the field {}", path(at)),
        other => place(other),
    };
    let refresh = lifecycle.token.refresh.as_ref();
    let refresh = refresh.map(|at| format!(" The refresh token is {}.", place(at))).unwrap_or_default();
    format!(
        "{} {given}. The access token is {found}.{refresh}\n\nNothing is sent until a token is asked for. Sign-in \
         reads only the fields it needs; all others may be absent or of any shape.",
        call(site, &lifecycle.issue)
    )
}

/// Where a token is in a reply.
fn place(source: &TokenSource) -> String {
    match source {
        TokenSource::Field(at) => format!("in {}", path(at)),
        TokenSource::Body => "as the whole body".to_owned(),
        TokenSource::Header(name) => format!("in the header {}", CodeSpan::new(name)),
        TokenSource::Cookie(Some(name)) => format!("in the cookie {}", CodeSpan::new(name)),
        TokenSource::Cookie(None) => "in the cookies that it sets".to_owned(),
    }
}

fn attach(site: &Site<'_>, lifecycle: &Lifecycle) -> String {
    let carrier = &lifecycle.attach.carrier;
    let value = match carrier.place {
        ApiKeyPlace::Header if readme::is_authorization(&lifecycle.attach) => {
            "; `token.authorization_header()` is the value of an `Authorization` header, marked as sensitive".to_owned()
        }
        ApiKeyPlace::Header => {
            let name = CodeSpan::new(&carrier.name);
            format!("; `token.authorization_header()` is the value of the header {name}, marked as sensitive")
        }
        ApiKeyPlace::Cookie => {
            "; `token.authorization_header()` is the value of a `Cookie` header with that cookie alone, marked as sensitive"
                .to_owned()
        }
        // The header that there is of it is not what the API wants.
        ApiKeyPlace::Query => String::new(),
    };
    let guess = if site.cx.provider.schemes.is_empty() && readme::is_authorization(&lifecycle.attach) {
        " The document has no security scheme that says so: where the API takes the token otherwise, an overlay says how, by \
         `x-authwright: { attach: { header: NAME, template: '{token}' } }` at the root."
    } else {
        ""
    };
    format!(
        "Requests carry the access token in {}. `token_source.authorize(&mut parts)` puts it there, and only in requests to the \
         server that the client was made for{value}.{guess}",
        carried(&lifecycle.attach)
    )
}

/// What ends a token of which nobody says when it ends.
const ENDED: &str = "it is used until the API answers 401: tell the token source with `invalidate`, and the next token is a new one. An \
                     API that answers otherwise where a session has ended, by a 403 or a redirect to its sign-in, is told by you: \
                     layers and middleware know a 401 alone.";

fn expiry(lifecycle: &Lifecycle) -> String {
    let access = match &lifecycle.token.expiry {
        Expiry::In(at, unit) => format!(
            "The field {} of the reply says how many {} the access token lives, counted from the start of the request. \
             Without it, a JWT expires when its claim `exp` says; any other token is used until the API answers 401.",
            path(at),
            unit_name(*unit)
        ),
        Expiry::At(at, format) => {
            format!("The field {} of the reply says when the access token ends, {}.", path(at), format_name(*format))
        }
        Expiry::JwtExp => {
            "The access token is a JWT; its claim `exp` says when it ends. It is read for this alone and not \
                           verified: that is for the server that accepts it."
                .to_owned()
        }
        Expiry::Fixed(seconds) => {
            format!(
                "No reply says when the access token ends; it is known to live for {seconds} seconds from the request."
            )
        }
        Expiry::Unknown if matches!(lifecycle.token.access, TokenSource::Cookie(_)) => {
            format!(
                "The access token ends when its cookie is to be forgotten, by `Max-Age` or `Expires`, or, where it is a JWT, when its claim \
                 `exp` says. Without them {ENDED}"
            )
        }
        Expiry::Unknown => format!(
            "The document does not say when the access token ends. If it is a JWT, its claim `exp` does; else {ENDED}"
        ),
    };
    let refresh = match &lifecycle.token.refresh_expiry {
        Expiry::In(at, unit) => {
            Some(format!("The refresh token lives for as many {} as {} says.", unit_name(*unit), path(at)))
        }
        Expiry::At(at, format) => {
            Some(format!("The refresh token ends when {} says, {}.", path(at), format_name(*format)))
        }
        Expiry::JwtExp => Some("The refresh token is a JWT and ends when its claim `exp` says.".to_owned()),
        Expiry::Fixed(seconds) => Some(format!("The refresh token lives for {seconds} seconds.")),
        Expiry::Unknown if matches!(lifecycle.token.refresh, Some(TokenSource::Cookie(_))) => Some(
            "The refresh token ends when its cookie is to be forgotten, by `Max-Age` or `Expires`. Without them it is used until the \
             server refuses it."
                .to_owned(),
        ),
        Expiry::Unknown if has_refresh_token(lifecycle) => {
            Some("Nothing says when the refresh token ends: it is used until the server refuses it.".to_owned())
        }
        Expiry::Unknown => None,
    };
    let clock = "A token has expired when either the wall clock or a clock that keeps running while the machine sleeps says so.";
    [Some(access), refresh, Some(clock.to_owned())].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// Whether the session is renewed by a token of its own kind.
fn has_refresh_token(lifecycle: &Lifecycle) -> bool {
    let step = lifecycle.refresh.as_ref();
    step.is_some_and(|step| lifecycle.token.refresh.is_some() || step.token(TokenKind::Refresh).is_some())
}

fn format_name(format: TimeFormat) -> &'static str {
    match format {
        TimeFormat::EpochSeconds => "in seconds since 1970",
        TimeFormat::EpochMilliseconds => "in milliseconds since 1970",
        TimeFormat::Rfc3339 => "as a date and time of RFC 3339",
        TimeFormat::Detect => "as a date and time of RFC 3339 or a number of seconds or milliseconds since 1970",
    }
}

fn refresh(site: &Site<'_>, lifecycle: &Lifecycle) -> String {
    let how = match &lifecycle.refresh {
        Some(step) => {
            let with = match (step.token(TokenKind::Refresh), step.token(TokenKind::Access)) {
                (Some(input), _) => format!("the refresh token {}", carried_in(site, input)),
                (None, Some(input)) => format!("the access token that is about to end, {}", carried_in(site, input)),
                (None, None) => "the credentials".to_owned(),
            };
            format!("{} is given {with}.", call(site, step))
        }
        None => match others(site, &[Role::Refresh]) {
            Some(calls) => format!(
                "A new token is issued from the credentials. What the document has to renew one, {calls}, the token source does \
                 not call: call it yourself, with what it takes."
            ),
            None => "The document has no operation that renews a token: a new one is issued from the credentials."
                .to_owned(),
        },
    };
    format!(
        "{how}\n\nRenewal happens on demand. From five minutes before the end (at most a quarter of the lifetime) callers still \
         get the old token while one request for the new one runs in the background; from one minute before the end (at most a \
         tenth of the lifetime) they wait for that request. However many callers there are, there is one request, and when it \
         fails they share the failure. While a token is valid, a server that is down or slow delays nobody."
    )
}

/// How a request carries a token of the session.
fn carried_in(site: &Site<'_>, input: &Input) -> String {
    let scheme = |id: &String| site.cx.provider.schemes.iter().find(|scheme| scheme.id == *id);
    match input {
        Input::Bearer => "as a bearer".to_owned(),
        Input::Scheme { id, .. } => match scheme(id).map(|scheme| &scheme.kind) {
            Some(SchemeKind::ApiKey { name, .. }) => format!("in {}", CodeSpan::new(name)),
            _ => "as a bearer".to_owned(),
        },
        Input::Body(_) | Input::Param { .. } => format!("in {}", CodeSpan::new(input.label())),
    }
}

fn rotation(lifecycle: &Lifecycle) -> String {
    let Some(step) = &lifecycle.refresh else {
        return "There is no refresh token, so nothing rotates.".to_owned();
    };
    let shape: &TokenShape = lifecycle.refreshed.as_ref().unwrap_or(&lifecycle.token);
    match (&shape.refresh, step.token(TokenKind::Refresh)) {
        (Some(at), _) => format!(
            "The reply may bring a new refresh token {}. It replaces the old one and is saved before the new access token is \
             used. A reply without one keeps the old. When an answer is lost, the old refresh token is not sent again blindly.",
            place(at)
        ),
        (None, Some(_)) => {
            "The reply brings no new refresh token: the first one is kept for the whole session.".to_owned()
        }
        (None, None) => "There is no refresh token: each new access token renews the session in its turn.".to_owned(),
    }
}

fn again(lifecycle: &Lifecycle) -> String {
    let way = if lifecycle.refresh.is_some() {
        "When the session can no longer be renewed, the token source signs in again with the credentials."
    } else {
        "Each new token is a new sign-in with the credentials."
    };
    format!(
        "{way} Credentials that the server rejects are not tried again and again: callers get a `TokenError` whose `kind()` is \
         `ErrorKind::Rejected`, or `ErrorKind::ReauthorizationRequired` where a person is needed. `is_retryable()` says whether \
         the same request may succeed later, `retry_after()` when the server wants to be asked."
    )
}

fn end(site: &Site<'_>, lifecycle: &Lifecycle) -> String {
    match &lifecycle.revoke {
        Some(step) => format!(
            "`token_source.revoke()` calls {} and forgets the tokens. When the call fails the tokens are still alive at the \
             server, and are kept.",
            call(site, step)
        ),
        None => match others(site, &[Role::Revoke, Role::Logout]) {
            Some(calls) => format!(
                "The token source does not call what the document has to end a token, {calls}: call it yourself, with what it \
                 takes. Else a token lives until it expires. Tokens are wiped from memory when they are dropped."
            ),
            None => {
                "The document has no operation that ends a token; it lives until it expires. Tokens are wiped from memory \
                 when they are dropped."
                    .to_owned()
            }
        },
    }
}
