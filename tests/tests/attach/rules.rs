//! The rules that every way of attaching follows, on a service without a network.

use authwright::middleware::TokenLayer;
use authwright::oauth::{Dpop, DpopSource};
use authwright::scheme::ApiKey;
use authwright::{Attach, Authorize, BoxFuture, ErrorKind, Grant, TokenError, TokenKind, TokenSet, TokenSource};
use http::{Request, Response, StatusCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tower::{Layer, ServiceExt, service_fn};

/// Gives the tokens `token-1`, `token-2` and so on, or fails after the first.
#[derive(Clone, Default)]
pub(super) struct Counting {
    exchanges: Arc<AtomicUsize>,
    only_once: bool,
}

impl Grant for Counting {
    fn exchange<'a>(&'a self, _: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        let number = self.exchanges.fetch_add(1, Ordering::SeqCst) + 1;
        let failed = self.only_once && number > 1;
        Box::pin(async move {
            if failed {
                Err(TokenError::new(ErrorKind::Server, "down"))
            } else {
                Ok(TokenSet::new(format!("token-{number}")))
            }
        })
    }

    fn provider(&self) -> &'static str {
        "counting"
    }

    fn identity(&self) -> String {
        "counting".to_owned()
    }
}

type Sent = Arc<Mutex<Vec<(String, String)>>>;

/// A source, a service that refuses every token in `refused`, and what was sent to it: header and body.
fn service(
    grant: &Counting,
    refused: &'static [&'static str],
    requests: usize,
) -> (Vec<StatusCode>, Vec<(String, String)>) {
    let base = authwright::BaseUrl::parse("https://api.example").expect("an address");
    let tokens = TokenSource::builder(grant.clone()).allow(&base).build();
    let sent = Sent::default();
    let seen = Arc::clone(&sent);
    let inner = service_fn(move |request: Request<String>| {
        let header = request.headers().get("authorization").map(|value| value.to_str().unwrap_or_default().to_owned());
        let header = header.unwrap_or_default();
        let status = if refused.iter().any(|token| header.ends_with(token)) { 401 } else { 200 };
        seen.lock().expect("no test panics here").push((header, request.into_body()));
        async move { Response::builder().status(status).body(()).map_err(|error| error.to_string()) }
    });
    let service = TokenLayer::new(tokens).layer(inner);
    let answers = (0..requests).map(|_| {
        let request = Request::post("https://api.example/x").body("body".to_owned()).expect("a request");
        authwright::block_on(service.clone().oneshot(request)).expect("an answer").status()
    });
    let answers = answers.collect();
    let sent = sent.lock().expect("no test panics here").clone();
    (answers, sent)
}

fn headers(sent: &[(String, String)]) -> Vec<&str> {
    sent.iter().map(|(header, _)| header.as_str()).collect()
}

#[test]
fn one_retry_with_the_same_body_and_a_new_token() {
    let (answers, sent) = service(&Counting::default(), &["token-1"], 2);
    assert_eq!(answers, [200, 200]);
    assert_eq!(headers(&sent), ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
    assert!(sent.iter().all(|(_, body)| body == "body"), "{sent:?}");
}

#[test]
fn a_second_refusal_is_the_answer() {
    let (answers, sent) = service(&Counting::default(), &["token-1", "token-2"], 1);
    assert_eq!(answers, [401]);
    assert_eq!(headers(&sent), ["Bearer token-1", "Bearer token-2"]);
}

#[test]
fn a_refusal_for_want_of_a_scope_is_not_mended_by_another_token() {
    let grant = Counting::default();
    let base = authwright::BaseUrl::parse("https://api.example").expect("an address");
    let tokens = TokenSource::builder(grant.clone()).allow(&base).build();
    for (challenge, exchanges) in [
        ("Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"admin\"", 1),
        ("Bearer error=\"invalid_token\"", 2),
    ] {
        let inner = service_fn(move |_: Request<String>| async move {
            Response::builder()
                .status(401)
                .header("www-authenticate", challenge)
                .body(())
                .map_err(|error| error.to_string())
        });
        let request = Request::get("https://api.example/x").body(String::new()).expect("a request");
        let answer = authwright::block_on(TokenLayer::new(tokens.clone()).layer(inner).oneshot(request));
        assert_eq!(answer.expect("an answer").status(), 401);
        assert_eq!(grant.exchanges.load(Ordering::SeqCst), exchanges, "{challenge}");
    }
}

/// Whatever authorizes requests can stand under a client: a key of the document's, tokens that are bound to a key.
#[test]
fn other_credentials_than_a_source_of_plain_tokens_fit_too() {
    let base = authwright::BaseUrl::parse("https://api.example").expect("an address");
    let key = ApiKey::new(Attach::header("X-Key", "{token}"), "k").allow(&base);
    let any: Box<dyn Authorize> = Box::new(key.clone());
    let issued = Arc::new(|| TokenSet::new("bound").with_kind(TokenKind::Dpop));
    let tokens = TokenSource::builder(Made(issued)).allow(&base).build();
    let bound = DpopSource::new(tokens.clone(), Dpop::new().expect("the system has randomness"));
    let sent = |layer: TokenLayer| {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&sent);
        let inner = service_fn(move |request: Request<String>| {
            let mut sent = seen.lock().expect("no test panics here");
            sent.push(request.headers().clone());
            // The first answer wants a nonce.
            let response =
                Response::builder().status(if sent.len() == 1 { 401 } else { 200 }).header("dpop-nonce", "n");
            let response = response.header("www-authenticate", "DPoP error=\"use_dpop_nonce\"").body(());
            async move { response.map_err(|error| error.to_string()) }
        });
        let request = Request::get("https://api.example/x").body(String::new()).expect("a request");
        let answer = authwright::block_on(layer.layer(inner).oneshot(request));
        let sent = sent.lock().expect("no test panics here").clone();
        answer.map(|answer| (answer.status().as_u16(), sent))
    };
    for layer in [TokenLayer::new(key), TokenLayer::new(any)] {
        let (status, sent) = sent(layer).expect("an answer");
        assert_eq!((status, sent.len()), (401, 1), "a key stays what it is");
        assert_eq!(sent[0]["x-key"], "k");
    }
    let (status, headers) = sent(TokenLayer::new(bound)).expect("an answer");
    assert_eq!((status, headers.len()), (200, 2));
    assert!(headers.iter().all(|headers| headers["authorization"] == "DPoP bound" && headers.contains_key("dpop")));
    let error = sent(TokenLayer::new(tokens)).expect_err("without a proof it is of no use");
    let error = error.downcast_ref::<TokenError>().expect("a token error");
    assert_eq!(error.kind(), ErrorKind::UnsupportedTokenType);
    assert!(error.to_string().contains("`oauth::DpopSource`"), "{error}");
}

/// Issues what is made for it.
struct Made(Arc<dyn Fn() -> TokenSet + Send + Sync>);

impl Grant for Made {
    fn exchange<'a>(&'a self, _: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        Box::pin(std::future::ready(Ok((self.0)())))
    }

    fn provider(&self) -> &'static str {
        "made"
    }

    fn identity(&self) -> String {
        "made".to_owned()
    }
}

#[test]
fn without_a_new_token_the_refusal_is_the_answer() {
    let grant = Counting { only_once: true, ..Counting::default() };
    let (answers, sent) = service(&grant, &["token-1"], 1);
    assert_eq!((answers, headers(&sent)), (vec![StatusCode::UNAUTHORIZED], vec!["Bearer token-1"]));
}

#[test]
fn a_storm_of_stale_refusals_costs_one_exchange() {
    let grant = Counting::default();
    let base = authwright::BaseUrl::parse("https://api.example").expect("an address");
    let tokens = TokenSource::builder(grant.clone()).allow(&base).build();
    let first = tokens.token_blocking().expect("a token");
    std::thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| {
                tokens.invalidate(first.generation());
                tokens.token_blocking().expect("a token");
            });
        }
    });
    assert_eq!(grant.exchanges.load(Ordering::SeqCst), 2);
}

#[test]
fn the_token_goes_to_its_own_origin_only() {
    let grant = Counting::default();
    let base = authwright::BaseUrl::parse("https://api.example").expect("an address");
    let tokens = TokenSource::builder(grant.clone()).allow(&base).build();
    let elsewhere = [
        "https://api.example.evil/",
        "http://api.example/",
        "https://api.example:444/",
        "https://api.example@evil/",
        "/x",
    ];
    for url in elsewhere {
        let (mut parts, ()) = Request::get(url).body(()).expect("a request").into_parts();
        let error = authwright::block_on(tokens.authorize(&mut parts)).expect_err(url);
        assert_eq!((error.kind(), parts.headers.len()), (ErrorKind::Refused, 0), "{url}");
    }
    assert_eq!(grant.exchanges.load(Ordering::SeqCst), 0, "a token was fetched for nothing");
}
