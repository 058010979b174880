//! Media types of replies.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The media type without parameters, in lower case; empty when the reply names none.
pub(super) fn essence(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// True for `application/json` and the types that say `+json` (RFC 6839 section 3.1).
pub(super) fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json") || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::{essence, is_json};
    use http::HeaderMap;
    use http::header::CONTENT_TYPE;

    #[test]
    fn parameters_and_case_do_not_matter() {
        for (text, json) in [
            ("Application/JSON; charset=utf-8", true),
            ("application/problem+json", true),
            ("text/html", false),
            ("application/jsonp", false),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, text.parse().unwrap())]);
            assert_eq!(is_json(&essence(&headers)), json, "{text}");
        }
    }
}
