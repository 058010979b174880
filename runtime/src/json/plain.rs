//! What the program has as text, as a document's types want it.

use super::{Json, parse};
use crate::Secret;

/// The number or truth value that a text writes; any other text as it is.
pub fn scalar(text: &str) -> Json {
    match parse(text.as_bytes()) {
        Ok(value @ (Json::Bool(_) | Json::Number(_))) => value,
        _ => Json::String(Secret::from(text)),
    }
}

/// The texts of a list, which are separated by commas.
pub fn list(text: &str) -> Json {
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    Json::Array(items.map(|item| Json::String(Secret::from(item))).collect())
}

/// What a text writes as JSON, whatever it is; any other text as it is.
pub fn value(text: &str) -> Json {
    parse(text.as_bytes()).unwrap_or_else(|_| Json::String(Secret::from(text)))
}

#[cfg(test)]
mod tests {
    use super::{list, scalar, value};
    use crate::json::write;

    #[test]
    fn texts_become_what_they_write() {
        for (text, wanted) in
            [("true", "true"), ("12", "12"), ("1.5", "1.5"), ("012", r#""012""#), ("null", r#""null""#), ("", r#""""#)]
        {
            assert_eq!(write(&scalar(text)).as_slice(), wanted.as_bytes());
        }
        assert_eq!(write(&list("a, b c,")).as_slice(), br#"["a","b c"]"#);
        for (text, wanted) in [(r#"{"a": [1]}"#, r#"{"a":[1]}"#), ("[]", "[]"), ("plain", r#""plain""#)] {
            assert_eq!(write(&value(text)).as_slice(), wanted.as_bytes());
        }
    }
}
