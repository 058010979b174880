//! The transport over `reqwest`; the only module that knows it.

mod connecting;

use std::future::{Future, pending};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, Response, Uri};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Error};
use tokio::runtime::{Builder, Handle};

use super::buffer::Buffer;
use super::coding::accept_encoding;
use super::{CallOptions, HttpTransport};
use crate::{BoxFuture, ConfigError, TransportError, TransportErrorKind as Kind, blocking};

/// Async HTTP over `reqwest`. TLS is what the application chose: enable one of reqwest's TLS features on your own
/// dependency. Replies are asked for as they are, or with the feature `gzip` as the client decodes them.
///
/// Every request runs on one background thread of this crate, wherever it is made: a kept connection belongs to the runtime
/// that opened it, and is of no use to anybody once that runtime stands still or has ended.
///
/// What goes to `http://`, which is this machine and as a rule a test's server, goes through a client of this crate that knows no
/// proxy, whichever client was given: reqwest offers no way to leave one out for a request. The given client's resolver, hooks and
/// the like see none of it.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(Client);

impl ReqwestTransport {
    /// Builds the client, with redirects off: a token request must not be sent elsewhere. Of the builder's own time for a
    /// connection and that of the [`CallOptions`] the shorter holds. reqwest shares out only the former among a host's
    /// addresses: a builder without `connect_timeout` tries the first address of a family alone in the time that there is.
    pub fn from_builder(builder: ClientBuilder) -> Result<Self, ConfigError> {
        build(builder).map(Self)
    }

    /// Uses a client of your own, for `https://` alone. It has to be built with `redirect::Policy::none()`: reqwest offers no way to see that,
    /// so an answer that came from another address is refused, but by then the request has been there. The time for a connection
    /// is the client's own, and a call that ends before there is one counts as sent. Prefer [`from_builder`](Self::from_builder).
    pub fn with_client(client: Client) -> Self {
        Self(client)
    }

    /// The client for this address. What is not encrypted must not leave this machine, so it goes through one that knows no
    /// proxy, neither the application's nor the environment's.
    fn client(&self, uri: &Uri) -> Client {
        static HERE: OnceLock<Option<Client>> = OnceLock::new();
        if uri.scheme() != Some(&Scheme::HTTP) {
            return self.0.clone();
        }
        at_most_once(&HERE, || ours().no_proxy()).unwrap_or_else(|| self.0.clone())
    }

    /// The one that the whole process shares where none is given.
    #[cfg(not(feature = "ureq"))]
    pub(super) fn shared() -> Result<Self, ConfigError> {
        static SHARED: Mutex<Option<ReqwestTransport>> = Mutex::new(None);
        once(&SHARED, || Self::from_builder(ours()))
    }
}

/// The client in this place, which is built for the first who asks. A failure is kept: there is another client to use, and a
/// panic for each request is one too many, caught or not.
fn at_most_once(place: &OnceLock<Option<Client>>, builder: impl FnOnce() -> ClientBuilder) -> Option<Client> {
    place.get_or_init(|| build(builder()).ok()).clone()
}

/// What is in this place, made where it is empty. A failure is not kept: a TLS provider may be installed meanwhile, or a thread be
/// had again.
fn once<T: Clone, E>(place: &Mutex<Option<T>>, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
    match &*place {
        Some(made) => Ok(made.clone()),
        None => Ok(place.insert(make()?).clone()),
    }
}

/// A builder of this crate's own clients, of which a dead address leaves the host's others time.
fn ours() -> ClientBuilder {
    ClientBuilder::new().connect_timeout(CallOptions::default().connect_timeout())
}

fn build(builder: ClientBuilder) -> Result<Client, ConfigError> {
    let builder = builder.redirect(Policy::none()).connector_layer(connecting::Limit);
    // reqwest panics where it is to use rustls without a provider and nobody has installed one. There is no way to ask it first.
    let built = catch_unwind(AssertUnwindSafe(|| builder.build()));
    built.ok().and_then(Result::ok).ok_or_else(|| {
        ConfigError::new(
            "reqwest could not build its client",
            "see the TLS and proxy settings given to its builder; with its feature `rustls-no-provider`, first install a provider of \
             cryptography in your program",
        )
    })
}

impl HttpTransport for ReqwestTransport {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let options = request.extensions().get::<CallOptions>().cloned().unwrap_or_default();
        let limit = options.connect_timeout();
        Box::pin(on_background(connecting::within(limit, exchange(self.client(request.uri()), request, options))))
    }
}

async fn exchange(
    client: Client,
    request: Request<Bytes>,
    options: CallOptions,
) -> Result<Response<Bytes>, TransportError> {
    let (mut parts, body) = request.into_parts();
    parts.extensions = http::Extensions::new();
    accept_encoding(&mut parts.headers);
    let mut request =
        reqwest::Request::try_from(Request::from_parts(parts, body)).map_err(|error| translate(&error))?;
    *request.timeout_mut() = Some(options.timeout());
    let url = request.url().clone();
    let mut reply = client.execute(request).await.map_err(|error| translate(&error))?;
    if *reply.url() != url {
        return Err(TransportError::new(Kind::Lost, "the client followed a redirect, which a token request must not"));
    }
    let mut buffer = Buffer::new(options.max_body());
    while let Some(piece) = reply.chunk().await.map_err(|error| translate(&error))? {
        buffer.push(&piece)?;
    }
    let mut response = Response::new(buffer.into_bytes());
    *response.status_mut() = reply.status();
    *response.version_mut() = reply.version();
    *response.headers_mut() = reply.headers().clone();
    Ok(response)
}

/// Runs a request on the background runtime, which lives as long as the process.
async fn on_background<T: Send + 'static>(
    task: impl Future<Output = Result<T, TransportError>> + Send + 'static,
) -> Result<T, TransportError> {
    let failed = |kind, what| Err(TransportError::new(kind, what));
    let Ok(handle) = background() else {
        return failed(Kind::Connect, "the thread that makes requests could not be started");
    };
    match handle.spawn(task).await {
        Ok(result) => result,
        Err(_) => failed(Kind::Lost, "the thread that makes requests died"),
    }
}

fn background() -> io::Result<Handle> {
    static RUNTIME: Mutex<Option<Handle>> = Mutex::new(None);
    once(&RUNTIME, || {
        let (started, handle) = sync_channel(1);
        // Made over there: without that thread it would be dropped here, which panics where this is a task of another runtime.
        blocking::start("authwright-http", move || {
            // A server that floods the connection keeps its task busy: timers must have their turn often all the same.
            let Ok(runtime) = Builder::new_current_thread().enable_all().event_interval(3).build() else { return };
            if started.send(runtime.handle().clone()).is_ok() {
                runtime.block_on(pending::<()>());
            }
        })?;
        handle.recv().map_err(io::Error::other)
    })
}

/// The library's text may hold the URL, so only its classes are passed on.
fn translate(error: &Error) -> TransportError {
    let (kind, message) = if error.is_builder() {
        (Kind::Refused, "the request cannot be sent; for https, enable a TLS feature of `reqwest`")
    } else if error.is_connect() {
        (Kind::Connect, "no connection to the server")
    } else if error.is_timeout() && connecting::is_under_way() {
        (Kind::Connect, "no connection within the time allowed")
    } else if error.is_timeout() {
        (Kind::Timeout, "no complete answer within the time allowed")
    } else if error.is_redirect() {
        (Kind::Lost, "the client followed a redirect, which a token request must not")
    } else {
        (Kind::Lost, "the connection broke, or the answer is not proper HTTP")
    };
    TransportError::new(kind, message)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{Ipv4Addr, TcpListener, TcpStream};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::SyncSender;
    use std::task::{Context, Poll};
    use std::thread;
    use std::time::Duration;

    use tower_layer::Layer;
    use tower_service::Service;

    use super::*;
    use crate::block_on;

    /// Lets the first connection come about and no other.
    #[derive(Clone)]
    struct First {
        begun: Arc<AtomicUsize>,
        second: SyncSender<()>,
    }

    #[derive(Clone)]
    struct Connections<S>(S, First);

    impl<S> Layer<S> for First {
        type Service = Connections<S>;

        fn layer(&self, inner: S) -> Connections<S> {
            Connections(inner, self.clone())
        }
    }

    impl<S, D> Service<D> for Connections<S>
    where
        S: Service<D>,
        S::Response: 'static,
        S::Error: 'static,
        S::Future: Send + 'static,
    {
        type Response = S::Response;
        type Error = S::Error;
        type Future = BoxFuture<'static, Result<S::Response, S::Error>>;

        fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
            self.0.poll_ready(context)
        }

        fn call(&mut self, destination: D) -> Self::Future {
            let Self(inner, First { begun, second }) = self;
            if begun.fetch_add(1, Ordering::Relaxed) == 0 {
                return Box::pin(inner.call(destination));
            }
            second.send(()).unwrap();
            Box::pin(pending())
        }
    }

    fn read_head(stream: &mut TcpStream) {
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            head.extend_from_slice(&byte);
        }
    }

    #[test]
    fn a_request_that_left_on_anothers_connection_while_its_own_came_about_is_ambiguous() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (second, second_begun) = sync_channel(1);
        let (first, first_sent) = sync_channel(1);
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            read_head(&mut stream);
            first.send(()).unwrap();
            second_begun.recv().unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
            read_head(&mut stream);
            stream
        });
        let client = build(ClientBuilder::new().no_proxy().connector_layer(First { begun: Arc::default(), second }));
        let client = client.unwrap();
        let send = |timeout| {
            let (request, client) = (Request::get(&url).body(Bytes::new()).unwrap(), client.clone());
            let options = CallOptions::new().with_timeout(Duration::from_secs(timeout));
            block_on(on_background(connecting::within(Duration::MAX, exchange(client, request, options))))
        };
        thread::scope(|scope| {
            let answered = scope.spawn(|| send(30));
            first_sent.recv().unwrap();
            assert_eq!(send(10).unwrap_err().kind(), Kind::Timeout, "the server has read it");
            assert!(answered.join().unwrap().is_ok());
        });
        drop(server.join().unwrap());
    }

    #[test]
    fn a_client_of_our_own_shares_its_time_out_among_a_hosts_addresses() {
        assert!(
            format!("{:?}", ours()).contains("connect_timeout: 10s"),
            "reqwest divides that, and no other, among them"
        );
    }

    /// Panics when the client is built, as a TLS provider that is missing does.
    #[derive(Clone)]
    struct Bursting;

    impl<S> Layer<S> for Bursting {
        type Service = S;

        fn layer(&self, _: S) -> S {
            panic!("as the test wants it")
        }
    }

    #[test]
    fn a_client_that_panics_while_it_is_built_is_an_error() {
        let built = ReqwestTransport::from_builder(ClientBuilder::new().connector_layer(Bursting));
        assert!(built.is_err_and(|error| error.help().contains("install a provider")));
    }

    #[test]
    fn a_client_that_could_not_be_built_is_not_built_for_each_request() {
        let (place, mut tries) = (OnceLock::new(), 0);
        for _ in 0..3 {
            let client = at_most_once(&place, || {
                tries += 1;
                ours().connector_layer(Bursting)
            });
            assert!(client.is_none());
        }
        assert_eq!(tries, 1);
    }

    #[test]
    fn what_could_not_be_made_is_made_later() {
        let place = Mutex::new(None);
        assert!(once(&place, || Err::<u8, _>(ConfigError::new("none", "install one"))).is_err());
        assert_eq!(once(&place, || Ok::<_, ConfigError>(1)), Ok(1));
        assert_eq!(once(&place, || Ok::<_, ConfigError>(2)), Ok(1));
    }
}
