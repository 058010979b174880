// Written by Authwright; regenerate instead of editing.
//! The wire contract: exact requests, every documented reply, and no secret in what is printed.

use std::sync::{Arc, Mutex};

use ixapi_auth::error::{AuthTokenRefreshError, AuthTokenCreateError};
use authwright::{Bytes, block_on, http};
use authwright::call::Response;
use ixapi_auth::{Client, Credentials, Server, models};

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

fn call_auth_token_refresh(
    wire: &Wire,
) -> Result<Response<models::AuthToken>, AuthTokenRefreshError> {
    block_on(
        wire
            .client()
            .auth_token_refresh(
                &models::RefreshTokenRequest {
                    refresh_token: "hidden-value".into(),
                },
            ),
    )
}

#[test]
fn auth_token_refresh_sends_what_the_document_says() {
    let wire = Wire::new(204, ("x-request-id", "1"), "");
    drop(call_auth_token_refresh(&wire));
    let request = wire.request();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://api.example/auth/refresh");
    assert_eq!(request.headers().get("content-type").unwrap(), "application/json");
    assert_eq!(request.body(), r#"{"refresh_token":"hidden-value"}"#);
}

#[test]
fn auth_token_refresh_reads_every_documented_reply() {
    let answered = |status, media, body| call_auth_token_refresh(
        &Wire::new(status, ("content-type", media), body),
    );
    let result = answered(
        201,
        "application/json",
        r#"{"access_token":"hidden-value","refresh_token":"hidden-value"}"#,
    );
    assert!(result.is_ok(), "{result:?}");
    assert!(hides(&result));
    let result = answered(
        400,
        "application/json",
        r#"{"detail":"value","instance":"value","status":7,"title":"value","type":"value"}"#,
    );
    assert!(matches!(result, Err(AuthTokenRefreshError::BadRequest(_))), "{result:?}");
    assert!(hides(&result));
    let result = answered(
        401,
        "application/json",
        r#"{"detail":"value","instance":"value","status":7,"title":"value","type":"value"}"#,
    );
    assert!(matches!(result, Err(AuthTokenRefreshError::Unauthorized(_))), "{result:?}");
    assert!(hides(&result));
    let result = answered(599, "text/html", "<h1>hidden-value</h1>");
    assert!(matches!(result, Err(AuthTokenRefreshError::Unexpected(_))), "{result:?}");
    assert!(hides(&result));
}

fn call_auth_token_create(
    wire: &Wire,
) -> Result<Response<models::AuthToken>, AuthTokenCreateError> {
    block_on(
        wire
            .client()
            .auth_token_create(
                &models::AuthTokenRequest {
                    api_key: "hidden-value".into(),
                    api_secret: "hidden-value".into(),
                },
            ),
    )
}

#[test]
fn auth_token_create_sends_what_the_document_says() {
    let wire = Wire::new(204, ("x-request-id", "1"), "");
    drop(call_auth_token_create(&wire));
    let request = wire.request();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://api.example/auth/token");
    assert_eq!(request.headers().get("content-type").unwrap(), "application/json");
    assert_eq!(
        request.body(),
        r#"{"api_key":"hidden-value","api_secret":"hidden-value"}"#,
    );
}

#[test]
fn auth_token_create_reads_every_documented_reply() {
    let answered = |status, media, body| call_auth_token_create(
        &Wire::new(status, ("content-type", media), body),
    );
    let result = answered(
        201,
        "application/json",
        r#"{"access_token":"hidden-value","refresh_token":"hidden-value"}"#,
    );
    assert!(result.is_ok(), "{result:?}");
    assert!(hides(&result));
    let result = answered(
        400,
        "application/json",
        r#"{"detail":"value","instance":"value","status":7,"title":"value","type":"value"}"#,
    );
    assert!(matches!(result, Err(AuthTokenCreateError::BadRequest(_))), "{result:?}");
    assert!(hides(&result));
    let result = answered(
        401,
        "application/json",
        r#"{"detail":"value","instance":"value","status":7,"title":"value","type":"value"}"#,
    );
    assert!(matches!(result, Err(AuthTokenCreateError::Unauthorized(_))), "{result:?}");
    assert!(hides(&result));
    let result = answered(599, "text/html", "<h1>hidden-value</h1>");
    assert!(matches!(result, Err(AuthTokenCreateError::Unexpected(_))), "{result:?}");
    assert!(hides(&result));
}

#[test]
fn a_token_source_signs_in() {
    let wire = Wire::new(
        200,
        ("x-request-id", "1"),
        r#"{"access_token":"hidden-access","refresh_token":"hidden-refresh"}"#,
    );
    let credentials = Credentials::new("hidden-value", "hidden-value");
    let tokens = wire.client().token_source(credentials.clone());
    let token = tokens.token_blocking().unwrap();
    assert_eq!(token.expose(), "hidden-access");
    assert_eq!(wire.request().method(), "POST");
    assert!(hides(&(credentials, tokens, token)));
}
