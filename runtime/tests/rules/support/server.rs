//! A server on loopback that misbehaves as told, one behaviour for all its connections.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A listening server, and the heads of the requests that it has read.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Reads each request and then does this with the connection.
    pub(crate) fn start(answer: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&heads), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, seen, answer) = (stream.unwrap(), Arc::clone(&seen), Arc::clone(&answer));
                std::thread::spawn(move || {
                    if let Some(head) = read_request(&mut stream) {
                        seen.lock().unwrap().push(head);
                        answer(&mut stream);
                    }
                });
            }
        });
        Self { address, heads }
    }

    /// Answers with these bytes and closes.
    pub(crate) fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |stream| drop(stream.write_all(&answer)))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn requests(&self) -> usize {
        self.heads.lock().unwrap().len()
    }

    /// What the last request says in a header, which is named in lower case; values come in lower case too.
    pub(crate) fn heard(&self, header: &str) -> Option<String> {
        let heads = self.heads.lock().unwrap();
        let values = heads.last()?.lines().filter_map(|line| line.split_once(": ").filter(|(name, _)| *name == header));
        Some(values.map(|(_, value)| value).collect::<Vec<_>>().join(" | "))
    }
}

/// A port at which nobody is let in, and nobody refused: its queue is full.
#[cfg(target_os = "linux")]
pub(crate) struct Full {
    listener: TcpListener,
    _queued: Vec<TcpStream>,
}

#[cfg(target_os = "linux")]
impl Full {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        rustix::net::listen(&listener, 0).unwrap();
        let address = listener.local_addr().unwrap();
        let queue = || TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok();
        Self { _queued: std::iter::from_fn(queue).collect(), listener }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.listener.local_addr().unwrap())
    }
}

/// An address at which nobody listens.
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// An answer with this body.
pub(crate) fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{headers}").into_bytes();
    answer.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
    answer.extend_from_slice(body);
    answer
}

/// Waits until the client is gone.
pub(crate) fn hang(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0; 1]);
}

/// Writes bytes for as long as the client takes them, one every few milliseconds or as fast as it can.
pub(crate) fn endless(stream: &mut TcpStream, pace: Option<Duration>) {
    // Nobody sends: waiting for a message is how time passes without a sleep.
    let (_sender, receiver) = channel::<()>();
    let bytes = vec![b'a'; if pace.is_some() { 1 } else { 64 * 1024 }];
    while stream.write_all(&bytes).is_ok() {
        if let Some(pace) = pace {
            assert_eq!(receiver.recv_timeout(pace), Err(RecvTimeoutError::Timeout));
        }
    }
}

/// Reads the head, in lower case, and the body of its length; none when the client closed before.
fn read_request(stream: &mut TcpStream) -> Option<String> {
    let (mut head, mut byte) = (Vec::new(), [0; 1]);
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.extend_from_slice(&byte),
            _ => return None,
        }
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.trim().parse().unwrap());
    stream.read_exact(&mut vec![0; length]).ok()?;
    Some(head)
}
