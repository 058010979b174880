//! HTTP/1.1 as far as a test server needs it, without a library in between: what was received is kept byte for byte, and an
//! answer may be as wrong as the test wants.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// One request as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// Names as sent, in order.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// The value of the first header called `name`, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// How often the header `name` was sent.
    pub fn count(&self, name: &str) -> usize {
        self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).count()
    }

    /// The body as text; invalid UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as the pairs of a form (`application/x-www-form-urlencoded`), decoded.
    pub fn form(&self) -> Vec<(String, String)> {
        let decode = |part: &str| {
            let spaced = part.replace('+', " ");
            percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
        };
        let text = self.text();
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(key, value)| (decode(key), decode(value)))
            .collect()
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The first line: `POST /auth/api-key`.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    /// Reads the next request; `None` at the end of the connection.
    pub fn read(reader: &mut impl BufRead) -> std::io::Result<Option<Self>> {
        let Some(first) = line(reader)? else { return Ok(None) };
        let mut words = first.split(' ');
        let (method, target) =
            (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
        let mut headers = Vec::new();
        while let Some(text) = line(reader)?.filter(|text| !text.is_empty()) {
            let (name, value) = text.split_once(':').unwrap_or((&text, ""));
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let mut request = Self { method, target, headers, body: Vec::new() };
        request.body = request.read_body(reader)?;
        Ok(Some(request))
    }

    fn read_body(&self, reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
        let mut body = Vec::new();
        if self.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
            while let Some(size) = line(reader)?.and_then(|text| u64::from_str_radix(text.trim(), 16).ok()) {
                reader.take(size).read_to_end(&mut body)?;
                line(reader)?;
                if size == 0 {
                    break;
                }
            }
        } else if let Some(length) = self.header("content-length").and_then(|value| value.parse().ok()) {
            reader.take(length).read_to_end(&mut body)?;
        }
        Ok(body)
    }
}

fn line(reader: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if reader.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned()))
}

/// One answer. The connection is closed after it, so that no later request meets a stale one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer without a body.
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// An `application/json` answer.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        Self::status(status).header("content-type", "application/json").body(body.into())
    }

    /// Adds a header; nothing is checked or replaced.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The answer as bytes on the wire, with its true length.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out =
            format!("HTTP/1.1 {} Test\r\ncontent-length: {}\r\nconnection: close\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            out.extend([name, ": ", value, "\r\n"]);
        }
        out.push_str("\r\n");
        let mut out = out.into_bytes();
        out.extend_from_slice(&self.body);
        out
    }
}

/// What a server does with a connection after one request was read from it. Dropping the stream closes it.
pub type Handler = dyn Fn(Request, &mut TcpStream) + Send + Sync;

/// A server on a free loopback port; each connection has a thread of its own. Stops when dropped.
pub struct Server {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Server {
    /// Listens, and hands every request to `handler`.
    ///
    /// # Panics
    ///
    /// When no loopback port is free.
    pub fn start(handler: impl Fn(Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free loopback port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let stopping = Arc::new(AtomicBool::new(false));
        let handler: Arc<Handler> = Arc::new(handler);
        let stop = Arc::clone(&stopping);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let handler = Arc::clone(&handler);
                std::thread::spawn(move || one(stream, &handler));
            }
        });
        Self { address, stopping }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // Wakes the accepting thread so that it sees the flag.
        TcpStream::connect(self.address).ok();
    }
}

fn one(mut stream: TcpStream, handler: &Arc<Handler>) {
    let Ok(reading) = stream.try_clone() else { return };
    let mut reader = BufReader::new(reading);
    if let Ok(Some(request)) = Request::read(&mut reader) {
        handler(request, &mut stream);
    }
    stream.flush().ok();
}
