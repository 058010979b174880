//! The transport over `ureq`; the only module that knows it.

use std::cell::Cell;
use std::io::{ErrorKind as Io, Read, Result as IoResult};
use std::rc::Rc;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::uri::Scheme;
use http::{Request, Response};
use ureq::config::AutoHeaderValue;
use ureq::{Agent, AsSendBody, Body, Error, SendBody};
use zeroize::Zeroizing;

use super::buffer::Buffer;
use super::coding::accept_encoding;
use super::{BlockingTransport, CallOptions};
use crate::{TransportError, TransportErrorKind as Kind};

/// Blocking HTTP/1.1 over `ureq`, TLS by rustls with ring and the webpki roots. Redirects are not followed. Replies are asked
/// for as they are, or with the feature `gzip` compressed.
///
/// At the level `trace` of the `log` crate, and at no other, `ureq_proto` writes down the bytes that it sends and receives,
/// secrets included, and offers no way to prevent that: keep its targets at `debug`.
#[derive(Clone, Debug)]
pub struct UreqTransport(Agent);

impl UreqTransport {
    /// An agent with the defaults of this crate.
    pub fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("authwright/", env!("CARGO_PKG_VERSION")))
            .max_response_header_size(CallOptions::default().max_headers())
            .build();
        Self(config.new_agent())
    }

    /// Uses an agent of your own, for its proxy and TLS settings, and for what it says of codings. Redirects and
    /// statuses stay under this crate's rules.
    pub fn with_agent(agent: Agent) -> Self {
        Self(agent)
    }
}

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl BlockingTransport for UreqTransport {
    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let options = request.extensions().get::<CallOptions>().cloned().unwrap_or_default();
        let (mut parts, body) = request.into_parts();
        parts.extensions = http::Extensions::new();
        if matches!(self.0.config().accept_encoding(), AutoHeaderValue::Default) {
            accept_encoding(&mut parts.headers);
        }
        let (parts, body) = self.exchange(parts, body, &options)?.into_parts();
        Ok(Response::from_parts(parts, read(body, options.max_body())?))
    }
}

impl UreqTransport {
    fn exchange(&self, mut parts: Parts, body: Bytes, options: &CallOptions) -> Result<Response<Body>, TransportError> {
        if body.is_empty() {
            return self.run(Request::from_parts(parts, Vec::new()), options).map_err(|error| translate(&error));
        }
        // The body comes from wiped memory; the client copies it into its own buffers, over which nobody has power.
        let begun = Rc::new(Cell::new(false));
        parts.headers.insert(CONTENT_LENGTH, body.len().into());
        let body = SendBody::from_owned_reader(Outgoing { body, begun: Rc::clone(&begun) });
        self.run(Request::from_parts(parts, body), options).map_err(|error| match error {
            // Resolution, connection and TLS have taken all the time that there was.
            Error::Timeout(_) if !begun.get() => translate(&Error::Timeout(ureq::Timeout::Connect)),
            error => translate(&error),
        })
    }

    fn run(&self, request: Request<impl AsSendBody>, options: &CallOptions) -> Result<Response<Body>, Error> {
        // Without TLS a request stays on this machine: a proxy would read it, and would be asked for its own loopback.
        let stays_here = request.uri().scheme() == Some(&Scheme::HTTP);
        let proxy = if stays_here { None } else { self.0.config().proxy().cloned() };
        // Something is left to the exchange, so that it is the connection that ends a call which never had one.
        let connect = options.connect_timeout().min(options.timeout() / 10 * 9);
        let request = self
            .0
            .configure_request(request)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .max_response_header_size(options.max_headers())
            .timeout_global(Some(options.timeout()))
            .timeout_connect(Some(connect))
            .timeout_resolve(Some(connect))
            .proxy(proxy)
            .build();
        self.0.run(request)
    }
}

/// A body on its way out, which knows whether anybody has begun to send it.
struct Outgoing {
    body: Bytes,
    begun: Rc<Cell<bool>>,
}

impl Read for Outgoing {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        self.begun.set(true);
        let piece = self.body.split_to(buffer.len().min(self.body.len()));
        (&*piece).read(buffer)
    }
}

/// Reads the decompressed body up to the limit.
fn read(body: Body, limit: usize) -> Result<Bytes, TransportError> {
    let mut reader = body.into_reader();
    let mut buffer = Buffer::new(limit);
    let mut chunk = Zeroizing::new([0_u8; 8 * 1024]);
    loop {
        match reader.read(chunk.as_mut()) {
            Ok(0) => return Ok(buffer.into_bytes()),
            Ok(read) => buffer.push(chunk.get(..read).unwrap_or_default())?,
            Err(error) if error.kind() == Io::Interrupted => {}
            Err(error) => return Err(translate(&Error::from(error))),
        }
    }
}

/// The library's text may repeat what a server sent or the URL, so only classes and I/O kinds are passed on.
fn translate(error: &Error) -> TransportError {
    let (kind, message) = match error {
        Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
            (Kind::Connect, "no connection within the time allowed".to_owned())
        }
        Error::Timeout(_) => (Kind::Timeout, "no complete answer within the time allowed".to_owned()),
        Error::HostNotFound => (Kind::Connect, "the host's name has no address".to_owned()),
        Error::ConnectionFailed => (Kind::Connect, "the connection was not accepted".to_owned()),
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => (Kind::Connect, tls(error)),
        Error::Io(error) => handshake(error).unwrap_or_else(|| io(error)),
        Error::Protocol(_) => (Kind::Lost, "the answer is not proper HTTP, or was cut off".to_owned()),
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) => {
            (Kind::TooLarge, "the answer's headers or body are larger than allowed".to_owned())
        }
        Error::BadUri(_) | Error::Http(_) | Error::InvalidProxyUrl => {
            (Kind::Refused, "the request cannot be sent".to_owned())
        }
        // A variant that is there only where the application enabled that TLS; it comes from the handshake.
        other if other.to_string().starts_with("native-tls") => (Kind::Connect, tls(other)),
        _ => (Kind::Lost, "the exchange failed".to_owned()),
    };
    TransportError::new(kind, message)
}

fn tls(error: &Error) -> String {
    match error {
        Error::Rustls(error) => format!("TLS failed: {error}"),
        _ => "TLS failed".to_owned(),
    }
}

/// TLS that failed before the request could go out. The client begins it with the first write, and reports it like any other
/// break.
fn handshake(error: &std::io::Error) -> Option<(Kind, String)> {
    use rustls::{AlertDescription as Alert, Error as Tls};
    let error = error.get_ref()?.downcast_ref::<Tls>()?;
    let before = matches!(
        error,
        Tls::InvalidCertificate(_)
            | Tls::InvalidCertRevocationList(_)
            | Tls::NoCertificatesPresented
            | Tls::UnsupportedNameType
            | Tls::PeerIncompatible(_)
            | Tls::AlertReceived(
                Alert::HandshakeFailure
                    | Alert::ProtocolVersion
                    | Alert::InsufficientSecurity
                    | Alert::UnrecognisedName
                    | Alert::NoApplicationProtocol
            )
    );
    before.then(|| (Kind::Connect, format!("TLS failed: {error}")))
}

/// A refused connection reached nobody; any other break may have come after the request.
fn io(error: &std::io::Error) -> (Kind, String) {
    let kind = match error.kind() {
        Io::ConnectionRefused | Io::HostUnreachable | Io::NetworkUnreachable | Io::AddrNotAvailable | Io::NotFound => {
            Kind::Connect
        }
        Io::TimedOut => Kind::Timeout,
        _ => Kind::Lost,
    };
    (kind, format!("the connection failed: {}", error.kind()))
}
