// Written by Authwright; regenerate instead of editing.
//! The wire contract: exact requests, every documented reply, and no secret in what is printed.

use std::sync::{Arc, Mutex};

use emma_auth::error::{IssueTokenError, RefreshTokenError};
use authwright::{Bytes, block_on, http};
use authwright::call::Response;
use emma_auth::{Client, Credentials, Server, models};

/// Answers every request alike and keeps the last one.
#[derive(Clone)]
struct Wire {
    status: u16,
    header: (&'static str, &'static str),
    body: &'static str,
    seen: Arc<Mutex<Option<http::Request<Bytes>>>>,
}

impl Wire {
    fn new(
        status: u16,
        header: (&'static str, &'static str),
        body: &'static str,
    ) -> Self {
        Self {
            status,
            header,
            body,
            seen: Arc::default(),
        }
    }

    fn client(&self) -> Client {
        let wire = self.clone();
        let transport = move |request: http::Request<Bytes>| {
            *wire.seen.lock().unwrap() = Some(request);
            let reply = http::Response::builder()
                .status(wire.status)
                .header("content-type", "application/json");
            let (name, value) = wire.header;
            let mut reply = reply
                .body(Bytes::from_static(wire.body.as_bytes()))
                .unwrap();
            reply.headers_mut().insert(name, value.parse().unwrap());
            async move { Ok(reply) }
        };
        Client::builder(Server::Custom("https://api.example".to_owned()))
            .transport(transport)
            .build()
            .unwrap()
    }

    fn request(&self) -> http::Request<Bytes> {
        self.seen.lock().unwrap().take().unwrap()
    }
}

/// Whether no secret is printed.
fn hides(value: &impl std::fmt::Debug) -> bool {
    let text = format!("{value:?}");
    !text.contains("hidden-")
}

fn call_issue_token(wire: &Wire) -> Result<Response<models::Token>, IssueTokenError> {
    block_on(
        wire
            .client()
            .issue_token(
                &models::Credentials {
                    client_id: "value".into(),
                    client_secret: "hidden-value".into(),
                },
            ),
    )
}

#[test]
fn issue_token_sends_what_the_document_says() {
    let wire = Wire::new(204, ("x-request-id", "1"), "");
    drop(call_issue_token(&wire));
    let request = wire.request();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://api.example/v1/issue-token");
    assert_eq!(request.headers().get("content-type").unwrap(), "application/json");
    assert_eq!(request.body(), r#"{"clientId":"value","clientSecret":"hidden-value"}"#);
}

#[test]
fn issue_token_reads_every_documented_reply() {
    let answered = |status, media, body| call_issue_token(
        &Wire::new(status, ("content-type", media), body),
    );
    let result = answered(
        200,
        "application/json",
        r#"{"otherClaims":"hidden-value","accessToken":"hidden-value","expiresIn":7,"refreshExpiresIn":7,"refreshToken":"hidden-value","tokenType":"value","idToken":7,"notBeforePolicy":7,"sessionState":"value"}"#,
    );
    assert!(result.is_ok(), "{result:?}");
    assert!(hides(&result));
    let result = answered(
        400,
        "application/json",
        r#"{"code":"value","message":"value"}"#,
    );
    assert!(matches!(result, Err(IssueTokenError::BadRequest(_))), "{result:?}");
    assert!(hides(&result));
    let result = answered(
        500,
        "application/json",
        r#"{"code":"value","message":"value"}"#,
    );
    assert!(
        matches!(result, Err(IssueTokenError::InternalServerError(_))),
        "{result:?}",
    );
    assert!(hides(&result));
    let result = answered(599, "text/html", "<h1>hidden-value</h1>");
    assert!(matches!(result, Err(IssueTokenError::Unexpected(_))), "{result:?}");
    assert!(hides(&result));
}

fn call_refresh_token(
    wire: &Wire,
) -> Result<Response<models::Token>, RefreshTokenError> {
    block_on(
        wire
            .client()
            .refresh_token(
                &models::RefreshToken {
                    refresh_token: "hidden-value".into(),
                },
            ),
    )
}

#[test]
fn refresh_token_sends_what_the_document_says() {
    let wire = Wire::new(204, ("x-request-id", "1"), "");
    drop(call_refresh_token(&wire));
    let request = wire.request();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://api.example/v1/refresh-token");
    assert_eq!(request.headers().get("content-type").unwrap(), "application/json");
    assert_eq!(request.body(), r#"{"refreshToken":"hidden-value"}"#);
}

#[test]
fn refresh_token_reads_every_documented_reply() {
    let answered = |status, media, body| call_refresh_token(
        &Wire::new(status, ("content-type", media), body),
    );
    let result = answered(
        200,
        "application/json",
        r#"{"otherClaims":"hidden-value","accessToken":"hidden-value","expiresIn":7,"refreshExpiresIn":7,"refreshToken":"hidden-value","tokenType":"value","idToken":7,"notBeforePolicy":7,"sessionState":"value"}"#,
    );
    assert!(result.is_ok(), "{result:?}");
    assert!(hides(&result));
    let result = answered(
        400,
        "application/json",
        r#"{"code":"value","message":"value"}"#,
    );
    assert!(matches!(result, Err(RefreshTokenError::BadRequest(_))), "{result:?}");
    assert!(hides(&result));
    let result = answered(
        500,
        "application/json",
        r#"{"code":"value","message":"value"}"#,
    );
    assert!(
        matches!(result, Err(RefreshTokenError::InternalServerError(_))),
        "{result:?}",
    );
    assert!(hides(&result));
    let result = answered(599, "text/html", "<h1>hidden-value</h1>");
    assert!(matches!(result, Err(RefreshTokenError::Unexpected(_))), "{result:?}");
    assert!(hides(&result));
}

#[test]
fn a_token_source_signs_in() {
    let wire = Wire::new(
        200,
        ("x-request-id", "1"),
        r#"{"accessToken":"hidden-access","refreshToken":"hidden-refresh","tokenType":"Bearer","expiresIn":3600,"refreshExpiresIn":3600}"#,
    );
    let credentials = Credentials::new("value", "hidden-value");
    let tokens = wire.client().token_source(credentials.clone());
    let token = tokens.token_blocking().unwrap();
    assert_eq!(token.expose(), "hidden-access");
    assert_eq!(wire.request().method(), "POST");
    assert!(hides(&(credentials, tokens, token)));
}
