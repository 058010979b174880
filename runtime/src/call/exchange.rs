//! Sending a request that is ready, under the limits of its options.

use bytes::Bytes;
use http::header::{ACCEPT, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};

use super::Reply;
use super::echo::Sent;
use crate::header::sensitive;
use crate::{CallError, CallOptions, Clock, HttpTransport, TransportError, TransportErrorKind, cookie};

/// Sends the request with the options' headers, and brings the reply whatever its status. The limits on size hold even
/// where the transport does not keep them.
pub(crate) async fn exchange(
    transport: &dyn HttpTransport,
    clock: &dyn Clock,
    mut request: Request<Bytes>,
    options: CallOptions,
) -> Result<Reply, CallError> {
    add(options.headers(), request.headers_mut());
    let (max_body, max_headers) = (options.max_body(), options.max_headers());
    request.extensions_mut().insert(options);
    let (sent, started) = (Sent::of(&request), clock.now());
    let response = transport.send(request).await?;
    if response.body().len() > max_body {
        return Err(too_large("body is"));
    }
    if size(&response) > max_headers {
        return Err(too_large("headers are"));
    }
    Ok(Reply::new(response, started).to(sent))
}

/// Adds the options' headers to the request's own. What carries a credential or says what the body is must not be lost: cookies
/// are joined, and of others the request's own stand. What is accepted is the options' to say.
fn add(more: &HeaderMap, own: &mut HeaderMap) {
    if own.contains_key(COOKIE) && more.contains_key(COOKIE) {
        let line = cookie::joined(lines(more), &cookie::joined(lines(own), b""));
        // Of values that a header can hold, and separators.
        drop(sensitive(&line).map(|line| own.insert(COOKIE, line)));
    }
    for name in more.keys().filter(|name| *name == ACCEPT || !own.contains_key(*name)).collect::<Vec<_>>() {
        own.remove(name);
        own.extend(more.get_all(name).into_iter().map(|value| (name.clone(), value.clone())));
    }
}

fn lines(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    headers.get_all(COOKIE).into_iter().map(HeaderValue::as_bytes)
}

fn size(response: &Response<Bytes>) -> usize {
    let line = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 4;
    response.headers().iter().map(line).sum()
}

fn too_large(what: &str) -> CallError {
    TransportError::new(TransportErrorKind::TooLarge, format!("the answer's {what} too large")).into()
}
