//! [`Object`]: the members of a JSON object, read and written by name.

use std::collections::BTreeMap;
use std::fmt;

use super::{FromJson, Json, JsonError, ToJson};

/// The members of a JSON object, in order, with distinct names.
///
/// Reading takes the members out: what is left afterwards is what nobody asked for.
#[derive(Clone, Default, PartialEq)]
pub struct Object {
    members: Vec<(Box<str>, Json)>,
}

impl Object {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// The object in a value, or an error that says what it is instead.
    pub fn from_json(value: Json) -> Result<Self, JsonError> {
        match value {
            Json::Object(object) => Ok(object),
            other => Err(JsonError::expected("an object", &other)),
        }
    }

    /// Takes out a member that has to be there.
    pub fn required<T: FromJson>(&mut self, name: &str) -> Result<T, JsonError> {
        match self.take(name) {
            Some(value) => read(name, value),
            None => Err(JsonError::new("the member is missing").under(name)),
        }
    }

    /// Takes out a member that may be missing; `null` counts as missing.
    pub fn optional<T: FromJson>(&mut self, name: &str) -> Result<Option<T>, JsonError> {
        match self.take(name) {
            None | Some(Json::Null) => Ok(None),
            Some(value) => read(name, value).map(Some),
        }
    }

    /// Takes out a member that has to be there and may be `null`.
    pub fn nullable<T: FromJson>(&mut self, name: &str) -> Result<Option<T>, JsonError> {
        match self.take(name) {
            Some(Json::Null) => Ok(None),
            Some(value) => read(name, value).map(Some),
            None => Err(JsonError::new("the member is missing").under(name)),
        }
    }

    /// Takes out all that is left.
    pub fn rest(&mut self) -> BTreeMap<String, Json> {
        self.members.drain(..).map(|(name, value)| (name.into_string(), value)).collect()
    }

    /// Adds a member; one of the same name is replaced.
    #[must_use]
    pub fn field(mut self, name: &str, value: &(impl ToJson + ?Sized)) -> Self {
        self.insert(name, value.to_json());
        self
    }

    /// Adds a member if there is a value.
    #[must_use]
    pub fn optional_field<T: ToJson>(self, name: &str, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    /// Adds an object that holds anything: what nobody filled in is left out as a whole.
    #[must_use]
    pub fn filled_field(self, name: &str, value: &Self) -> Self {
        if value.is_empty() { self } else { self.field(name, value) }
    }

    /// Adds members; those of the same name are replaced.
    #[must_use]
    pub fn extend(mut self, members: &BTreeMap<String, Json>) -> Self {
        for (name, value) in members {
            self.insert(name, value.clone());
        }
        self
    }

    /// Sets a member.
    pub fn insert(&mut self, name: &str, value: Json) {
        match self.members.iter_mut().find(|(key, _)| **key == *name) {
            Some((_, old)) => *old = value,
            None => self.members.push((name.into(), value)),
        }
    }

    /// The object as a value.
    pub fn into_json(self) -> Json {
        Json::Object(self)
    }

    /// A member, left in place.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members.iter().find(|(key, _)| **key == *name).map(|(_, value)| value)
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.members.iter().map(|(name, value)| (&**name, value))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// True without members.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(super) fn from_members(members: Vec<(Box<str>, Json)>) -> Self {
        Self { members }
    }

    fn take(&mut self, name: &str) -> Option<Json> {
        let index = self.members.iter().position(|(key, _)| **key == *name)?;
        Some(self.members.remove(index).1)
    }
}

fn read<T: FromJson>(name: &str, value: Json) -> Result<T, JsonError> {
    T::from_json(value).map_err(|error| error.under(name))
}

impl fmt::Debug for Object {
    /// Only the size: names and values come from a server.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Object({} members)", self.members.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Object;
    use crate::Secret;
    use crate::json::{Json, parse};

    fn object(text: &str) -> Object {
        Object::from_json(parse(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn members_are_taken_by_name() {
        let mut object = object(r#"{"token":"t","lifetime":300,"id":null,"more":[1]}"#);
        assert_eq!(object.required::<Secret>("token").unwrap().expose(), "t");
        assert_eq!(object.optional::<i64>("lifetime").unwrap(), Some(300));
        assert_eq!(object.nullable::<String>("id").unwrap(), None);
        assert_eq!(object.optional::<String>("absent").unwrap(), None);
        assert_eq!(object.rest().into_keys().collect::<Vec<_>>(), ["more"]);
    }

    #[test]
    fn errors_name_the_place() {
        let mut object = object(r#"{"a/b":[1,"x"]}"#);
        let error = object.required::<Vec<i64>>("a/b").unwrap_err();
        assert_eq!(error.pointer(), "/a~1b/1");
        assert_eq!(error.problem(), "expected a whole number, found a string");
        assert_eq!(object.required::<Json>("gone").unwrap_err().to_string(), "the member is missing at /gone");
    }

    #[test]
    fn an_object_that_nobody_filled_in_is_left_out() {
        let inner = |name: Option<&str>| Object::new().optional_field("name", name.map(str::to_owned).as_ref());
        let written =
            Object::new().filled_field("none", &inner(None)).filled_field("some", &inner(Some("a"))).into_json();
        assert_eq!(written, parse(br#"{"some":{"name":"a"}}"#).unwrap());
    }
}
