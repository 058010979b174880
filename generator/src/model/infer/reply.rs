//! Where the token is in a reply.

use super::Known;
use super::cookie::guards;
use super::flat::{Flat, flat, may_be_text, pointer};
use crate::model::extension::{FieldMark, TokenPart};
use crate::model::{
    ApiKeyPlace, Expiry, FieldPath, MediaType, Operation, Place, Reply, ReplyBody, SchemeKind, TokenShape, TokenSource,
    TypeRef,
};
use crate::shape::{self, LeafKind, expiry_of, token_shape};
use crate::vocabulary::{Meaning, meaning};

/// What the successful replies of an operation hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    /// A token.
    Token(TokenShape),
    /// Fields, none of which is a token.
    Other,
    /// A body of which nothing is known.
    Unknown,
    /// No body.
    Nothing,
    /// No successful reply is documented.
    NoReply,
}

/// What the best of the operation's successful replies holds.
pub(super) fn held(known: &Known<'_>, at: usize) -> Held {
    let Some(operation) = known.operations.get(at) else { return Held::NoReply };
    let mut best = Held::NoReply;
    for reply in operation.replies.iter().filter(|reply| reply.success) {
        let held = in_reply(known, at, operation, reply);
        if rank(&held) < rank(&best) {
            best = held;
        }
    }
    best
}

fn rank(held: &Held) -> u8 {
    match held {
        Held::Token(_) => 0,
        Held::Other => 1,
        Held::Unknown => 2,
        Held::Nothing => 3,
        Held::NoReply => 4,
    }
}

fn in_reply(known: &Known<'_>, at: usize, operation: &Operation, reply: &Reply) -> Held {
    let flats = reply.body.as_ref().map(|body| flat(known, &body.ty)).unwrap_or_default();
    let mark = |flat: &Flat<'_>| known.marks.get(pointer(&flat.field.at));
    let candidates = || flats.iter().filter(|flat| mark(flat).is_none_or(|mark| mark.token.is_none()));
    let text = |flat: &&Flat<'_>| may_be_text(known, &flat.field.ty);
    let hints = shape::Reply {
        leaves: candidates().map(|flat| flat.leaf.clone()).collect(),
        bare: reply.body.as_ref().is_some_and(|body| is_bare(body) || may_be_text(known, &body.ty)),
        headers: reply.headers.iter().map(|header| header.name.clone()).collect(),
        cookie: cookie(known),
        carrier: super::attach::own_header(known),
    };
    // What may be text or hold the token is looked into first.
    let inside = (hints.bare || flats.iter().any(|flat| text(&flat))).then(|| shape::Reply {
        leaves: candidates().filter(|flat| !text(flat)).map(|flat| flat.leaf.clone()).collect(),
        bare: false,
        ..hints.clone()
    });
    let inside = inside
        .and_then(|inside| token_shape(&inside, is_jwt(known, operation)))
        .filter(|shape| matches!(shape.access, TokenSource::Field(_)));
    let inferred = inside.or_else(|| token_shape(&hints, is_jwt(known, operation)));
    let said = known.operation_marks.get(at);
    let marked = flats.iter().find(|flat| mark(flat).is_some_and(|mark| mark.token == Some(TokenPart::Access)));
    let access = marked
        .map(|flat| TokenSource::Field(FieldPath(flat.leaf.path.clone())))
        .or_else(|| said.and_then(|mark| mark.token.clone()));
    let Some(mut token) = with_access(inferred, access, &hints, is_jwt(known, operation)) else {
        return without_token(reply, &flats);
    };
    for flat in &flats {
        if let Some(mark) = mark(flat) {
            apply(&mut token, flat, mark);
        }
    }
    if let Some(expiry) = said.and_then(|mark| mark.expiry.clone()) {
        token.expiry = expiry;
    }
    token.text_at = reply.body.as_ref().and_then(|body| text_at(known, &body.ty, &flats, &token.access));
    Held::Token(token)
}

/// How deep on the way to the token there may be text instead, which then is the token: at the root, or under a name that is one's.
fn text_at(known: &Known<'_>, body: &TypeRef, flats: &[Flat<'_>], access: &TokenSource) -> Option<usize> {
    let TokenSource::Field(FieldPath(path)) = access else { return None };
    let named = |flat: &&Flat<'_>| {
        matches!(meaning(flat.leaf.name()), Some(Meaning::AccessToken | Meaning::Token))
            && may_be_text(known, &flat.field.ty)
    };
    let above = |flat: &&Flat<'_>| flat.leaf.path.len() < path.len() && path.starts_with(&flat.leaf.path);
    let at_root = may_be_text(known, body).then_some(0);
    at_root.or_else(|| flats.iter().filter(above).find(named).map(|flat| flat.leaf.path.len()))
}

/// The inferred shape with the access token that an overlay names.
fn with_access(
    inferred: Option<TokenShape>,
    said: Option<TokenSource>,
    hints: &shape::Reply,
    jwt: bool,
) -> Option<TokenShape> {
    let Some(access) = said else { return inferred };
    if let Some(inferred) = inferred {
        return Some(TokenShape { access, ..inferred });
    }
    // The parts beside a token that no rule knows: as if it were the whole body.
    let bare = shape::Reply { bare: true, ..hints.clone() };
    Some(TokenShape { access, ..token_shape(&bare, jwt)? })
}

fn apply(token: &mut TokenShape, flat: &Flat<'_>, mark: &FieldMark) {
    let path = || FieldPath(flat.leaf.path.clone());
    let timed = || match (mark.unit, mark.format) {
        (Some(unit), _) => Expiry::In(path(), unit),
        (None, Some(format)) => Expiry::At(path(), format),
        (None, None) => expiry_of(&flat.leaf),
    };
    match mark.token {
        Some(TokenPart::Refresh) => token.refresh = Some(TokenSource::Field(path())),
        Some(TokenPart::Kind) => token.kind = Some(path()),
        Some(TokenPart::Scope) => token.scope = Some(path()),
        Some(TokenPart::Expiry) => token.expiry = timed(),
        Some(TokenPart::RefreshExpiry) => token.refresh_expiry = timed(),
        Some(TokenPart::Access | TokenPart::None) => {}
        None if mark.unit.is_some() || mark.format.is_some() => {
            if is_at(&token.expiry, &flat.leaf.path) {
                token.expiry = timed();
            } else if is_at(&token.refresh_expiry, &flat.leaf.path) {
                token.refresh_expiry = timed();
            }
        }
        None => {}
    }
}

fn is_at(expiry: &Expiry, path: &[String]) -> bool {
    matches!(expiry, Expiry::In(known, _) | Expiry::At(known, _) if known.0 == path)
}

fn without_token(reply: &Reply, flats: &[Flat<'_>]) -> Held {
    match &reply.body {
        None => Held::Nothing,
        Some(_) if flats.iter().any(|flat| flat.leaf.kind != LeafKind::Unknown) => Held::Other,
        Some(ReplyBody { ty: TypeRef::Any | TypeRef::Map(_), .. }) => Held::Unknown,
        Some(_) if flats.is_empty() => Held::Other,
        Some(_) => Held::Unknown,
    }
}

fn is_bare(body: &ReplyBody) -> bool {
    match (&body.media, &body.ty) {
        (MediaType::Other(media), _) => media.to_ascii_lowercase().contains("jwt"),
        // A page for people, whatever else it is said to be.
        (MediaType::Text(media), _) if media.to_ascii_lowercase().starts_with("text/html") => false,
        (_, TypeRef::String { .. }) => true,
        _ => false,
    }
}

/// The cookie that a scheme of the document names, else the one that many operations take.
fn cookie(known: &Known<'_>) -> Option<String> {
    let declared = known.schemes.iter().find_map(|scheme| match &scheme.kind {
        SchemeKind::ApiKey { place: ApiKeyPlace::Cookie, name, .. } => Some(name.clone()),
        _ => None,
    });
    let taken = || known.taken.iter().find(|one| one.place == Place::Cookie && !guards(&one.name));
    declared.or_else(|| taken().map(|one| one.name.clone()))
}

/// Whether the tokens of the document are said to be JWTs: by a bearer scheme, or in the operation's own words.
fn is_jwt(known: &Known<'_>, operation: &Operation) -> bool {
    let format = known.schemes.iter().any(|scheme| match &scheme.kind {
        SchemeKind::Bearer { format: Some(format) } => format.to_ascii_lowercase().contains("jwt"),
        _ => false,
    });
    let said = [&operation.summary, &operation.description].into_iter().flatten().any(|text| {
        let lower = text.to_lowercase();
        lower.contains("json web token")
            || crate::vocabulary::words(&lower).iter().any(|word| word == "jwt" || word == "jwts")
    });
    format || said
}
