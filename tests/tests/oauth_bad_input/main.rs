//! What servers and browsers must not get away with, without any server: requests are answered by a script, and time
//! passes on a clock of the test's own.

mod answers;
mod bound;
mod device;
mod kept;
mod metadata;

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

#[test]
fn a_token_of_unknown_type_is_refused() {
    let script = Script::new([json(200, &TOKEN.replace("Bearer", "mac"))]);
    let error = block_on(ClientCredentials::new(client(&script)).exchange(None)).expect_err("is refused");
    assert_eq!(error.kind(), ErrorKind::UnsupportedTokenType);
    assert!(!error.is_retryable());
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
