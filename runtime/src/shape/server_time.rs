//! What time it is at the server.

use std::time::{Duration, UNIX_EPOCH};

use http::header::DATE;

use crate::call::Reply;

/// The server's clock as its `Date` header gives it (RFC 9110 section 6.6.1), since the Unix epoch.
pub(super) fn server_time(reply: &Reply) -> Option<Duration> {
    let text = reply.headers().get(DATE)?.to_str().ok()?;
    httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()
}
