//! [`CallOptions`]: limits and extra headers of one call.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

/// Limits and extra headers of one call. Transports find it in `request.extensions()`.
#[derive(Clone)]
pub struct CallOptions {
    timeout: Duration,
    connect_timeout: Duration,
    max_body: usize,
    max_headers: usize,
    headers: HeaderMap,
}

/// Longer than anybody waits, and short enough for every client to add it to the time of day.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

impl Default for CallOptions {
    /// 30 s in all, 10 s to connect, a body of 1 MiB after decompression, headers of 64 KiB.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_body: 1024 * 1024,
            max_headers: 64 * 1024,
            headers: HeaderMap::new(),
        }
    }
}

impl CallOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time for the whole call, from name resolution to the last byte of the body.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(LONGEST);
        self
    }

    /// Sets the time for name resolution, connection and TLS.
    #[must_use]
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout.min(LONGEST);
        self
    }

    /// Sets the largest body accepted, in bytes after decompression.
    #[must_use]
    pub fn with_max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets the largest block of response headers accepted, in bytes.
    #[must_use]
    pub fn with_max_headers(mut self, bytes: usize) -> Self {
        self.max_headers = bytes;
        self
    }

    /// Adds a header to the request; it is treated as sensitive. What a call sets itself stands, such as `Authorization` and
    /// `Content-Type`: only cookies are joined, and `Accept` is replaced.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        self.headers.append(name, value);
        self
    }

    /// Time for the whole call.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Time for name resolution, connection and TLS.
    pub fn connect_timeout(&self) -> Duration {
        self.connect_timeout
    }

    /// The largest body accepted, in bytes after decompression.
    pub fn max_body(&self) -> usize {
        self.max_body
    }

    /// The largest block of response headers accepted, in bytes.
    pub fn max_headers(&self) -> usize {
        self.max_headers
    }

    /// Headers added to the request.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_body", &self.max_body)
            .field("max_headers", &self.max_headers)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish()
    }
}
