//! Where the access token is in a reply, and what stands beside it.

use super::{Leaf, LeafKind, expiry_of};
use crate::model::{Expiry, FieldPath, TokenShape, TokenSource};
use crate::vocabulary::{Meaning, meaning, squash, words};

/// A successful reply, as far as a token may be in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The fields of the body.
    pub leaves: Vec<Leaf>,
    /// Whether the body is one text: a JSON string or a text media type.
    pub bare: bool,
    /// The names of the documented headers.
    pub headers: Vec<String>,
    /// The cookie that a documented `Set-Cookie` or a cookie scheme names.
    pub cookie: Option<String>,
    /// The header that requests carry the token in, where it is one of the provider's own.
    pub carrier: Option<String>,
}

/// Headers that carry a token in a reply, most telling first.
const HEADERS: &[&str] = &[
    "authorization",
    "xauthtoken",
    "xaccesstoken",
    "xsubjecttoken",
    "accesstoken",
    "authtoken",
    "xsessiontoken",
    "xsessionid",
    "xtoken",
    "token",
];

/// Names that are a token only in a reply that holds little else.
const LONELY: &[&str] = &["tokens", "secret", "key", "id", "value", "item", "data", "result", "accountid"];

/// The longest spelling of one of these, in bytes.
const SHORT: usize = 12;

/// How many fields a reply may have for a lonely name to be a token.
const LITTLE: usize = 6;
/// How many fields may stand beside the id of a session.
const FEW: usize = 6;

/// Where the access token is, if the reply to a sign-in holds one.
pub fn access_token(reply: &Reply) -> Option<TokenSource> {
    found(reply, |_| None)
}

/// The same, with what else is taken for one where none goes by a known name.
fn found(reply: &Reply, other: impl Fn(&Reply) -> Option<&Leaf>) -> Option<TokenSource> {
    let field = |leaf: &Leaf| TokenSource::Field(FieldPath(leaf.path.clone()));
    let usable = || reply.leaves.iter().filter(|leaf| leaf.is_text());
    let best = usable()
        .filter_map(|leaf| {
            let (rank, meaning) = leaf.ranked().or_else(|| Some((usize::MAX, leaf.meaning()?)))?;
            let (rank, meaning) = if is_within_token(leaf) { (0, Meaning::AccessToken) } else { (rank, meaning) };
            let class = class(meaning).filter(|_| leaf.meaning() != Some(Meaning::RefreshToken))?;
            Some((leaf.in_list, !is_carried(reply, leaf), class, leaf.path.len(), rank, leaf))
        })
        .min_by_key(|(in_list, other, class, depth, rank, _)| (*in_list, *other, *class, *depth, *rank));
    if let Some((_, elsewhere, class, .., leaf)) = best {
        // A key is another way to be let in, and often one of the user's own that is told along with the token.
        let token = (elsewhere && Some(class) == self::class(Meaning::ApiKey)).then(|| other(reply)).flatten();
        return Some(field(token.unwrap_or(leaf)));
    }
    if reply.bare {
        return Some(TokenSource::Body);
    }
    header(reply).or_else(|| other(reply).or_else(|| lonely(reply)).map(field)).or_else(|| cookie(reply))
}

/// Whether it is called as the header is that carries it: of a `session_token` and an `access_token` the one that goes into
/// `X-Session-Token`.
fn is_carried(reply: &Reply, leaf: &Leaf) -> bool {
    let Some(carrier) = &reply.carrier else { return false };
    let (carrier, name) = (squash(carrier), squash(leaf.name()));
    carrier == name || carrier.strip_prefix('x') == Some(name.as_str())
}

/// The one text that calls itself a token by a name of its own: `end-user-token`.
fn other(reply: &Reply) -> Option<&Leaf> {
    let is_token = |leaf: &&Leaf| {
        let words = words(leaf.name());
        leaf.kind == LeafKind::Text
            && !leaf.in_list
            && leaf.path.len() <= 2
            && leaf.meaning().is_none()
            && words.last().is_some_and(|last| last == "token" || last == "jwt")
            && !words.iter().any(|word| OTHER.contains(&word.as_str()))
    };
    let mut tokens = reply.leaves.iter().filter(is_token);
    tokens.next().filter(|_| tokens.next().is_none())
}

/// What a token is not to sign in with.
const OTHER: &[&str] = &[
    "authenticity",
    "csrf",
    "xsrf",
    "page",
    "next",
    "previous",
    "continuation",
    "device",
    "push",
    "reset",
    "verification",
    "confirmation",
    "activation",
    "registration",
    "captcha",
    "upload",
    "payment",
    "card",
    "sync",
    "invite",
    "invitation",
    "cancel",
];

/// The whole shape, if the reply holds an access token. `jwt` says that the token is known to be a JWT, by a scheme's
/// `bearerFormat` or an overlay; names, descriptions and examples are looked at here.
pub fn token_shape(reply: &Reply, jwt: bool) -> Option<TokenShape> {
    let access = found(reply, other).filter(|access| !jwt || !is_mere_id(access))?;
    let home: Vec<String> = match &access {
        TokenSource::Field(path) => path.0.iter().take(path.0.len().saturating_sub(1)).cloned().collect(),
        _ => Vec::new(),
    };
    let taken = |leaf: &&Leaf| !matches!(&access, TokenSource::Field(path) if path.0 == leaf.path);
    // What a list holds is said of its items, not of the token, unless the token is one of them.
    let listed = reply.leaves.iter().any(|leaf| !taken(&leaf) && leaf.in_list);
    let token = reply.leaves.iter().find(|leaf| !taken(leaf));
    let apart = |leaf: &Leaf| token.is_some_and(|token| !leaf.goes_with(token));
    let beside = |wanted: Meaning, fits: fn(&Leaf) -> bool| {
        reply
            .leaves
            .iter()
            .filter(taken)
            .filter(|leaf| !leaf.in_list || listed)
            .filter(|leaf| leaf.meaning() == Some(wanted) && fits(leaf))
            .filter(|leaf| wanted != Meaning::Expiry || tells_of_token(leaf, &home))
            .min_by_key(|leaf| (leaf.in_list, apart(leaf), distance(leaf, &home), order_of_form(leaf, wanted)))
    };
    let path = |leaf: &Leaf| FieldPath(leaf.path.clone());
    let expiry = beside(Meaning::Expiry, may_be_time).map_or_else(
        || if jwt || looks_like_jwt(reply, &access) { Expiry::JwtExp } else { Expiry::Unknown },
        expiry_of,
    );
    Some(TokenShape {
        refresh: beside(Meaning::RefreshToken, Leaf::is_text)
            .map(|leaf| TokenSource::Field(path(leaf)))
            .or_else(|| named(reply, Meaning::RefreshToken).cloned().map(TokenSource::Header)),
        kind: beside(Meaning::TokenType, Leaf::is_text).map(path),
        scope: beside(Meaning::Scope, Leaf::is_text).map(path),
        expiry,
        refresh_expiry: beside(Meaning::RefreshExpiry, may_be_time).map_or(Expiry::Unknown, expiry_of),
        text_at: None,
        access,
    })
}

/// `access_token.token`: whatever else stands in an object of that name, this is the token.
fn is_within_token(leaf: &Leaf) -> bool {
    let parent = leaf.path.iter().rev().nth(1).and_then(|name| meaning(name));
    leaf.name() == "token" && parent == Some(Meaning::AccessToken)
}

/// The smaller, the more surely an access token; none where it is never one.
fn class(meaning: Meaning) -> Option<u8> {
    match meaning {
        Meaning::AccessToken => Some(0),
        Meaning::Token => Some(1),
        Meaning::SessionId => Some(2),
        Meaning::IdToken => Some(3),
        Meaning::ApiKey => Some(4),
        _ => None,
    }
}

/// The header of that meaning, whatever prefix of its own it has: `st-access-token`.
fn named(reply: &Reply, wanted: Meaning) -> Option<&String> {
    reply.headers.iter().find(|name| meaning(name) == Some(wanted))
}

/// Whether what was found for want of anything better is the number of a thing, which no JWT is.
fn is_mere_id(access: &TokenSource) -> bool {
    let TokenSource::Field(path) = access else { return false };
    path.0.last().is_some_and(|name| matches!(squash(name).as_str(), "id" | "accountid"))
}

fn header(reply: &Reply) -> Option<TokenSource> {
    let known = HEADERS.iter().find_map(|wanted| reply.headers.iter().find(|name| squash(name) == *wanted));
    let carried =
        || reply.carrier.as_ref().and_then(|own| reply.headers.iter().find(|name| name.eq_ignore_ascii_case(own)));
    known.or_else(carried).or_else(|| named(reply, Meaning::AccessToken)).cloned().map(TokenSource::Header)
}

/// The cookie that the reply sets. One that nothing but a scheme speaks of may be another client's: a body comes first.
fn cookie(reply: &Reply) -> Option<TokenSource> {
    let sets_cookie = reply.headers.iter().any(|name| name.eq_ignore_ascii_case("set-cookie"));
    (sets_cookie || reply.cookie.is_some()).then(|| TokenSource::Cookie(reply.cookie.clone()))
}

fn lonely(reply: &Reply) -> Option<&Leaf> {
    let few = reply.leaves.len() <= LITTLE;
    // Most names are longer than any of these, however they are spelt.
    let short = |name: &str| if name.len() <= SHORT { squash(name) } else { String::new() };
    let wanted = |name: &str| {
        let name = short(name);
        LONELY.iter().position(|lonely| *lonely == name)
    };
    let found = reply
        .leaves
        .iter()
        .filter(|leaf| leaf.kind == LeafKind::Text && (!leaf.in_list || leaf.path.len() == 1))
        .filter_map(|leaf| Some((wanted(leaf.name())?, leaf)))
        .min_by_key(|(rank, _)| *rank)?;
    let alone = reply.leaves.len() == 1;
    let lives = |leaf: &Leaf| leaf.meaning() == Some(Meaning::Expiry);
    let whole = few && reply.leaves.iter().any(lives);
    // A session with what belongs to it: its end stands beside its id, and no name does.
    let beside = || reply.leaves.iter().filter(|leaf| !leaf.in_list && leaf.path.len() == 1);
    let person = |leaf: &Leaf| matches!(leaf.meaning(), Some(Meaning::User | Meaning::Label)) || leaf.name() == "name";
    let session = found.1.path.len() == 1 && beside().count() <= FEW && beside().any(lives) && !beside().any(person);
    (alone || whole || session).then_some(found.1)
}

/// How far a field is from the access token: in the same object, above it, or elsewhere.
fn distance(leaf: &Leaf, home: &[String]) -> usize {
    let parent = leaf.path.get(..leaf.path.len().saturating_sub(1)).unwrap_or_default();
    if parent == home {
        0
    } else if home.starts_with(parent) {
        1
    } else {
        2
    }
}

/// Whether an end is that of the token. Beside it and above it stands what belongs to it; elsewhere only what is said to be about
/// tokens: a status, a company and a call end as well.
fn tells_of_token(leaf: &Leaf, home: &[String]) -> bool {
    const ABOUT: &[&str] = &[
        "access",
        "attributes",
        "auth",
        "authentication",
        "credential",
        "credentials",
        "creds",
        "data",
        "expiration",
        "expiry",
        "info",
        "jwt",
        "meta",
        "metadata",
        "result",
        "session",
        "ticket",
        "token",
        "tokens",
    ];
    let parents = leaf.path.get(..leaf.path.len().saturating_sub(1)).unwrap_or_default();
    let common = parents.iter().zip(home).take_while(|(one, other)| one == other).count();
    distance(leaf, home) < 2
        || parents.iter().skip(common).flat_map(|name| words(name)).all(|word| ABOUT.contains(&word.as_str()))
}

/// Of several expiry fields a length of time is taken: it needs no agreement between two clocks.
fn order_of_form(leaf: &Leaf, wanted: Meaning) -> u8 {
    match wanted {
        Meaning::Expiry | Meaning::RefreshExpiry => u8::from(!matches!(expiry_of(leaf), Expiry::In(..))),
        _ => 0,
    }
}

fn may_be_time(leaf: &Leaf) -> bool {
    matches!(leaf.kind, LeafKind::Text | LeafKind::Number | LeafKind::Unknown)
}

fn looks_like_jwt(reply: &Reply, access: &TokenSource) -> bool {
    let TokenSource::Field(path) = access else { return false };
    reply.leaves.iter().filter(|leaf| leaf.path == path.0).any(|leaf| {
        let docs = leaf.docs.as_deref().unwrap_or_default().to_lowercase();
        leaf.name().to_lowercase().contains("jwt")
            || leaf.format.as_deref().is_some_and(|format| format.eq_ignore_ascii_case("jwt"))
            || docs.contains("jwt")
            || docs.contains("json web token")
            || leaf.example.as_deref().is_some_and(|example| example.starts_with("eyJ"))
    })
}

#[cfg(test)]
mod tests;
