//! The committed clients against the servers: issue, use, early end, refresh with rotation, a rejected credential.

use authwright::{Api, BaseUrl, CallOptions, ErrorKind, TokenSource, block_on};
use std::time::{Duration, Instant};
use tests::servers::fault::{Fault, FaultProxy, Pace};
use tests::servers::token_pair::{Counts, KEY, Options, SECRET, TokenPair};

/// The token source of each committed client, with good or with wrong credentials, and with short timeouts.
fn sources(url: &str, good: bool) -> [(&'static str, TokenSource); 3] {
    let (key, secret) = if good { (KEY, SECRET) } else { ("wrong-0123456789", "wrong") };
    let (at, options) = ("a loopback address", CallOptions::new().with_timeout(Duration::from_secs(1)));
    let video = apivideo_auth::Client::builder(apivideo_auth::Server::Custom(url.to_owned())).options(options.clone());
    let emma = emma_auth::Client::builder(emma_auth::Server::Custom(url.to_owned())).options(options.clone());
    let ix = ixapi_auth::Client::builder(ixapi_auth::Server::Custom(url.to_owned())).options(options);
    let (video, emma, ix) = (video.build().expect(at), emma.build().expect(at), ix.build().expect(at));
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

/// What the fault proxy can do to them: at sign-in a typed error that says whether to retry, at a refresh the same or a new
/// sign-in; never a refresh token that is sent twice, a secret in an error, or a wait beyond the limits.
#[test]
fn each_client_lives_through_every_fault() {
    for fault in Fault::ALL {
        for index in 0..3 {
            let server = server();
            let proxy =
                FaultProxy::start(server.address(), Pace { byte: Duration::from_millis(20), ..Pace::default() });
            let client = || sources(&proxy.url(), true).into_iter().nth(index).expect("three clients");
            proxy.next(fault, 1);
            let begun = Instant::now();
            let (name, source) = client();
            let first = source.token_blocking().map_err(|error| assert_typed(fault, name, &error));
            assert_eq!(first.is_ok(), fault == Fault::Delay, "{name}, {fault:?}");
            let (name, source) = client();
            source.token_blocking().unwrap_or_else(|error| panic!("{name}, {fault:?}, then healthy: {error}"));
            proxy.next(fault, 1);
            let second = block_on(source.refresh()).map_err(|error| assert_typed(fault, name, &error));
            assert!(begun.elapsed() < Duration::from_secs(10), "{name}, {fault:?}: {:?}", begun.elapsed());
            // An answer that was lost is followed by a sign-in at once; who knows that nothing was done is told so.
            let known = [Fault::TooManyRequests, Fault::Unavailable, Fault::Redirect].contains(&fault);
            assert_eq!(second.is_ok(), !known, "{name}, {fault:?}");
            assert!(source.token_blocking().is_ok(), "{name}, {fault:?}: a token in hand is served");
            let Counts { replayed, dead, refused, .. } = server.counts();
            assert_eq!((replayed, dead, refused), (0, 0, 0), "{name}, {fault:?}");
        }
    }
}

fn assert_typed(fault: Fault, name: &str, error: &authwright::TokenError) {
    let said = format!("{name}, {fault:?}: {error} {error:?}");
    assert_eq!(error.is_retryable(), fault != Fault::Redirect, "{said}");
    for secret in ["eyJ", "first", "AAAA", KEY, SECRET] {
        assert!(!said.contains(secret), "{said}");
    }
}
