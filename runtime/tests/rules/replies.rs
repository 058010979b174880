//! Rule 8, the answers: what is read, what is refused, and what an error says.

use std::time::Duration;

use authwright::call::{Reply, Response};
use authwright::{CallErrorKind, Clock, ErrorKind, TokenError, TokenKind, TokenSet, TokenShape};
use bytes::Bytes;

use crate::support::TestClock;

struct Answer {
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: Bytes,
}

impl Answer {
    fn json(body: &str) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type", "application/json")],
            body: Bytes::copy_from_slice(body.as_bytes()),
        }
    }

    fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.retain(|(old, _)| *old != name);
        self.headers.push((name, value));
        self
    }

    /// The first bytes of something that gzip made.
    fn packed(mut self) -> Self {
        self.body = Bytes::from_static(&[0x1f, 0x8b, 8, 0, 0, 0]);
        self.header("content-encoding", "gzip")
    }

    fn read(self, shape: &TokenShape) -> Result<TokenSet, TokenError> {
        shape.read(&self.reply())
    }

    fn reply(self) -> Reply {
        let mut response = http::Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        Reply::new(response.body(self.body).unwrap(), TestClock::new().now())
    }

    fn fails(self) -> TokenError {
        self.read(&TokenShape::OAUTH2).unwrap_err()
    }
}

#[test]
fn only_the_fields_that_are_needed_are_read() {
    let body = r#"{"access_token":"a","refresh_token":"r","token_type":"bearer","scope":["x","y"],
        "expires_in":"300","id_token":null,"other":{"deep":[1]}}"#;
    let tokens = Answer::json(body).read(&TokenShape::OAUTH2).unwrap();
    assert_eq!(tokens.access().expose(), "a");
    assert_eq!(tokens.refresh().unwrap().expose(), "r");
    assert_eq!(tokens.scope(), Some("x y"));
    assert!(tokens.extra("id_token").is_none());
}

#[test]
fn a_token_alone_is_read_where_it_may_come_so() {
    let bare = TokenShape::field(&["access_token"]).refresh(&["refresh_token"]).or_text(0);
    let read = |body: &str| Answer::json(body).read(&bare).map(|tokens| tokens.access().expose().to_owned());
    assert_eq!(read(r#"{"access_token":"a"}"#).unwrap(), "a");
    assert_eq!(read(r#""b""#).unwrap(), "b");
    for body in ["1", "\" \"", "{}", "[\"c\"]", r#"{"other":"d"}"#] {
        assert_eq!(read(body).unwrap_err().kind(), ErrorKind::Malformed, "{body}");
    }
    let within = TokenShape::field(&["token", "value"]).or_text(1);
    for body in [r#"{"token":{"value":"e"}}"#, r#"{"token":"e"}"#] {
        assert_eq!(Answer::json(body).read(&within).unwrap().access().expose(), "e", "{body}");
    }
    assert!(Answer::json(r#""e""#).read(&within).is_err());
    assert!(Answer::json(r#""e""#).read(&TokenShape::OAUTH2).is_err(), "and nowhere else");
}

#[test]
fn a_field_of_an_unexpected_kind_never_prevents_sign_in() {
    let body = r#"{"access_token":"a","refresh_token":7,"token_type":[],"scope":1,"expires_in":{},"id_token":0}"#;
    let tokens = Answer::json(body).read(&TokenShape::OAUTH2).unwrap();
    assert_eq!(tokens.access().expose(), "a");
    assert!(tokens.refresh().is_none());
}

#[test]
fn an_empty_token_is_none() {
    for body in ["{}", r#"{"access_token":""}"#, r#"{"access_token":null}"#, r#"{"access_token":1}"#, "[]", "null"] {
        let error = Answer::json(body).fails();
        assert_eq!((error.kind(), error.is_ambiguous()), (ErrorKind::Malformed, true), "{body}");
    }
    let kept = Answer::json(r#"{"access_token":"a","refresh_token":""}"#).read(&TokenShape::OAUTH2).unwrap();
    assert!(kept.refresh().is_none());
}

#[test]
fn other_places_of_a_token() {
    let nested = TokenShape::field(&["data", "token"]);
    assert_eq!(Answer::json(r#"{"data":{"token":"a"}}"#).read(&nested).unwrap().access().expose(), "a");
    assert_eq!(Answer::json("\"a\"").read(&TokenShape::body()).unwrap().access().expose(), "a");
    let text = Answer::json(" a\n").header("content-type", "text/plain");
    assert_eq!(text.read(&TokenShape::body()).unwrap().access().expose(), "a");
    let header = Answer::json("{}").header("authorization", "Bearer a");
    assert_eq!(header.read(&TokenShape::header("Authorization")).unwrap().access().expose(), "a");
    let cookie =
        || Answer::json("<p>").header("content-type", "text/html").header("set-cookie", "sid=a; HttpOnly; Path=/");
    assert_eq!(cookie().read(&TokenShape::cookie(Some("sid"))).unwrap().access().expose(), "a");
    assert_eq!(cookie().read(&TokenShape::cookie(None)).unwrap().access().expose(), "sid=a");
    assert!(cookie().read(&TokenShape::cookie(Some("other"))).is_err());
}

#[test]
fn where_there_is_no_token_the_names_of_what_there_is_are_told() {
    let told = |body: &'static str| Answer::json(body).read(&TokenShape::OAUTH2).unwrap_err().to_string();
    let missing = "the reply has no token: the member `access_token` is missing or empty";
    let factor = told(r#"{"mfaRequired":true,"methods":["totp"],"s3cret":1,"a name":"x"}"#);
    assert_eq!(factor, format!("{missing}; there is `mfaRequired`, `methods` (status 200)"));
    assert_eq!(told("{}"), format!("{missing} (status 200)"));
    let set = Answer::json(r#"{"success":true}"#).header("set-cookie", "access_token=s3cret; HttpOnly; Path=/");
    let set = set.read(&TokenShape::OAUTH2).unwrap_err().to_string();
    assert_eq!(set, format!("{missing}; there is `success`; it sets the cookie `access_token` (status 200)"));
}

#[test]
fn a_cookie_counts_as_it_was_set_last_and_not_where_it_is_deleted() {
    let answer = |lines: &[&'static str]| {
        let mut answer = Answer::json("");
        answer.headers.extend(lines.iter().map(|line| ("set-cookie", *line)));
        answer
    };
    let read = |lines: &[&'static str], name| {
        answer(lines).read(&TokenShape::cookie(name)).map(|tokens| tokens.access().expose().to_owned())
    };
    let (named, deleted) = (Some("PHPSESSID"), "PHPSESSID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0");
    let renewed = ["PHPSESSID=before-login; path=/", "csrf=c", "PHPSESSID=after-login; path=/; HttpOnly"];
    assert_eq!(read(&renewed, named).unwrap(), "after-login");
    assert_eq!(
        read(&renewed, None).unwrap(),
        "PHPSESSID=after-login; csrf=c",
        "nobody knows which of them is the session"
    );
    assert_eq!(read(&[deleted, "PHPSESSID=after-login"], named).unwrap(), "after-login");
    assert_eq!(read(&["PHPSESSID=after-login", deleted], named).unwrap(), "after-login", "of another path, or domain");
    assert_eq!(read(&["old=x; Max-Age=-1", "sid=a"], None).unwrap(), "sid=a");
    let signed = ["PHPSESSID=a; HttpOnly", "other.sig=x", "PHPSESSID.sig=s; HttpOnly"];
    assert_eq!(read(&signed, named).unwrap(), "a; PHPSESSID.sig=s", "a server that signs takes none without");
    for none in [deleted, "PHPSESSID=; Max-Age=0", "PHPSESSID=", "PHPSESSID=a; expires=Wed, 21 Oct 2015 07:28:00 GMT"] {
        for name in [named, None] {
            assert_eq!(read(&[none], name).unwrap_err().kind(), ErrorKind::Malformed, "{none}");
        }
    }
}

#[test]
fn a_documented_failure_that_cannot_be_read_says_where_and_not_that_nobody_named_it() {
    let failure = |answer: Answer| {
        let read = answer.status(400).reply().failure(|body: Response<Vec<i64>>| Ok(body.into_body()), Err);
        read.expect_err("is not what is described")
    };
    let said = "the server answered with status 400 and a body that its specification does not describe: ";
    let unread = failure(Answer::json("[1,\"s3cret\"]"));
    assert_eq!(unread.error().and_then(|error| error.pointer()), Some("/1"));
    assert_eq!(unread.to_string(), format!("{said}expected a whole number, found a string at /1"));
    let page = failure(Answer::json("<h1>s3cret</h1>").header("content-type", "text/html"));
    assert!(page.to_string().starts_with(said) && page.to_string().contains("text/html"), "{page}");
    assert!(page.error().is_some() && !page.to_string().contains("s3cret"), "{page}");
    assert_eq!(page.to_string().matches("status").count(), 1, "{page}");
    let titled = Answer::json("<title>Down for a while</title>s3cret").header("content-type", "text/html");
    let error = titled.reply().to_json().expect_err("is a page").to_string();
    assert_eq!(error, "the reply is text/html (\u{201c}Down for a while\u{201d}), not JSON (status 200)");
    let packed = failure(Answer::json("").packed());
    assert!(packed.to_string().starts_with(said) && packed.to_string().contains("compressed"), "{packed}");
    let unnamed = Answer::json("[]").status(418).reply().unexpected();
    assert!(unnamed.error().is_none() && unnamed.to_string().ends_with("418, which its specification does not name"));
}

#[test]
fn the_media_type_has_to_be_json() {
    let body = r#"{"access_token":"a"}"#;
    for media_type in ["application/json", "Application/JSON; charset=UTF-8", "application/vnd.x+json"] {
        assert!(
            Answer::json(body).header("content-type", media_type).read(&TokenShape::OAUTH2).is_ok(),
            "{media_type}"
        );
    }
    for media_type in ["text/html", "text/plain", "application/x-www-form-urlencoded", ""] {
        let error = Answer::json(body).header("content-type", media_type).fails();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{media_type}");
    }
}

#[test]
fn broken_json_and_duplicate_names_are_refused() {
    let deep = format!("{{\"access_token\":{}", "[".repeat(100_000));
    for body in [r#"{"access_token":"a","access_token":"b"}"#, r#"{"access_token":"#, "", "<html>", deep.as_str()] {
        let error = Answer::json(body).fails();
        assert_eq!((error.kind(), error.is_ambiguous()), (ErrorKind::Malformed, true));
    }
}

#[test]
fn where_nobody_decoded_a_reply_every_error_says_so() {
    let packed = |media_type, status| Answer::json("").header("content-type", media_type).status(status).packed();
    let json = |status| packed("application/json", status);
    let malformed = (ErrorKind::Malformed, true);
    for (answer, shape, expected) in [
        (json(200), TokenShape::OAUTH2, malformed),
        (json(200), TokenShape::body(), malformed),
        (packed("text/plain", 200), TokenShape::body(), malformed),
        (json(400), TokenShape::OAUTH2, (ErrorKind::Rejected, false)),
        (packed("text/html", 502), TokenShape::OAUTH2, (ErrorKind::Server, true)),
    ] {
        let error = answer.read(&shape).unwrap_err();
        assert_eq!((error.kind(), error.is_ambiguous()), expected, "{error}");
        assert!(error.to_string().contains("compressed (gzip)"), "{error}");
    }
    let reply = json(200).reply();
    for error in [reply.json::<String>().unwrap_err(), reply.text().unwrap_err()] {
        assert_eq!(error.kind(), CallErrorKind::Decode);
        assert!(error.to_string().contains("compressed (gzip)"), "{error}");
    }
    let unexpected = reply.unexpected().to_string();
    assert!(unexpected.contains("compressed (gzip)"), "{unexpected}");
    let elsewhere = json(200).header("x-token", "a").read(&TokenShape::header("x-token"));
    assert_eq!(elsewhere.unwrap().access().expose(), "a", "no body is needed");
}

#[test]
fn token_types_that_cannot_be_presented_are_refused() {
    let typed = |name: &str| Answer::json(&format!(r#"{{"access_token":"a","token_type":"{name}"}}"#));
    for name in ["Bearer", "bearer", "BEARER", " bearer ", ""] {
        assert_eq!(typed(name).read(&TokenShape::OAUTH2).unwrap().kind(), TokenKind::Bearer, "{name}");
    }
    for name in ["mac", "N_A", "pop", "DPoP"] {
        assert_eq!(typed(name).fails().kind(), ErrorKind::UnsupportedTokenType, "{name}");
    }
    assert_eq!(typed("DPoP").read(&TokenShape::OAUTH2.dpop()).unwrap().kind(), TokenKind::Dpop);
}

#[test]
fn the_oauth_code_decides_before_the_status() {
    for (status, code, kind) in [
        (400, "invalid_grant", ErrorKind::InvalidGrant),
        (401, "invalid_client", ErrorKind::Rejected),
        (400, "temporarily_unavailable", ErrorKind::Server),
        (400, "slow_down", ErrorKind::RateLimited),
        (400, "authorization_pending", ErrorKind::Pending),
        (400, "no_such_code", ErrorKind::Rejected),
        (503, "strange", ErrorKind::Server),
        (429, "access_denied", ErrorKind::RateLimited),
        (429, "invalid_request", ErrorKind::RateLimited),
        (429, "invalid_grant", ErrorKind::RateLimited),
        (429, "authorization_pending", ErrorKind::Pending),
    ] {
        let error = Answer::json(&format!(r#"{{"error":"{code}"}}"#)).status(status).fails();
        assert_eq!((error.kind(), error.oauth_code()), (kind, Some(code)));
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[test]
fn without_a_code_the_status_decides() {
    for (status, kind, retryable, ambiguous) in [
        (307, ErrorKind::Refused, false, false),
        (400, ErrorKind::Rejected, false, false),
        (401, ErrorKind::Rejected, false, false),
        (404, ErrorKind::Rejected, false, false),
        (408, ErrorKind::Timeout, true, false),
        (429, ErrorKind::RateLimited, true, false),
        (500, ErrorKind::Server, true, false),
        (502, ErrorKind::Server, true, true),
        (503, ErrorKind::Server, true, false),
        (504, ErrorKind::Server, true, true),
    ] {
        let error = Answer::json("<html>").header("content-type", "text/html").status(status).fails();
        assert_eq!(
            (error.kind(), error.is_retryable(), error.is_ambiguous()),
            (kind, retryable, ambiguous),
            "{status}"
        );
    }
}

#[test]
fn retry_after_as_seconds_or_date_is_capped() {
    for (value, seconds) in [
        ("7", Some(7)),
        ("0", Some(0)),
        ("99999999999999999999999", Some(300)),
        ("Tue, 14 Nov 2023 22:13:30 GMT", Some(10)),
        ("Tue, 14 Nov 2034 22:13:30 GMT", Some(300)),
        ("Tue, 14 Nov 2017 22:13:30 GMT", Some(0)),
        ("-5", None),
        ("soon", None),
        ("", None),
    ] {
        let error = Answer::json("{}").status(503).header("retry-after", value).fails();
        assert_eq!(error.retry_after(), seconds.map(Duration::from_secs), "{value}");
    }
}

#[test]
fn a_refusal_that_names_a_time_to_come_again_is_no_refusal_of_the_credentials() {
    for status in [400, 403, 423] {
        let error = Answer::json(r#"{"message":"too many"}"#).status(status).header("retry-after", "60").fails();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::RateLimited, true), "{status}");
        let error = Answer::json(r#"{"message":"no"}"#).status(status).fails();
        assert_eq!(error.kind(), ErrorKind::Rejected, "{status}");
    }
    let coded = Answer::json(r#"{"error":"invalid_grant"}"#).status(400).header("retry-after", "60").fails();
    assert_eq!(coded.kind(), ErrorKind::InvalidGrant, "the code decides");
}

#[test]
fn the_servers_words_are_told_whatever_form_they_have() {
    for body in [
        r#"{"error":"invalid_grant","error_description":"no such user"}"#,
        r#"{"statusCode":401,"message":"no such user"}"#,
        r#"{"success":false,"error":{"code":"E1","message":"no such user"}}"#,
        r#"{"errors":[{"message":"no such user"}]}"#,
    ] {
        let error = Answer::json(body).status(401).fails();
        assert!(error.to_string().contains("no such user"), "{body}: {error}");
    }
    let error = Answer::json(r#"{"success":false,"message":"no such user"}"#).fails();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(error.to_string().contains("no such user"), "a success without a token: {error}");
}

#[test]
fn the_servers_words_cannot_paint_the_terminal() {
    let body = r#"{"error":"invalid_grant\u001b[2J","error_description":"gone\u001b[31m\r\n\u202eevil FILL"}"#;
    let error = Answer::json(&body.replace("FILL", &"x".repeat(100_000))).status(400).fails();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(['\u{1b}', '\r', '\n', '\u{202e}']), "{shown}");
    assert!(shown.len() < 1500);
    assert_eq!(error.oauth_code(), None, "no legal code");
}
