//! Rule 8 and 10, the wire: every transport of this crate against servers that misbehave.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use authwright::{Api, BaseUrl, CallError, CallErrorKind, CallOptions, HttpTransport, Reply, block_on};
use http::Method;

use crate::support::{Server, endless, hang, nobody, ok};

pub(crate) fn transports() -> Vec<(&'static str, Arc<dyn HttpTransport>)> {
    vec![
        #[cfg(feature = "ureq")]
        ("ureq", Arc::new(authwright::transport::Blocking::new(authwright::transport::UreqTransport::new()))),
        #[cfg(feature = "reqwest")]
        (
            "reqwest",
            Arc::new(authwright::transport::ReqwestTransport::from_builder(reqwest::ClientBuilder::new()).unwrap()),
        ),
    ]
}

/// One POST with a small limit, and time enough for a busy machine.
pub(crate) fn post(transport: Arc<dyn HttpTransport>, url: &str) -> Result<Reply, CallError> {
    post_within(Duration::from_secs(30), transport, url)
}

pub(crate) fn post_within(timeout: Duration, transport: Arc<dyn HttpTransport>, url: &str) -> Result<Reply, CallError> {
    let options = CallOptions::new().with_timeout(timeout).with_max_body(100_000);
    let api = Api::with_transport(BaseUrl::parse(url).unwrap(), transport).with_options(options);
    block_on(api.call(Method::POST, "/token").form(&[("a", "b")]).send())
}

/// What each transport makes of a server: the error's kind, and whether the server may have acted.
pub(crate) fn outcomes(url: &str) -> Vec<(&'static str, Option<(CallErrorKind, bool)>)> {
    let outcome = |(name, transport)| {
        let result = post(transport, url);
        (name, result.err().map(|error| (error.kind(), error.is_ambiguous())))
    };
    transports().into_iter().map(outcome).collect()
}

/// All transports agree on this.
pub(crate) fn all(url: &str, expected: Option<(CallErrorKind, bool)>) {
    let outcomes = outcomes(url);
    assert!(!outcomes.is_empty());
    for (name, outcome) in outcomes {
        assert_eq!(outcome, expected, "{name}");
    }
}

/// A server that takes forever takes what is allowed.
fn costs_the_time_allowed(server: &Server) {
    for (name, transport) in transports() {
        let (begun, allowed) = (Instant::now(), Duration::from_millis(300));
        let error = post_within(allowed, transport, &server.url()).unwrap_err();
        assert_eq!((error.kind(), error.is_ambiguous()), (CallErrorKind::Timeout, true), "{name}");
        assert!((allowed..allowed * 50).contains(&begun.elapsed()), "{name}");
    }
}

pub(crate) const JSON: &str = "content-type: application/json\r\n";

#[test]
fn an_answer_is_brought_whole() {
    let server = Server::saying(ok(JSON, br#"{"a":1}"#));
    for (name, transport) in transports() {
        let reply = post(transport, &server.url()).unwrap();
        assert!(reply.status().is_success(), "{name}");
        assert_eq!(reply.json::<authwright::Object>().unwrap().required::<i64>("a"), Ok(1), "{name}");
    }
}

/// So that the test above can take a member out of the body.
trait Required {
    fn required<T: authwright::FromJson>(self, name: &str) -> Result<T, authwright::JsonError>;
}

impl Required for authwright::Response<authwright::Object> {
    fn required<T: authwright::FromJson>(self, name: &str) -> Result<T, authwright::JsonError> {
        self.into_body().required(name)
    }
}

#[test]
fn statuses_are_answers_and_no_errors() {
    let server = Server::saying("HTTP/1.1 503 X\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    for (name, transport) in transports() {
        let reply = post(transport, &server.url()).unwrap();
        assert_eq!((reply.status().as_u16(), reply.headers()["retry-after"].to_str().unwrap()), (503, "1"), "{name}");
    }
}

#[test]
fn redirects_are_not_followed() {
    let target = Server::saying(ok(JSON, b"{}"));
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: {}/steal\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", target.url());
        let server = Server::saying(format!("HTTP/1.1 {status} X\r\n{location}"));
        for (name, transport) in transports() {
            assert_eq!(post(transport, &server.url()).unwrap().status().as_u16(), status, "{name}");
        }
    }
    assert_eq!(target.requests(), 0);
}

#[test]
fn where_nobody_listens_the_request_was_surely_not_seen() {
    all(&nobody(), Some((CallErrorKind::Transport, false)));
}

/// Options under which a connection that does not come about ends a call: the time for it, and that for the whole call.
fn short_of_time() -> [CallOptions; 2] {
    let short = Duration::from_millis(300);
    [CallOptions::new().with_connect_timeout(short), CallOptions::new().with_timeout(short)]
}

/// Whatever ends it, the request was surely not seen, and it does not take the time for the whole call.
fn reaches_nobody(transports: Vec<(&'static str, Arc<dyn HttpTransport>)>, url: &str) {
    for (name, transport) in transports {
        for options in short_of_time() {
            let api = Api::with_transport(BaseUrl::parse(url).unwrap(), Arc::clone(&transport));
            let api = api.with_options(options.clone());
            let begun = Instant::now();
            let error = block_on(api.call(Method::POST, "/token").form(&[("a", "b")]).send()).unwrap_err();
            let outcome = (error.kind(), error.is_ambiguous());
            assert_eq!(outcome, (CallErrorKind::Transport, false), "{name} {url} {options:?}");
            assert!(begun.elapsed() < Duration::from_secs(9), "{name} {url} {options:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn where_no_connection_comes_about_in_time_the_request_was_surely_not_seen() {
    let full = crate::support::Full::new();
    reaches_nobody(transports(), &full.url());
}

#[test]
fn nor_was_it_where_tls_does_not_come_about_in_time() {
    let silent = std::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).unwrap();
    reaches_nobody(transports(), &format!("https://{}", silent.local_addr().unwrap()));
}

#[cfg(all(target_os = "linux", feature = "reqwest"))]
#[test]
fn the_callers_own_time_for_a_connection_is_kept() {
    let full = crate::support::Full::new();
    let builder = reqwest::ClientBuilder::new().connect_timeout(Duration::from_millis(300));
    let direct = authwright::transport::ReqwestTransport::from_builder(builder).unwrap();
    // Over TLS, for what is not encrypted goes through a client of this crate's own.
    let url = full.url().replace("http:", "https:");
    let begun = Instant::now();
    let error = post(Arc::new(direct), &url).unwrap_err();
    assert_eq!((error.kind(), error.is_ambiguous()), (CallErrorKind::Transport, false));
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
}

#[test]
fn a_connection_that_closes_after_the_request_is_ambiguous_and_not_repeated() {
    let server = Server::start(|_| {});
    all(&server.url(), Some((CallErrorKind::Transport, true)));
    assert_eq!(server.requests(), transports().len(), "once each");
}

#[test]
fn a_truncated_answer_is_ambiguous() {
    let whole = ok(JSON, &[b'1'; 100]);
    let server = Server::saying(&whole[..whole.len() - 50]);
    all(&server.url(), Some((CallErrorKind::Transport, true)));
}

#[test]
fn what_is_no_http_is_an_error() {
    let server = Server::saying("SSH-2.0-OpenSSH\r\n\r\n");
    all(&server.url(), Some((CallErrorKind::Transport, true)));
}

#[test]
fn a_server_that_never_answers_costs_the_time_allowed() {
    let server = Server::start(hang);
    costs_the_time_allowed(&server);
}

#[test]
fn a_server_that_trickles_does_too() {
    let server = Server::start(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
        endless(stream, Some(Duration::from_millis(20)));
    });
    costs_the_time_allowed(&server);
}

#[test]
fn an_endless_body_is_cut_off() {
    let server = Server::start(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
        endless(stream, None);
    });
    all(&server.url(), Some((CallErrorKind::TooLarge, true)));
}

#[test]
fn endless_headers_are_cut_off() {
    let server = Server::start(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nx: ");
        endless(stream, None);
    });
    for (name, outcome) in outcomes(&server.url()) {
        let (kind, ambiguous) = outcome.unwrap();
        assert!(matches!(kind, CallErrorKind::TooLarge | CallErrorKind::Transport) && ambiguous, "{name}: {kind:?}");
    }
}

#[test]
fn what_is_not_encrypted_does_not_leave_through_a_proxy() {
    let (proxy, server) = (Server::saying(ok(JSON, b"{}")), Server::saying(ok(JSON, b"{}")));
    let transports: Vec<Arc<dyn HttpTransport>> = vec![
        #[cfg(feature = "ureq")]
        {
            let proxy = ureq::Proxy::new(&proxy.url()).unwrap();
            let agent = ureq::Agent::config_builder().proxy(Some(proxy)).build().new_agent();
            Arc::new(authwright::transport::Blocking::new(authwright::transport::UreqTransport::with_agent(agent)))
        },
        #[cfg(feature = "reqwest")]
        {
            let builder = reqwest::ClientBuilder::new().proxy(reqwest::Proxy::all(proxy.url()).unwrap());
            Arc::new(authwright::transport::ReqwestTransport::from_builder(builder).unwrap())
        },
        #[cfg(feature = "reqwest")]
        {
            let client = reqwest::ClientBuilder::new().proxy(reqwest::Proxy::all(proxy.url()).unwrap()).build();
            Arc::new(authwright::transport::ReqwestTransport::with_client(client.unwrap()))
        },
    ];
    let count = transports.len();
    for transport in transports {
        assert!(post(transport, &server.url()).is_ok());
    }
    assert_eq!((proxy.requests(), server.requests()), (0, count));
}

#[cfg(feature = "reqwest")]
#[test]
fn reqwest_works_without_a_runtime_inside_one_and_after_one() {
    let server = Server::saying(ok(JSON, b"{}"));
    let (_, transport) = transports().pop().unwrap();
    assert!(post(Arc::clone(&transport), &server.url()).is_ok(), "on a plain thread");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let api = Api::with_transport(BaseUrl::parse(&server.url()).unwrap(), Arc::clone(&transport));
    let reply = runtime.block_on(async { api.call(Method::GET, "/").send().await });
    assert!(reply.is_ok(), "in a runtime");
    // What would deadlock if the request ran on the runtime that this very thread should drive.
    let blocked = runtime.block_on(async { post(Arc::clone(&transport), &server.url()) });
    assert!(blocked.is_ok(), "blocking inside a runtime of one thread");
    drop(runtime);
    assert!(post(transport, &server.url()).is_ok(), "after the runtime ended");
}

#[test]
fn a_time_without_an_end_is_a_time() {
    let server = Server::saying(ok(JSON, b"{}"));
    for (name, transport) in transports() {
        for timeout in [Duration::MAX, Duration::from_secs(u64::MAX / 4), Duration::ZERO] {
            let options = CallOptions::new().with_timeout(timeout).with_connect_timeout(timeout);
            let api = Api::with_transport(BaseUrl::parse(&server.url()).unwrap(), Arc::clone(&transport));
            let reply = block_on(api.with_options(options).call(Method::GET, "/").send());
            // No time at all may be enough for a client that looks at the answer first.
            assert!(reply.is_ok() || timeout.is_zero(), "{name}, {timeout:?}: {reply:?}");
        }
    }
}

#[cfg(feature = "tokio")]
#[test]
fn refreshes_run_as_tokio_tasks_and_survive_their_runtime() {
    use crate::support::{World, lasting};
    use authwright::{TokenSource, TokioSpawner};

    assert!(TokioSpawner::current().is_err(), "outside of a runtime");
    let world = World::new();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let spawner = Arc::new(TokioSpawner::new(runtime.handle().clone()));
    let source = TokenSource::builder(world.grant.clone()).spawner(spawner).build();
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(runtime.block_on(source.token()).unwrap().expose(), "t1");
    drop(runtime);
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(block_on(source.refresh()).unwrap().expose(), "t2", "on a thread, now that the runtime is gone");
}
