//! A token endpoint on loopback whose manners can be changed while it runs.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The length of an access token, in bytes.
const TOKEN: usize = 1200;

/// How the endpoint answers.
#[derive(Debug)]
struct Manners {
    status: AtomicU16,
    delay_ms: AtomicU64,
    lifetime_s: AtomicU64,
    requests: AtomicU64,
    issued: AtomicU64,
    refused_below: AtomicU64,
}

/// The endpoint; it ends with the runtime that it was started on.
#[derive(Clone, Debug)]
pub struct Endpoint {
    address: SocketAddr,
    manners: Arc<Manners>,
}

impl Endpoint {
    /// Listens on a free port: answers 200 after 50 ms with a token that lives an hour.
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let manners = Arc::new(Manners {
            status: AtomicU16::new(200),
            delay_ms: AtomicU64::new(50),
            lifetime_s: AtomicU64::new(3600),
            requests: AtomicU64::new(0),
            issued: AtomicU64::new(0),
            refused_below: AtomicU64::new(0),
        });
        let shared = Arc::clone(&manners);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manners = Arc::clone(&shared);
                tokio::spawn(async move {
                    // A client that goes away in the middle is its own affair.
                    let _ = serve(stream, &manners).await;
                });
            }
        });
        Ok(Self { address, manners })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers with this status from now on.
    pub fn status(&self, status: u16) {
        self.manners.status.store(status, Ordering::SeqCst);
    }

    /// Answers after this long from now on.
    pub fn delay(&self, delay: Duration) {
        let ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.manners.delay_ms.store(ms, Ordering::SeqCst);
    }

    /// Tokens live this long from now on.
    pub fn lifetime(&self, lifetime: Duration) {
        self.manners.lifetime_s.store(lifetime.as_secs(), Ordering::SeqCst);
    }

    /// `GET /resource` answers 401 to every token that was issued until now.
    pub fn refuse_issued(&self) {
        self.manners.refused_below.store(self.manners.issued.load(Ordering::SeqCst), Ordering::SeqCst);
    }

    /// How many requests for a token came since the last call.
    pub fn take_requests(&self) -> u64 {
        self.manners.requests.swap(0, Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, manners: &Manners) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::new();
    loop {
        let Some(end) = read_request(&mut stream, &mut buffer).await? else { return Ok(()) };
        let request: Vec<u8> = buffer.drain(..end).collect();
        let request = String::from_utf8_lossy(&request);
        let (status, body) = if request.starts_with("GET /resource") {
            (resource(&request, manners), "{}".to_owned())
        } else {
            token(&request, manners).await
        };
        let head =
            format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
    }
}

/// What a protected resource answers at once: 401 where the token was refused, or is none.
fn resource(request: &str, manners: &Manners) -> u16 {
    let bearer =
        request.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("authorization: bearer ")?.parse().ok());
    let good = bearer.is_some_and(|number: u64| number >= manners.refused_below.load(Ordering::SeqCst));
    if good { 200 } else { 401 }
}

async fn token(request: &str, manners: &Manners) -> (u16, String) {
    manners.requests.fetch_add(1, Ordering::SeqCst);
    let number = manners.issued.fetch_add(1, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(manners.delay_ms.load(Ordering::SeqCst))).await;
    let status = manners.status.load(Ordering::SeqCst);
    if status != 200 {
        return (status, r#"{"error":"temporarily_unavailable"}"#.to_owned());
    }
    let token = format!("{number:0>TOKEN$}");
    let lifetime = manners.lifetime_s.load(Ordering::SeqCst);
    if request.starts_with("POST /app/installations/") {
        return (201, installation(&token, Duration::from_secs(lifetime)));
    }
    let rest = format!(r#""token_type":"Bearer","expires_in":{lifetime},"refresh_token":"r{number}""#);
    (200, format!(r#"{{"access_token":"{token}",{rest}}}"#))
}

/// The token of a GitHub App's installation, which ends at a time instead of after one.
#[cfg(feature = "peers")]
fn installation(token: &str, lifetime: Duration) -> String {
    let ends = azure_core::time::to_rfc3339(&(azure_core::time::OffsetDateTime::now_utc() + lifetime));
    format!(r#"{{"token":"{token}","expires_at":"{ends}","permissions":{{}}}}"#)
}

#[cfg(not(feature = "peers"))]
fn installation(_: &str, _: Duration) -> String {
    unreachable!("only a peer asks for one")
}

/// Reads until one request is whole; its length, or none where the client has closed.
async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<Option<usize>> {
    loop {
        if let Some(end) = whole(buffer) {
            return Ok(Some(end));
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
}

fn whole(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    let end = head + length.unwrap_or(0);
    (buffer.len() >= end).then_some(end)
}
