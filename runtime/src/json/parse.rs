//! Parsing: `serde_json` reads, this module refuses what it would let pass.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::plain::plain;
use super::range::within_range;
use super::{Json, JsonError, Number, Object};
use crate::Secret;

/// Parses a document. Names that occur twice in an object are refused, as are more than 128 levels; a byte order mark
/// is ignored (RFC 8259 section 8.1), and numbers beyond a float's range count as the largest one.
pub fn parse(text: &[u8]) -> Result<Json, JsonError> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let plain = plain(text);
    let text = plain.as_ref().map_or(text, |plain| plain.as_slice());
    let again = |error: serde_json::Error| match error.is_syntax().then(|| within_range(text)).flatten() {
        Some(tamed) => read(&tamed),
        None => Err(error),
    };
    read(text).or_else(again).map_err(|error| problem(&error))
}

fn read(text: &[u8]) -> serde_json::Result<Json> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Json::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// The library's message may quote the text, so only its class and place are kept.
fn problem(error: &serde_json::Error) -> JsonError {
    use serde_json::error::Category;
    let what = match error.classify() {
        Category::Eof => "the JSON ends too early",
        Category::Data => DUPLICATE,
        Category::Io | Category::Syntax => "this is not JSON, or nested too deeply",
    };
    JsonError::new(format!("{what} (line {}, column {})", error.line(), error.column()))
}

/// Of the errors of class `Data`, this is the only one that a tree of any shape can give.
const DUPLICATE: &str = "a name occurs twice in one object";

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(Number::Unsigned(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(Secret::from(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut members = Vec::<(Box<str>, Json)>::new();
        while let Some((name, value)) = entries.next_entry::<Box<str>, Json>()? {
            members.push((name, value));
        }
        if has_duplicate(&members) {
            return Err(A::Error::custom(DUPLICATE));
        }
        Ok(Json::Object(Object::from_members(members)))
    }
}

/// Sorts references to the names: linear comparison would let a hostile reply cost quadratic time.
fn has_duplicate(members: &[(Box<str>, Json)]) -> bool {
    let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| matches!(pair, [one, other] if one == other))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::json::Json;

    fn problem(text: &str) -> String {
        parse(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn duplicate_names_are_refused() {
        assert_eq!(problem(r#"{"a":1,"b":{"c":1,"c":2}}"#), "a name occurs twice in one object (line 1, column 24)");
    }

    #[test]
    fn broken_text_is_refused_without_repeating_it() {
        for text in ["", "{\"a\":", "{\"a\":hunter2}", "[1] x", "\"\\ud80\"", "{\"a\":1e}"] {
            assert!(!problem(text).contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn legal_values_that_the_parser_does_not_know_cost_no_document() {
        let parsed = parse(br#"{"name":"\ud83d and \ud83d\ude00 and \udc00","end":1e400,"token":"t"}"#).unwrap();
        assert_eq!(parsed.get("name").unwrap().as_str(), Some("\u{fffd} and \u{1f600} and \u{fffd}"));
        assert_eq!(parsed.get("end").unwrap().as_number().unwrap().as_f64().to_string(), 1e308.to_string());
    }

    #[test]
    fn depth_is_limited() {
        let deep = "[".repeat(100_000);
        assert!(problem(&deep).starts_with("this is not JSON"));
    }

    #[test]
    fn a_byte_order_mark_is_ignored() {
        assert_eq!(parse(b"\xef\xbb\xbfnull").unwrap(), Json::Null);
    }
}
