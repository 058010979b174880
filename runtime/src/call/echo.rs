//! What a server repeats of a request: the text of an error may quote the very token that it refuses.

mod body;
mod header;
mod values;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Uri};

use super::{PathValues, media};
use values::Values;

/// Shorter values are words that occur in any text.
const SHORTEST: usize = 6;

/// Stands for each secret that was found.
const REDACTED: &str = "[redacted]";

/// A request that was sent, kept to find its secrets in the answer.
#[derive(Clone, Default)]
pub(super) struct Sent {
    uri: Uri,
    /// The path's parameters: the address does not say which of its segments are fixed.
    path: PathValues,
    headers: HeaderMap,
    /// The media type that was asked for.
    accept: String,
    body: Bytes,
}

impl Sent {
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        let mut headers = request.headers().clone();
        let accept = headers.remove(http::header::ACCEPT);
        let accept = accept.as_ref().and_then(|value| value.to_str().ok()).map(media::without_parameters);
        Self {
            uri: request.uri().clone(),
            path: Vec::new(),
            headers,
            accept: accept.unwrap_or_default(),
            body: request.body().clone(),
        }
    }

    /// Whether an answer of this media type is what was asked for.
    pub(super) fn asks_for(&self, essence: &str) -> bool {
        !essence.is_empty() && self.accept == essence
    }

    /// The same with what stands in the path.
    pub(super) fn with_path(mut self, path: PathValues) -> Self {
        self.path = path;
        self
    }

    /// The text without what it repeats of the request; `None` where nobody knows what in the request is a secret.
    pub(super) fn redact(&self, text: &str) -> Option<String> {
        let mut secrets = self.secrets()?.into_texts();
        // The longest first: one may be a part of another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        let found = secrets.iter().filter(|secret| secret.len() >= SHORTEST);
        Some(found.fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED)))
    }

    fn secrets(&self) -> Option<Values> {
        let mut secrets = Values::default();
        secrets.pairs(self.uri.query().unwrap_or_default());
        for (name, value) in &self.path {
            secrets.named(name, value);
        }
        for (name, value) in self.headers.iter().filter(|(name, _)| *name != CONTENT_TYPE) {
            header::values(name, value, &mut secrets);
        }
        body::values(&media::essence(&self.headers), &self.headers, &self.body, &mut secrets)?;
        Some(secrets)
    }
}

#[cfg(test)]
mod tests {
    use super::Sent;
    use bytes::Bytes;
    use http::Request;
    use zeroize::Zeroizing;

    fn sent(media_type: &str, body: &'static str) -> Sent {
        let request = Request::post("https://a.example/t?key=query-key&bare-query-key")
            .header("content-type", media_type)
            .header("authorization", "Basic aWQ6cyUyRmVjcmV0")
            .header("cookie", "a=b; sid=\"cookie%2Fvalue\"; c=d")
            .header("x-auth", "Token token=\"header-token\", realm=x")
            .header("x-api-key", "header-key");
        Sent::of(&request.body(Bytes::from_static(body.as_bytes())).unwrap())
    }

    fn redacted(media_type: &str, body: &'static str, text: &str) -> String {
        sent(media_type, body).redact(text).unwrap()
    }

    #[test]
    fn what_was_sent_is_found_in_every_form() {
        for media_type in ["application/x-www-form-urlencoded", "Application/X-WWW-Form-URLencoded ; charset=utf-8"] {
            let form = |text: &str| redacted(media_type, "grant_type=refresh_token&refresh_token=a%2Fb%2Bc-1", text);
            assert_eq!(form("no refresh_token a/b+c-1 here"), "no refresh_token [redacted] here");
            assert_eq!(form("'a%2Fb%2Bc-1'"), "'[redacted]'");
            assert_eq!(form("query-key, bare-query-key, header-key"), "[redacted], [redacted], [redacted]");
            assert_eq!(form("s/ecret, s%2Fecret, aWQ6cyUyRmVjcmV0"), "[redacted], [redacted], [redacted]");
        }
        let json = r#"{"user":{"name":"alice-liddell"},"password":"pa\"ssword","grant_type":"password","pin":123456}"#;
        for media_type in ["application/json", "application/vnd.api+json; v=1"] {
            assert_eq!(redacted(media_type, json, "pa\"ssword: no password"), "[redacted]: no password");
            assert_eq!(redacted(media_type, json, r#"{"password":"pa\"ssword"}"#), r#"{"password":"[redacted]"}"#);
            assert_eq!(redacted(media_type, json, "123456 is no pin"), "[redacted] is no pin");
        }
        assert_eq!(redacted("text/plain", "the key=text-value ", "text-value"), "[redacted]");
        assert_eq!(redacted("text/plain", r#"{"password":"pa ss\"word"}"#, "pa ss\"word"), "[redacted]");
    }

    #[test]
    fn cookies_and_parameters_of_headers_are_found_by_themselves() {
        let headers = |text: &str| redacted("", "", text);
        assert_eq!(headers("cookie%2Fvalue cookie/value"), "[redacted] [redacted]");
        assert_eq!(headers("header-token"), "[redacted]");
    }

    #[test]
    fn what_stands_in_the_path_is_found() {
        let value = |name: &str, value: &str| (name.to_owned(), Zeroizing::new(value.to_owned()));
        let sent = sent("", "").with_path(vec![value("key", "path/value"), value("client_id", "my-client")]);
        let said = sent.redact("path/value, path%2Fvalue, my-client").unwrap();
        assert_eq!(said, "[redacted], [redacted], my-client");
    }

    #[test]
    fn the_values_of_a_multipart_form_are_found() {
        let body = "--b 1\r\ncontent-disposition: form-data; name=\"grant_type\"\r\n\r\npassword\r\n\
                    --b 1\r\nContent-Disposition: form-data; name=\"key\"\r\nx: y\r\n\r\nmultipart\r\nvalue\r\n--b 1--\r\n";
        for media_type in ["multipart/form-data; boundary=\"b 1\"", "Multipart/Form-Data;charset=utf-8; Boundary=b 1"] {
            assert_eq!(redacted(media_type, body, "multipart\r\nvalue: no password"), "[redacted]: no password");
            assert_eq!(redacted(media_type, body, "multipart%0D%0Avalue"), "[redacted]");
        }
        assert_eq!(sent("multipart/form-data", body).redact("words"), None, "no boundary, no values");
    }

    #[test]
    fn nothing_is_repeated_in_answer_to_what_nobody_understands() {
        for (media_type, body) in [
            ("application/xml", "<key>xml-value</key>"),
            ("text/xml", "<key>xml-value</key>"),
            ("application/json", "{\"key\":"),
            ("application/octet-stream", "bytes"),
            ("", "bytes"),
        ] {
            assert_eq!(sent(media_type, body).redact("words"), None, "{media_type}");
        }
        assert_eq!(sent("application/xml", "").redact("words").as_deref(), Some("words"));
    }

    #[test]
    fn a_user_without_a_password_is_the_secret() {
        let said = |pair: &str| {
            let request = Request::get("https://a.example/").header("authorization", format!("Basic {pair}"));
            Sent::of(&request.body(Bytes::new()).unwrap()).redact("no such user my-key-1").unwrap()
        };
        assert_eq!(said("bXkta2V5LTE6"), "no such user [redacted]");
        assert_eq!(said("bXkta2V5LTE6eA=="), "no such user [redacted]", "x is none");
        assert_eq!(said("bXkta2V5LTE6cGFzc3dvcmQ="), "no such user my-key-1");
    }
}
