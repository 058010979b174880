//! api.video: camelCase in, `snake_case` out, 400 for wrong credentials, seconds in `expires_in`.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use apivideo_auth::error::AuthenticateError;
use apivideo_auth::{Client, Credentials, Server, models};
use authwright::{TransportError, TransportErrorKind, block_on};
use tests::clock::TestClock;
use tests::mock::Mock;
use tests::wire::Answer;

use crate::{assert_hidden, only, sent};

fn client(mock: &Mock) -> Client {
    Client::new(Server::Custom(mock.url())).expect("a loopback address")
}

fn tokens(number: u32) -> Answer {
    let body = format!(
        r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"s3cr3t-a{number}","refresh_token":"s3cr3t-r{number}","new":[]}}"#
    );
    Answer::json(200, body)
}

fn authenticate(mock: &Mock) -> Result<authwright::Response<models::AccessToken>, AuthenticateError> {
    block_on(client(mock).authenticate(&models::AuthenticatePayload { api_key: "s3cr3t-key".into() }))
}

#[test]
fn the_request_is_exact_and_the_reply_typed() {
    let mock = Mock::script([tokens(1)]);
    let reply = authenticate(&mock).expect("a token");
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.expires_in, Some(3600));
    assert_eq!(reply.access_token.as_ref().map(authwright::Secret::expose), Some("s3cr3t-a1"));
    let request = only(&mock);
    assert_eq!(request.line(), "POST /auth/api-key");
    assert_eq!(request.text(), r#"{"apiKey":"s3cr3t-key"}"#);
    assert_hidden(&reply);
}

#[test]
fn wrong_credentials_are_a_typed_400() {
    let body = r#"{"type":"https://docs.example/invalid","title":"The credentials were wrong.","name":"","status":400,"problems":[{"name":"apiKey"}]}"#;
    let mock = Mock::script([Answer::json(400, body)]);
    let error = authenticate(&mock).expect_err("rejected");
    let AuthenticateError::BadRequest(reply) = &error else { panic!("{error:?}") };
    assert_eq!(reply.title.as_deref(), Some("The credentials were wrong."));
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.to_string(), "`authenticate` was answered with status 400");
}

#[test]
fn a_chain_of_errors_says_each_cause_once() {
    let nobody = |_| std::future::ready(Err(TransportError::new(TransportErrorKind::Connect, "nobody is there")));
    let client = Client::builder(Server::Production).transport(nobody).build().expect("a client");
    let error = block_on(client.authenticate(&models::AuthenticatePayload { api_key: "s3cr3t-key".into() }));
    let error = error.expect_err("nobody answers");
    let causes = std::iter::successors(error.source(), |&error| error.source());
    let chain: String = causes.map(ToString::to_string).fold(error.to_string(), |chain, cause| chain + &cause);
    assert_eq!(chain.matches("nobody is there").count(), 1, "{chain}");
}

#[test]
fn errors_are_chosen_by_status_and_never_by_shape() {
    // The very body of a 400, and of a success, under statuses that the document does not name.
    for (status, body) in [(401, r#"{"title":"no","status":400}"#), (500, r#"{"access_token":"s3cr3t"}"#), (204, "")] {
        let error = authenticate(&Mock::script([Answer::json(status, body)])).expect_err("not documented");
        let AuthenticateError::Unexpected(reply) = &error else { panic!("{error:?}") };
        assert_eq!(reply.status().as_u16(), status);
        assert_eq!(error.status(), Some(status));
        assert_hidden(&error);
    }
}

#[test]
fn a_documented_failure_with_an_unreadable_body_keeps_its_status() {
    let html = Answer::status(400).header("content-type", "text/html").body("<h1>s3cr3t</h1>");
    let error = authenticate(&Mock::script([html])).expect_err("rejected");
    assert_eq!(error.status(), Some(400));
    assert!(error.to_string().contains("status 400 and a body that its specification does not describe"), "{error}");
    assert_hidden(&error);
}

#[test]
fn a_success_that_cannot_be_read_names_the_place_and_no_content() {
    let error = authenticate(&Mock::script([Answer::json(200, r#"{"expires_in":"s3cr3t"}"#)])).expect_err("unreadable");
    let AuthenticateError::Call(cause) = &error else { panic!("{error:?}") };
    assert_eq!(cause.pointer(), Some("/expires_in"));
    assert!(!error.to_string().contains("s3cr3t"));
    assert_hidden(&error);
}

#[test]
fn a_session_is_renewed_before_its_end_and_keeps_what_rotated() {
    let (mock, clock) = (Mock::script([tokens(1), tokens(2), tokens(3)]), TestClock::new());
    let credentials = Credentials::new("s3cr3t-key");
    let source = client(&mock).token_source_builder(credentials.clone()).clock(Arc::new(clock.clone())).build();
    let token = source.token_blocking().expect("signed in");
    assert_eq!(token.expose(), "s3cr3t-a1");
    assert_eq!(source.token_blocking().expect("cached").expose(), "s3cr3t-a1");
    assert_eq!(mock.lines(), ["POST /auth/api-key"]);
    for (round, refresh) in [(2, "s3cr3t-r1"), (3, "s3cr3t-r2")] {
        clock.advance(Duration::from_secs(3590));
        assert_eq!(source.token_blocking().expect("renewed").expose(), format!("s3cr3t-a{round}"));
        let (line, body) = sent(&mock).pop().expect("a request");
        assert_eq!(line, "POST /auth/refresh");
        assert_eq!(body, format!(r#"{{"refreshToken":"{refresh}"}}"#));
    }
    assert_hidden(&(credentials, source, token));
}

#[test]
fn a_rejected_sign_in_says_that_trying_again_is_no_use() {
    let mock = Mock::script([Answer::json(400, r#"{"title":"The credentials were wrong."}"#)]);
    let error = client(&mock).token_source(Credentials::new("s3cr3t-key")).token_blocking().expect_err("rejected");
    assert!(!error.is_retryable());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_hidden(&error);
}
