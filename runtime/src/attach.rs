//! [`Attach`]: how a token goes into a request.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, COOKIE};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Uri};
use zeroize::Zeroizing;

use crate::encode::component;
use crate::{ErrorKind, Secret, TokenError, TokenKind, cookie, header};

/// How a token or key goes into a request. The functions take names that the program knows; one that it reads somewhere goes into
/// the variant: `Attach::Cookie(name.into())`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attach {
    /// `Authorization: Bearer ...` (RFC 6750 section 2.1), or the scheme of the token's own type.
    Bearer,
    /// A header whose value is this template with `{token}` filled in.
    Header(Cow<'static, str>, Cow<'static, str>),
    /// A query parameter. It ends up in logs of servers and proxies: use it only where the API knows no other way.
    Query(Cow<'static, str>),
    /// A cookie.
    Cookie(Cow<'static, str>),
}

impl Attach {
    /// `Authorization: Bearer ...`
    pub const fn bearer() -> Self {
        Self::Bearer
    }

    /// A header whose value is the template with `{token}` filled in, such as `Token token="{token}"`; without that word nothing
    /// is authorized.
    ///
    /// A client that follows redirects takes headers along. `reqwest` drops `Authorization` and cookies when a redirect leads
    /// to another host, and no other header: for one of another name, build the client with `redirect::Policy::none()`.
    pub const fn header(name: &'static str, template: &'static str) -> Self {
        Self::Header(Cow::Borrowed(name), Cow::Borrowed(template))
    }

    /// A query parameter.
    pub const fn query(name: &'static str) -> Self {
        Self::Query(Cow::Borrowed(name))
    }

    /// A cookie. A token that would end it and begin another is refused.
    pub const fn cookie(name: &'static str) -> Self {
        Self::Cookie(Cow::Borrowed(name))
    }

    /// The header value that carries this token, in wiped memory and marked sensitive. For a query parameter, which has
    /// none, it is the bearer form.
    pub(crate) fn header_value(&self, token: &Secret, kind: TokenKind) -> Result<HeaderValue, TokenError> {
        let token = match self {
            Self::Cookie(_) => token.expose(),
            Self::Header(name, _) if name.eq_ignore_ascii_case("cookie") => token.expose(),
            _ => cookie::without_signature(token.expose()),
        };
        let text = Zeroizing::new(match self {
            Self::Bearer | Self::Query(_) => match kind {
                TokenKind::Bearer => ["Bearer ", token].concat(),
                TokenKind::Dpop => ["DPoP ", token].concat(),
            },
            Self::Header(_, template) => fill(template, token)?,
            Self::Cookie(name) => cookie_pair(name, token)?,
        });
        let held = header::sensitive(text.as_bytes());
        held.ok_or_else(|| TokenError::new(ErrorKind::Malformed, "the token has characters that a header cannot hold"))
    }

    /// Puts the token into a request, replacing what stood there. Cookies of other names stay.
    pub(crate) fn apply(&self, parts: &mut Parts, value: &HeaderValue, token: &Secret) -> Result<(), TokenError> {
        match self {
            Self::Bearer => drop(parts.headers.insert(AUTHORIZATION, value.clone())),
            Self::Header(name, _) => {
                match HeaderName::from_bytes(name.as_bytes()).map_err(|_| config("the header's name"))? {
                    COOKIE => put_cookies(parts, value)?,
                    name => drop(parts.headers.insert(name, value.clone())),
                }
            }
            Self::Query(name) => parts.uri = with_parameter(&parts.uri, name, token)?,
            Self::Cookie(_) => put_cookies(parts, value)?,
        }
        Ok(())
    }
}

/// The cookie as it stands in its header. A token that a server set as a cookie goes back as it came.
fn cookie_pair(name: &str, token: &str) -> Result<String, TokenError> {
    if !cookie::is_name(name) {
        return Err(config("the cookie's name"));
    }
    if !cookie::is_or_is_signed(name, token, cookie::may_be_set) {
        return Err(TokenError::new(ErrorKind::Malformed, "the token has characters that a cookie cannot hold"));
    }
    Ok([name, "=", token].concat())
}

fn fill(template: &str, token: &str) -> Result<String, TokenError> {
    let (before, after) = template.split_once("{token}").ok_or_else(|| {
        let message =
            format!("the header's template `{template}` has no `{{token}}`: nothing says where the token goes");
        TokenError::new(ErrorKind::Config, message)
    })?;
    // Between quotes, one of its own would end it (RFC 9110, section 5.6.4); escaped, it is not what servers compare.
    if before.ends_with('"') && after.starts_with('"') && token.contains(['"', '\\']) {
        let message = "the token cannot stand between quotes in its header: it has one of its own";
        return Err(TokenError::new(ErrorKind::Malformed, message));
    }
    Ok([before, token, after].concat())
}

/// The address with the parameter set; one of the same name is replaced, so that it occurs once.
fn with_parameter(uri: &Uri, name: &str, token: &Secret) -> Result<Uri, TokenError> {
    let name = component(name).collect::<String>();
    let same = |pair: &&str| pair.split('=').next() != Some(name.as_str());
    let others = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).filter(same);
    let mut query = Zeroizing::new(String::new());
    for pair in others {
        query.push_str(pair);
        query.push('&');
    }
    let token = Zeroizing::new(component(token.expose()).collect::<String>());
    let target = Zeroizing::new([uri.path(), "?", &query, &name, "=", &token].concat());
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(target.parse().map_err(|_| config("the query parameter"))?);
    Uri::from_parts(parts).map_err(|_| config("the query parameter"))
}

/// Adds the cookie, and its signature where it has one, to those already there; one of the same name is replaced.
fn put_cookies(parts: &mut Parts, value: &HeaderValue) -> Result<(), TokenError> {
    let others = parts.headers.get_all(COOKIE).into_iter().map(HeaderValue::as_bytes);
    let line = cookie::joined(others, value.as_bytes());
    parts.headers.insert(COOKIE, header::sensitive(&line).ok_or_else(|| config("the cookie"))?);
    Ok(())
}

fn config(what: &str) -> TokenError {
    TokenError::new(ErrorKind::Config, format!("{what} that carries the token has characters that it cannot have"))
}

#[cfg(test)]
mod tests {
    use super::Attach;
    use crate::{Secret, TokenKind};
    use http::Request;

    fn attached(attach: &Attach, mut request: http::request::Builder) -> (String, Vec<(String, String)>) {
        request = request.header("x-other", "1");
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let token = Secret::from("t/1");
        let value = attach.header_value(&token, TokenKind::Bearer).unwrap();
        attach.apply(&mut parts, &value, &token).unwrap();
        let headers = parts.headers.iter().filter(|(name, _)| *name != "x-other");
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        (parts.uri.to_string(), headers)
    }

    fn header(name: &str, value: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), value.to_owned())]
    }

    #[test]
    fn each_place() {
        let get = || Request::get("https://a.example/x?b=1");
        assert_eq!(attached(&Attach::bearer(), get()).1, header("authorization", "Bearer t/1"));
        let template = Attach::header("X-Auth", "Token token=\"{token}\"");
        assert_eq!(attached(&template, get()).1, header("x-auth", "Token token=\"t/1\""));
        assert_eq!(attached(&Attach::query("key"), get()).0, "https://a.example/x?b=1&key=t%2F1");
        assert_eq!(attached(&Attach::cookie("sid"), get()).1, header("cookie", "sid=t/1"));
        let configured = "X-Configured".to_owned();
        let own = Attach::Header(configured.into(), "{token}".into());
        assert_eq!(attached(&own, get()).1, header("x-configured", "t/1"));
    }

    #[test]
    fn what_stood_there_is_replaced() {
        let old = Request::get("https://a.example/x?key=old&b=1")
            .header("authorization", "old")
            .header("cookie", "sid=old; a=b");
        assert_eq!(
            attached(&Attach::query("key"), Request::get("https://a.example/x?key=old&b=1")).0,
            "https://a.example/x?b=1&key=t%2F1"
        );
        let (_, headers) = attached(&Attach::cookie("sid"), old);
        assert!(headers.contains(&("cookie".to_owned(), "a=b; sid=t/1".to_owned())), "{headers:?}");
    }

    #[test]
    fn the_applications_own_cookies_stay_whatever_they_are() {
        for attach in [Attach::cookie("sid"), Attach::header("Cookie", "sid={token}")] {
            let request =
                Request::get("https://a.example/").header("cookie", "lang=\u{e9};a=1").header("cookie", "sid=0");
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            let token = Secret::from("t");
            let value = attach.header_value(&token, TokenKind::Bearer).unwrap();
            attach.apply(&mut parts, &value, &token).unwrap();
            assert_eq!(parts.headers["cookie"].as_bytes(), "lang=\u{e9}; a=1; sid=t".as_bytes());
        }
    }

    #[test]
    fn a_token_cannot_split_a_header() {
        assert!(Attach::bearer().header_value(&Secret::from("a\r\nx: y"), TokenKind::Bearer).is_err());
    }

    #[test]
    fn a_template_says_where_the_token_goes() {
        let value = |template| Attach::header("X-Auth", template).header_value(&Secret::from("t"), TokenKind::Bearer);
        assert_eq!(value("Token {token}").unwrap(), "Token t");
        let error = value("Token ").unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Config);
        assert!(error.to_string().contains("`Token `"), "{error}");
    }

    #[test]
    fn a_signature_goes_with_its_cookie_and_nowhere_else() {
        let token = Secret::from("t; sid.sig=s");
        let value = |attach: &Attach| attach.header_value(&token, TokenKind::Bearer).unwrap();
        assert_eq!(value(&Attach::bearer()), "Bearer t");
        assert_eq!(value(&Attach::header("X-Token", "{token}")), "t");
        assert_eq!(value(&Attach::header("Cookie", "{token}")), "t; sid.sig=s");
        let request = Request::get("https://a.example/").header("cookie", "a=1; sid.sig=old; sid=old; b=2");
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let attach = Attach::cookie("sid");
        attach.apply(&mut parts, &value(&attach), &token).unwrap();
        assert_eq!(parts.headers["cookie"], "a=1; b=2; sid=t; sid.sig=s");
    }

    #[test]
    fn a_token_between_quotes_has_none_of_its_own() {
        let value = |token: &str| {
            Attach::header("Authorization", "Token token=\"{token}\"")
                .header_value(&Secret::from(token), TokenKind::Bearer)
        };
        assert_eq!(value("eyJh.b-_=").unwrap(), "Token token=\"eyJh.b-_=\"");
        for token in [r#"{"protected":"x"}"#, "a\\"] {
            let error = value(token).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Malformed);
            assert!(!error.to_string().contains("protected"), "{error}");
        }
    }

    #[test]
    fn a_token_cannot_bring_another_cookie() {
        let value = |name, token: &str| Attach::cookie(name).header_value(&Secret::from(token), TokenKind::Bearer);
        let error = value("sid", "a; admin=true").unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Malformed);
        assert!(!error.to_string().contains("admin"), "{error}");
        assert_eq!(value("a; sid", "t").unwrap_err().kind(), crate::ErrorKind::Config);
        assert_eq!(value("sid", "a; sid.sig=b; admin=true").unwrap_err().kind(), crate::ErrorKind::Malformed);
        assert_eq!(value("sid", "a; sid.sig=b").unwrap(), "sid=a; sid.sig=b");
        // What a server sets comes back as it came, in quotes or against the rules.
        for token in ["\"a b\"", "\"a\\054b\"", "a b,c", "a=b=="] {
            assert_eq!(value("sid", token).unwrap(), format!("sid={token}").as_str());
        }
    }
}
