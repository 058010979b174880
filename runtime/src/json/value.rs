//! [`Json`]: the value tree.

use std::fmt;

use super::{Number, Object};
use crate::Secret;

/// A JSON value. Every string in it is a [`Secret`]: wiped when dropped, never printed.
#[derive(Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Secret),
    /// An array.
    Array(Vec<Json>),
    /// An object; its order is kept, its keys are distinct.
    Object(Object),
}

impl Json {
    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// The member of an object, or `None`.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(object) => object.get(name),
            _ => None,
        }
    }

    /// The value at the end of a path of member names. A list on the way stands for its first item: a reply with one token in
    /// a list is read like one without the list.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, name| value.first().get(name))
    }

    /// The first item of a list, of lists within lists too; anything else is itself.
    fn first(&self) -> &Self {
        let mut value = self;
        while let Self::Array(items) = value {
            let Some(first) = items.first() else { return value };
            value = first;
        }
        value
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text.expose()),
            _ => None,
        }
    }

    /// A string as a secret.
    pub fn as_secret(&self) -> Option<&Secret> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl fmt::Debug for Json {
    /// Only the kind: values may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({})", self.kind())
    }
}

#[cfg(test)]
mod tests {
    use crate::json::parse;

    #[test]
    fn a_list_on_the_way_stands_for_its_first_item() {
        let reply = parse(br#"{"tokens":[{"token":"one"},{"token":"two"}],"none":[],"plain":"p"}"#).expect("JSON");
        let text = |path: &[&str]| reply.at(path).and_then(|value| value.as_str().map(str::to_owned));
        assert_eq!(text(&["tokens", "token"]).as_deref(), Some("one"));
        assert_eq!(text(&["plain"]).as_deref(), Some("p"));
        assert_eq!(text(&["none", "token"]), None);
        let bare = parse(br#"[[{"value":"v"}]]"#).expect("JSON");
        assert_eq!(bare.at(&["value"]).and_then(|value| value.as_str()), Some("v"));
    }
}
