//! Reading a token set out of a reply.

use super::{ExpiryRule, Place, TokenShape, classify, cookie, expiry, jwt};
use crate::call::Reply;
use crate::json::Json;
use crate::token::Jar;
use crate::{CallErrorKind, ErrorKind, Expiry, RefreshToken, Secret, TokenError, TokenKind, TokenSet};

impl TokenShape {
    /// Reads the tokens. A reply that is no success becomes an error by its OAuth code or its status.
    pub fn read(&self, reply: &Reply) -> Result<TokenSet, TokenError> {
        if !reply.status().is_success() {
            return Err(classify::failure(reply));
        }
        let body = self.body_of(reply)?;
        let body = body.as_ref();
        let access = self.access.find(reply, body).ok_or_else(|| self.without_token(reply, body))?;
        let kind = self.kind(reply, body)?;
        let refresh = self.refresh.and_then(|place| place.find(reply, body));
        let refresh_expiry = match (&refresh, self.refresh_expiry, self.refresh) {
            (Some(token), Some(rule), _) => rule.read(reply, body, token),
            (Some(_), None, Some(Place::Cookie(name))) => expiry::of_cookie(reply, name),
            _ => Expiry::Unknown,
        };
        let expiry = self.expiry_of(reply, body, &access);
        let set = TokenSet::new(access)
            .with_kind(kind)
            .with_refresh(refresh.map(RefreshToken::from))
            .with_scope(self.scope.and_then(|path| scope(body?.at(path)?)))
            .with_expiry(expiry)
            .with_refresh_expiry(refresh_expiry)
            .with_cookies(self.jar());
        Ok(self.with_extras(set, body))
    }

    /// Which of the tokens is all cookies that are set, where their names are not known.
    fn jar(&self) -> Option<Jar> {
        let unnamed = |place: Place| place == Place::Cookie(None);
        let access = unnamed(self.access).then_some(Jar::Access);
        access.or_else(|| self.refresh.is_some_and(unnamed).then_some(Jar::Refresh))
    }

    /// The error in a reply that is a success by its status and holds no token. Some providers answer every request with 200
    /// and say in the body how it ended.
    fn without_token(&self, reply: &Reply, body: Option<&Json>) -> TokenError {
        let code = body.and_then(|body| body.get("error")?.as_str());
        if code.is_some_and(|code| !code.is_empty()) {
            return classify::failure(reply);
        }
        let undecoded = if self.access == Place::Body { reply.undecoded() } else { None };
        let missing = || {
            let there = body.and_then(members).unwrap_or_default();
            let set = cookies(reply).unwrap_or_default();
            format!("the reply has no token: {} is missing or empty{there}{set}", self.access.describe())
        };
        let error = malformed(reply, undecoded.unwrap_or_else(missing));
        match body.and_then(|body| classify::words(reply, body)) {
            Some(words) => error.with_description(&words),
            None => error,
        }
    }

    /// The body as JSON. Where nothing needed is in it, a body of any kind will do.
    fn body_of(&self, reply: &Reply) -> Result<Option<Json>, TokenError> {
        match reply.to_json() {
            Ok(body) => Ok(Some(body)),
            Err(error) if self.access.needs_json() => Err(TokenError::from(error).with_status(reply.status())),
            // Something that calls itself JSON and is not, is a fault; text is just no JSON.
            Err(error) if error.kind() == CallErrorKind::MediaType => Ok(None),
            Err(_) if self.access != Place::Body => Ok(None),
            Err(error) => Err(TokenError::from(error).with_status(reply.status())),
        }
    }

    /// The type, compared without case (RFC 6749 section 5.1). A reply that names none means bearer.
    fn kind(&self, reply: &Reply, body: Option<&Json>) -> Result<TokenKind, TokenError> {
        let named = self.token_type.and_then(|path| body?.at(path)?.as_str()).map(str::trim).filter(|s| !s.is_empty());
        match named {
            None => Ok(TokenKind::Bearer),
            Some(name) if name.eq_ignore_ascii_case("bearer") => Ok(TokenKind::Bearer),
            Some(name) if name.eq_ignore_ascii_case("dpop") && self.dpop => Ok(TokenKind::Dpop),
            Some(name) => {
                let message = "the token's type cannot be presented";
                let error = TokenError::new(ErrorKind::UnsupportedTokenType, message);
                let error = match reply.words(name) {
                    Some(name) => error.with_description(&name),
                    None => error,
                };
                Err(error.with_status(reply.status()).with_ambiguity(true))
            }
        }
    }

    /// The first rule that gives an answer; where none does a JWT's own end, and that of the cookie. A JWT that was not made to live
    /// so long has its own end: the field is then in another unit than the document says, or about another token.
    fn expiry_of(&self, reply: &Reply, body: Option<&Json>, access: &Secret) -> Expiry {
        let known = |expiry: &Expiry| *expiry != Expiry::Unknown;
        let rules = self.expiry.iter().flatten().copied().chain([ExpiryRule::JwtExp]);
        let ruled = rules.map(|rule| rule.read(reply, body, access)).find(known);
        let told = match (ruled, self.access) {
            (None, Place::Cookie(name)) => expiry::of_cookie(reply, name),
            (ruled, _) => ruled.unwrap_or_default(),
        };
        match (told, jwt::lifetime(access)) {
            (Expiry::In(length), Some(lifetime)) if length.as_secs_f64() > lifetime => {
                Some(ExpiryRule::JwtExp.read(reply, body, access)).filter(known).unwrap_or(told)
            }
            _ => told,
        }
    }

    fn with_extras(&self, set: TokenSet, body: Option<&Json>) -> TokenSet {
        self.extra.iter().flatten().fold(set, |set, path| {
            match (path.last(), body.and_then(|body| body.at(path)?.as_secret().cloned())) {
                (Some(name), Some(value)) => set.with_extra(*name, value),
                _ => set,
            }
        })
    }
}

/// What a reply has in place of a token, by the names of its members: `mfaRequired` says more than that there is none.
fn members(body: &Json) -> Option<String> {
    let Json::Object(members) = body else { return None };
    names(members.iter().map(|(name, _)| name)).map(|names| format!("; there is {names}"))
}

/// The cookies that it sets: the token may well be one of them.
fn cookies(reply: &Reply) -> Option<String> {
    names(cookie::names(reply).into_iter()).map(|names| format!("; it sets the cookie {names}"))
}

/// Names as a message has them. One with a digit may be a key of something, and is left out.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> Option<String> {
    const MOST: usize = 5;
    const LONGEST: usize = 32;
    let is_name = |name: &&str| {
        name.len() <= LONGEST && name.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'))
    };
    let names: Vec<String> = all.filter(is_name).take(MOST).map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The server handled the request, whatever it then sent: the exchange may have taken place.
fn malformed(reply: &Reply, message: String) -> TokenError {
    TokenError::new(ErrorKind::Malformed, message).with_status(reply.status()).with_ambiguity(true)
}

/// A scope is a string; some servers send an array of them.
fn scope(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.expose().to_owned()),
        Json::Array(items) => Some(items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" ")),
        _ => None,
    }
}
