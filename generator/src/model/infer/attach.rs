//! How requests carry the token.

use super::choose::Chosen;
use super::{Known, cookie as cookies};
use crate::model::prefix::{forbids, prefix_in};
use crate::model::schemes::FRAMING;
use crate::model::{
    ApiKeyPlace, Attach, Carrier, Expiry, Operation, Place, Role, Scheme, SchemeKind, TokenShape, TokenSource,
};
use crate::vocabulary::{Meaning, meaning, squash, words};

/// How the token of this shape is carried: as an overlay says, else by the scheme that fits it best, else as a bearer.
pub(super) fn attach(known: &Known<'_>, token: &TokenShape) -> Attach {
    let inferred = inferred(known, token);
    let Some(said) = &known.root.attach else { return inferred };
    // Who says where it goes has not said that no scheme does.
    let same = |other: &Attach| {
        other.carrier.place == said.carrier.place && other.carrier.name.eq_ignore_ascii_case(&said.carrier.name)
    };
    let of_schemes = known.schemes.iter().filter(|scheme| rank(&scheme.kind).is_some());
    let mut all = std::iter::once(inferred).chain(of_schemes.map(|scheme| by_scheme(known, scheme, token)));
    Attach { scheme: all.find(same).and_then(|attach| attach.scheme), ..said.clone() }
}

fn inferred(known: &Known<'_>, token: &TokenShape) -> Attach {
    if let TokenSource::Cookie(name) = &token.access {
        return cookie(known, token, name.as_deref());
    }
    let required: Vec<&str> = known.security.iter().flat_map(|it| &it.needs).map(|need| need.scheme.as_str()).collect();
    let best = known
        .schemes
        .iter()
        .filter_map(|scheme| {
            let unused = !required.contains(&scheme.id.as_str());
            let rank = rank(&scheme.kind).or_else(|| (!unused && is_token_later(known, scheme)).then_some(3))?;
            Some((is_for_another(scheme), unused, rank, is_called_key(scheme), scheme))
        })
        .min_by_key(|(another, unused, rank, key, _)| (*another, *unused, *rank, *key));
    match best {
        Some((.., scheme)) => by_scheme(known, scheme, token),
        None => undeclared(known, token).unwrap_or_else(|| bearer(None)),
    }
}

/// How requests carry the token where no scheme does: as an operation of a session takes it, as many others do, or as the document
/// says in its own words.
fn undeclared(known: &Known<'_>, token: &TokenShape) -> Option<Attach> {
    own_parameter(known, token).or_else(|| habit(known)).or_else(|| in_words(known.about))
}

/// Whether it is only supposed that the token is a bearer: no scheme carries one, no words speak of it, and it is not called as those
/// are that are one (RFC 6750).
pub(super) fn is_guessed(known: &Known<'_>, chosen: &Chosen) -> bool {
    let Chosen { attach, token, .. } = chosen;
    // A key that all but sign-ins need may be what the token is.
    let sign_ins = || {
        known.operations.iter().filter(|it| it.role == Role::Issue).flat_map(|it| &it.needs).flat_map(|way| &way.needs)
    };
    let key = known.schemes.iter().any(|scheme| {
        matches!(scheme.kind, SchemeKind::ApiKey { .. }) && !sign_ins().any(|need| need.scheme == scheme.id)
    });
    let silent = known.root.attach.is_none() && *attach == bearer(None) && token.kind.is_none();
    // What renews may be given another token as a bearer.
    let others = known.operations.iter().filter(|it| it.role != Role::Refresh);
    let texts = others.flat_map(|it| [&it.summary, &it.description]).flatten().map(String::as_str);
    let docs = known.taken.iter().filter_map(|one| one.docs.as_deref());
    let mut texts = texts.chain(docs).chain([known.about]);
    let named = || match &token.access {
        TokenSource::Field(path) => path.0.last().map(|name| squash(name)).is_some_and(|name| {
            ["accesstoken", "bearer", "jwt"].iter().any(|word| name.contains(word)) || name == "access"
        }),
        TokenSource::Header(name) => name.eq_ignore_ascii_case("authorization"),
        _ => false,
    };
    let taken = || known.taken.iter().any(|one| one.name.eq_ignore_ascii_case("authorization"));
    silent && (key || !named()) && !taken() && !texts.any(|text| text.to_lowercase().contains("bearer"))
}

/// The parameter that many operations take: one that is called or said to be a token, or `Authorization` with what stands before it.
/// Beside a bearer in that header no other carries the token, whatever is said of one.
fn habit(known: &Known<'_>) -> Option<Attach> {
    let is_bearer = |docs: &str| prefix_in(docs).as_deref() == Some("Bearer ");
    let mut docs = known.taken.iter().filter(|one| one.name.eq_ignore_ascii_case("authorization"));
    if docs.any(|one| one.docs.as_deref().is_some_and(is_bearer)) {
        return Some(bearer(None));
    }
    known.taken.iter().find_map(|one| {
        let docs = one.docs.as_deref().unwrap_or_default();
        // What comes after it may speak of other things: what is needed beside a token.
        let lower = first_sentence(docs).to_lowercase();
        let said = lower.contains("token")
            && ["access", "auth", "login", "session", "sign"].iter().any(|of| lower.contains(of));
        match one.place {
            Place::Header if said && !cookies::guards(&one.name) => {
                by_header(&one.name, docs).or_else(|| plain(ApiKeyPlace::Header, &one.name))
            }
            Place::Header => by_header(&one.name, docs),
            Place::Query => {
                (said || meaning(&one.name).is_some_and(opens)).then(|| plain(ApiKeyPlace::Query, &one.name))?
            }
            Place::Path | Place::Cookie => None,
        }
    })
}

/// A text as far as a sentence ends: where another begins, or a paragraph.
fn first_sentence(text: &str) -> &str {
    let ends = |at: usize| {
        let rest = text.get(at + 1..).unwrap_or_default();
        rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(char::is_uppercase)
    };
    let end = text.match_indices('.').map(|(at, _)| at).find(|at| ends(*at)).or_else(|| text.find("\n\n"));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// A parameter that holds the token and nothing else; the header of bearers is none, nor one that says how a message is sent.
fn plain(place: ApiKeyPlace, name: &str) -> Option<Attach> {
    let other = name.eq_ignore_ascii_case("authorization") || FRAMING.contains(&name.to_ascii_lowercase().as_str());
    (!other).then(|| Attach { scheme: None, carrier: carrier(place, name.to_owned()), template: "{token}".to_owned() })
}

fn opens(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::AccessToken | Meaning::Token | Meaning::SessionId)
}

/// `X-Session: <token>`, `Authorization: Token <token>` or `?token=<token>`, as people write down what is to be sent.
fn in_words(text: &str) -> Option<Attach> {
    const FOLLOWERS: &[char] = &['<', '{', '[', '$'];
    let holds = |value: &str| {
        let named = value
            .strip_prefix(FOLLOWERS)
            .map(|value| value.split(['>', '}', ']', '&', '`']).next().unwrap_or_default());
        named.is_some_and(|name| words(name).iter().any(|word| matches!(word.as_str(), "token" | "jwt" | "session")))
    };
    let queries = text.match_indices(['?', '&']).filter_map(|(at, _)| text.get(at + 1..)?.split_once('='));
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let mut queries = queries.filter(|(name, value)| is_name(name) && holds(value));
    if let Some((name, _)) = queries.next() {
        return plain(ApiKeyPlace::Query, name);
    }
    text.match_indices(": ").find_map(|(at, _)| {
        let name = text.get(..at)?.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next()?;
        let value = text.get(at + 2..)?.lines().next()?;
        if name.eq_ignore_ascii_case("authorization") {
            return by_header(name, value);
        }
        (!name.is_empty() && holds(value)).then(|| plain(ApiKeyPlace::Header, name))?
    })
}

fn by_header(name: &str, docs: &str) -> Option<Attach> {
    let authorization = name.eq_ignore_ascii_case("authorization");
    let prefix = prefix_in(docs).unwrap_or_default();
    let other = authorization && matches!(prefix.as_str(), "" | "Bearer ") && !forbids(docs, "bearer");
    (!other && (authorization || is_token_name(name))).then(|| Attach {
        scheme: None,
        carrier: carrier(ApiKeyPlace::Header, name.to_owned()),
        template: format!("{prefix}{{token}}"),
    })
}

/// Whether the scheme is by its id for something else than what one signs in for: `resetPasswordAuth`, `refreshTokenAuth`.
fn is_for_another(scheme: &Scheme) -> bool {
    is_for_no_session(scheme) || words(&scheme.id).iter().any(|word| word == "refresh")
}

/// Whether the scheme is by its id for what no session is there for: `resetPasswordAuth`, `clientSecret`.
pub(super) fn is_for_no_session(scheme: &Scheme) -> bool {
    const OTHERS: &[&str] = &["reset", "secret", "verification", "verify"];
    words(&scheme.id).iter().any(|word| OTHERS.contains(&word.as_str()))
}

/// Whether the scheme calls what it carries a key.
fn is_called_key(scheme: &Scheme) -> bool {
    words(&scheme.id).iter().any(|word| matches!(word.as_str(), "key" | "apikey"))
}

/// Whether a header that is called after a token of the application is wanted by the API and by no sign-in.
fn is_token_later(known: &Known<'_>, scheme: &Scheme) -> bool {
    let SchemeKind::ApiKey { place: ApiKeyPlace::Header, name, .. } = &scheme.kind else { return false };
    let mut sign_ins = known.operations.iter().filter(|operation| operation.role == Role::Issue);
    words(name).last().is_some_and(|last| last == "token")
        && !sign_ins.any(|it| it.needs.iter().flat_map(|way| &way.needs).any(|need| need.scheme == scheme.id))
}

/// The header of the provider's own that an operation of a session takes its token in as a parameter, where no scheme does: of
/// several the one that is called as the reply calls the token.
fn own_parameter(known: &Known<'_>, token: &TokenShape) -> Option<Attach> {
    let later = known.operations.iter().filter(|it| matches!(it.role, Role::Logout | Role::Revoke | Role::Introspect));
    let headers = later.flat_map(|it| &it.params).filter(|param| param.place == Place::Header);
    let carries = |name: &str| {
        let token = words(name).last().is_some_and(|last| !matches!(last.as_str(), "jwt" | "session"));
        is_token_name(name)
            && token
            && !name.eq_ignore_ascii_case("authorization")
            && !name.eq_ignore_ascii_case("cookie")
    };
    let named = match &token.access {
        TokenSource::Field(path) => path.0.last().map(|field| squash(field)).unwrap_or_default(),
        _ => String::new(),
    };
    let names = headers.map(|param| &param.field.wire).filter(|name| carries(name));
    let name = names.min_by_key(|name| !squash(name).ends_with(&named))?;
    Some(Attach { scheme: None, carrier: carrier(ApiKeyPlace::Header, name.clone()), template: "{token}".to_owned() })
}

/// How well a scheme fits a token that operations give; none where it never carries one.
fn rank(kind: &SchemeKind) -> Option<u8> {
    match kind {
        SchemeKind::ApiKey { place: ApiKeyPlace::Cookie, .. } => Some(7),
        SchemeKind::Bearer { .. } => Some(1),
        // `Authorization: API-Key ...` is for who has a key, and not for who has got a token.
        SchemeKind::ApiKey { place: ApiKeyPlace::Header, name, prefix }
            if name.eq_ignore_ascii_case("authorization") =>
        {
            Some(if squash(prefix).contains("key") { 5 } else { 2 })
        }
        SchemeKind::ApiKey { place, name, .. } if is_token_name(name) => {
            Some(if *place == ApiKeyPlace::Header { 3 } else { 6 })
        }
        SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => Some(4),
        SchemeKind::Http { .. } => Some(5),
        SchemeKind::ApiKey { .. } | SchemeKind::Basic | SchemeKind::MutualTls => None,
    }
}

/// The header of the provider's own that carries the token, where no scheme carries one otherwise.
pub(super) fn own_header(known: &Known<'_>) -> Option<String> {
    let mut carrying = known.schemes.iter().filter(|scheme| rank(&scheme.kind).is_some());
    let only = carrying.next().filter(|_| carrying.next().is_none())?;
    match &only.kind {
        SchemeKind::ApiKey { place: ApiKeyPlace::Header, name, .. } => Some(name.clone()),
        _ => None,
    }
}

fn is_token_name(name: &str) -> bool {
    meaning(name).is_some_and(opens) || is_own_token(name)
}

/// `X-Acme-Session-Token`: a token by a name of the provider's own, and not one that tells which application it is.
fn is_own_token(name: &str) -> bool {
    const OTHERS: &[&str] =
        &["app", "application", "client", "csrf", "xsrf", "device", "idempotency", "partner", "refresh", "captcha"];
    const ENDS: &[&str] = &["auth", "authentication", "authorization", "jwt", "session", "ticket", "token"];
    let words = words(name);
    words.last().is_some_and(|last| ENDS.contains(&last.as_str()))
        && !words.iter().any(|word| OTHERS.contains(&word.as_str()))
}

fn by_scheme(known: &Known<'_>, scheme: &Scheme, token: &TokenShape) -> Attach {
    let id = Some(scheme.id.clone());
    match &scheme.kind {
        SchemeKind::ApiKey { place, name, prefix } => {
            let header = *place == ApiKeyPlace::Header && name.eq_ignore_ascii_case("authorization");
            let told = (header && prefix.is_empty())
                .then(|| quoted_template(known, scheme).or_else(|| bearer_template(scheme, token)));
            let template = told.flatten().unwrap_or_else(|| format!("{prefix}{{token}}"));
            Attach { scheme: id, carrier: carrier(*place, name.clone()), template }
        }
        SchemeKind::Http { scheme: name } => Attach {
            scheme: id,
            carrier: carrier(ApiKeyPlace::Header, "Authorization".to_owned()),
            template: format!("{name} {{token}}"),
        },
        _ => bearer(id),
    }
}

/// `Bearer ...`, where the scheme speaks of it or the token is one by its shape: before OpenAPI 3 there was no other way to say so.
fn bearer_template(scheme: &Scheme, token: &TokenShape) -> Option<String> {
    let texts = [Some(scheme.id.as_str()), scheme.docs.as_deref()];
    let mut texts = texts.into_iter().flatten();
    if texts.clone().any(|text| forbids(text, "bearer")) {
        return None;
    }
    let said = texts.any(|text| text.to_lowercase().contains("bearer"));
    (said || token.kind.is_some() || token.expiry == Expiry::JwtExp || is_oauth_pair(token))
        .then(|| "Bearer {token}".to_owned())
}

/// An `access_token` beside a refresh token: the pair of OAuth 2, whose tokens are bearers (RFC 6750).
fn is_oauth_pair(token: &TokenShape) -> bool {
    let named = match &token.access {
        TokenSource::Field(path) => path.0.last().is_some_and(|name| meaning(name) == Some(Meaning::AccessToken)),
        _ => false,
    };
    named && token.refresh.is_some()
}

/// `Token token="..."`, where the scheme's or an operation's words show it.
fn quoted_template(known: &Known<'_>, scheme: &Scheme) -> Option<String> {
    let operations = known.operations.iter().filter_map(|operation: &Operation| operation.description.as_deref());
    let mut texts = scheme.docs.as_deref().into_iter().chain(operations);
    texts.find_map(|text| text.contains("Token token=").then(|| "Token token=\"{token}\"".to_owned()))
}

fn bearer(scheme: Option<String>) -> Attach {
    Attach {
        scheme,
        carrier: carrier(ApiKeyPlace::Header, "Authorization".to_owned()),
        template: "Bearer {token}".to_owned(),
    }
}

/// Whether it is a key in the header of cookies: any of them.
pub(super) fn is_cookie_header(kind: &SchemeKind) -> bool {
    matches!(kind, SchemeKind::ApiKey { place: ApiKeyPlace::Header, name, .. } if name.eq_ignore_ascii_case("cookie"))
}

fn carrier(place: ApiKeyPlace, name: String) -> Carrier {
    Carrier { place, name }
}

/// A cookie, by the scheme that names it. One whose name nobody knows is kept as `name=value`, and goes back as it came.
fn cookie(known: &Known<'_>, token: &TokenShape, name: Option<&str>) -> Attach {
    let scheme = known.schemes.iter().find(|scheme| match &scheme.kind {
        SchemeKind::ApiKey { place: ApiKeyPlace::Cookie, name: declared, .. } => {
            name.is_none_or(|name| name == declared)
        }
        kind => name.is_none() && is_cookie_header(kind),
    });
    if let Some(scheme) = scheme {
        return by_scheme(known, scheme, token);
    }
    let carrier = match name {
        Some(name) => carrier(ApiKeyPlace::Cookie, name.to_owned()),
        None => carrier(ApiKeyPlace::Header, "Cookie".to_owned()),
    };
    Attach { scheme: None, carrier, template: "{token}".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn a_sentence_ends_where_another_begins() {
        let first = "The token, e.g. of a login";
        assert_eq!(first_sentence(&format!("{first}. Where it is for more, i.e. two.")), first);
        assert_eq!(first_sentence(&format!("{first}\n\nMore.")), first);
        assert_eq!(first_sentence(first), first);
    }
}
