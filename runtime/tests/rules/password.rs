//! Signing in by a password at a server that gives a refresh token and has nothing to renew with at the same address.

use std::future::ready;
use std::sync::{Arc, Mutex};

use authwright::oauth::{AuthorizationServer, Client, ClientAuth, Password};
use authwright::{HttpTransport, TokenSource, TransportError, block_on};
use bytes::Bytes;
use http::{Request, Response};

const TOKENS: &str = r#"{"access_token":"a","token_type":"bearer","refresh_token":"r"}"#;

/// The grants that three renewals send, where what renews is answered so.
fn grants(status: u16, answer: &'static str) -> Vec<String> {
    let sent: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&sent);
    let transport = move |request: Request<Bytes>| {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let grant = body.split('&').find_map(|pair| pair.strip_prefix("grant_type=")).unwrap_or_default().to_owned();
        let (status, body) = if grant == "refresh_token" { (status, answer) } else { (200, TOKENS) };
        kept.lock().unwrap().push(grant);
        let reply = Response::builder().status(status).header("content-type", "application/json");
        ready(Ok::<_, TransportError>(reply.body(Bytes::from_static(body.as_bytes())).unwrap()))
    };
    let server = AuthorizationServer::with_token_endpoint("https://login.example/token").unwrap();
    let transport: Arc<dyn HttpTransport> = Arc::new(transport);
    let client = Client::with_transport(server, ClientAuth::public("app"), transport);
    let source = TokenSource::builder(Password::new(client, "alice", "correct horse")).build();
    for _ in 0..4 {
        block_on(source.refresh()).unwrap();
    }
    sent.lock().unwrap().clone()
}

#[test]
fn a_server_that_says_that_it_renews_nothing_is_not_asked_again() {
    let once = ["password", "refresh_token", "password", "password", "password"];
    assert_eq!(grants(400, r#"{"error":"unsupported_grant_type"}"#), once);
    assert_eq!(grants(422, r#"{"detail":[{"loc":["body","grant_type"],"msg":"should match 'password'"}]}"#), once);
}

#[test]
fn a_refresh_token_that_has_ended_says_nothing_of_the_next() {
    let each = ["password", "refresh_token", "password", "refresh_token", "password", "refresh_token", "password"];
    assert_eq!(grants(400, r#"{"error":"invalid_grant"}"#), each);
    assert_eq!(grants(401, r#"{"detail":"Invalid refresh token"}"#), each);
}
