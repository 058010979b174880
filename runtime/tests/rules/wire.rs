//! Rule 8, the wire again: answers that stretch HTTP, and connections that are not what they were.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv6Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authwright::{CallErrorKind, TokenShape};

use crate::support::{Server, endless, ok};
use crate::transports::{JSON, all, outcomes, post, transports};

/// All transports read this body out of the answer.
fn reads(answer: &[u8], body: &str) {
    let server = Server::saying(answer);
    for (name, transport) in transports() {
        let reply = post(transport, &server.url()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(reply.text().unwrap().body(), body, "{name}");
    }
    assert_eq!(server.requests(), transports().len(), "once each");
}

#[test]
fn chunks_trailers_and_the_end_of_the_connection_are_ends_of_a_body() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    reads(format!("{head}transfer-encoding: chunked\r\n\r\n1\r\n{{\r\n1\r\n}}\r\n0\r\n\r\n").as_bytes(), "{}");
    let trailers = "2\r\n{}\r\n0\r\nx-checksum: 1\r\nset-cookie: sid=evil\r\n\r\n";
    reads(format!("{head}transfer-encoding: chunked\r\ntrailer: x-checksum\r\n\r\n{trailers}").as_bytes(), "{}");
    reads(format!("{head}connection: close\r\n\r\n{{}}").as_bytes(), "{}");
    reads(b"HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{}", "{}");
    reads(format!("HTTP/1.1 100 Continue\r\n\r\n{head}content-length: 2\r\n\r\n{{}}").as_bytes(), "{}");
}

#[test]
fn a_body_that_is_not_what_its_length_says_is_not_read_past_it() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    // What follows a body that was too short to be said is no part of the answer.
    reads(format!("{head}content-length: 2\r\n\r\n{{}}HTTP/1.1 200 OK\r\n\r\nevil").as_bytes(), "{}");
    let unusable = Some((CallErrorKind::Transport, true));
    all(&Server::saying(format!("{head}content-length: 3\r\n\r\n{{}}")).url(), unusable);
    all(&Server::saying(format!("{head}transfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n")).url(), unusable);
    all(&Server::saying(format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n{{}}\r\n")).url(), unusable);
    for (name, outcome) in outcomes(&Server::saying(format!("{head}content-length: -1\r\n\r\n{{}}")).url()) {
        assert!(outcome.is_none_or(|(kind, ambiguous)| kind == CallErrorKind::Transport && ambiguous), "{name}");
    }
    for (name, outcome) in outcomes(&Server::saying(format!("{head}content-length: 99999999999\r\n\r\n{{}}")).url()) {
        let (kind, ambiguous) = outcome.unwrap();
        assert!(matches!(kind, CallErrorKind::Transport | CallErrorKind::TooLarge) && ambiguous, "{name}: {kind:?}");
    }
}

#[test]
fn a_chunk_without_an_end_is_cut_off() {
    let server = Server::start(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\n");
        endless(stream, None);
    });
    all(&server.url(), Some((CallErrorKind::TooLarge, true)));
}

#[test]
fn header_bombs_are_refused_with_an_error() {
    let many = "x: 1\r\n".repeat(20_000);
    let long = format!("x: {}\r\n", "a".repeat(1_000_000));
    let unnamed = format!("{}\r\n", "a".repeat(1_000_000));
    for bomb in [many, long, unnamed] {
        let server = Server::saying(ok(&format!("{JSON}{bomb}"), b"{}"));
        for (name, outcome) in outcomes(&server.url()) {
            let (kind, ambiguous) = outcome.unwrap_or_else(|| panic!("{name}: accepted"));
            assert!(
                matches!(kind, CallErrorKind::Transport | CallErrorKind::TooLarge) && ambiguous,
                "{name}: {kind:?}"
            );
        }
    }
}

#[test]
fn interim_answers_without_end_cost_no_more_than_the_limits() {
    let server = Server::start(|stream| {
        // Nobody sends: waiting for a message is how time passes without a sleep.
        let (_sender, receiver) = std::sync::mpsc::channel::<()>();
        while stream.write_all(b"HTTP/1.1 102 Processing\r\n\r\n").is_ok() {
            let _ = receiver.recv_timeout(std::time::Duration::from_millis(1));
        }
    });
    for (name, transport) in transports() {
        let allowed = std::time::Duration::from_millis(500);
        let begun = std::time::Instant::now();
        let error = crate::transports::post_within(allowed, transport, &server.url()).unwrap_err();
        assert!(error.is_ambiguous(), "{name}: {error}");
        assert!(begun.elapsed() < allowed * 20, "{name}: {:?}", begun.elapsed());
    }
}

/// A server that closes its connections between requests, as all do after a while. The next request must neither fail nor be
/// sent twice.
#[test]
fn a_connection_that_was_closed_meanwhile_is_not_used_again() {
    let server = Server::saying("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
    let mut sent = 0;
    for (name, transport) in transports() {
        for round in 0..20 {
            let result = post(Arc::clone(&transport), &server.url());
            sent += 1;
            // Closed in the very moment of sending: nobody knows, so it is ambiguous and not repeated.
            assert!(
                result.as_ref().is_ok_and(|reply| reply.status() == 200) || result.is_err_and(|e| e.is_ambiguous())
            );
            assert!(server.requests() <= sent, "{name}, round {round}: a request was sent twice");
        }
    }
    assert!(server.requests() >= sent / 2);
}

/// A server that keeps its connections and closes them on the second request without an answer.
#[test]
fn a_kept_connection_that_breaks_is_ambiguous_and_nothing_is_sent_again() {
    let second = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&second);
    let server = Server::start(move |stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        let mut line = String::new();
        if BufReader::new(stream).read_line(&mut line).is_ok_and(|read| read > 0) {
            seen.fetch_add(1, Ordering::SeqCst);
        }
    });
    for (name, transport) in transports() {
        let before = second.load(Ordering::SeqCst);
        assert!(post(Arc::clone(&transport), &server.url()).is_ok(), "{name}");
        let error = post(transport, &server.url()).unwrap_err();
        assert_eq!((error.kind(), error.is_ambiguous()), (CallErrorKind::Transport, true), "{name}");
        assert_eq!(second.load(Ordering::SeqCst), before + 1, "{name}");
    }
    assert_eq!(server.requests(), transports().len(), "the first ones; no second was sent on a new connection");
}

#[test]
fn an_answer_that_comes_before_the_request_was_read_is_an_answer_or_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let answer = "HTTP/1.1 413 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = stream.unwrap().write_all(answer.as_bytes());
        }
    });
    for (name, transport) in transports() {
        match post(transport, &url) {
            Ok(reply) => assert_eq!(reply.status(), 413, "{name}"),
            Err(error) => assert_eq!(error.kind(), CallErrorKind::Transport, "{name}"),
        }
    }
}

#[test]
fn a_host_may_have_an_address_of_the_sixth_version_only() {
    let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else {
        eprintln!("SKIPPED: this machine has no IPv6");
        return;
    };
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(&ok(JSON, b"{}"));
        }
    });
    for (name, transport) in transports() {
        assert!(post(transport, &url).is_ok_and(|reply| reply.status() == 200), "{name}");
    }
}

#[test]
fn a_token_of_64_kilobytes_arrives_whole() {
    let token = "t".repeat(64 * 1024);
    let body = format!(r#"{{"access_token":"{token}","refresh_token":"{token}","token_type":"Bearer"}}"#);
    let server = Server::saying(ok(JSON, body.as_bytes()));
    for (name, transport) in transports() {
        let api = authwright::Api::with_transport(authwright::BaseUrl::parse(&server.url()).unwrap(), transport);
        let reply = authwright::block_on(api.call(http::Method::POST, "/token").send()).unwrap();
        let tokens = TokenShape::OAUTH2.read(&reply).unwrap();
        assert_eq!((tokens.access().expose(), tokens.refresh().unwrap().expose()), (&*token, &*token), "{name}");
    }
}
