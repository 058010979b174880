//! Values of parameters and form fields as text.

use zeroize::Zeroizing;

use crate::json::{Json, Object, ToJson, write};

/// The texts of a value that each stand by themselves: none where there is nothing to send, one for each item of a list. An
/// object is sent as JSON.
pub(super) fn texts(value: &(impl ToJson + ?Sized)) -> Vec<Zeroizing<String>> {
    match value.to_json() {
        Json::Null => Vec::new(),
        Json::Array(items) => items.iter().filter(|item| is_there(item)).map(text).collect(),
        other => vec![text(&other)],
    }
}

/// The same with their names, where each member of an object stands under its own: what OpenAPI calls the style `form`, exploded.
pub(super) fn named(name: &str, value: &(impl ToJson + ?Sized)) -> Vec<(String, Zeroizing<String>)> {
    let under =
        |name: &str, value: &Json| -> Vec<_> { texts(value).into_iter().map(|text| (name.to_owned(), text)).collect() };
    match value.to_json() {
        Json::Object(object) => object.iter().flat_map(|(name, value)| under(name, value)).collect(),
        other => under(name, &other),
    }
}

/// The parts of a value in one text: the items of a list, the names and values of an object in turn. With commas `between` them it
/// is what OpenAPI calls the style `simple`. `None` where there is nothing to send.
pub(super) fn joined(value: &(impl ToJson + ?Sized), between: &str) -> Option<Zeroizing<String>> {
    with_between(&parts(value), between)
}

/// These texts in one.
pub(super) fn with_between(parts: &[Zeroizing<String>], between: &str) -> Option<Zeroizing<String>> {
    let (first, rest) = parts.split_first()?;
    Some(rest.iter().fold(first.clone(), |line, text| Zeroizing::new([line.as_str(), between, text.as_str()].concat())))
}

/// These parts.
pub(super) fn parts(value: &(impl ToJson + ?Sized)) -> Vec<Zeroizing<String>> {
    match value.to_json() {
        Json::Object(object) => members(&object),
        other => texts(&other),
    }
}

fn members(object: &Object) -> Vec<Zeroizing<String>> {
    let there = object.iter().filter(|(_, value)| is_there(value));
    there.flat_map(|(name, value)| [Zeroizing::new(name.to_owned()), text(value)]).collect()
}

fn is_there(value: &Json) -> bool {
    !matches!(value, Json::Null)
}

/// A string as it is, anything else as JSON.
fn text(value: &Json) -> Zeroizing<String> {
    match value {
        Json::String(text) => Zeroizing::new(text.expose().to_owned()),
        other => written(other),
    }
}

/// The JSON of a value.
pub(super) fn written(value: &Json) -> Zeroizing<String> {
    Zeroizing::new(String::from_utf8_lossy(&write(value)).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{joined, named, texts};
    use crate::json::parse;

    #[test]
    fn what_is_not_there_is_not_sent() {
        assert!(texts(&None::<String>).is_empty());
        assert!(joined(&Vec::<String>::new(), ",").is_none());
    }

    #[test]
    fn lists_are_several_or_joined() {
        let list = vec!["a".to_owned(), "b,c".to_owned()];
        assert_eq!(texts(&list).len(), 2);
        assert_eq!(joined(&list, ",").unwrap().as_str(), "a,b,c");
        assert_eq!(joined(&5_i64, ",").unwrap().as_str(), "5");
        assert_eq!(joined(&true, ",").unwrap().as_str(), "true");
    }

    #[test]
    fn objects_are_their_members() {
        let object = parse(br#"{"R":100,"G":[1,2],"B":null}"#).unwrap();
        let pairs: Vec<String> =
            named("color", &object).iter().map(|(name, text)| format!("{name}={}", text.as_str())).collect();
        assert_eq!(pairs, ["R=100", "G=1", "G=2"]);
        assert_eq!(joined(&object, ",").unwrap().as_str(), "R,100,G,[1,2]");
        assert_eq!(texts(&object)[0].as_str(), r#"{"R":100,"G":[1,2],"B":null}"#);
    }
}
