//! The committed clients against the servers: issue, use, early end, refresh with rotation, a rejected credential.

use authwright::{Api, BaseUrl, ErrorKind, TokenSource, block_on};
use std::time::Duration;
use tests::servers::fault::{Fault, FaultProxy, Pace};
use tests::servers::token_pair::{Counts, KEY, Options, SECRET, TokenPair};

/// The token source of each committed client, with good or with wrong credentials.
fn sources(url: &str, good: bool) -> [(&'static str, TokenSource); 3] {
    let (key, secret) = if good { (KEY, SECRET) } else { ("wrong-0123456789", "wrong") };
    let at = "a loopback address";
    let video = apivideo_auth::Client::new(apivideo_auth::Server::Custom(url.to_owned())).expect(at);
    let emma = emma_auth::Client::new(emma_auth::Server::Custom(url.to_owned())).expect(at);
    let ix = ixapi_auth::Client::new(ixapi_auth::Server::Custom(url.to_owned())).expect(at);
    [
        ("api.video", video.token_source(apivideo_auth::Credentials::new(key))),
        ("emma", emma.token_source(emma_auth::Credentials::new(key, secret))),
        ("IX-API", ix.token_source(ixapi_auth::Credentials::new(key, secret))),
    ]
}

fn server() -> TokenPair {
    TokenPair::start(Options { access: Duration::from_secs(3600), ..Options::default() })
}

/// Reads the account with the source's token, as any HTTP code of the user would.
fn account(api: &Api, source: &TokenSource) -> u16 {
    let token = source.token_blocking().expect("a token");
    let answer = block_on(api.call(http::Method::GET, "/account").bearer(token.secret()).send()).expect("an answer");
    if answer.status() == 401 {
        source.invalidate(token.generation());
    }
    answer.status().as_u16()
}

#[test]
fn each_client_lives_through_issue_use_early_end_and_refresh() {
    for index in 0..3 {
        let server = server();
        let Some((name, source)) = sources(&server.url(), true).into_iter().nth(index) else { panic!("three clients") };
        let api = Api::new(BaseUrl::parse(&server.url()).expect("a loopback address")).expect("the default transport");
        assert_eq!(account(&api, &source), 200, "{name}");
        let token = source.cached().expect("the token in hand");
        let left = token.expires_at().expect("the end is known").duration_since(std::time::SystemTime::now());
        assert!(left.is_ok_and(|left| (3500..=3600).contains(&left.as_secs())), "{name}: {:?}", token.expires_at());
        server.end_access_tokens();
        assert_eq!([account(&api, &source), account(&api, &source)], [401, 200], "{name}");
        block_on(source.refresh()).expect("one more");
        let expected = Counts { issued: 1, refreshed: 2, used: 2, unknown: 1, ..Counts::default() };
        assert_eq!(server.counts(), expected, "{name}");
    }
}

#[test]
fn wrong_credentials_are_a_typed_error_that_is_not_retried() {
    let server = server();
    for (name, source) in sources(&server.url(), false) {
        let error = source.token_blocking().expect_err(name);
        assert!(matches!(error.kind(), ErrorKind::Rejected), "{name}: {error:?}");
        assert!(!error.is_retryable(), "{name}: {error:?}");
        assert!(source.token_blocking().is_err());
    }
    assert_eq!(server.counts(), Counts { refused: 3, ..Counts::default() }, "each was sent once");
}

#[test]
fn a_lost_answer_to_a_refresh_is_followed_by_a_sign_in_and_no_replay() {
    for index in 0..3 {
        let server = server();
        let proxy = FaultProxy::start(server.address(), Pace::default());
        let Some((name, source)) = sources(&proxy.url(), true).into_iter().nth(index) else { panic!("three clients") };
        source.token_blocking().expect("a token");
        proxy.next(Fault::DropAfter, 1);
        block_on(source.refresh()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(server.counts(), Counts { issued: 2, refreshed: 1, ..Counts::default() }, "{name}");
    }
}
