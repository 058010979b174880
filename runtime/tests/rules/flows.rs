//! Rule 8 on the way of the OAuth flows: the same wire, through the real transports.

use std::sync::Arc;

use authwright::oauth::{AuthorizationServer, Client, ClientAuth, ClientCredentials, Discovery};
use authwright::{ErrorKind, HttpTransport, TokenError, TokenSource, block_on};

use crate::support::{Server, ok};
use crate::tls::{Authority, Certificate, TlsServer, trusting};
use crate::transports::{JSON, transports};

const SECRET: &str = "cc-secret+/=%: x";

/// What a program with client credentials gets from the token endpoint at this address.
fn signed_in(transport: Arc<dyn HttpTransport>, url: &str) -> Result<String, TokenError> {
    let server = AuthorizationServer::with_token_endpoint(&format!("{url}/token")).unwrap();
    let client = Client::with_transport(server, ClientAuth::basic("cc", SECRET), transport);
    let source = TokenSource::builder(ClientCredentials::new(client)).build();
    source.token_blocking().map(|token| token.expose().to_owned())
}

#[test]
fn a_token_of_64_kilobytes_is_issued() {
    let token = "t".repeat(64 * 1024);
    let body = format!(r#"{{"access_token":"{token}","token_type":"bearer","expires_in":3600}}"#);
    let server = Server::saying(ok(JSON, body.as_bytes()));
    for (name, transport) in transports() {
        assert_eq!(signed_in(transport, &server.url()).unwrap(), token, "{name}");
    }
}

#[test]
fn no_redirect_of_a_token_endpoint_is_followed() {
    let target = Server::saying(ok(JSON, br#"{"access_token":"stolen","token_type":"bearer"}"#));
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: {}/token\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", target.url());
        let server = Server::saying(format!("HTTP/1.1 {status} X\r\n{location}"));
        for (name, transport) in transports() {
            let error = signed_in(transport, &server.url()).unwrap_err();
            assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Refused, false), "{name}, {status}: {error}");
        }
    }
    assert_eq!(target.requests(), 0);
}

#[test]
fn a_client_secret_is_not_sent_to_a_server_whose_certificate_is_bad() {
    let authority = Authority::new();
    for kind in [Certificate::OtherHost, Certificate::Expired, Certificate::SelfSigned] {
        let server = TlsServer::start(&authority, kind);
        for (name, transport) in trusting(&authority) {
            let error = signed_in(Arc::clone(&transport), &server.url).unwrap_err();
            assert_eq!(
                (error.kind(), error.is_ambiguous()),
                (ErrorKind::Transport, false),
                "{name}, {kind:?}: {error}"
            );
            let found = block_on(Discovery::with_transport(transport).issuer(&server.url));
            assert!(found.is_err(), "{name}, {kind:?}: nor is metadata taken from it");
        }
        assert_eq!(server.requests(), 0, "{kind:?}");
    }
}
