//! Every flow of OAuth 2 and OpenID Connect, end to end, against the certified provider.

use std::sync::{Arc, Mutex};

use authwright::call::Api;
use authwright::http::{Method, Request, StatusCode};
use authwright::oauth::{
    AuthorizationCode, AuthorizationServer, CallbackError, Client, ClientAuth, ClientCredentials, DeviceCode,
    Discovery, Dpop, DpopSource, Loopback, Password, SignInError, SignedIn, SigningKey, TokenExchange, TokenHint,
    TokenTypeUri,
};
use authwright::transport::{Blocking, UreqTransport};
use authwright::{
    BaseUrl, BlockingTransport as _, BoxFuture, Bytes, ErrorKind, Grant as _, HttpTransport, TokenKind, TokenSource,
    TransportError, block_on,
};
use serde_json::json;
use tests::oidc::{Answer, Oidc, Person};

/// The secret of the provider's clients, with every character that a careless client gets wrong.
const SECRET: &str = "p+q/r=%: s&t?";
/// The redirect URI of the provider's web client; nobody listens there.
const WEB: &str = "https://app.example.test/callback";

/// The system's transport, with a record of every request.
#[derive(Clone)]
struct Recorder {
    inner: Blocking<UreqTransport>,
    seen: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Recorder {
    fn new() -> Self {
        Self { inner: Blocking::new(UreqTransport::new()), seen: Arc::default() }
    }

    /// The requests to a path, as (headers, body).
    fn to(&self, path: &str) -> Vec<(authwright::http::HeaderMap, String)> {
        let seen = self.seen.lock().expect("no panic");
        let fitting = seen.iter().filter(|request| request.uri().path() == path);
        fitting
            .map(|request| (request.headers().clone(), String::from_utf8_lossy(request.body()).into_owned()))
            .collect()
    }
}

impl HttpTransport for Recorder {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<authwright::http::Response<Bytes>, TransportError>> {
        self.seen.lock().expect("no panic").push(request.clone());
        self.inner.send(request)
    }
}

fn discover(oidc: &Oidc) -> AuthorizationServer {
    let discovery = Discovery::new().expect("there is a transport");
    block_on(discovery.issuer(oidc.issuer())).expect("the provider has metadata")
}

fn client(oidc: &Oidc, auth: ClientAuth) -> Client {
    Client::new(discover(oidc), auth).expect("there is a transport")
}

fn recorded(oidc: &Oidc, auth: ClientAuth) -> (Client, Recorder) {
    let recorder = Recorder::new();
    (Client::with_transport(discover(oidc), auth, Arc::new(recorder.clone())), recorder)
}

fn base(oidc: &Oidc) -> BaseUrl {
    BaseUrl::parse(oidc.issuer()).expect("is a base address")
}

/// Signs alice in at the web client, and gives her session.
fn signed_in(oidc: &Oidc, client: Client, scopes: &[&str]) -> SignedIn {
    let flow = AuthorizationCode::new(client).scopes(scopes).parameter("prompt", "consent").expect("is free");
    let transaction = block_on(flow.begin(WEB)).expect("begins");
    let back = Person::default().visit(oidc.issuer(), transaction.url(), Answer::Allow).expect("comes back");
    block_on(transaction.finish(&back)).expect("is signed in")
}

#[test]
fn client_credentials_by_every_authentication_method() {
    let test = "client_credentials_by_every_authentication_method";
    let key = SigningKey::generate().expect("the system has randomness").with_id("k1");
    let mut jwk: serde_json::Value = serde_json::from_str(&key.public_jwk()).expect("is JSON");
    jwk["kid"] = json!("k1");
    jwk["use"] = json!("sig");
    let Some(oidc) = Oidc::start(test, &json!({ "keys": [jwk] })) else { return };
    for auth in [
        ClientAuth::basic("machine", SECRET),
        ClientAuth::basic("id with space:and+colon", "100%25 & more"),
        ClientAuth::post("machine-post", SECRET),
        ClientAuth::private_key_jwt("machine-jwt", key),
    ] {
        let name = format!("{} by {}", auth.id(), auth.method_name());
        let (client, recorder) = recorded(&oidc, auth);
        let tokens = TokenSource::builder(ClientCredentials::new(client).scopes(["read"])).build();
        let token = block_on(tokens.token()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!token.expose().is_empty() && token.expires_at().is_some(), "{name}");
        let sent = recorder.to("/token");
        assert_eq!(sent.len(), 1, "{name}: one request");
        let (headers, body) = &sent[0];
        let methods = [
            headers.contains_key("authorization"),
            body.contains("client_secret="),
            body.contains("client_assertion="),
        ];
        assert_eq!(methods.iter().filter(|used| **used).count(), 1, "{name}: one method per request");
    }
}

#[test]
fn a_wrong_secret_is_rejected_and_not_repeated() {
    let Some(oidc) = Oidc::start("a_wrong_secret_is_rejected_and_not_repeated", &json!({})) else { return };
    let (client, recorder) = recorded(&oidc, ClientAuth::basic("machine", "wrong"));
    let tokens = TokenSource::builder(ClientCredentials::new(client)).build();
    for _ in 0..3 {
        let error = block_on(tokens.token()).expect_err("is rejected");
        assert_eq!((error.kind(), error.oauth_code()), (ErrorKind::Rejected, Some("invalid_client")));
        assert!(!error.is_retryable() && !format!("{error:?}").contains("wrong"));
    }
    assert_eq!(recorder.to("/token").len(), 1, "a rejection is remembered for a while");
}

#[test]
fn authorization_code_with_everything_checked() {
    let test = "authorization_code_with_everything_checked";
    let Some(oidc) = Oidc::start(test, &json!({})) else { return };
    let (client, recorder) = recorded(&oidc, ClientAuth::basic("web", "web"));
    let session = signed_in(&oidc, client, &["openid", "offline_access"]);
    assert!(session.id_token().is_some(), "checked by the feature `openid`");
    let pushed = recorder.to("/request");
    assert_eq!(pushed.len(), 1, "the request is pushed, as the metadata offers it");
    for part in ["code_challenge_method=S256", "nonce=", "state=", "response_type=code"] {
        assert!(pushed[0].1.contains(part), "{part}");
    }
    let (_, body) = recorder.to("/token").pop().expect("the code is redeemed");
    assert!(body.contains("code_verifier=") && body.contains("redirect_uri=https%3A%2F%2Fapp.example.test%2Fcallback"));
    assert_eq!(recorder.to("/jwks").len(), 1);
    let tokens = block_on(session.source(|builder| builder.allow(&base(&oidc)))).expect("is saved");
    assert!(tokens.cached().is_some());
    let mut parts = Request::get(format!("{}/me", oidc.issuer())).body(()).expect("is a request").into_parts().0;
    block_on(tokens.authorize(&mut parts)).expect("is authorized");
    let reply = UreqTransport::new().send(Request::from_parts(parts, Bytes::new())).expect("answers");
    assert_eq!(reply.status(), StatusCode::OK);
    assert!(String::from_utf8_lossy(reply.body()).contains("alice"));
}

#[test]
fn a_request_through_the_browser_where_pushing_is_off() {
    let test = "a_request_through_the_browser_where_pushing_is_off";
    let Some(oidc) = Oidc::start(test, &json!({})) else { return };
    let (client, recorder) = recorded(&oidc, ClientAuth::basic("web", "web"));
    let transaction =
        block_on(AuthorizationCode::new(client).scopes(["openid"]).without_push().begin(WEB)).expect("begins");
    assert!(transaction.url().contains("code_challenge=") && recorder.to("/request").is_empty());
    let back = Person::default().visit(oidc.issuer(), transaction.url(), Answer::Allow).expect("comes back");
    block_on(transaction.finish(&back)).expect("is signed in");
}

#[test]
fn a_server_that_requires_pushing_is_served_and_each_request_uri_is_used_once() {
    let test = "a_server_that_requires_pushing_is_served_and_each_request_uri_is_used_once";
    let Some(oidc) = Oidc::start(test, &json!({ "requirePar": true })) else { return };
    let flow = AuthorizationCode::new(client(&oidc, ClientAuth::basic("web", "web"))).scopes(["openid"]);
    let one = block_on(flow.begin(WEB)).expect("begins");
    let two = block_on(flow.begin(WEB)).expect("begins");
    assert_ne!(one.url(), two.url());
    assert!(one.url().contains("request_uri=") && !one.url().contains("state="));
    let back = Person::default().visit(oidc.issuer(), one.url(), Answer::Allow).expect("comes back");
    block_on(one.finish(&back)).expect("is signed in");
}

#[test]
fn refresh_with_rotation_and_without() {
    for rotate in [true, false] {
        let Some(oidc) = Oidc::start("refresh_with_rotation_and_without", &json!({ "rotate": rotate })) else { return };
        let (client, recorder) = recorded(&oidc, ClientAuth::basic("web", "web"));
        let tokens = block_on(signed_in(&oidc, client, &["openid", "offline_access"]).source(|builder| builder));
        let tokens = tokens.expect("is saved");
        let mut sent = Vec::new();
        for _ in 0..3 {
            block_on(tokens.refresh()).expect("is refreshed");
            let (_, body) = recorder.to("/token").pop().expect("was sent");
            assert!(body.contains("grant_type=refresh_token") && !body.contains("scope="), "never a wider scope");
            sent.push(body);
        }
        sent.dedup();
        assert_eq!(sent.len(), if rotate { 3 } else { 1 }, "rotation {rotate}: the newest refresh token is sent");
    }
}

#[test]
fn a_kept_refresh_token_begins_a_session() {
    let Some(oidc) = Oidc::start("a_kept_refresh_token_begins_a_session", &json!({})) else { return };
    let (client, recorder) = recorded(&oidc, ClientAuth::basic("web", "web"));
    let session = signed_in(&oidc, client.clone(), &["openid", "offline_access"]);
    let set = block_on(session.exchange(None)).expect("has tokens");
    let kept = set.refresh().cloned().expect("has a refresh token");
    let tokens = TokenSource::builder(SignedIn::from_refresh_token(client, kept, "alice")).build();
    block_on(tokens.token()).expect("begins");
    block_on(tokens.refresh()).expect("goes on with the rotated token");
    assert_eq!(recorder.to("/token").len(), 3);
}

#[test]
fn a_replayed_refresh_token_ends_the_session_with_a_typed_error() {
    let test = "a_replayed_refresh_token_ends_the_session_with_a_typed_error";
    let Some(oidc) = Oidc::start(test, &json!({})) else { return };
    let client = client(&oidc, ClientAuth::basic("web", "web"));
    let session = signed_in(&oidc, client, &["openid", "offline_access"]);
    let first = block_on(session.exchange(None)).expect("has tokens");
    block_on(session.exchange(Some(&first))).expect("is refreshed");
    let error = block_on(session.exchange(Some(&first))).expect_err("a thief would do this");
    assert_eq!(error.kind(), ErrorKind::InvalidGrant);
    let tokens = TokenSource::builder(session).build();
    let error = block_on(tokens.token()).expect_err("nobody is signed in");
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
}

#[test]
fn device_code() {
    let Some(oidc) = Oidc::start("device_code", &json!({})) else { return };
    let issuer = oidc.issuer().to_owned();
    let shown = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&shown);
    let recorder = Recorder::new();
    let client = Client::with_transport(discover(&oidc), ClientAuth::public("television"), Arc::new(recorder.clone()))
        .with_clock(Arc::new(Hasty));
    let flow = DeviceCode::new(client, move |prompt| {
        record.lock().expect("no panic").push(prompt.clone());
        let url = prompt.verification_uri_complete.clone().expect("the provider gives one");
        let end = Person::default().visit(&issuer, &url, Answer::Allow);
        assert!(end.is_err_and(|page| page.contains("Sign-in Success")));
    })
    .scopes(["openid", "offline_access"]);
    let session = block_on(flow.sign_in()).expect("is signed in");
    assert!(session.id_token().is_some(), "checked like any other");
    let tokens = block_on(session.source(|builder| builder)).expect("is saved");
    let first = block_on(tokens.token()).expect("is signed in");
    let second = block_on(tokens.refresh()).expect("is refreshed, without showing a code again");
    assert_ne!(first.expose(), second.expose());
    let shown = shown.lock().expect("no panic");
    assert_eq!(shown.len(), 1);
    assert!(!shown[0].user_code.is_empty() && shown[0].verification_uri.starts_with(oidc.issuer()));
}

/// A clock that never waits: the intervals are tested elsewhere, on a clock that counts them.
#[derive(Debug)]
struct Hasty;

impl authwright::Clock for Hasty {
    fn now(&self) -> authwright::Moment {
        authwright::SystemClock.now()
    }

    fn sleep(&self, _: std::time::Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn token_exchange() {
    let Some(oidc) = Oidc::start("token_exchange", &json!({})) else { return };
    let (client, recorder) = recorded(&oidc, ClientAuth::basic("exchanger", "x"));
    let subject = TokenSource::builder(ClientCredentials::new(client.clone()).scopes(["read", "write"])).build();
    let flow = TokenExchange::new(client, subject, TokenTypeUri::AccessToken, "service a").scopes(["read"]);
    let tokens = TokenSource::builder(flow).build();
    block_on(tokens.token()).expect("is exchanged");
    let (_, body) = recorder.to("/token").pop().expect("was sent");
    assert!(body.contains("subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"));
}

#[test]
fn password_where_it_must_be() {
    let Some(oidc) = Oidc::start("password_where_it_must_be", &json!({})) else { return };
    let client = client(&oidc, ClientAuth::basic("legacy", "x"));
    let right = TokenSource::builder(Password::new(client.clone(), "alice", "correct horse")).build();
    block_on(right.token()).expect("is signed in");
    let wrong = TokenSource::builder(Password::new(client, "alice", "battery staple")).build();
    let error = block_on(wrong.token()).expect_err("is refused");
    assert!(!error.is_retryable() && !format!("{error:?} {error}").contains("battery"));
}

#[test]
fn revocation_and_introspection() {
    let Some(oidc) = Oidc::start("revocation_and_introspection", &json!({})) else { return };
    let client = client(&oidc, ClientAuth::basic("web", "web"));
    let tokens = block_on(signed_in(&oidc, client.clone(), &["openid", "offline_access"]).source(|builder| builder));
    let tokens = tokens.expect("is saved");
    let token = block_on(tokens.token()).expect("has a token");
    let alive = block_on(client.introspect(token.secret(), TokenHint::Access)).expect("is looked up");
    assert!(alive.active && alive.expires_at.is_some());
    assert_eq!((alive.subject.as_deref(), alive.client_id.as_deref()), (Some("alice"), Some("web")));
    block_on(tokens.revoke()).expect("is revoked");
    let dead = block_on(client.introspect(token.secret(), TokenHint::Access)).expect("is looked up");
    assert!(!dead.active && dead.subject.is_none());
    block_on(client.revoke(&"never issued".into(), TokenHint::Access)).expect("unknown is as good as revoked");
}

#[test]
fn dpop_with_and_without_nonces() {
    for nonce in [false, true] {
        let Some(oidc) = Oidc::start("dpop_with_and_without_nonces", &json!({ "dpopNonce": nonce })) else { return };
        let dpop = Dpop::new().expect("the system has randomness");
        let (client, recorder) = recorded(&oidc, ClientAuth::basic("machine-dpop", "dpop"));
        let tokens =
            TokenSource::builder(ClientCredentials::new(client.with_dpop(dpop.clone()))).allow(&base(&oidc)).build();
        let token = block_on(tokens.token()).expect("is issued");
        assert_eq!(token.kind(), TokenKind::Dpop);
        assert_eq!(recorder.to("/token").len(), if nonce { 2 } else { 1 }, "at most one more try");
        block_on(tokens.refresh()).expect("is issued again");
        assert_eq!(recorder.to("/token").len(), if nonce { 3 } else { 2 }, "the nonce is known now");
        let proofs: Vec<_> = recorder.to("/token").iter().map(|(headers, _)| headers["dpop"].clone()).collect();
        assert!(proofs.iter().enumerate().all(|(at, proof)| !proofs[..at].contains(proof)), "a fresh proof each");
        let source = DpopSource::new(tokens, dpop);
        let mut parts = Request::get(format!("{}/me", oidc.issuer())).body(()).expect("is a request").into_parts().0;
        block_on(authwright::Authorize::authorize(&source, &mut parts)).expect("is authorized");
        assert!(parts.headers["authorization"].to_str().is_ok_and(|value| value.starts_with("DPoP ")));
        assert!(parts.headers.contains_key("dpop"));
    }
}

#[test]
fn a_person_s_dpop_tokens_are_accepted_by_the_resource_server_with_its_nonces() {
    let test = "a_person_s_dpop_tokens_are_accepted_by_the_resource_server_with_its_nonces";
    let Some(oidc) = Oidc::start(test, &json!({ "dpopNonce": true })) else { return };
    let dpop = Dpop::new().expect("the system has randomness");
    let client = client(&oidc, ClientAuth::basic("web", "web")).with_dpop(dpop.clone());
    let session = signed_in(&oidc, client, &["openid", "offline_access"]);
    let tokens = block_on(session.source(|builder| builder.allow(&base(&oidc)))).expect("is saved");
    let source = DpopSource::new(tokens.clone(), dpop);
    let recorder = Recorder::new();
    let api = Api::with_transport(base(&oidc), Arc::new(recorder.clone()));
    let token = || tokens.cached().expect("has a token").expose().to_owned();
    let before = token();
    for _ in 0..2 {
        let reply = block_on(api.call(Method::GET, "/me").send_authorized(&source)).expect("answers");
        assert_eq!(reply.status(), StatusCode::OK);
    }
    assert_eq!(token(), before, "the wish for a nonce says nothing about the token");
    assert!((2..=3).contains(&recorder.to("/me").len()), "once more at most, and then the nonce is known");
}

#[test]
fn a_mix_up_of_two_servers_is_noticed() {
    let test = "a_mix_up_of_two_servers_is_noticed";
    let Some(honest) = Oidc::start(test, &json!({})) else { return };
    let Some(attacker) = Oidc::start(test, &json!({})) else { return };
    let (attackers, recorder) = recorded(&attacker, ClientAuth::basic("web", "web"));
    let begun =
        block_on(AuthorizationCode::new(attackers).scopes(["openid"]).without_push().begin(WEB)).expect("begins");
    // The attacker's server sends the person on to the honest one, to have its code delivered to the attacker.
    let redirected = begun.url().replace(attacker.issuer(), honest.issuer());
    let back = Person::default().visit(honest.issuer(), &redirected, Answer::Allow).expect("comes back");
    let error = block_on(begun.finish(&back)).expect_err("is noticed");
    let expected = CallbackError::WrongIssuer { expected: attacker.issuer().into(), found: honest.issuer().into() };
    assert!(matches!(&error, SignInError::Callback(found) if *found == expected), "{error}");
    assert!(recorder.to("/token").is_empty(), "the honest server's code is not given away");
}

#[test]
fn a_denied_consent_says_what_to_do() {
    let Some(oidc) = Oidc::start("a_denied_consent_says_what_to_do", &json!({})) else { return };
    let flow = AuthorizationCode::new(client(&oidc, ClientAuth::basic("web", "web")));
    let transaction = block_on(flow.begin(WEB)).expect("begins");
    let back = Person::default().visit(oidc.issuer(), transaction.url(), Answer::Deny).expect("comes back");
    let error = block_on(transaction.finish(&back)).expect_err("is denied");
    assert!(matches!(&error, SignInError::Callback(CallbackError::Denied { error, .. }) if error == "access_denied"));
    assert!(error.to_string().ends_with("allow the access asked for"), "{error}");
}

#[test]
fn a_redirect_uri_that_is_not_registered_is_refused_before_anybody_signs_in() {
    let test = "a_redirect_uri_that_is_not_registered_is_refused_before_anybody_signs_in";
    let Some(oidc) = Oidc::start(test, &json!({})) else { return };
    let flow = AuthorizationCode::new(client(&oidc, ClientAuth::basic("web", "web")));
    let error = block_on(flow.begin("https://elsewhere.example.test/callback")).expect_err("is refused");
    assert!(matches!(&error, SignInError::Token(error) if error.status() == Some(StatusCode::BAD_REQUEST)), "{error}");
}

#[test]
fn an_answer_is_accepted_by_its_own_sign_in_alone() {
    let Some(oidc) = Oidc::start("an_answer_is_accepted_by_its_own_sign_in_alone", &json!({})) else { return };
    let (client, recorder) = recorded(&oidc, ClientAuth::basic("web", "web"));
    let flow = AuthorizationCode::new(client).scopes(["openid"]).without_push();
    let (one, two) = (block_on(flow.begin(WEB)).expect("begins"), block_on(flow.begin(WEB)).expect("begins"));
    let back = Person::default().visit(oidc.issuer(), one.url(), Answer::Allow).expect("comes back");
    let error = block_on(two.finish(&back)).expect_err("belongs to the other sign-in");
    assert!(matches!(error, SignInError::Callback(CallbackError::WrongState)));
    assert!(recorder.to("/token").is_empty());
    block_on(one.finish(&back)).expect("is signed in");
}

#[test]
fn a_native_application_on_the_loopback_interface() {
    let test = "a_native_application_on_the_loopback_interface";
    let Some(oidc) = Oidc::start(test, &json!({})) else { return };
    let flow = AuthorizationCode::new(client(&oidc, ClientAuth::public("native"))).scopes(["openid", "offline_access"]);
    let loopback = Loopback::bind("/callback").expect("loopback can be listened on").application("the tests");
    let address = loopback.redirect_uri();
    let issuer = oidc.issuer().to_owned();
    let (sender, pages) = std::sync::mpsc::channel();
    let session = block_on(flow.sign_in(loopback, move |url| {
        let url = url.to_owned();
        std::thread::spawn(move || {
            let back = Person::default().visit(&issuer, &url, Answer::Allow).expect("comes back");
            let request = Request::get(back).body(Bytes::new()).expect("is a request");
            let page = UreqTransport::new().send(request).expect("the application answers");
            sender.send(page).expect("is waited for");
        });
        Ok(())
    }));
    let tokens = block_on(session.expect("is signed in").source(|builder| builder)).expect("is saved");
    block_on(tokens.refresh()).expect("is refreshed");
    let page = pages.recv().expect("a page came");
    assert_eq!(page.status(), StatusCode::OK);
    assert!(String::from_utf8_lossy(page.body()).contains("You are signed in"));
    let again = Request::get(address).body(Bytes::new()).expect("is a request");
    assert!(UreqTransport::new().send(again).is_err(), "the listener is closed");
}
