//! [`FromJson`]: reading values.

use std::collections::BTreeMap;

use super::{Json, JsonError, Number, Object};
use crate::{RefreshToken, Secret};

/// A type that can be read from JSON.
pub trait FromJson: Sized {
    /// Reads the value; the error names the place in it.
    fn from_json(value: Json) -> Result<Self, JsonError>;
}

impl FromJson for Json {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        Ok(value)
    }
}

impl FromJson for Object {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        Self::from_json(value)
    }
}

impl FromJson for Secret {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        match value {
            Json::String(text) => Ok(text),
            other => Err(JsonError::expected("a string", &other)),
        }
    }
}

impl FromJson for RefreshToken {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        Secret::from_json(value).map(Self::from)
    }
}

impl FromJson for String {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        Secret::from_json(value).map(|text| text.expose().to_owned())
    }
}

impl FromJson for bool {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        match value {
            Json::Bool(value) => Ok(value),
            other => Err(JsonError::expected("a boolean", &other)),
        }
    }
}

impl FromJson for Number {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        value.as_number().ok_or_else(|| JsonError::expected("a number", &value))
    }
}

impl FromJson for f64 {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        Number::from_json(value).map(Number::as_f64)
    }
}

impl FromJson for f32 {
    #[allow(clippy::cast_possible_truncation)]
    fn from_json(value: Json) -> Result<Self, JsonError> {
        f64::from_json(value).map(|number| number as Self)
    }
}

macro_rules! whole {
    ($($number:ty => $as:ident),*) => {$(
        impl FromJson for $number {
            fn from_json(value: Json) -> Result<Self, JsonError> {
                let number = value.as_number().ok_or_else(|| JsonError::expected("a whole number", &value))?;
                let whole = number.$as().and_then(|number| Self::try_from(number).ok());
                whole.ok_or_else(|| JsonError::new("the number is not a whole one of the expected size"))
            }
        }
    )*};
}

whole!(i32 => as_i64, i64 => as_i64, u32 => as_u64, u64 => as_u64);

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        match value {
            Json::Null => Ok(None),
            value => T::from_json(value).map(Some),
        }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        T::from_json(value).map(Self::new)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        match value {
            Json::Array(items) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| T::from_json(item).map_err(|error| error.under(&index.to_string())))
                .collect(),
            other => Err(JsonError::expected("an array", &other)),
        }
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(value: Json) -> Result<Self, JsonError> {
        Object::from_json(value)?
            .rest()
            .into_iter()
            // The name is the server's own text and may be secret, so the place shows a star.
            .map(|(name, value)| Ok((name, T::from_json(value).map_err(|error| error.under("*"))?)))
            .collect()
    }
}
