//! The listener that receives a native application's authorization response (RFC 8252, sections 7.3 and 8.3).

use std::fmt;
use std::io::{self, ErrorKind as Io, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use super::callback::CallbackError;
use super::page::{Outcome, response};

/// The longest request that is read.
const LONGEST_REQUEST: usize = 16 * 1024;
/// Connections, such as a browser's for its icon, after which the listener gives up.
const MOST_VISITORS: u32 = 64;
/// How long one connection may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two looks at the listener.
const PAUSE: Duration = Duration::from_millis(20);

/// Why no answer could be received.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoopbackError {
    /// The listener could not be opened.
    Listen(io::Error),
    /// The port asked for is taken.
    Busy(u16),
    /// Nobody came back in time.
    TimedOut,
    /// The thread that waits for the answer could not be started, or died.
    NoThread,
    /// Too many connections that were no answer.
    Strays,
}

impl fmt::Display for LoopbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(error) => write!(
                f,
                "this machine's loopback interface cannot be listened on: {error}; sign in with a device code instead"
            ),
            Self::Busy(port) => write!(
                f,
                "port {port} of the loopback interface is in use; let the system choose one (port 0), as RFC 8252, \
                 section 7.3 has servers accept, or stop the program that holds it"
            ),
            Self::TimedOut => f.write_str("nobody came back from the browser in time; begin the sign-in again"),
            Self::NoThread => f.write_str("there is no thread to wait for the browser on; begin the sign-in again"),
            Self::Strays => f.write_str(
                "something else keeps connecting to the sign-in's port; begin the sign-in again, on another port",
            ),
        }
    }
}

impl std::error::Error for LoopbackError {}

/// A listener on the loopback interface, for one answer.
#[derive(Debug)]
pub struct Loopback {
    listener: TcpListener,
    address: SocketAddr,
    path: String,
    application: String,
}

/// The answer, and the browser that waits to hear how it ended.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The query of the redirect.
    pub(crate) query: String,
    stream: TcpStream,
    application: String,
}

impl Loopback {
    /// Listens on a port that the system chooses, on IPv4 or, where that is missing, IPv6 (RFC 8252, section 7.3).
    /// `path` is that of the registered redirect URI, such as `/callback`.
    pub fn bind(path: &str) -> Result<Self, LoopbackError> {
        Self::bind_to(Ipv4Addr::LOCALHOST.into(), 0, path)
            .or_else(|error| Self::bind_to(Ipv6Addr::LOCALHOST.into(), 0, path).map_err(|_| error))
    }

    /// Listens on a port of one's own choice, for servers that insist on the registered one. The address is loopback in
    /// any case: `ipv6` chooses which.
    pub fn bind_port(port: u16, ipv6: bool, path: &str) -> Result<Self, LoopbackError> {
        let address = if ipv6 { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
        Self::bind_to(address, port, path)
    }

    fn bind_to(address: IpAddr, port: u16, path: &str) -> Result<Self, LoopbackError> {
        let listener = TcpListener::bind((address, port)).map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => LoopbackError::Busy(port),
            _ => LoopbackError::Listen(error),
        })?;
        let address = listener.local_addr().map_err(LoopbackError::Listen)?;
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { listener, address, path, application: "the application".to_owned() })
    }

    /// The name that the page calls this program by.
    #[must_use]
    pub fn application(mut self, name: &str) -> Self {
        name.clone_into(&mut self.application);
        self
    }

    /// The redirect URI: the loopback address as a literal (RFC 8252, section 8.3), never `localhost`.
    pub fn redirect_uri(&self) -> String {
        format!("http://{}{}", without_default_port(&self.address.to_string()), self.path)
    }

    /// Waits for the answer, a query that `is_ours`. The listener is closed as soon as it came: nobody can connect a second time.
    /// Browsers open connections ahead of need and ask for icons, a tab from before is loaded again, and other programs of this
    /// machine may say what they like: such visitors neither count as the answer nor hold it up. Ends as well when nobody waits
    /// for it any more.
    pub(crate) fn answer(
        self,
        patience: Duration,
        is_wanted: &dyn Fn() -> bool,
        is_ours: &dyn Fn(&str) -> Result<(), CallbackError>,
    ) -> Result<Answer, LoopbackError> {
        self.listener.set_nonblocking(true).map_err(LoopbackError::Listen)?;
        let began = Instant::now();
        let mut visitors: Vec<Visitor> = Vec::new();
        let mut seen = 0;
        while began.elapsed() < patience && is_wanted() {
            match self.listener.accept() {
                Ok(_) if seen == MOST_VISITORS => return Err(LoopbackError::Strays),
                Ok((stream, _)) => {
                    seen += 1;
                    visitors.extend(Visitor::new(stream));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::sleep(PAUSE),
                // A connection that was gone before it was taken up is no fault of the listener.
                Err(error) if matches!(error.kind(), Io::Interrupted | Io::ConnectionAborted | Io::ConnectionReset) => {
                }
                Err(error) => return Err(LoopbackError::Listen(error)),
            }
            for mut visitor in std::mem::take(&mut visitors) {
                match visitor.listen() {
                    Heard::More => visitors.push(visitor),
                    Heard::Nothing => {}
                    Heard::Request(head) => match self.query_of(&head).map(|query| is_ours(&query).map(|()| query)) {
                        Some(Ok(query)) => {
                            return Ok(Answer { query, stream: visitor.stream, application: self.application });
                        }
                        Some(Err(error)) => {
                            finish(visitor.stream, &response(&Outcome::Failed(error.to_string()), &self.application));
                        }
                        None => finish(visitor.stream, &response(&Outcome::NotHere, &self.application)),
                    },
                }
            }
        }
        Err(LoopbackError::TimedOut)
    }

    /// The query, if this is a GET for our path by our own address: a page elsewhere that had its name resolve to
    /// loopback would send that name as the host.
    fn query_of(&self, head: &str) -> Option<String> {
        let mut lines = head.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let (method, target) = (words.next()?, words.next()?);
        let host = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("host").then(|| value.trim())
        })?;
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let is_ours = without_default_port(host) == without_default_port(&self.address.to_string());
        (method == "GET" && path == self.path && is_ours).then(|| query.to_owned())
    }
}

/// The host and port as browsers name them: the scheme's own port is left out (RFC 3986, section 6.2.3).
fn without_default_port(host: &str) -> &str {
    host.strip_suffix(":80").unwrap_or(host)
}

impl Answer {
    /// Shows the browser how it ended, and lets it go.
    pub(crate) fn tell(self, outcome: &Outcome) {
        finish(self.stream, &response(outcome, &self.application));
    }
}

/// A connection whose request is being read.
struct Visitor {
    stream: TcpStream,
    head: Vec<u8>,
    since: Instant,
}

/// What a visitor has said so far.
enum Heard {
    /// Not everything yet.
    More,
    /// Nothing that makes sense, or not in time.
    Nothing,
    /// The request line and the headers.
    Request(String),
}

impl Visitor {
    fn new(stream: TcpStream) -> Option<Self> {
        stream.set_nonblocking(true).ok()?;
        Some(Self { stream, head: Vec::new(), since: Instant::now() })
    }

    fn listen(&mut self) -> Heard {
        let mut part = [0_u8; 2048];
        let mut silent = self.since.elapsed() > PATIENCE;
        loop {
            match self.stream.read(&mut part) {
                // Nothing more will be said, but what was said counts.
                Ok(0) => {
                    silent = true;
                    break;
                }
                Ok(length) => self.head.extend_from_slice(part.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Heard::Nothing,
            }
            if self.head.len() > LONGEST_REQUEST {
                return Heard::Nothing;
            }
        }
        if self.head.windows(4).any(|end| end == b"\r\n\r\n") {
            String::from_utf8(std::mem::take(&mut self.head)).map_or(Heard::Nothing, Heard::Request)
        } else if silent {
            Heard::Nothing
        } else {
            Heard::More
        }
    }
}

/// Writes the response; a browser that went away has nothing to be told.
fn finish(mut stream: TcpStream, response: &str) {
    let _ = stream
        .set_nonblocking(false)
        .and_then(|()| stream.set_write_timeout(Some(PATIENCE)))
        .and_then(|()| stream.write_all(response.as_bytes()))
        .and_then(|()| stream.shutdown(std::net::Shutdown::Write));
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    /// Sends a request, and gives what came back.
    fn visit(address: SocketAddr, request: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(request.as_bytes())?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply)?;
        Ok(reply)
    }

    /// Takes whatever names the state of these tests.
    fn is_ours(query: &str) -> Result<(), CallbackError> {
        if query.contains("state=s") { Ok(()) } else { Err(CallbackError::WrongState) }
    }

    fn get(address: SocketAddr, target: &str) -> io::Result<String> {
        visit(address, &format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n"))
    }

    #[test]
    fn strays_are_sent_away_and_the_answer_is_the_last_connection() {
        let loopback = Loopback::bind("/callback").expect("loopback can be listened on").application("tests");
        let address = loopback.address;
        assert!(address.ip().is_loopback());
        assert_eq!(loopback.redirect_uri(), format!("http://{address}/callback"));
        let silent = TcpStream::connect(address).expect("connects");
        let waiting = std::thread::spawn(move || loopback.answer(LONG, &|| true, &is_ours));
        for stale in ["/callback?code=c&state=old", "/callback?error=access_denied", "/callback"] {
            let page = get(address, stale).expect("a page");
            assert!(page.starts_with("HTTP/1.1 400") && page.contains("another sign-in"), "{stale}: {page}");
        }
        assert!(get(address, "/favicon.ico").is_ok_and(|reply| reply.starts_with("HTTP/1.1 404")));
        let foreign = visit(address, "GET /callback?code=x HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        assert!(foreign.is_ok_and(|reply| reply.starts_with("HTTP/1.1 404")), "another name for this machine");
        let posted = visit(address, &format!("POST /callback?code=x HTTP/1.1\r\nHost: {address}\r\n\r\n"));
        assert!(posted.is_ok_and(|reply| reply.starts_with("HTTP/1.1 404")));
        let browser = std::thread::spawn(move || get(address, "/callback?code=c&state=s"));
        let answer = waiting.join().expect("no panic").expect("an answer");
        assert_eq!(answer.query, "code=c&state=s");
        assert!(TcpStream::connect(address).is_err(), "closed after the first answer");
        answer.tell(&Outcome::SignedIn);
        let page = browser.join().expect("no panic").expect("a page");
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("go back to tests"));
        drop(silent);
    }

    #[test]
    fn a_browser_that_says_no_more_is_heard() {
        let loopback = Loopback::bind("/callback").expect("loopback can be listened on");
        let address = loopback.address;
        let mut stream = TcpStream::connect(address).expect("connects");
        stream
            .write_all(format!("GET /callback?state=s HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes())
            .expect("is sent");
        stream.shutdown(std::net::Shutdown::Write).expect("is closed");
        assert_eq!(loopback.answer(LONG, &|| true, &is_ours).expect("an answer").query, "state=s");
    }

    #[test]
    fn the_port_of_the_scheme_goes_without_saying() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback can be listened on");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 80));
        let loopback = Loopback { listener, address, path: "/cb".to_owned(), application: String::new() };
        assert_eq!(loopback.redirect_uri(), "http://127.0.0.1/cb");
        let query = |host: &str| loopback.query_of(&format!("GET /cb?q HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        for (host, is_ours) in [("127.0.0.1", true), ("127.0.0.1:80", true), ("127.0.0.1:8080", false), ("evil", false)]
        {
            assert_eq!(query(host).is_some(), is_ours, "{host}");
        }
    }

    #[test]
    fn a_busy_port_is_said_to_be_busy() {
        let holder = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback can be listened on");
        let port = holder.local_addr().expect("has an address").port();
        let refused = Loopback::bind_port(port, false, "/callback");
        assert!(matches!(refused, Err(LoopbackError::Busy(busy)) if busy == port), "{refused:?}");
    }

    #[test]
    fn nobody_is_not_waited_for_without_end() {
        let loopback = Loopback::bind("callback").expect("loopback can be listened on");
        assert!(matches!(loopback.answer(Duration::ZERO, &|| true, &is_ours), Err(LoopbackError::TimedOut)));
    }
}
