//! Header values that are secrets.

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

/// A header value in wiped memory that does not print; `None` for what a header cannot hold.
pub(crate) fn sensitive(value: &[u8]) -> Option<HeaderValue> {
    let bytes = Bytes::from_owner(Zeroizing::new(value.to_vec()));
    let mut value = HeaderValue::from_maybe_shared(bytes).ok()?;
    value.set_sensitive(true);
    Some(value)
}
