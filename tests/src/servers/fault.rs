//! A proxy that breaks the next answers in one of sixteen ways.

mod bodies;

use crate::wire::{Answer, Request, Server};
use std::collections::VecDeque;
use std::fmt;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What may go wrong between a client and a token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The connection closes before the server sees the request.
    DropBefore,
    /// The server handles the request and the answer is lost: with rotation, the old refresh token is gone.
    DropAfter,
    /// Half of the body arrives.
    Truncate,
    /// The answer comes byte by byte.
    Slow,
    /// No answer until the client gives up.
    Hang,
    /// The connection is reset (RST).
    Reset,
    /// A body without an end.
    Big,
    /// A small compressed body that is 200 MB when unpacked.
    GzipBomb,
    /// 200 with a web page.
    Html,
    /// 429 with `Retry-After: 1`.
    TooManyRequests,
    /// 503 with `Retry-After: 1`.
    Unavailable,
    /// 307 to another origin.
    Redirect,
    /// 200 with JSON that stops in the middle.
    BadJson,
    /// 200 with a key twice in the JSON.
    DuplicateKey,
    /// A header of a million bytes.
    HugeHeader,
    /// The right answer, late.
    Delay,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 16] = [
        Self::DropBefore,
        Self::DropAfter,
        Self::Truncate,
        Self::Slow,
        Self::Hang,
        Self::Reset,
        Self::Big,
        Self::GzipBomb,
        Self::Html,
        Self::TooManyRequests,
        Self::Unavailable,
        Self::Redirect,
        Self::BadJson,
        Self::DuplicateKey,
        Self::HugeHeader,
        Self::Delay,
    ];

    /// Whether the server behind the proxy handles the request.
    pub fn reaches_server(self) -> bool {
        matches!(self, Self::DropAfter | Self::Truncate | Self::Slow | Self::Delay)
    }
}

/// How slow the slow faults are.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two bytes of [`Fault::Slow`].
    pub byte: Duration,
    /// Before the answer of [`Fault::Delay`].
    pub delay: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { byte: Duration::from_millis(4), delay: Duration::from_millis(200) }
    }
}

#[derive(Default)]
struct Plan {
    next: VecDeque<Option<Fault>>,
    seen: Vec<(Option<Fault>, String)>,
}

/// The proxy, in this process; it ends with the value.
pub struct FaultProxy {
    server: Server,
    plan: Arc<Mutex<Plan>>,
}

impl fmt::Debug for FaultProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultProxy").field("server", &self.server).finish_non_exhaustive()
    }
}

impl FaultProxy {
    /// Starts it in front of `upstream`; requests pass untouched until [`FaultProxy::next`] says otherwise.
    pub fn start(upstream: SocketAddr, pace: Pace) -> Self {
        let plan = Arc::new(Mutex::new(Plan::default()));
        let shared = Arc::clone(&plan);
        let server = Server::start(move |request, stream| {
            let fault = {
                let mut plan = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let fault = plan.next.pop_front().flatten();
                plan.seen.push((fault, request.line()));
                fault
            };
            // A client that hangs up early is what most faults are about.
            match fault {
                None => stream.write_all(&forward(upstream, &request)).ok(),
                Some(fault) => break_answer(fault, pace, upstream, &request, stream).ok(),
            };
        });
        Self { server, plan }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The next `count` requests meet `fault`.
    pub fn next(&self, fault: Fault, count: usize) {
        self.lock().next.extend(std::iter::repeat_n(Some(fault), count));
    }

    /// The next request passes untouched, after those already planned.
    pub fn pass(&self) {
        self.lock().next.push_back(None);
    }

    /// Forgets the faults that have not happened yet.
    pub fn clear(&self) {
        self.lock().next.clear();
    }

    /// What came in, in order: the fault it met and its first line.
    pub fn seen(&self) -> Vec<(Option<Fault>, String)> {
        self.lock().seen.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends the request on and reads the whole answer; empty when the server is not there.
fn forward(upstream: SocketAddr, request: &Request) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method, request.target);
    let skipped = ["connection", "content-length", "transfer-encoding"];
    for (name, value) in &request.headers {
        if !skipped.iter().any(|skip| name.eq_ignore_ascii_case(skip)) {
            head.extend([name, ": ", value, "\r\n"]);
        }
    }
    let length = request.body.len().to_string();
    head.extend(["content-length: ", &length, "\r\nconnection: close\r\n\r\n"]);
    let mut answer = Vec::new();
    if let Ok(mut stream) = TcpStream::connect(upstream) {
        let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&request.body));
        if sent.is_ok() {
            stream.read_to_end(&mut answer).ok();
        }
    }
    answer
}

fn break_answer(
    fault: Fault,
    pace: Pace,
    upstream: SocketAddr,
    request: &Request,
    stream: &mut TcpStream,
) -> std::io::Result<()> {
    match fault {
        Fault::DropBefore => Ok(()),
        Fault::DropAfter => {
            forward(upstream, request);
            Ok(())
        }
        Fault::Truncate => stream.write_all(bodies::half(&forward(upstream, request))),
        Fault::Slow => forward(upstream, request).chunks(1).try_for_each(|byte| {
            std::thread::sleep(pace.byte);
            stream.write_all(byte)
        }),
        Fault::Delay => {
            std::thread::sleep(pace.delay);
            stream.write_all(&forward(upstream, request))
        }
        // Until the client closes its side.
        Fault::Hang => stream.read_to_end(&mut Vec::new()).map(drop),
        Fault::Reset => {
            rustix::net::sockopt::set_socket_linger(&*stream, Some(Duration::ZERO)).map_err(std::io::Error::from)
        }
        Fault::Big => bodies::endless(stream),
        Fault::GzipBomb => {
            let packed = Answer::json(200, "").header("content-encoding", "gzip").body(bodies::gzip_bomb(200));
            stream.write_all(&packed.bytes())
        }
        Fault::Html => {
            let page = Answer::status(200).header("content-type", "text/html").body("<html>sign in</html>");
            stream.write_all(&page.bytes())
        }
        Fault::TooManyRequests => stream.write_all(&Answer::json(429, "{}").header("retry-after", "1").bytes()),
        Fault::Unavailable => stream.write_all(&Answer::json(503, "{}").header("retry-after", "1").bytes()),
        Fault::Redirect => {
            // Port 1 of loopback: nobody listens, and a client that follows shows it by its error.
            stream.write_all(&Answer::json(307, "{}").header("location", "http://127.0.0.1:1/elsewhere").bytes())
        }
        Fault::BadJson => stream.write_all(&Answer::json(200, r#"{"access_token":"#).bytes()),
        Fault::DuplicateKey => stream.write_all(&Answer::json(200, bodies::DUPLICATE_KEY).bytes()),
        Fault::HugeHeader => stream.write_all(&Answer::json(200, "{}").header("x-long", "a".repeat(1_000_000)).bytes()),
    }
}
