//! Which codings of a reply a request asks for.

use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderValue};

/// Asks for the reply as it is where it would not be decoded and the caller says nothing else: without the field, any coding
/// is acceptable (RFC 9110, section 12.5.3). With the feature `gzip` the client asks for what it decodes.
pub(super) fn accept_encoding(headers: &mut HeaderMap) {
    if cfg!(not(feature = "gzip")) {
        headers.entry(ACCEPT_ENCODING).or_insert(const { HeaderValue::from_static("identity") });
    }
}
