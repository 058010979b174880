//! [`Form`]: named fields, as `application/x-www-form-urlencoded` or multipart has them.

use std::fmt;

use zeroize::Zeroizing;

use super::param;
use crate::json::{Json, Object};
use crate::{Secret, encode};

/// A type whose values can be sent as a form.
pub trait ToForm {
    /// Its fields.
    fn to_form(&self) -> Form;
}

/// Named fields in order. Values are treated as secrets.
#[derive(Clone, Default)]
pub struct Form {
    fields: Vec<(String, Secret)>,
    /// The media types of parts, by the names of their fields.
    parts: Vec<(String, String)>,
}

impl Form {
    /// A form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Adds a field if there is a value.
    #[must_use]
    pub fn optional_field(self, name: impl Into<String>, value: Option<impl Into<Secret>>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    /// Says what the fields of this name are, where the form is sent as multipart (RFC 7578, section 4.4). What is neither text nor
    /// JSON is sent as a file is.
    #[must_use]
    pub fn part(mut self, name: impl Into<String>, media_type: impl Into<String>) -> Self {
        self.parts.push((name.into(), media_type.into()));
        self
    }

    /// The media type of the fields of this name, if it is said; one with signs that no header has is none.
    pub(super) fn media_type(&self, name: &str) -> Option<&str> {
        let (_, media_type) = self.parts.iter().find(|(part, _)| part == name)?;
        media_type.bytes().all(|byte| matches!(byte, b' '..=b'~')).then_some(media_type)
    }

    /// The fields in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The form in the encoding of HTML forms (WHATWG URL section 5), in memory that is wiped.
    pub fn urlencoded(&self) -> Zeroizing<String> {
        encode::form(&self.fields)
    }
}

impl ToForm for Form {
    fn to_form(&self) -> Form {
        self.clone()
    }
}

impl ToForm for Object {
    /// Each member is a field, each item of a list another one; what is `null` is left out.
    fn to_form(&self) -> Form {
        let fields =
            self.iter().flat_map(|(name, value)| param::texts(value).into_iter().map(move |text| (name, text)));
        fields.fold(Form::new(), |form, (name, text)| form.field(name, text.as_str()))
    }
}

impl ToForm for Json {
    /// The members of an object; anything else has no fields.
    fn to_form(&self) -> Form {
        match self {
            Self::Object(object) => object.to_form(),
            _ => Form::new(),
        }
    }
}

impl<K: AsRef<str>, V: AsRef<str>> ToForm for [(K, V)] {
    fn to_form(&self) -> Form {
        self.iter().fold(Form::new(), |form, (name, value)| form.field(name.as_ref(), value.as_ref()))
    }
}

impl<K: AsRef<str>, V: AsRef<str>, const N: usize> ToForm for [(K, V); N] {
    fn to_form(&self) -> Form {
        self.as_slice().to_form()
    }
}

impl<T: ToForm + ?Sized> ToForm for &T {
    fn to_form(&self) -> Form {
        (**self).to_form()
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::ToForm;

    #[test]
    fn values_do_not_print() {
        assert_eq!(format!("{:?}", [("key", "hunter2")].to_form()), r#"{"key": [redacted]}"#);
    }
}
