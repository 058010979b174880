//! A request's body.

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::{Form, multipart};
use crate::json::{Json, write};

/// A body and its media type.
pub(super) struct Body {
    pub(super) media_type: HeaderValue,
    pub(super) bytes: Bytes,
}

impl Body {
    pub(super) fn json(value: &Json) -> Self {
        Self::new("application/json", write(value))
    }

    pub(super) fn form(form: &Form) -> Self {
        Self::new("application/x-www-form-urlencoded", form.urlencoded())
    }

    pub(super) fn text(text: &str) -> Self {
        Self::new("text/plain; charset=utf-8", Zeroizing::new(text.as_bytes().to_vec()))
    }

    pub(super) fn multipart(form: &Form) -> Self {
        let (bytes, boundary) = multipart::encode(form);
        Self::new(&format!("multipart/form-data; boundary={boundary}"), bytes)
    }

    fn new(media_type: &str, bytes: impl AsRef<[u8]> + Send + 'static) -> Self {
        let media_type =
            HeaderValue::from_str(media_type).unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
        Self { media_type, bytes: Bytes::from_owner(bytes) }
    }
}
