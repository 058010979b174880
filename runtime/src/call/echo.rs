//! What a server repeats of a request: the text of an error may quote the very token that it refuses.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Uri};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::json::{self, Json};

/// Shorter values are words that occur in any text.
const SHORTEST: usize = 6;

/// Stands for each secret that was found.
const REDACTED: &str = "[redacted]";

/// Fields of requests whose values are public, and part of what an error has to say.
const PUBLIC: &[&str] = &[
    "grant_type",
    "response_type",
    "scope",
    "audience",
    "resource",
    "client_id",
    "redirect_uri",
    "token_type_hint",
    "subject_token_type",
    "actor_token_type",
    "client_assertion_type",
    "code_challenge_method",
];

/// A request that was sent, kept to find its secrets in the answer.
#[derive(Clone, Default)]
pub(super) struct Sent {
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

type Texts = Vec<Zeroizing<String>>;

impl Sent {
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        let mut headers = request.headers().clone();
        headers.remove(http::header::ACCEPT);
        Self { uri: request.uri().clone(), headers, body: request.body().clone() }
    }

    /// The text without what it repeats of the request.
    pub(super) fn redact(&self, text: &str) -> String {
        let mut secrets = self.secrets();
        // The longest first: one may be a part of another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        let found = secrets.iter().filter(|secret| secret.len() >= SHORTEST);
        found.fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED))
    }

    fn secrets(&self) -> Texts {
        let mut secrets = Texts::new();
        pairs(self.uri.query().unwrap_or_default(), &mut secrets);
        for (_, value) in self.headers.iter().filter(|(name, _)| *name != CONTENT_TYPE) {
            header(value.to_str().unwrap_or_default(), &mut secrets);
        }
        let media_type = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match (media_type, std::str::from_utf8(&self.body)) {
            ("application/x-www-form-urlencoded", Ok(body)) => pairs(body, &mut secrets),
            (text, Ok(body)) if text.starts_with("text/") => put(body, &mut secrets),
            (json, Ok(_)) if json.contains("json") => {
                if let Ok(value) = json::parse(&self.body) {
                    strings(&value, &mut secrets);
                }
            }
            _ => {}
        }
        secrets
    }
}

fn put(text: &str, secrets: &mut Texts) {
    secrets.push(Zeroizing::new(text.trim().to_owned()));
}

/// A value as it was sent, and what it stands for.
fn encoded(text: &str, secrets: &mut Texts) {
    put(text, secrets);
    let spaced = Zeroizing::new(text.replace('+', " "));
    if let Ok(decoded) = percent_decode_str(&spaced).decode_utf8() {
        put(&decoded, secrets);
    }
}

/// The values of a query or a form.
fn pairs(text: &str, secrets: &mut Texts) {
    for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
        if !PUBLIC.contains(&name) {
            encoded(value, secrets);
        }
    }
}

/// A header's value, what stands after its scheme, the password of a Basic credential, and the values of cookies.
fn header(value: &str, secrets: &mut Texts) {
    put(value, secrets);
    let Some((scheme, credential)) = value.split_once(' ') else { return };
    put(credential, secrets);
    if scheme.eq_ignore_ascii_case("basic")
        && let Some(pair) = STANDARD.decode(credential).ok().and_then(|pair| String::from_utf8(pair).ok())
    {
        let pair = Zeroizing::new(pair);
        encoded(pair.split_once(':').map_or(&pair, |(_, password)| password), secrets);
    }
}

/// The strings of a JSON value.
fn strings(value: &Json, secrets: &mut Texts) {
    match value {
        Json::String(text) => put(text.expose(), secrets),
        Json::Array(items) => items.iter().for_each(|item| strings(item, secrets)),
        Json::Object(object) => {
            object.iter().filter(|(name, _)| !PUBLIC.contains(name)).for_each(|(_, value)| strings(value, secrets));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Sent;
    use bytes::Bytes;
    use http::Request;

    fn redacted(media_type: &str, body: &'static str, text: &str) -> String {
        let request = Request::post("https://a.example/t?key=query-key")
            .header("content-type", media_type)
            .header("authorization", "Basic aWQ6cyUyRmVjcmV0")
            .header("x-api-key", "header-key");
        Sent::of(&request.body(Bytes::from_static(body.as_bytes())).unwrap()).redact(text)
    }

    #[test]
    fn what_was_sent_is_found_in_every_form() {
        let form = |text: &str| {
            redacted("application/x-www-form-urlencoded", "grant_type=refresh_token&refresh_token=a%2Fb%2Bc-1", text)
        };
        assert_eq!(form("no refresh_token a/b+c-1 here"), "no refresh_token [redacted] here");
        assert_eq!(form("'a%2Fb%2Bc-1'"), "'[redacted]'");
        assert_eq!(form("query-key, header-key"), "[redacted], [redacted]");
        assert_eq!(form("s/ecret, s%2Fecret, aWQ6cyUyRmVjcmV0"), "[redacted], [redacted], [redacted]");
        let json = r#"{"user":{"name":"alice-liddell"},"password":"pa\"ssword","grant_type":"password"}"#;
        assert_eq!(redacted("application/json", json, "pa\"ssword: no password"), "[redacted]: no password");
    }
}
