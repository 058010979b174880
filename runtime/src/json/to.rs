//! [`ToJson`]: making values.

use std::collections::BTreeMap;

use super::{Json, Number, Object};
use crate::{RefreshToken, Secret};

/// A type that can be written as JSON.
pub trait ToJson {
    /// The value.
    fn to_json(&self) -> Json;
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn to_json(&self) -> Json {
        (**self).to_json()
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn to_json(&self) -> Json {
        (**self).to_json()
    }
}

impl ToJson for Json {
    fn to_json(&self) -> Json {
        self.clone()
    }
}

impl ToJson for Object {
    fn to_json(&self) -> Json {
        self.clone().into_json()
    }
}

impl ToJson for Secret {
    fn to_json(&self) -> Json {
        Json::String(self.clone())
    }
}

impl ToJson for RefreshToken {
    fn to_json(&self) -> Json {
        Json::String(self.secret().clone())
    }
}

impl ToJson for str {
    fn to_json(&self) -> Json {
        Json::String(self.into())
    }
}

impl ToJson for String {
    fn to_json(&self) -> Json {
        self.as_str().to_json()
    }
}

impl ToJson for bool {
    fn to_json(&self) -> Json {
        Json::Bool(*self)
    }
}

impl ToJson for Number {
    fn to_json(&self) -> Json {
        Json::Number(*self)
    }
}

macro_rules! whole {
    ($($number:ty as $wide:ty),*) => {$(
        impl ToJson for $number {
            fn to_json(&self) -> Json {
                Json::Number(<$wide>::from(*self).into())
            }
        }
    )*};
}

whole!(i32 as i64, i64 as i64, u32 as u64, u64 as u64);

impl ToJson for f64 {
    /// JSON has no infinities and no NaN: they become `null`.
    fn to_json(&self) -> Json {
        Number::from_f64(*self).map_or(Json::Null, Json::Number)
    }
}

impl ToJson for f32 {
    fn to_json(&self) -> Json {
        f64::from(*self).to_json()
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Json {
        self.as_ref().map_or(Json::Null, ToJson::to_json)
    }
}

impl<T: ToJson> ToJson for [T] {
    fn to_json(&self) -> Json {
        Json::Array(self.iter().map(ToJson::to_json).collect())
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Json {
        self.as_slice().to_json()
    }
}

impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn to_json(&self) -> Json {
        let mut object = Object::new();
        for (name, value) in self {
            object.insert(name, value.to_json());
        }
        object.into_json()
    }
}
