//! Values of parameters and form fields as text.

use zeroize::Zeroizing;

use crate::json::{Json, ToJson, write};

/// The texts of a value: none where there is nothing to send, several for a list (RFC 6570 form and simple expansion, as
/// OpenAPI has them by default). An object is sent as JSON.
pub(super) fn texts(value: &(impl ToJson + ?Sized)) -> Vec<Zeroizing<String>> {
    match value.to_json() {
        Json::Null => Vec::new(),
        Json::Array(items) => items.iter().filter(|item| !matches!(item, Json::Null)).map(text).collect(),
        other => vec![text(&other)],
    }
}

/// The same with commas between them; `None` where there is nothing to send.
pub(super) fn joined(value: &(impl ToJson + ?Sized)) -> Option<Zeroizing<String>> {
    let texts = texts(value);
    let (first, rest) = texts.split_first()?;
    Some(rest.iter().fold(first.clone(), |line, text| Zeroizing::new([line.as_str(), ",", text.as_str()].concat())))
}

fn text(value: &Json) -> Zeroizing<String> {
    match value {
        Json::String(text) => Zeroizing::new(text.expose().to_owned()),
        other => Zeroizing::new(String::from_utf8_lossy(&write(other)).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{joined, texts};

    #[test]
    fn what_is_not_there_is_not_sent() {
        assert!(texts(&None::<String>).is_empty());
        assert!(joined(&Vec::<String>::new()).is_none());
    }

    #[test]
    fn lists_are_several_or_joined() {
        let list = vec!["a".to_owned(), "b,c".to_owned()];
        assert_eq!(texts(&list).len(), 2);
        assert_eq!(joined(&list).unwrap().as_str(), "a,b,c");
        assert_eq!(joined(&5_i64).unwrap().as_str(), "5");
        assert_eq!(joined(&true).unwrap().as_str(), "true");
    }
}
