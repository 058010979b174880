//! What servers and browsers must not get away with, without any server: requests are answered by a script, and time
//! passes on a clock of the test's own.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authwright::call::Api;
use authwright::http::{Method, Request, Response};
use authwright::oauth::{
    AuthorizationCode, AuthorizationServer, CallbackError, Client, ClientAuth, ClientCredentials, DeviceCode,
    Discovery, Dpop, DpopSource, EndpointError, Loopback, LoopbackError, MetadataError, PendingSignIns, SignInError,
    TokenHint,
};
use authwright::{
    Attach, Authorize as _, BaseUrl, BoxFuture, Bytes, CallOptions, Clock, ErrorKind, Grant as _, HttpTransport,
    MemoryStore, Moment, Record, StoreError, StoreErrorKind, StoreGuard, TokenError, TokenSource, TokenStore,
    TransportError, TransportErrorKind, block_on,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// An answer of the script.
type Scripted = Result<Response<Bytes>, TransportError>;

/// Answers in order, and keeps what was asked.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Scripted>>>,
    asked: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Script {
    fn new(answers: impl IntoIterator<Item = Scripted>) -> Self {
        let answers = Arc::new(Mutex::new(answers.into_iter().collect()));
        Self { answers, asked: Arc::default() }
    }

    fn asked(&self) -> usize {
        self.asked.lock().expect("no panic").len()
    }

    fn bodies(&self) -> Vec<String> {
        let asked = self.asked.lock().expect("no panic");
        asked.iter().map(|request| String::from_utf8_lossy(request.body()).into_owned()).collect()
    }
}

impl HttpTransport for Script {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Scripted> {
        self.asked.lock().expect("no panic").push(request);
        let next = self.answers.lock().expect("no panic").pop_front();
        let nothing = TransportError::new(TransportErrorKind::Connect, "the script has no further answer");
        Box::pin(std::future::ready(next.unwrap_or(Err(nothing))))
    }
}

fn json(status: u16, body: &str) -> Scripted {
    with(status, &[], body)
}

#[expect(clippy::unnecessary_wraps, reason = "a scripted answer may also be a failure")]
fn with(status: u16, headers: &[(&str, &str)], body: &str) -> Scripted {
    let mut response = Response::builder().status(status).header("content-type", "application/json");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(Bytes::copy_from_slice(body.as_bytes())).expect("is a response"))
}

fn no_answer() -> Scripted {
    Err(TransportError::new(TransportErrorKind::Timeout, "no answer"))
}

/// A clock that moves only by what is slept, and keeps each of those times.
#[derive(Debug, Default)]
struct Slept(Mutex<Vec<Duration>>);

impl Slept {
    fn seconds(&self) -> Vec<u64> {
        self.0.lock().expect("no panic").iter().map(Duration::as_secs).collect()
    }
}

impl Clock for Slept {
    fn now(&self) -> Moment {
        let passed: Duration = self.0.lock().expect("no panic").iter().sum();
        Moment::new(Duration::from_secs(1_700_000_000) + passed, passed)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.lock().expect("no panic").push(duration);
        Box::pin(std::future::ready(()))
    }
}

fn server() -> AuthorizationServer {
    AuthorizationServer::with_token_endpoint("https://as.example/token")
        .and_then(|server| server.with_authorization_endpoint("https://as.example/authorize"))
        .and_then(|server| server.with_device_authorization_endpoint("https://as.example/device"))
        .and_then(|server| server.with_revocation_endpoint("https://as.example/revoke"))
        .and_then(|server| server.with_issuer("https://as.example"))
        .expect("are endpoints")
}

fn client(script: &Script) -> Client {
    Client::with_transport(server(), ClientAuth::basic("id", "hidden"), Arc::new(script.clone()))
}

const TOKEN: &str = r#"{"access_token":"a","token_type":"Bearer","expires_in":60}"#;
const DEVICE: &str =
    r#"{"device_code":"d","user_code":"ABCD-EFGH","verification_uri":"https://as.example/go","expires_in":60}"#;

/// Runs the device flow against a script whose first answer is the code.
fn device(first: &str, answers: Vec<Scripted>) -> (Result<(), TokenError>, Vec<u64>, Vec<String>) {
    let script = Script::new(std::iter::once(json(200, first)).chain(answers));
    let clock = Arc::new(Slept::default());
    let shown = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&shown);
    let flow = DeviceCode::new(client(&script).with_clock(clock.clone()), move |prompt| {
        record.lock().expect("no panic").push(prompt.user_code.clone());
    });
    let result = block_on(flow.sign_in()).map(drop).map_err(TokenError::from);
    let shown = shown.lock().expect("no panic").clone();
    (result, clock.seconds(), shown)
}

fn pending(error: &str) -> Scripted {
    json(400, &format!(r#"{{"error":"{error}"}}"#))
}

#[test]
fn a_device_waits_as_it_is_told() {
    let answers = vec![
        pending("authorization_pending"),
        pending("slow_down"),
        pending("authorization_pending"),
        no_answer(),
        json(200, TOKEN),
    ];
    let long = DEVICE.replace(":60}", ":600}");
    let (result, slept, shown) = device(&long, answers);
    result.expect("is signed in");
    assert_eq!(slept, [5, 5, 10, 10, 20], "5 by default, +5 for good, doubled where no answer came");
    assert_eq!(shown, ["ABCD-EFGH"]);
    let given = long.replace('{', r#"{"interval":2,"#);
    assert_eq!(device(&given, vec![json(200, TOKEN)]).1, [2]);
}

/// A person is asked when the program chooses to, and not because an answer was lost.
#[test]
fn a_device_s_lost_answer_shows_no_code() {
    let issued = json(200, &TOKEN.replace('}', r#","refresh_token":"r"}"#));
    let script = Script::new([json(200, DEVICE), issued, no_answer(), no_answer()]);
    let shown = Arc::new(Mutex::new(0));
    let count = Arc::clone(&shown);
    let client = client(&script).with_clock(Arc::new(Slept::default()));
    let flow = DeviceCode::new(client, move |_| *count.lock().expect("no panic") += 1);
    let session = block_on(flow.sign_in()).expect("is signed in");
    let tokens = block_on(session.source(|builder| builder)).expect("is kept");
    assert_eq!(block_on(tokens.refresh()).expect_err("is lost").kind(), ErrorKind::Timeout);
    assert_eq!((*shown.lock().expect("no panic"), script.asked()), (1, 3));
}

#[test]
fn a_device_code_that_ends_says_what_to_do() {
    let short = DEVICE.replace(":60}", ":12}");
    let (result, slept, _) = device(&short, vec![pending("authorization_pending"), pending("authorization_pending")]);
    let error = result.expect_err("has ended");
    assert_eq!((error.kind(), slept.len()), (ErrorKind::ReauthorizationRequired, 2));
    assert!(error.to_string().contains("enter the new code"), "{error}");
    let (result, ..) = device(DEVICE, vec![pending("expired_token")]);
    assert_eq!(result.expect_err("has ended").kind(), ErrorKind::ReauthorizationRequired);
}

#[test]
fn other_answers_end_a_device_s_waiting() {
    for code in ["access_denied", "invalid_grant", "something_else"] {
        let (result, slept, _) = device(DEVICE, vec![pending(code)]);
        assert_eq!(result.expect_err("is over").oauth_code(), Some(code));
        assert_eq!(slept.len(), 1);
    }
}

#[test]
fn a_person_who_refuses_a_device_is_told_apart_from_a_bad_client() {
    let refused = json(400, r#"{"error":"access_denied","error_description":"Not on my television"}"#);
    let error = device(DEVICE, vec![refused]).0.expect_err("is refused");
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    let told =
        "the sign-in was refused: access_denied (Not on my television); begin again and allow the access asked for";
    assert!(error.to_string().starts_with(told), "{error}");
}

/// Servers that are older than RFC 8628 call the address otherwise, write lengths as text, or answer each poll with 200.
#[test]
fn a_device_signs_in_at_servers_that_are_older_than_the_standard() {
    let older = DEVICE.replace("verification_uri", "verification_url").replace(":60}", r#":"60","interval":"2"}"#);
    let waiting = json(200, r#"{"error":"authorization_pending"}"#);
    let (result, slept, shown) = device(&older, vec![waiting, json(200, TOKEN)]);
    result.expect("is signed in");
    assert_eq!((slept, shown.len()), (vec![2, 2], 1));
}

#[test]
fn a_device_authorization_that_makes_no_sense_is_refused() {
    for absurd in [
        "{}",
        r#"{"device_code":"d","user_code":"u","verification_uri":"https://as.example"}"#,
        r#"{"device_code":7,"user_code":"u","verification_uri":"v","expires_in":60}"#,
    ] {
        let error = device(absurd, vec![]).0.expect_err("is refused");
        assert_eq!(error.kind(), ErrorKind::Malformed, "{absurd}");
    }
    for number in ["1e300", "-1", "0"] {
        let absurd = DEVICE.replace(":60}", &format!(":{number}}}"));
        assert!(device(&absurd, vec![pending("access_denied")]).0.is_err(), "{number}: no panic");
    }
}

#[test]
fn a_token_of_unknown_type_is_refused() {
    let script = Script::new([json(200, &TOKEN.replace("Bearer", "mac"))]);
    let error = block_on(ClientCredentials::new(client(&script)).exchange(None)).expect_err("is refused");
    assert_eq!(error.kind(), ErrorKind::UnsupportedTokenType);
    assert!(!error.is_retryable());
}

#[test]
fn an_unbound_token_is_refused_where_a_bound_one_was_asked_for() {
    let script = Script::new([json(200, TOKEN)]);
    let bound = client(&script).with_dpop(Dpop::new().expect("the system has randomness"));
    let error = block_on(ClientCredentials::new(bound).exchange(None)).expect_err("is refused");
    assert_eq!(error.kind(), ErrorKind::UnsupportedTokenType);
    assert!(error.to_string().contains("switch DPoP off"), "{error}");
    assert!(error.is_ambiguous(), "the server has acted: a rotated refresh token was in that answer");
}

#[test]
fn a_server_that_always_wants_another_nonce_is_asked_twice() {
    let want = |nonce| with(400, &[("dpop-nonce", nonce)], r#"{"error":"use_dpop_nonce"}"#);
    let script = Script::new([want("1"), want("2"), want("3"), want("4")]);
    let bound = client(&script).with_dpop(Dpop::new().expect("the system has randomness"));
    let error = block_on(ClientCredentials::new(bound).exchange(None)).expect_err("is given up");
    assert_eq!((error.oauth_code(), script.asked()), (Some("use_dpop_nonce"), 2));
    assert!(error.is_retryable(), "the next request has that nonce");
}

/// A source of bound tokens over a script, and an API over the same.
fn bound(answers: impl IntoIterator<Item = Scripted>) -> (Script, Api, TokenSource, DpopSource) {
    let issued = json(200, &TOKEN.replace("Bearer", "DPoP"));
    let script = Script::new(std::iter::once(issued).chain(answers));
    let dpop = Dpop::new().expect("the system has randomness");
    let base = BaseUrl::parse("https://api.example").expect("is a base address");
    let grant = ClientCredentials::new(client(&script).with_dpop(dpop.clone()));
    let tokens = TokenSource::builder(grant).allow(&base).build();
    let api = Api::with_transport(base, Arc::new(script.clone()));
    (script, api, tokens.clone(), DpopSource::new(tokens, dpop))
}

/// The nonce in the proof of each request to the API.
fn nonces(script: &Script) -> Vec<Option<String>> {
    let asked = script.asked.lock().expect("no panic");
    let proofs = asked.iter().filter(|request| request.uri().host() == Some("api.example"));
    let proofs = proofs.map(|request| request.headers()["dpop"].to_str().expect("is text").to_owned());
    proofs
        .map(|proof| {
            let claims = URL_SAFE_NO_PAD.decode(proof.split('.').nth(1).expect("has claims")).expect("is base64url");
            let claims: serde_json::Value = serde_json::from_slice(&claims).expect("is JSON");
            claims["nonce"].as_str().map(str::to_owned)
        })
        .collect()
}

/// RFC 9449, section 9.
#[test]
fn a_resource_server_s_wish_for_a_nonce_costs_one_more_try_and_no_token() {
    let want = |nonce| with(401, &[("dpop-nonce", nonce), ("www-authenticate", "DPoP error=\"use_dpop_nonce\"")], "");
    let renewed = |nonce| with(200, &[("dpop-nonce", nonce)], "{}");
    let (script, api, tokens, source) = bound([want("1"), renewed("2"), json(200, "{}"), want("3"), want("4")]);
    let call = || block_on(api.call(Method::GET, "/me").send_authorized(&source)).expect("answers").status().as_u16();
    assert_eq!([call(), call(), call()], [200, 200, 401], "a server that always wants another one is asked twice");
    let some = |nonce: &str| Some(nonce.to_owned());
    assert_eq!(nonces(&script), [None, some("1"), some("2"), some("2"), some("3")]);
    assert!(tokens.cached().is_some() && script.asked() == 6, "the token is good");
}

#[test]
fn a_refusal_of_the_proof_is_not_mended_by_another_token() {
    let refusal = |headers: &[(&str, &str)]| with(401, headers, "");
    for challenge in ["DPoP error=\"invalid_dpop_proof\"", "DPoP error=\"use_dpop_nonce\""] {
        let (script, api, tokens, source) = bound([refusal(&[("www-authenticate", challenge)])]);
        let reply = block_on(api.call(Method::GET, "/me").send_authorized(&source)).expect("answers");
        assert_eq!((reply.status().as_u16(), script.asked()), (401, 2), "{challenge}");
        assert!(tokens.cached().is_some(), "{challenge}");
    }
    let (_, api, tokens, source) = bound([refusal(&[("www-authenticate", "DPoP error=\"invalid_token\"")])]);
    let reply = block_on(api.call(Method::GET, "/me").send_authorized(&source)).expect("answers");
    assert_eq!((reply.status().as_u16(), tokens.cached().is_none()), (401, true));
}

#[test]
fn an_unbound_token_leaves_the_request_without_credentials() {
    let script = Script::new([json(200, TOKEN)]);
    let base = BaseUrl::parse("https://api.example").expect("is a base address");
    let tokens = TokenSource::builder(ClientCredentials::new(client(&script))).allow(&base);
    let tokens = tokens.attach(Attach::header("X-Token", "{token}")).build();
    let source = DpopSource::new(tokens, Dpop::new().expect("the system has randomness"));
    let (mut parts, ()) = Request::get("https://api.example/me").body(()).expect("is a request").into_parts();
    let error = block_on(source.authorize(&mut parts)).expect_err("is not bound");
    assert_eq!((error.kind(), parts.headers.len()), (ErrorKind::UnsupportedTokenType, 0));
}

#[test]
fn clear_text_is_refused_before_anything_is_sent() {
    for url in ["http://as.example/token", "http://10.0.0.1/token"] {
        assert_eq!(AuthorizationServer::with_token_endpoint(url).err(), Some(EndpointError::NotHttps), "{url}");
    }
    let script = Script::default();
    let found = block_on(Discovery::with_transport(Arc::new(script.clone())).issuer("http://as.example"));
    assert!(matches!(found, Err(SignInError::Endpoint { name: "issuer", error: EndpointError::NotHttps })));
    assert_eq!(script.asked(), 0);
}

fn discovered(answers: impl IntoIterator<Item = Scripted>) -> (Result<AuthorizationServer, SignInError>, Vec<String>) {
    let script = Script::new(answers);
    let result = block_on(Discovery::with_transport(Arc::new(script.clone())).issuer("https://as.example/t"));
    let asked = script.asked.lock().expect("no panic").iter().map(|request| request.uri().to_string()).collect();
    (result, asked)
}

#[test]
fn metadata_is_looked_for_in_both_places_and_believed_in_neither_without_its_issuer() {
    let good = r#"{"issuer":"https://as.example/t","token_endpoint":"https://as.example/token"}"#;
    let (found, asked) = discovered([json(404, "{}"), json(200, good)]);
    assert!(found.is_ok_and(|server| server.token.is_some()));
    assert_eq!(
        asked,
        [
            "https://as.example/.well-known/oauth-authorization-server/t",
            "https://as.example/t/.well-known/openid-configuration"
        ]
    );
    let (found, asked) = discovered([json(200, &good.replace("as.example/t\"", "evil.example\""))]);
    let error = found.expect_err("is refused");
    assert!(matches!(&error, SignInError::Metadata(MetadataError::WrongIssuer { .. })));
    assert!(error.to_string().contains("configure exactly the issuer"), "{error}");
    assert_eq!(asked.len(), 1, "a wrong issuer is no reason to look further");
}

/// What documents have as `openIdConnectUrl`.
#[test]
fn an_issuer_in_place_of_its_metadata_s_address_is_discovered() {
    let good = r#"{"issuer":"https://as.example/t","token_endpoint":"https://as.example/token"}"#;
    for url in ["https://as.example/t", "https://as.example/t/.well-known/openid-configuration/?client_id=me"] {
        let script = Script::new([json(200, good)]);
        let found = block_on(Discovery::with_transport(Arc::new(script)).url(url));
        assert!(found.is_ok_and(|server| server.token.is_some()), "{url}");
    }
}

#[test]
fn a_page_for_every_address_is_no_metadata_and_hides_none() {
    let good = r#"{"issuer":"https://as.example/t","token_endpoint":"https://as.example/token"}"#;
    let page =
        || Ok(Response::builder().header("content-type", "text/html").body(Bytes::from("<p>")).expect("is a response"));
    let away = || with(302, &[("location", "https://as.example/sign-in")], "");
    for nothing in [page(), away(), json(401, "{}"), json(403, "{}")] {
        let (found, asked) = discovered([nothing, json(200, good)]);
        assert!(found.is_ok_and(|server| server.token.is_some()));
        assert_eq!(asked.len(), 2, "the address of OpenID Connect is tried, as RFC 8414, section 5 has it");
    }
    for busy in [json(503, "{}"), json(429, "{}"), json(200, "{")] {
        assert_eq!(
            discovered([busy, json(200, good)]).1.len(),
            1,
            "a server that is ill has not said that it has none"
        );
    }
}

#[test]
fn metadata_with_clear_text_endpoints_or_no_sense_is_refused() {
    let clear = r#"{"issuer":"https://as.example/t","token_endpoint":"http://as.example/token"}"#;
    let (found, _) = discovered([json(200, clear)]);
    assert!(matches!(found, Err(SignInError::Metadata(MetadataError::BadEndpoint { name: "token_endpoint", .. }))));
    for nonsense in ["[]", "{}", r#"{"issuer":7}"#] {
        assert!(matches!(discovered([json(200, nonsense)]).0, Err(SignInError::Metadata(MetadataError::Malformed(_)))));
    }
    let html =
        Ok(Response::builder().header("content-type", "text/html").body(Bytes::from("<p>")).expect("is a response"));
    assert!(matches!(discovered([html]).0, Err(SignInError::Token(error)) if error.kind() == ErrorKind::Malformed));
    assert!(matches!(discovered([json(200, "{")]).0, Err(SignInError::Token(_))));
    let redirect = with(302, &[("location", "https://evil.example/")], "");
    assert!(discovered([redirect]).0.is_err(), "no redirect is followed");
}

#[test]
fn an_endless_body_is_cut_off() {
    let endless = format!(r#"{{"issuer":"https://as.example/t","x":"{}"}}"#, "x".repeat(2_000_000));
    let error = discovered([json(200, &endless)]).0.expect_err("is refused");
    assert!(error.to_string().contains("too large"), "{error}");
    let script = Script::new([json(200, &endless)]);
    let small = client(&script).with_options(CallOptions::new().with_max_body(1000));
    let error = block_on(ClientCredentials::new(small).exchange(None)).expect_err("is refused");
    assert_eq!(error.kind(), ErrorKind::Malformed);
}

#[test]
fn a_server_without_s256_is_not_signed_in_at() {
    let mut plain = server();
    plain.challenge_methods = Some(vec!["plain".to_owned()]);
    let client = Client::with_transport(plain, ClientAuth::public("id"), Arc::new(Script::default()));
    let error = block_on(AuthorizationCode::new(client).begin("https://app.example/cb")).expect_err("is refused");
    assert!(error.to_string().contains("S256"), "{error}");
}

#[test]
fn an_answer_is_used_once_and_by_whom_it_names() {
    let script = Script::new([json(200, TOKEN)]);
    let flow = AuthorizationCode::new(client(&script));
    let waiting = PendingSignIns::new(2);
    let begin = || block_on(flow.begin("https://app.example/cb")).expect("begins");
    let first = begin();
    let query = format!("code=c&state={}", first.state().expose());
    waiting.insert(first);
    assert!(matches!(waiting.take("code=c"), Err(CallbackError::MissingState)));
    assert!(matches!(waiting.take("code=c&state=guessed"), Err(CallbackError::UnknownState)));
    block_on(waiting.take(&query).expect("waits").finish(&query)).expect("is signed in");
    assert!(matches!(waiting.take(&query), Err(CallbackError::UnknownState)), "a replay finds nothing");
    assert_eq!(script.asked(), 1);
    let oldest = begin();
    let forgotten = format!("code=c&state={}", oldest.state().expose());
    for transaction in [oldest, begin(), begin()] {
        waiting.insert(transaction);
    }
    assert!(matches!(waiting.take(&forgotten), Err(CallbackError::UnknownState)), "the memory is bounded");
}

#[test]
fn a_sign_in_is_waited_for_as_long_as_is_said_and_found_by_whatever_the_browser_brings() {
    let (script, clock) = (Script::default(), Arc::new(Slept::default()));
    let flow = AuthorizationCode::new(client(&script).with_clock(clock.clone()));
    let waiting = PendingSignIns::new(10).patience(Duration::from_secs(60));
    let begin = || {
        let transaction = block_on(flow.begin("https://app.example/cb")).expect("begins");
        let query = format!("code=c&state={}", transaction.state().expose());
        waiting.insert(transaction);
        query
    };
    for before in ["", "?", "https://app.example/cb?"] {
        waiting.take(&format!("{before}{}", begin())).unwrap_or_else(|error| panic!("{before}: {error}"));
    }
    let (late, later) = (begin(), begin());
    block_on(clock.sleep(Duration::from_secs(59)));
    waiting.take(&late).expect("is in time");
    block_on(clock.sleep(Duration::from_secs(1)));
    assert!(matches!(waiting.take(&later), Err(CallbackError::UnknownState)), "took too long");
}

#[test]
fn an_answer_at_another_address_is_refused() {
    let script = Script::default();
    let transaction =
        block_on(AuthorizationCode::new(client(&script)).begin("https://app.example/cb")).expect("begins");
    let back = format!("https://app.example/other?code=c&state={}", transaction.state().expose());
    let error = block_on(transaction.finish(&back)).expect_err("is refused");
    assert!(matches!(&error, SignInError::Callback(CallbackError::WrongRedirect)), "{error}");
    assert_eq!(script.asked(), 0);
}

/// RFC 3986, section 3.4: `:` and `/` may stand in a query as they are, and servers leave them there.
#[test]
fn an_answer_whose_parameters_hold_addresses_is_an_answer() {
    let plain = "iss=https://as.example&scope=email%20https://api.example/auth/drive";
    for before in ["", "?", "https://app.example/cb?", "com.example.app:/cb?"] {
        let script = Script::new([json(200, TOKEN)]);
        let uri = if before.len() > 1 { before.trim_end_matches('?') } else { "https://app.example/cb" };
        let transaction = block_on(AuthorizationCode::new(client(&script)).begin(uri)).expect("begins");
        let back = format!("{before}code=c&state={}&{plain}", transaction.state().expose());
        block_on(transaction.finish(&back)).unwrap_or_else(|error| panic!("{back}: {error}"));
    }
}

#[test]
fn identity_tokens_need_an_issuer_and_keys() {
    let script = Script::new([json(200, TOKEN)]);
    let flow = AuthorizationCode::new(client(&script)).scopes(["openid"]);
    let transaction = block_on(flow.begin("https://app.example/cb")).expect("begins");
    assert!(transaction.nonce().is_some());
    let query = format!("code=c&state={}", transaction.state().expose());
    let error = block_on(transaction.finish(&query)).expect_err("is refused");
    assert!(matches!(&error, SignInError::IdToken(why) if why.contains("sent none")), "{error}");
}

/// A store whose guard is to be had once it is free.
#[derive(Debug, Default)]
struct Held {
    free: AtomicBool,
    inner: MemoryStore,
}

impl TokenStore for Held {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        self.inner.load(key)
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        if self.free.load(Ordering::SeqCst) {
            return self.inner.lock(key);
        }
        Box::pin(std::future::ready(Err(StoreError::new(StoreErrorKind::Busy, "somebody holds the guard"))))
    }
}

#[test]
fn a_person_whose_tokens_could_not_be_kept_need_not_sign_in_again() {
    let script = Script::new([json(200, TOKEN)]);
    let transaction =
        block_on(AuthorizationCode::new(client(&script)).begin("https://app.example/cb")).expect("begins");
    let query = format!("code=c&state={}", transaction.state().expose());
    let session = block_on(transaction.finish(&query)).expect("is signed in");
    let store = Arc::new(Held::default());
    let source = || block_on(session.source(|builder| builder.store(store.clone())));
    assert_eq!(source().expect_err("the store is busy").kind(), ErrorKind::Store);
    store.free.store(true, Ordering::SeqCst);
    assert_eq!(source().expect("is kept").cached().expect("is served").expose(), "a");
    assert_eq!(script.asked(), 1);
}

/// A refresh that fails is for whoever asks for a token: the session that was saved goes on.
#[test]
fn tokens_that_have_ended_before_they_are_kept_are_kept() {
    let issued = TOKEN.replace('}', r#","refresh_token":"r"}"#);
    let failed = || json(503, "{}");
    let (script, clock) = (Script::new([json(200, &issued), failed(), json(200, &issued)]), Arc::new(Slept::default()));
    let flow = AuthorizationCode::new(client(&script).with_clock(clock.clone()));
    let transaction = block_on(flow.begin("https://app.example/cb")).expect("begins");
    let query = format!("code=c&state={}", transaction.state().expose());
    let session = block_on(transaction.finish(&query)).expect("is signed in");
    block_on(clock.sleep(Duration::from_secs(3600)));
    let tokens = block_on(session.source(|builder| builder.clock(clock.clone()))).expect("is kept");
    assert_eq!(block_on(tokens.token()).expect_err("the server is ill").kind(), ErrorKind::Server);
    block_on(clock.sleep(Duration::from_secs(3600)));
    block_on(tokens.token()).expect("is renewed");
}

/// `SignedIn::id_token` says that it was checked.
#[test]
fn an_identity_token_that_was_not_checked_is_not_given() {
    let token = || json(200, &TOKEN.replace('}', r#","id_token":"e30.e30.e30"}"#));
    let code = |scopes: &[&str]| {
        let script = Script::new([token()]);
        let flow = AuthorizationCode::new(client(&script)).scopes(scopes);
        let transaction = block_on(flow.begin("https://app.example/cb")).expect("begins");
        let query = format!("code=c&state={}", transaction.state().expose());
        block_on(transaction.finish(&query))
    };
    let device = |scopes: &[&str]| {
        let script = Script::new([json(200, DEVICE), token()]);
        let client = client(&script).with_clock(Arc::new(Slept::default()));
        block_on(DeviceCode::new(client, |_| ()).scopes(scopes).sign_in())
    };
    for session in [code(&["read"]), device(&["read"])] {
        assert_eq!(session.expect("is signed in").id_token(), None, "it was not asked for");
    }
    for result in [code(&["openid"]), device(&["openid"])] {
        let error = result.expect_err("there are no keys to check it by");
        assert!(matches!(&error, SignInError::NoEndpoint(name) if name.contains("jwks_uri")), "{error}");
    }
}

#[test]
fn a_revocation_that_fails_says_that_the_token_lives_and_when_to_try_again() {
    let script = Script::new([with(503, &[("retry-after", "7")], "{}")]);
    let error = block_on(client(&script).revoke(&"t".into(), TokenHint::Refresh)).expect_err("failed");
    assert_eq!((error.is_retryable(), error.retry_after()), (true, Some(Duration::from_secs(7))));
    assert!(script.bodies()[0].contains("token_type_hint=refresh_token"));
    let elsewhere = Script::new([with(307, &[("location", "https://evil.example/")], "")]);
    assert!(block_on(client(&elsewhere).revoke(&"t".into(), TokenHint::Access)).is_err());
    assert_eq!(elsewhere.asked(), 1, "no redirect is followed");
}

#[test]
fn every_success_ends_a_session() {
    for status in [200, 202, 204] {
        let script = Script::new([json(200, TOKEN), json(status, "")]);
        let tokens = TokenSource::builder(ClientCredentials::new(client(&script))).build();
        block_on(tokens.token()).expect("is issued");
        block_on(tokens.revoke()).unwrap_or_else(|error| panic!("{status}: {error}"));
        assert!(tokens.cached().is_none() && script.asked() == 2, "{status}");
    }
}

#[test]
fn what_a_server_has_not_got_is_said() {
    let server = AuthorizationServer::with_token_endpoint("https://as.example/token").expect("is an endpoint");
    let client = Client::with_transport(server, ClientAuth::public("id"), Arc::new(Script::default()));
    for error in [
        block_on(AuthorizationCode::new(client.clone()).begin("https://app.example/cb"))
            .expect_err("no endpoint")
            .to_string(),
        block_on(DeviceCode::new(client.clone(), |_| ()).sign_in()).expect_err("no endpoint").to_string(),
        block_on(client.introspect(&"t".into(), TokenHint::Access)).expect_err("no endpoint").to_string(),
    ] {
        assert!(error.contains("endpoint is not known") && error.contains("by hand"), "{error}");
    }
}

/// Who gives a sign-in up leaves its port to the next one.
#[test]
fn a_sign_in_that_is_given_up_lets_its_port_go() {
    let script = Script::default();
    let flow = AuthorizationCode::new(client(&script));
    let loopback = Loopback::bind("/callback").expect("loopback can be listened on");
    let uri = loopback.redirect_uri();
    let port = uri.rsplit(':').next().and_then(|end| end.split('/').next()?.parse().ok()).expect("has a port");
    let mut signing_in = Box::pin(flow.sign_in(loopback, |_| Ok(())));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(signing_in.as_mut().poll(&mut context).is_pending());
    drop(signing_in);
    let until = std::time::Instant::now() + Duration::from_secs(10);
    while Loopback::bind_port(port, false, "/callback").is_err() {
        assert!(std::time::Instant::now() < until, "is still listened on");
        std::thread::yield_now();
    }
}

#[test]
fn a_busy_port_and_a_browser_that_never_comes() {
    let holder = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("loopback can be listened on");
    let port = holder.local_addr().expect("has an address").port();
    let busy = Loopback::bind_port(port, false, "/callback").expect_err("is busy");
    assert!(matches!(busy, LoopbackError::Busy(_)) && busy.to_string().contains("port 0"), "{busy}");
    let flow = AuthorizationCode::new(client(&Script::default())).patience(Duration::ZERO);
    let loopback = Loopback::bind("/callback").expect("loopback can be listened on");
    let error = block_on(flow.sign_in(loopback, |_| Ok(()))).expect_err("nobody comes");
    assert!(matches!(error, SignInError::Loopback(LoopbackError::TimedOut)));
    let loopback = Loopback::bind("/callback").expect("loopback can be listened on");
    let error = block_on(flow.sign_in(loopback, |_| Err(std::io::Error::other("none")))).expect_err("no browser");
    assert!(matches!(&error, SignInError::Browser(_)) && error.to_string().contains("device code"), "{error}");
}

#[test]
fn no_error_holds_a_secret() {
    let echo = r#"{"error":"invalid_client","error_description":"\u001b[31m hidden? "}"#;
    let script = Script::new([json(401, echo)]);
    let tokens = TokenSource::builder(ClientCredentials::new(client(&script))).build();
    let error = block_on(tokens.token()).expect_err("is rejected");
    assert!(!error.to_string().contains('\u{1b}'), "{error}");
    let shown = format!("{:?} {:?} {tokens:?}", client(&script), ClientCredentials::new(client(&script)));
    assert!(!shown.contains("hidden"), "{shown}");
}
