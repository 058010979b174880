//! IX-API: 201, no expiry but the JWT's own, the host given by the caller, problems as errors.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authwright::block_on;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ixapi_auth::error::AuthTokenCreateError;
use ixapi_auth::{Client, Credentials, Server, models};
use tests::clock::TestClock;
use tests::mock::Mock;
use tests::wire::Answer;

use crate::{assert_hidden, only, sent};

/// A JWT that ends at that time; nobody here checks its signature.
fn jwt(ends: SystemTime) -> String {
    let ends = ends.duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let part = |json: String| URL_SAFE_NO_PAD.encode(json);
    format!("{}.{}.s3cr3t", part(r#"{"alg":"HS256"}"#.to_owned()), part(format!(r#"{{"exp":{ends}}}"#)))
}

fn tokens(access: &str, refresh: &str) -> Answer {
    Answer::json(201, format!(r#"{{"access_token":"{access}","refresh_token":"{refresh}"}}"#))
}

fn client(mock: &Mock) -> Client {
    Client::new(Server::at(mock.url())).expect("a loopback address")
}

fn create(mock: &Mock) -> Result<authwright::Response<models::AuthToken>, AuthTokenCreateError> {
    let body = models::AuthTokenRequest { api_key: "s3cr3t-key".into(), api_secret: "s3cr3t-secret".into() };
    block_on(client(mock).auth_token_create(&body))
}

#[test]
fn the_host_is_the_callers_and_the_path_the_documents() {
    let mock = Mock::script([tokens("s3cr3t-a", "s3cr3t-r")]);
    let reply = create(&mock).expect("a token");
    assert_eq!(reply.status(), 201);
    assert_eq!(reply.access_token.expose(), "s3cr3t-a");
    let request = only(&mock);
    assert_eq!(request.line(), "POST /api/v2/auth/token");
    assert_eq!(request.text(), r#"{"api_key":"s3cr3t-key","api_secret":"s3cr3t-secret"}"#);
    assert_hidden(&reply);
}

#[test]
fn problems_are_typed_by_status() {
    let problem = r#"{"type":"https://errors.example/not-authenticated.html","title":"no","status":401,"more":1}"#;
    let error = create(&Mock::script([Answer::json(401, problem)])).expect_err("rejected");
    assert!(matches!(error, AuthTokenCreateError::Unauthorized(_)), "{error:?}");
    let error = create(&Mock::script([Answer::json(400, problem)])).expect_err("rejected");
    assert!(matches!(error, AuthTokenCreateError::BadRequest(_)), "{error:?}");
    // 200 is not what the document names.
    let error = create(&Mock::script([Answer::json(200, "{}")])).expect_err("not documented");
    assert!(matches!(error, AuthTokenCreateError::Unexpected(_)), "{error:?}");
}

#[test]
fn the_jwt_says_when_to_renew() {
    let clock = TestClock::new();
    let first = jwt(clock.system_time() + Duration::from_secs(600));
    let second = jwt(clock.system_time() + Duration::from_secs(1200));
    let mock = Mock::script([tokens(&first, "s3cr3t-r1"), tokens(&second, "s3cr3t-r2")]);
    let source = client(&mock)
        .token_source_builder(Credentials::new("s3cr3t-key", "s3cr3t-secret"))
        .clock(Arc::new(clock.clone()))
        .build();
    assert_eq!(source.token_blocking().expect("signed in").expose(), first);
    clock.advance(Duration::from_secs(300));
    assert_eq!(source.token_blocking().expect("still valid").expose(), first);
    assert_eq!(mock.requests().len(), 1);
    clock.advance(Duration::from_secs(299));
    assert_eq!(source.token_blocking().expect("renewed").expose(), second);
    let (line, body) = sent(&mock).pop().expect("a request");
    assert_eq!((line.as_str(), body.as_str()), ("POST /api/v2/auth/refresh", r#"{"refresh_token":"s3cr3t-r1"}"#));
    assert_hidden(&source);
}

#[test]
fn a_host_that_cannot_see_secrets_is_refused() {
    let error = Client::new(Server::at("http://ix.example.net")).expect_err("no TLS");
    assert!(error.to_string().contains("http://ix.example.net"), "{error}");
}
