//! The values in a request's body.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::values::Values;
use crate::call::media;
use crate::json::{self, Json};

/// Finds the values of a body of this media type; `None` where they cannot be told from the rest of it.
pub(super) fn values(essence: &str, headers: &HeaderMap, body: &[u8], secrets: &mut Values) -> Option<()> {
    if body.is_empty() {
        return Some(());
    }
    let text = std::str::from_utf8(body).ok()?;
    match essence {
        "application/x-www-form-urlencoded" => secrets.pairs(text),
        "multipart/form-data" => multipart(text, &boundary(headers)?, secrets)?,
        "text/plain" => match json::parse(body) {
            Ok(json @ (Json::Object(_) | Json::Array(_))) => secrets.json(&json),
            _ => words(text, secrets),
        },
        json if media::is_json(json) => secrets.json(&json::parse(body).ok()?),
        _ => return None,
    }
    Some(())
}

/// The whole of a text, which is one value as a rule, and what may be values in it.
fn words(text: &str, secrets: &mut Values) {
    secrets.put(text);
    for word in text.split_whitespace() {
        secrets.put(word);
        secrets.put(word.split_once(['=', ':']).map_or(word, |(_, value)| value));
    }
}

/// What stands between the parts of a multipart body (RFC 2046, section 5.1.1).
fn boundary(headers: &HeaderMap) -> Option<String> {
    let media_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (_, boundary) = media_type
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    let boundary = boundary.trim().trim_matches('"');
    (!boundary.is_empty()).then(|| format!("--{boundary}"))
}

/// The values of a multipart form's fields (RFC 7578).
fn multipart(text: &str, boundary: &str, secrets: &mut Values) -> Option<()> {
    let parts = text.strip_prefix(boundary)?.split(boundary);
    for part in parts.take_while(|part| !part.starts_with("--")) {
        let (head, value) = part.split_once("\r\n\r\n")?;
        // The last line break belongs to the boundary that follows.
        let value = value.strip_suffix("\r\n").unwrap_or(value);
        let name = head.split_once("name=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        secrets.named(name, value);
    }
    Some(())
}
