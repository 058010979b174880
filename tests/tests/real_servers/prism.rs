//! Prism serves the full documents of api.video and emma, checks every request against them, and answers with their examples.

use authwright::shape::{TokenShape, Unit};
use authwright::{Api, BaseUrl, CallOptions, ErrorKind, Object, Reply, block_on};
use std::process::Command;
use std::time::Duration;
use tests::corpus;
use tests::optional::with_program;
use tests::process::{Process, port_in};

/// Starts Prism on a document of the corpus and runs `body` with its address.
fn serving(test: &str, document: &str, body: impl FnOnce(&Api)) {
    let Some(path) = corpus::find(document, test) else { return };
    with_program(test, "prism", |prism| {
        let mut command = Command::new(prism);
        command.args(["mock", "-h", "127.0.0.1", "-p", "0"]).arg(path);
        let ready = |line: &str| line.contains("Prism is listening").then(|| port_in(line)).flatten();
        let (_process, port) = Process::start(&mut command, ready).expect("prism starts");
        let base = BaseUrl::parse(&format!("http://127.0.0.1:{port}")).expect("a loopback address");
        let options = CallOptions::new().with_timeout(Duration::from_secs(30));
        body(&Api::new(base).expect("the default transport").with_options(options));
    });
}

fn post(api: &Api, path: &str, body: &Object) -> Reply {
    block_on(api.call(http::Method::POST, path).json(body).send()).expect("prism answers")
}

#[test]
fn api_video_answers_the_requests_that_its_document_describes() {
    // Without the token's type: the document's example of it is a phrase, which nobody could present.
    static TOKEN: TokenShape =
        TokenShape::field(&["access_token"]).refresh(&["refresh_token"]).expires_in(&["expires_in"], Unit::Seconds);
    serving("real_servers::prism::api_video", "specs/api.video.yaml", |api| {
        let issued = TOKEN.read(&post(api, "/auth/api-key", &Object::new().field("apiKey", "key")));
        let issued = issued.expect("the document's own example is a token");
        assert!(!issued.access().is_empty() && issued.expiry().lifetime().is_some());
        let typed = TokenShape::field(&["access_token"]).token_type(&["token_type"]);
        let refused = typed.read(&post(api, "/auth/api-key", &Object::new().field("apiKey", "key"))).map(drop);
        assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::UnsupportedTokenType));
        let refreshed = TOKEN.read(&post(api, "/auth/refresh", &Object::new().field("refreshToken", "token")));
        assert!(refreshed.is_ok_and(|tokens| !tokens.access().is_empty()));
        let client =
            apivideo_auth::Client::new(apivideo_auth::Server::Custom(api.base().to_string())).expect("the same");
        let typed =
            block_on(client.authenticate(&apivideo_auth::models::AuthenticatePayload { api_key: "key".into() }));
        assert!(typed.expect("the generated client reads it").access_token.is_some());
        let wrong = post(api, "/auth/api-key", &Object::new().field("api_key", "key"));
        assert!(wrong.status().is_client_error(), "a body that the document does not describe: {}", wrong.status());
    });
}

#[test]
fn emma_answers_the_requests_that_its_document_describes() {
    static TOKEN: TokenShape = TokenShape::field(&["accessToken"])
        .refresh(&["refreshToken"])
        .token_type(&["tokenType"])
        .expires_in(&["expiresIn"], Unit::Seconds)
        .refresh_expires_in(&["refreshExpiresIn"], Unit::Seconds);
    serving("real_servers::prism::emma", "specs/emma.yaml", |api| {
        let credentials = Object::new().field("clientId", "id").field("clientSecret", "secret");
        let issued =
            TOKEN.read(&post(api, "/v1/issue-token", &credentials)).expect("the document's own example is a token");
        assert_eq!(issued.expiry().lifetime(), Some(Duration::from_secs(300)));
        assert_eq!(issued.refresh_expiry().lifetime(), Some(Duration::from_secs(1800)));
        let refreshed = TOKEN.read(&post(api, "/v1/refresh-token", &Object::new().field("refreshToken", "token")));
        assert!(refreshed.is_ok_and(|tokens| tokens.refresh().is_some()));
        let client = emma_auth::Client::new(emma_auth::Server::Custom(api.base().to_string())).expect("the same");
        let tokens = client.token_source(emma_auth::Credentials::new("id", "secret"));
        assert!(!tokens.token_blocking().expect("the generated client signs in").expose().is_empty());
    });
}
