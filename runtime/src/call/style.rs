//! Values of several parts in other forms than [`Call`](super::Call) and [`ToForm`] give them: what a document says
//! by `style`, `explode` and `content`.

use super::{Form, ToForm, param};
use crate::Secret;
use crate::json::{Json, Object, ToJson};

/// The items of a list in one text with this `between` them, the members of an object as names and values in turn. What has no
/// parts is not there.
pub fn joined(value: &(impl ToJson + ?Sized), between: &str) -> Json {
    param::joined(value, between).map_or(Json::Null, |text| Json::String(Secret::from(text.as_str())))
}

/// The members of an object under `name` and their own in brackets, as `name[member]`; so are those of objects in it. Anything
/// else is itself.
pub fn deep(name: &str, value: &(impl ToJson + ?Sized)) -> Json {
    match value.to_json() {
        Json::Object(object) => {
            let mut members = Object::new();
            put(&mut members, name, &object);
            members.into_json()
        }
        other => other,
    }
}

fn put(members: &mut Object, name: &str, object: &Object) {
    for (member, value) in object.iter() {
        let name = format!("{name}[{member}]");
        match value {
            Json::Object(inner) => put(members, &name, inner),
            other => members.insert(&name, other.clone()),
        }
    }
}

/// The JSON of a value as a text; null stays null.
pub fn json(value: &(impl ToJson + ?Sized)) -> Json {
    match value.to_json() {
        Json::Null => Json::Null,
        other => Json::String(Secret::from(param::written(&other).as_str())),
    }
}

/// The fields of a form, of which some are [`joined`]: each with what is between its parts.
pub fn joined_fields(form: &(impl ToJson + ?Sized), fields: &[(&str, &str)]) -> Json {
    let mut form = form.to_json();
    if let Json::Object(object) = &mut form {
        for (name, between) in fields {
            if let Some(one) = object.get(name).map(|value| joined(value, between)) {
                object.insert(name, one);
            }
        }
    }
    form
}

/// A form that is sent as multipart, of which some fields are of a media type of their own.
pub fn parts(form: &(impl ToForm + ?Sized), types: &[(&str, &str)]) -> Form {
    types.iter().fold(form.to_form(), |form, (name, media_type)| form.part(*name, *media_type))
}

#[cfg(test)]
mod tests {
    use super::{deep, joined, joined_fields, json};
    use crate::json::{Json, parse, write};

    fn value(text: &str) -> Json {
        parse(text.as_bytes()).unwrap()
    }

    fn text(value: &Json) -> String {
        String::from_utf8(write(value).to_vec()).unwrap()
    }

    #[test]
    fn parts_become_one_text() {
        for (given, wanted) in [
            (r#"["a","b",3]"#, r#""a|b|3""#),
            (r#"{"a":1,"b":null,"c":"x"}"#, r#""a|1|c|x""#),
            (r#""a""#, r#""a""#),
            ("[]", "null"),
            ("null", "null"),
        ] {
            assert_eq!(text(&joined(&value(given), "|")), wanted, "{given}");
        }
    }

    #[test]
    fn members_stand_in_brackets() {
        let filter = value(r#"{"a":1,"b":{"c":[2,3]}}"#);
        assert_eq!(text(&deep("filter", &filter)), r#"{"filter[a]":1,"filter[b][c]":[2,3]}"#);
        assert_eq!(text(&deep("filter", &None::<String>)), "null");
    }

    #[test]
    fn json_is_a_text() {
        assert_eq!(text(&json(&vec![1_i64, 2])), r#""[1,2]""#);
        assert_eq!(text(&json(&None::<String>)), "null");
    }

    #[test]
    fn the_fields_that_are_named_are_joined() {
        let form = value(r#"{"a":["x","y"],"b":["x","y"]}"#);
        assert_eq!(text(&joined_fields(&form, &[("a", " "), ("c", ",")])), r#"{"a":"x y","b":["x","y"]}"#);
    }
}
