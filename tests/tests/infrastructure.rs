//! The test servers themselves: what they record and answer is what the other suites rely on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use tests::mock::Mock;
use tests::process::{Process, port_in};
use tests::wire::Answer;

fn send(url: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("the mock listens");
    stream.write_all(request.as_bytes()).expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the answer is text");
    answer
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
