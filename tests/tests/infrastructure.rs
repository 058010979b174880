//! The test servers themselves: what they record and answer is what the other suites rely on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use tests::mock::Mock;
use tests::process::{Process, port_in};
use tests::servers::fault::{Fault, FaultProxy, Pace};
use tests::servers::token_pair::{Counts, KEY, Options, SECRET, TokenPair};
use tests::wire::Answer;

fn send(url: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("the mock listens");
    stream.write_all(request.as_bytes()).expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the answer is text");
    answer
}

fn post(url: &str, path: &str, body: &str) -> String {
    send(url, &format!("POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}

fn field(answer: &str, name: &str) -> String {
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let json: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    json.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

#[test]
fn a_mock_records_exactly_what_was_sent_and_answers_in_order() {
    let mock = Mock::script([Answer::json(201, r#"{"a":1}"#), Answer::status(503).header("retry-after", "1")]);
    let first = send(
        &mock.url(),
        "POST /auth/token?x=1 HTTP/1.1\r\nHost: h\r\nX-Twice: a\r\nX-Twice: b\r\nContent-Length: 4\r\n\r\nbody",
    );
    assert!(first.starts_with("HTTP/1.1 201 ") && first.ends_with("\r\n\r\n{\"a\":1}"), "{first}");
    let second = send(&mock.url(), "GET /account HTTP/1.1\r\nHost: h\r\n\r\n");
    assert!(second.starts_with("HTTP/1.1 503 ") && second.contains("retry-after: 1\r\n"), "{second}");
    assert!(send(&mock.url(), "GET /account HTTP/1.1\r\nHost: h\r\n\r\n").starts_with("HTTP/1.1 599 "));

    let seen = mock.requests();
    assert_eq!(mock.lines(), ["POST /auth/token?x=1", "GET /account", "GET /account"]);
    assert_eq!((seen[0].text().as_str(), seen[0].path(), seen[0].count("x-twice")), ("body", "/auth/token", 2));
    assert_eq!(seen[0].header("x-twice"), Some("a"));
}

#[test]
fn a_chunked_body_is_put_together() {
    let mock = Mock::new(|request| Answer::status(200).body(request.body.clone()));
    let answer =
        send(&mock.url(), "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    assert!(answer.ends_with("\r\n\r\nabcde"), "{answer}");
}

#[test]
fn a_process_is_ready_when_it_says_so_and_its_silence_is_an_error() {
    let mut talks = Command::new("sh");
    talks.args(["-c", "echo starting; echo up http://127.0.0.1:4711; exec cat"]);
    let (process, port) = Process::start(&mut talks, port_in).expect("it says its port");
    assert!(port == 4711 && process.id() > 0);

    let mut silent = Command::new("sh");
    silent.args(["-c", "echo no port here >&2"]);
    let error = Process::start(&mut silent, port_in).expect_err("it ends without a port");
    assert!(error.contains("no port here"), "{error}");
}

#[test]
fn a_token_pair_rotates_and_a_replay_ends_the_session() {
    let server = TokenPair::start(Options::default());
    let issued = post(&server.url(), "/auth/token", &format!(r#"{{"api_key":"{KEY}","api_secret":"{SECRET}"}}"#));
    assert!(issued.starts_with("HTTP/1.1 201 "), "{issued}");
    let first = field(&issued, "refresh_token");
    let second = post(&server.url(), "/auth/refresh", &format!(r#"{{"refresh_token":"{first}"}}"#));
    assert!(!server.honours(&first) && server.honours(&field(&second, "refresh_token")));

    let replay = post(&server.url(), "/auth/refresh", &format!(r#"{{"refresh_token":"{first}"}}"#));
    assert!(replay.starts_with("HTTP/1.1 401 ") && !server.honours(&field(&second, "refresh_token")), "{replay}");
    assert_eq!(server.counts(), Counts { issued: 1, refreshed: 1, replayed: 1, ..Counts::default() });
}

#[test]
fn the_account_tells_a_valid_token_from_an_expired_and_a_revoked_one() {
    let now = std::sync::Arc::new(std::sync::Mutex::new(std::time::SystemTime::now()));
    let clock = std::sync::Arc::clone(&now);
    let server = TokenPair::start(Options {
        clock: std::sync::Arc::new(move || *clock.lock().expect("the clock is not poisoned")),
        ..Options::default()
    });
    let issued = post(&server.url(), "/auth/api-key", &format!(r#"{{"apiKey":"{KEY}"}}"#));
    let get = format!("GET /account HTTP/1.1\r\nAuthorization: Bearer {}\r\n\r\n", field(&issued, "access_token"));
    assert!(send(&server.url(), &get).starts_with("HTTP/1.1 200 "));
    server.end_access_tokens();
    assert!(send(&server.url(), &get).starts_with("HTTP/1.1 401 "));
    *now.lock().expect("the clock is not poisoned") += std::time::Duration::from_secs(6);
    assert!(send(&server.url(), &get).starts_with("HTTP/1.1 401 "));
    assert_eq!(server.counts(), Counts { issued: 1, used: 1, unknown: 1, expired: 1, ..Counts::default() });
}

#[test]
fn the_proxy_breaks_only_the_answers_it_is_told_to() {
    let server = TokenPair::start(Options::default());
    let proxy = FaultProxy::start(server.address(), Pace::default());
    let sign_in = |url: &str| {
        let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("the proxy listens");
        let body = format!(r#"{{"clientId":"{KEY}","clientSecret":"{SECRET}"}}"#);
        let head = format!("POST /v1/issue-token HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(format!("{head}{body}").as_bytes()).expect("the request is sent");
        stream.set_read_timeout(Some(std::time::Duration::from_millis(500))).expect("a timeout can be set");
        let mut answer = vec![0; 200_000];
        let mut length = 0;
        while let Ok(read @ 1..) = stream.read(&mut answer[length..]) {
            length += read;
        }
        answer.truncate(length);
        String::from_utf8_lossy(&answer).into_owned()
    };
    let plain = sign_in(&proxy.url());
    assert!(plain.starts_with("HTTP/1.1 200 ") && plain.contains("accessToken"), "{plain}");
    for fault in Fault::ALL {
        let before = server.counts().issued;
        proxy.next(fault, 1);
        let answer = sign_in(&proxy.url());
        let right = matches!(fault, Fault::Slow | Fault::Delay);
        assert_eq!(answer.len() == plain.len(), right, "{fault:?}: {answer:.200}");
        assert_eq!(server.counts().issued - before, u64::from(fault.reaches_server()), "{fault:?}");
    }
    assert_eq!(proxy.seen().iter().filter_map(|(fault, _)| *fault).collect::<Vec<_>>(), Fault::ALL);
}
