//! Under a client written by openapi-generator with `--additional-properties=supportMiddleware=true`.

use authwright::middleware::TokenMiddleware;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use std::io::Write;

/// As the generator writes it: a configuration that every operation takes.
struct Configuration {
    base_path: String,
    client: ClientWithMiddleware,
}

/// As the generator writes it: one function per operation.
async fn account_read(configuration: &Configuration) -> Result<reqwest::StatusCode, reqwest_middleware::Error> {
    let request = configuration.client.get(format!("{}/account", configuration.base_path));
    Ok(configuration.client.execute(request.build()?).await?.status())
}

#[test]
fn middleware_keeps_the_client_signed_in() {
    let (server, tokens) = super::signed_in();
    let client = ClientBuilder::new(reqwest::Client::new()).with(TokenMiddleware::new(tokens)).build();
    let configuration = Configuration { base_path: server.url(), client };
    super::run(async {
        assert_eq!(account_read(&configuration).await.expect("an answer"), 200);
        server.end_access_tokens();
        assert_eq!(account_read(&configuration).await.expect("an answer"), 200);
    });
    super::assert_followed_the_rule(&server);
}

#[test]
fn a_refusal_by_whoever_a_redirect_leads_to_says_nothing_about_the_token() {
    use tests::wire::{Answer, Server};
    let write = |answer: Answer| move |_, stream: &mut std::net::TcpStream| drop(stream.write_all(&answer.bytes()));
    let elsewhere = Server::start(write(Answer::status(401)));
    let away = Answer::status(302).header("location", format!("{}/account", elsewhere.url()));
    let server = Server::start(write(away));
    let tokens = super::counting(&server.url());
    let client = ClientBuilder::new(reqwest::Client::new()).with(TokenMiddleware::new(tokens.clone())).build();
    let configuration = Configuration { base_path: server.url(), client };
    super::run(async {
        for _ in 0..3 {
            assert_eq!(account_read(&configuration).await.expect("an answer"), 401);
        }
    });
    assert_eq!(tokens.cached().expect("still there").expose(), "token-1");
}

#[test]
fn a_failure_to_get_a_token_comes_out_typed() {
    let (server, tokens) = super::signed_in();
    let client = ClientBuilder::new(reqwest::Client::new()).with(TokenMiddleware::new(tokens)).build();
    // Another origin: the token is not for it, and no request is made.
    let elsewhere = Configuration { base_path: "http://127.0.0.1:1".to_owned(), client };
    let error = super::run(account_read(&elsewhere)).expect_err("the token is not for that origin");
    let reqwest_middleware::Error::Middleware(error) = error else { panic!("{error}") };
    let error = error.downcast_ref::<authwright::TokenError>().expect("a token error");
    assert_eq!(error.kind(), authwright::ErrorKind::Refused);
    assert_eq!(server.counts().issued, 0, "a token was fetched for nothing");
}
