//! Under `hyper` with `tower`: a layer.

use authwright::middleware::{RepeatNothing, TokenLayer};
use http::Request;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tower::{Layer, ServiceExt};

type Body = Full<bytes::Bytes>;

fn get(url: &str) -> Request<Body> {
    Request::get(format!("{url}/account")).body(Body::default()).expect("a request")
}

#[test]
fn a_layer_keeps_the_client_signed_in() {
    let (server, tokens) = super::signed_in();
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build_http();
    let client = TokenLayer::new(tokens).layer(client);
    super::run(async {
        assert_eq!(client.clone().oneshot(get(&server.url())).await.expect("an answer").status(), 200);
        server.end_access_tokens();
        assert_eq!(client.oneshot(get(&server.url())).await.expect("an answer").status(), 200);
    });
    super::assert_followed_the_rule(&server);
}

#[test]
fn a_body_that_cannot_be_repeated_is_sent_once() {
    let (server, tokens) = super::signed_in();
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build_http();
    let client = TokenLayer::new(tokens).repeat(RepeatNothing).layer(client);
    super::run(async {
        assert_eq!(client.clone().oneshot(get(&server.url())).await.expect("an answer").status(), 200);
        server.end_access_tokens();
        assert_eq!(client.clone().oneshot(get(&server.url())).await.expect("an answer").status(), 401);
        assert_eq!(client.oneshot(get(&server.url())).await.expect("an answer").status(), 200);
    });
    super::assert_followed_the_rule(&server);
}
