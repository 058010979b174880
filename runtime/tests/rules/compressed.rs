//! Rule 8, replies that come compressed: decoded with the feature `gzip`, and without it neither asked for nor understood.

use std::io::Write;
use std::sync::Arc;

use authwright::{Api, BaseUrl, CallErrorKind, CallOptions, HttpTransport, TokenShape, block_on};
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::ACCEPT_ENCODING;
use http::{HeaderValue, Method};

use crate::support::{Server, ok};
use crate::transports::{JSON, post, transports};

const TOKEN: &[u8] = br#"{"access_token":"s3cret"}"#;

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gzip(headers: &str, body: &[u8]) -> Server {
    Server::saying(ok(&format!("{headers}content-encoding: gzip\r\n"), body))
}

/// What comes out of 50 MB that are small on the wire, with a limit of 100,000 bytes.
fn bomb() -> (Server, usize) {
    let bomb = compressed(&vec![b'a'; 50_000_000]);
    assert!(bomb.len() < 100_000, "small on the wire");
    (gzip("", &bomb), bomb.len())
}

#[cfg(feature = "gzip")]
#[test]
fn a_compressed_body_is_limited_by_what_comes_out_of_it() {
    let ((bomb, _), large) = (bomb(), gzip("", &compressed(&vec![b'a'; 99_999])));
    for (name, transport) in transports() {
        let error = post(Arc::clone(&transport), &bomb.url()).unwrap_err();
        assert_eq!(error.kind(), CallErrorKind::TooLarge, "{name}");
        assert_eq!(post(transport, &large.url()).unwrap().text().unwrap().len(), 99_999, "{name}");
    }
}

#[cfg(feature = "gzip")]
#[test]
fn it_is_asked_for_and_read() {
    let server = gzip(JSON, &compressed(TOKEN));
    for (name, transport) in transports() {
        let reply = post(transport, &server.url()).unwrap();
        assert_eq!(TokenShape::OAUTH2.read(&reply).unwrap().access().expose(), "s3cret", "{name}");
        assert_eq!(server.heard("accept-encoding").as_deref(), Some("gzip"), "{name}");
    }
}

#[cfg(not(feature = "gzip"))]
#[test]
fn without_the_feature_a_compressed_body_stays_as_small_as_it_came() {
    let (server, size) = bomb();
    for (name, transport) in transports() {
        let reply = post(transport, &server.url()).unwrap();
        assert_eq!(reply.bytes().body().len(), size, "{name}");
        assert_eq!(reply.text().unwrap_err().kind(), CallErrorKind::Decode, "{name}");
    }
}

#[cfg(not(feature = "gzip"))]
#[test]
fn without_the_feature_replies_are_asked_for_as_they_are() {
    let server = Server::saying(ok(JSON, TOKEN));
    for (name, transport) in transports() {
        post(transport, &server.url()).unwrap();
        assert_eq!(server.heard("accept-encoding").as_deref(), Some("identity"), "{name}");
    }
}

#[cfg(not(feature = "gzip"))]
#[test]
fn and_one_that_comes_compressed_all_the_same_names_the_feature() {
    let server = gzip(JSON, &compressed(TOKEN));
    for (name, transport) in transports() {
        let error = TokenShape::OAUTH2.read(&post(transport, &server.url()).unwrap()).unwrap_err();
        assert!(
            error.to_string().contains("(gzip)") && error.to_string().contains("feature `gzip`"),
            "{name}: {error}"
        );
    }
}

/// A program that decodes by itself says so, and is not contradicted.
#[test]
fn the_callers_own_wish_stands() {
    let server = Server::saying(ok(JSON, TOKEN));
    let ask = |transport: Arc<dyn HttpTransport>| {
        let options = CallOptions::new().with_header(ACCEPT_ENCODING, HeaderValue::from_static("br"));
        let api = Api::with_transport(BaseUrl::parse(&server.url()).unwrap(), transport).with_options(options);
        block_on(api.call(Method::POST, "/token").send()).unwrap();
        server.heard("accept-encoding").unwrap()
    };
    for (name, transport) in transports() {
        assert_eq!(ask(transport), "br", "{name}");
    }
}

#[cfg(feature = "ureq")]
#[test]
fn and_that_of_the_callers_agent() {
    use authwright::transport::{Blocking, UreqTransport};

    let server = Server::saying(ok(JSON, TOKEN));
    for (wish, heard) in [("br", "br"), ("", "")] {
        let agent = ureq::Agent::config_builder().accept_encoding(wish).build().new_agent();
        post(Arc::new(Blocking::new(UreqTransport::with_agent(agent))), &server.url()).unwrap();
        assert_eq!(server.heard("accept-encoding").as_deref(), Some(heard));
    }
}
