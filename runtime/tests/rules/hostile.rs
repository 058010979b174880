//! A hostile provider: what it may answer, met at sign-in, while a token is valid, and when only the refresh token is left.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authwright::{
    Api, BaseUrl, BoxFuture, ErrorKind, Expiry, Grant, RefreshToken, TokenError, TokenSet, TokenShape, TokenSource,
    TransportError, TransportErrorKind, block_on,
};
use bytes::Bytes;
use http::{Method, Request, Response};

use crate::support::{Inline, TestClock};

type Said = Result<Response<Bytes>, TransportErrorKind>;

/// A provider that answers from a list, and what it was sent.
#[derive(Clone, Default)]
struct Provider {
    answers: Arc<Mutex<VecDeque<Said>>>,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    fn api(&self) -> Api {
        let provider = self.clone();
        let transport = move |request: Request<Bytes>| {
            provider.sent.lock().unwrap().push(String::from_utf8(request.body().to_vec()).unwrap());
            let answer = provider.answers.lock().unwrap().pop_front().expect("no more requests than answers");
            std::future::ready(answer.map_err(|kind| TransportError::new(kind, "as the test wants it")))
        };
        Api::with_transport(BaseUrl::parse("https://provider.example").unwrap(), Arc::new(transport))
    }

    fn sent(&self, refresh_token: &str) -> usize {
        self.sent.lock().unwrap().iter().filter(|body| body.ends_with(&format!("={refresh_token}"))).count()
    }
}

/// A grant as generated code has it.
struct Generated {
    api: Api,
    can_issue: bool,
}

impl Grant for Generated {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(async move {
            let call = self.api.call(Method::POST, "/token");
            let call = match previous.and_then(TokenSet::refresh) {
                Some(token) => call.form(&[("refresh_token", token.expose())]),
                None => call.form(&[("client_secret", "secret")]),
            };
            TokenShape::OAUTH2.read(&call.send().await?)
        })
    }

    fn can_issue(&self) -> bool {
        self.can_issue
    }

    fn provider(&self) -> &'static str {
        "hostile"
    }

    fn identity(&self) -> String {
        "hostile".to_owned()
    }
}

struct Scene {
    provider: Provider,
    clock: Arc<TestClock>,
    source: TokenSource,
}

impl Scene {
    fn new(can_issue: bool, answers: impl IntoIterator<Item = Said>) -> Self {
        let (provider, clock) = (Provider::default(), Arc::new(TestClock::new()));
        provider.answers.lock().unwrap().extend(answers);
        let api = provider.api().with_clock(clock.clone());
        let source =
            TokenSource::builder(Generated { api, can_issue }).clock(clock.clone()).spawner(Arc::new(Inline)).build();
        Self { provider, clock, source }
    }

    /// With a token of an hour and the refresh token `first`.
    fn signed_in(self) -> Self {
        let tokens = TokenSet::new("old").with_refresh(RefreshToken::new("first"));
        block_on(self.source.sign_in(tokens.with_expiry(Expiry::In(Duration::from_secs(3600))))).unwrap();
        self
    }

    fn token(&self) -> Result<String, TokenError> {
        self.source.token_blocking().map(|token| token.expose().to_owned())
    }
}

#[allow(clippy::unnecessary_wraps)] // An answer may also be a failure.
fn reply(status: u16, media_type: &str, body: impl Into<Bytes>) -> Said {
    Ok(Response::builder().status(status).header("content-type", media_type).body(body.into()).unwrap())
}

fn json(body: impl Into<Bytes>) -> Said {
    reply(200, "application/json", body)
}

fn good(token: &str) -> Said {
    json(format!(r#"{{"access_token":"{token}","refresh_token":"next","token_type":"Bearer","expires_in":3600}}"#))
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Answers of which no token comes, with the kind of the error and whether the server may have acted.
fn useless() -> Vec<(&'static str, Said, ErrorKind, bool)> {
    use ErrorKind::{Malformed, RateLimited, Refused, Rejected, Server, Timeout, Transport, UnsupportedTokenType};
    let token = r#"{"access_token":"new"}"#;
    let with = |name: &'static str, value: &'static str, answer: Said| {
        answer.map(|mut answer| {
            answer.headers_mut().append(name, value.parse().unwrap());
            answer
        })
    };
    vec![
        ("empty 200", json(""), Malformed, true),
        ("204", Ok(Response::builder().status(204).body(Bytes::new()).unwrap()), Malformed, true),
        ("no media type", Ok(Response::new(Bytes::from(token))), Malformed, true),
        ("an array of strings", json(r#"["new"]"#), Malformed, true),
        ("a string", json("\"new\""), Malformed, true),
        ("null", json("null"), Malformed, true),
        ("UTF-16", reply(200, "application/json; charset=utf-16", utf16(token)), Malformed, true),
        ("not UTF-8", json(&b"{\"access_token\":\"n\xff\"}"[..]), Malformed, true),
        ("two documents", json(format!("{token}{token}")), Malformed, true),
        ("JSON for a script", json(format!(")]}}',\n{token}")), Malformed, true),
        ("a callback", reply(200, "application/javascript", format!("f({token})")), Malformed, true),
        ("a form", reply(200, "application/x-www-form-urlencoded", "access_token=new"), Malformed, true),
        ("a name twice, one escaped", json(r#"{"access_token":"a","access\u005ftoken":"b"}"#), Malformed, true),
        ("a token of blanks", json(r#"{"access_token":" \t "}"#), Malformed, true),
        ("a token that is a number", json(r#"{"access_token":7}"#), Malformed, true),
        ("a token in a list", json(r#"{"access_token":["new"]}"#), Malformed, true),
        ("a token with a line break", json(r#"{"access_token":"a\r\nx: y"}"#), Malformed, false),
        ("a token with a NUL", json(r#"{"access_token":"a\u0000"}"#), Malformed, false),
        ("a token of another type", json(r#"{"access_token":"a","token_type":"mac"}"#), UnsupportedTokenType, true),
        ("a deep document", json("[".repeat(500_000)), Malformed, true),
        ("a large body", json(vec![b'1'; 1_048_577]), Malformed, true),
        ("a bomb of headers", with("x", HUGE.get_or_init(|| "a".repeat(70_000)), json(token)), Malformed, true),
        ("an error with 200", json(r#"{"error":"bad_client"}"#), Rejected, false),
        ("a busy server with 200", json(r#"{"error":"temporarily_unavailable"}"#), Server, false),
        ("302", with("location", "https://evil.example/", reply(302, "text/html", "")), Refused, false),
        ("307", with("location", "https://evil.example/", reply(307, "", "")), Refused, false),
        ("300 without location", reply(300, "", ""), Refused, false),
        ("a token with 500", reply(500, "application/json", token), Server, false),
        ("a token with 401", reply(401, "application/json", token), Rejected, false),
        ("429 for a century", with("retry-after", "3153600000", reply(429, "", "")), RateLimited, false),
        (
            "503 until yesterday",
            with("retry-after", "Tue, 01 Jan 1901 00:00:00 GMT", reply(503, "", "")),
            Server,
            false,
        ),
        ("503 with nonsense", with("retry-after", "1e9", reply(503, "text/html", "<h1>")), Server, false),
        ("408", reply(408, "", ""), Timeout, false),
        ("502", reply(502, "text/html", "<h1>"), Server, true),
        ("999", reply(999, "application/json", token), Rejected, false),
        ("lost", Err(TransportErrorKind::Lost), Transport, true),
        ("not reached", Err(TransportErrorKind::Connect), Transport, false),
        ("late", Err(TransportErrorKind::Timeout), Timeout, true),
        ("too large", Err(TransportErrorKind::TooLarge), Malformed, true),
    ]
}

static HUGE: std::sync::OnceLock<String> = std::sync::OnceLock::new();

#[test]
fn at_sign_in_a_typed_error_says_whether_to_retry_and_no_pause_is_for_good() {
    for (name, answer, kind, _) in useless() {
        let scene = Scene::new(true, [answer, good("new")]);
        let error = scene.token().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, kind.is_retryable()), "{name}: {error}");
        assert!(error.to_string().len() < 400, "{name}: {error}");
        assert_eq!(scene.token().unwrap_err().kind(), kind, "{name}: from the pause");
        scene.clock.advance(Duration::from_secs(301));
        assert_eq!(scene.token().unwrap(), "new", "{name}");
    }
}

#[test]
fn a_valid_token_is_served_whatever_comes_and_no_refresh_token_is_sent_twice() {
    for (name, answer, _, _) in useless() {
        // Behind the lost one comes a sign-in, which fails in the same way.
        let scene = Scene::new(true, [answer.clone(), answer]).signed_in();
        scene.clock.advance(Duration::from_secs(3400));
        for _ in 0..100 {
            assert_eq!(scene.token().unwrap(), "old", "{name}");
        }
        assert_eq!(scene.provider.sent("first"), 1, "{name}");
        scene.clock.advance(Duration::from_secs(150));
        *scene.provider.answers.lock().unwrap() = [good("new"), good("new")].into();
        assert!(matches!(scene.token().unwrap().as_str(), "old" | "new"), "{name}");
    }
}

#[test]
fn with_the_refresh_token_alone_a_lost_answer_gets_one_recovery_and_the_rest_costs_nothing() {
    for (name, answer, kind, ambiguous) in useless() {
        let scene = Scene::new(false, [answer]).signed_in();
        scene.clock.advance(Duration::from_secs(3601));
        let error = scene.token().unwrap_err();
        let over = error.kind() == ErrorKind::ReauthorizationRequired;
        assert!(over || error.kind() == kind, "{name}: {error}");
        scene.clock.advance(Duration::from_secs(301));
        scene.provider.answers.lock().unwrap().push_back(good("new"));
        // Only the provider's own refusal ends the session; `bad_client` may mean anything, so it is asked once more.
        match scene.token() {
            Ok(token) => assert_eq!(token, "new", "{name}"),
            Err(error) => assert_eq!((error.kind(), name), (ErrorKind::ReauthorizationRequired, "a token with 401")),
        }
        assert!(scene.provider.sent("first") <= 2, "{name}");
        assert!(!over || !ambiguous, "{name}: a lost answer is no refusal");
    }
}

/// Answers that are strange and good all the same: the token, and its life in seconds.
#[test]
fn what_is_strange_but_clear_is_accepted() {
    let long = "x".repeat(64 * 1024);
    let expires = |value: &str| json(format!(r#"{{"access_token":"new","expires_in":{value}}}"#));
    let marked = [&b"\xef\xbb\xbf"[..], br#"{"access_token":"new"}"#].concat();
    let ten_years = Some(10 * 365 * 24 * 3600);
    for (answer, token, life) in [
        (expires("\"3600 \""), "new", Some(3600)),
        (expires("3600.9"), "new", Some(3600)),
        (expires("\"PT1H\""), "new", Some(3600)),
        (expires("\"P1M\""), "new", None),
        (expires("null"), "new", None),
        (expires("true"), "new", None),
        (expires("[3600]"), "new", None),
        (expires("{\"seconds\":3600}"), "new", None),
        (expires("-1"), "new", None),
        (expires("0.2"), "new", None),
        (expires("1e400"), "new", ten_years),
        (expires("-1e400"), "new", None),
        (expires("133444736000000000"), "new", ten_years),
        (expires("\"9999-12-31T23:59:59Z\""), "new", ten_years),
        (expires("\"0x10\""), "new", None),
        (json(marked), "new", None),
        (reply(200, "APPLICATION/JSON ;charset=\"utf-8\"", r#" {"access_token":"new"} "#), "new", None),
        (reply(201, "application/json", r#"{"access_token":"new"}"#), "new", None),
        (json(r#"{"access_token":"new","user":"\ud83d","error":null}"#), "new", None),
        (json(r#"{"error":"","access_token":"new"}"#), "new", None),
        (json(r#"[{"access_token":"new"}]"#), "new", None),
        (json(format!(r#"{{"access_token":"{long}"}}"#)), &long, None),
    ] {
        let shown = format!("{answer:?}").chars().take(300).collect::<String>();
        let scene = Scene::new(true, [answer]);
        let started = authwright::Clock::now(&*scene.clock).system_time();
        let got = scene.source.token_blocking().unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_eq!(got.expose(), token);
        assert_eq!(got.expires_at().map(|end| end.duration_since(started).unwrap().as_secs()), life, "{shown}");
    }
}

#[test]
fn points_in_time_in_strange_forms_are_read_or_ignored() {
    let at = TokenShape::field(&["t"]).expires_at(&["e"], authwright::TimeFormat::Auto);
    let ends_within_ten_years = |value: &str| {
        let body = Bytes::from(format!(r#"{{"t":"x","e":{value}}}"#));
        let response = Response::builder().header("content-type", "application/json").body(body).unwrap();
        let now = authwright::Clock::now(&TestClock::new());
        let tokens = at.read(&authwright::Reply::new(response, now)).unwrap();
        let scene = Scene::new(false, []);
        block_on(scene.source.sign_in(tokens))
            .unwrap()
            .expires_at()
            .map(|end| end.duration_since(now.system_time()).unwrap())
    };
    for (value, seconds) in [
        ("\"2023-11-14T22:18:20\"", Some(300)),
        ("\"2023-11-14T22:18:20.123456789Z\"", Some(300)),
        ("\"2023-11-15T08:18:20+1000\"", Some(300)),
        ("\"9999-12-31T23:59:59Z\"", Some(10 * 365 * 24 * 3600)),
        ("133444736000000000", Some(10 * 365 * 24 * 3600)),
        ("\"1601-01-01T00:00:00Z\"", None),
        ("\"0000-00-00T00:00:00Z\"", None),
        ("\"2023-02-30T00:00:00Z\"", None),
        ("\"in an hour\"", None),
        ("\"/Date(1700000300000)/\"", None),
        ("1e400", None),
    ] {
        assert_eq!(ends_within_ten_years(value).map(|left| left.as_secs()), seconds, "{value}");
    }
}

#[test]
fn a_refresh_token_that_comes_only_sometimes_is_used_until_the_next_comes() {
    let answer = |refresh: &str| json(format!(r#"{{"access_token":"new","expires_in":60{refresh}}}"#));
    let rotated = r#","refresh_token":"second""#;
    let scene = Scene::new(false, [answer(""), answer(rotated), answer(r#","refresh_token":null"#), answer("")]);
    let scene = scene.signed_in();
    for _ in 0..4 {
        scene.clock.advance(Duration::from_secs(3601));
        assert_eq!(scene.token().unwrap(), "new");
    }
    assert_eq!((scene.provider.sent("first"), scene.provider.sent("second")), (2, 2));
}

#[test]
fn a_provider_that_gives_the_refused_token_again_and_again_is_not_asked_without_end() {
    let scene = Scene::new(true, (0..1000).map(|_| good("same"))).signed_in();
    let mut refused = 0;
    for _ in 0..1000 {
        if let Ok(token) = scene.source.token_blocking() {
            refused += 1;
            scene.source.invalidate(token.generation());
        }
    }
    assert!(refused <= 4 && scene.provider.sent.lock().unwrap().len() <= 4, "{refused}");
}
