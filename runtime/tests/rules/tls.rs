//! Rule 8, certificates: through the real transports, nothing is sent to a server that cannot prove who it is.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use authwright::{Api, BaseUrl, CallError, CallErrorKind, HttpTransport, Reply, block_on};
use http::Method;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::support::ok;
use crate::transports::JSON;

/// A certificate authority that exists for one test.
pub(crate) struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

/// What is wrong with the server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certificate {
    /// Nothing.
    Good,
    /// It is another host's.
    OtherHost,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYet,
    /// Nobody vouches for it.
    SelfSigned,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    fn certify(&self, kind: Certificate) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
        let host = if kind == Certificate::OtherHost { "other.example" } else { "localhost" };
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        params.not_after = date_time_ymd(if kind == Certificate::Expired { 2020 } else { 4000 }, 1, 1);
        params.not_before = date_time_ymd(if kind == Certificate::NotYet { 3999 } else { 2019 }, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = match kind {
            Certificate::SelfSigned => params.self_signed(&key),
            _ => params.signed_by(&key, &self.issuer),
        };
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        (certificate.unwrap().der().clone(), private)
    }
}

/// A server on `localhost` behind TLS, and how many requests it has read.
pub(crate) struct TlsServer {
    pub(crate) url: String,
    requests: Arc<AtomicUsize>,
}

impl TlsServer {
    pub(crate) fn start(authority: &Authority, kind: Certificate) -> Self {
        let (certificate, key) = authority.certify(kind);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let requests = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, stream.unwrap());
                let (mut head, mut byte) = (Vec::new(), [0; 1]);
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                if !head.is_empty() {
                    seen.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(&ok(JSON, b"{}"));
                }
            }
        });
        Self { url, requests }
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Each transport with TLS as an application sets it up, trusting this authority and no other.
pub(crate) fn trusting(authority: &Authority) -> Vec<(&'static str, Arc<dyn HttpTransport>)> {
    vec![
        #[cfg(feature = "ureq")]
        ("ureq", {
            use ureq::tls::{Certificate, RootCerts, TlsConfig};
            let root = Certificate::from_der(&authority.certificate).to_owned();
            let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&[root])).build();
            let agent = ureq::Agent::config_builder().tls_config(tls).build().new_agent();
            Arc::new(authwright::transport::Blocking::new(authwright::transport::UreqTransport::with_agent(agent)))
        }),
        #[cfg(feature = "reqwest")]
        ("reqwest", {
            let root = reqwest::Certificate::from_der(&authority.certificate).unwrap();
            let builder = reqwest::ClientBuilder::new().tls_certs_only([root]);
            Arc::new(authwright::transport::ReqwestTransport::from_builder(builder).unwrap())
        }),
    ]
}

fn post(transport: Arc<dyn HttpTransport>, url: &str) -> Result<Reply, CallError> {
    let api = Api::with_transport(BaseUrl::parse(url).unwrap(), transport);
    block_on(api.call(Method::POST, "/token").form(&[("client_secret", "s")]).send())
}

#[test]
fn the_application_chooses_whom_its_tls_trusts() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, Certificate::Good);
    for (name, transport) in trusting(&authority) {
        let reply = post(transport, &server.url).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(reply.status(), 200, "{name}");
    }
    assert_eq!(server.requests(), trusting(&authority).len());
}

#[test]
fn nothing_is_sent_to_a_server_whose_certificate_is_bad() {
    use Certificate::{Expired, NotYet, OtherHost, SelfSigned};
    let authority = Authority::new();
    for kind in [OtherHost, Expired, NotYet, SelfSigned] {
        let server = TlsServer::start(&authority, kind);
        for (name, transport) in trusting(&authority) {
            let error = post(transport, &server.url).expect_err("a bad certificate");
            let said = format!("{name}, {kind:?}: {error}");
            assert_eq!((error.kind(), error.is_ambiguous()), (CallErrorKind::Transport, false), "{said}");
            assert!(error.is_retryable(), "{said}");
        }
        assert_eq!(server.requests(), 0, "{kind:?}");
    }
}

#[test]
fn the_default_trusts_no_authority_of_its_own_making() {
    let server = TlsServer::start(&Authority::new(), Certificate::Good);
    for (name, transport) in crate::transports::transports() {
        let error = post(transport, &server.url).expect_err(name);
        assert_eq!((error.kind(), error.is_ambiguous()), (CallErrorKind::Transport, false), "{name}: {error}");
    }
    assert_eq!(server.requests(), 0);
}

/// https is spoken to a server that does not: no secret goes out in the clear.
#[test]
fn a_server_without_tls_gets_no_secret() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let (sender, received) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut bytes) = (stream.unwrap(), Vec::new());
            let _ = stream.write_all(&ok(JSON, b"{}"));
            let _ = stream.read_to_end(&mut bytes);
            sender.send(bytes).unwrap();
        }
    });
    for (name, transport) in trusting(&Authority::new()) {
        let error = post(transport, &url).expect_err(name);
        assert_eq!(error.kind(), CallErrorKind::Transport, "{name}: {error}");
        let bytes = received.recv().unwrap();
        assert!(!bytes.windows(6).any(|piece| piece == b"secret"), "{name}");
    }
}
