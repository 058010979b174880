//! emma: camelCase, five-minute tokens, an example that contradicts its own types.

use std::sync::Arc;
use std::time::Duration;

use authwright::block_on;
use emma_auth::error::IssueTokenError;
use emma_auth::{Client, Credentials, Server, models};
use tests::clock::TestClock;
use tests::mock::Mock;
use tests::wire::Answer;

use crate::{assert_hidden, only, sent};

/// The document's own example, with tokens in it: `otherClaims` is text and `idToken` null.
fn example(number: u32) -> Answer {
    let body = format!(
        r#"{{"accessToken":"s3cr3t-a{number}","expiresIn":300,"refreshExpiresIn":1800,"refreshToken":"s3cr3t-r{number}","tokenType":"Bearer","idToken":null,"notBeforePolicy":1668610246,"sessionState":"s","otherClaims":"{{}}"}}"#
    );
    Answer::json(200, body)
}

fn client(mock: &Mock) -> Client {
    Client::new(Server::Custom(format!("{}/external", mock.url()))).expect("a loopback address")
}

fn issue(mock: &Mock) -> Result<authwright::Response<models::Token>, IssueTokenError> {
    let body = models::Credentials { client_id: "id".into(), client_secret: "s3cr3t-secret".into() };
    block_on(client(mock).issue_token(&body))
}

#[test]
fn the_request_is_exact_and_the_documents_own_example_is_read() {
    let mock = Mock::script([example(1)]);
    let reply = issue(&mock).expect("a token");
    assert_eq!(reply.expires_in, Some(300));
    assert_eq!(reply.id_token, None);
    assert_eq!(reply.other_claims.as_ref().and_then(authwright::Json::as_str), Some("{}"));
    let request = only(&mock);
    assert_eq!(request.line(), "POST /external/v1/issue-token");
    assert_eq!(request.text(), r#"{"clientId":"id","clientSecret":"s3cr3t-secret"}"#);
    assert_hidden(&reply);
}

#[test]
fn failures_are_typed_by_status() {
    let body = r#"{"code":"BAD_REQUEST","message":"no"}"#;
    let error = issue(&Mock::script([Answer::json(400, body)])).expect_err("rejected");
    assert!(matches!(&error, IssueTokenError::BadRequest(reply) if reply.code == "BAD_REQUEST"), "{error:?}");
    let body = r#"{"code":"INTERNAL_SERVER_ERROR","message":"no"}"#;
    let error = issue(&Mock::script([Answer::json(500, body)])).expect_err("failed");
    assert!(matches!(&error, IssueTokenError::InternalServerError(reply) if reply.message == "no"), "{error:?}");
    let error = issue(&Mock::script([Answer::json(401, body)])).expect_err("not documented");
    assert!(matches!(&error, IssueTokenError::Unexpected(reply) if reply.status() == 401), "{error:?}");
}

#[test]
fn sign_in_needs_no_field_but_its_own() {
    let odd = r#"{"accessToken":"s3cr3t-a1","expiresIn":"300","idToken":"x.y.z","otherClaims":7,"sessionState":[]}"#;
    let mock = Mock::script([Answer::json(200, odd)]);
    let token =
        client(&mock).token_source(Credentials::new("id", "s3cr3t-secret")).token_blocking().expect("signed in");
    assert_eq!(token.expose(), "s3cr3t-a1");
    assert!(token.expires_at().is_some());
}

#[test]
fn a_token_of_five_minutes_is_served_and_then_renewed() {
    let (mock, clock) = (Mock::script([example(1), example(2)]), TestClock::new());
    let source = client(&mock)
        .token_source_builder(Credentials::new("id", "s3cr3t-secret"))
        .clock(Arc::new(clock.clone()))
        .build();
    for _ in 0..3 {
        assert_eq!(source.token_blocking().expect("signed in").expose(), "s3cr3t-a1");
    }
    assert_eq!(mock.requests().len(), 1);
    clock.advance(Duration::from_secs(299));
    assert_eq!(source.token_blocking().expect("renewed").expose(), "s3cr3t-a2");
    let (line, body) = sent(&mock).pop().expect("a request");
    assert_eq!(line, "POST /external/v1/refresh-token");
    assert_eq!(body, r#"{"refreshToken":"s3cr3t-r1"}"#);
    assert_hidden(&source);
}
