//! The values of a request, in every spelling in which they may come back.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::encode::component;
use crate::json::{self, Json};

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

/// What was sent and must not be printed.
#[derive(Default)]
pub(super) struct Values(Vec<Zeroizing<String>>);

impl Values {
    pub(super) fn into_texts(self) -> Vec<Zeroizing<String>> {
        self.0
    }

    /// A value that was sent as it is.
    pub(super) fn put(&mut self, text: &str) {
        self.0.push(Zeroizing::new(text.trim().to_owned()));
    }

    /// A value as it was sent, and what it stands for where it is percent-encoded.
    pub(super) fn encoded(&mut self, text: &str) {
        self.put(text);
        let spaced = Zeroizing::new(text.replace('+', " "));
        for text in [text, &spaced] {
            if let Ok(decoded) = percent_decode_str(text).decode_utf8() {
                self.put(&Zeroizing::new(decoded.into_owned()));
            }
        }
    }

    /// A value under its name, and how it is written in an address.
    pub(super) fn named(&mut self, name: &str, value: &str) {
        if !PUBLIC.contains(&name) {
            self.put(value);
            self.put(&Zeroizing::new(component(value).collect::<String>()));
        }
    }

    /// The values of a query or a form. What has no name is a value too.
    pub(super) fn pairs(&mut self, text: &str) {
        for pair in text.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or(("", pair));
            if !PUBLIC.contains(&name) {
                self.encoded(value);
            }
        }
    }

    /// The strings and numbers of a JSON value, also as they are escaped in it.
    pub(super) fn json(&mut self, value: &Json) {
        match value {
            Json::String(text) => {
                self.put(text.expose());
                self.written(value);
            }
            Json::Number(_) => self.written(value),
            Json::Array(items) => items.iter().for_each(|item| self.json(item)),
            Json::Object(object) => {
                object.iter().filter(|(name, _)| !PUBLIC.contains(name)).for_each(|(_, value)| self.json(value));
            }
            _ => {}
        }
    }

    fn written(&mut self, value: &Json) {
        let written = json::write(value);
        let text = std::str::from_utf8(&written).unwrap_or_default();
        self.put(text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text));
    }
}
