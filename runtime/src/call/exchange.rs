//! Sending a request that is ready, under the limits of its options.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};

use super::Reply;
use super::echo::Sent;
use crate::{CallError, CallOptions, Clock, HttpTransport, TransportError, TransportErrorKind};

/// Sends the request with the options' headers, and brings the reply whatever its status. The limits on size hold even
/// where the transport does not keep them.
pub(crate) async fn exchange(
    transport: &dyn HttpTransport,
    clock: &dyn Clock,
    mut request: Request<Bytes>,
    options: CallOptions,
) -> Result<Reply, CallError> {
    request.headers_mut().extend(options.headers().clone());
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

fn size(response: &Response<Bytes>) -> usize {
    let line = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 4;
    response.headers().iter().map(line).sum()
}

fn too_large(what: &str) -> CallError {
    TransportError::new(TransportErrorKind::TooLarge, format!("the answer's {what} too large")).into()
}
