//! Media types of replies.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The media type without parameters, in lower case; empty when the reply names none.
pub(super) fn essence(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    without_parameters(value)
}

/// A media type without parameters, in lower case.
pub(super) fn without_parameters(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// True for types whose text is JSON: by the suffix (RFC 6839 section 3.1), or a name that was never registered. The generator has
/// the same rule.
pub(super) fn is_json(essence: &str) -> bool {
    let sub = essence.split_once('/').map_or("", |(_, sub)| sub);
    sub == "json" || [".json", "+json", "-json"].iter().any(|end| sub.ends_with(end))
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
            ("text/json", true),
            ("application/x-json", true),
            ("application/vnd.example.v1.json; q=1", true),
            ("json", false),
            ("text/html", false),
            ("application/jsonp", false),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, text.parse().unwrap())]);
            assert_eq!(is_json(&essence(&headers)), json, "{text}");
        }
    }
}
