//! What a failure says for people.

use std::borrow::Cow;

use crate::json::{Json, Object};

/// Members that are written for people, most telling first: RFC 6749, RFC 9457, and what is usual besides.
const TELLING: [&str; 9] = [
    "error_description",
    "detail",
    "message",
    "error_message",
    "errorMessage",
    "msg",
    "title",
    "reason",
    "description",
];

/// Members that hold the failure as an object, a list or a text.
const HOLDING: [&str; 7] = ["error", "errors", "message", "detail", "reasons", "non_field_errors", "response"];

/// How deep it may be: `{"error": {"errors": [{"message": "…"}]}}`.
const DEEPEST: usize = 4;

/// Whether a text is a code, for programs: a sentence has spaces.
pub(super) fn is_code(text: &str) -> bool {
    !text.trim().contains(char::is_whitespace)
}

/// The words for people in the body of a failure. `error` as a text is none where it is a code, which is told as such.
pub(super) fn said(body: &Json) -> Option<Cow<'_, str>> {
    within(body, DEEPEST)
}

fn within(value: &Json, depth: usize) -> Option<Cow<'_, str>> {
    match value {
        Json::Array(items) => within(items.first()?, depth.checked_sub(1)?),
        Json::String(_) if depth < DEEPEST => text(value).map(Cow::Borrowed),
        Json::Object(object) => {
            let depth = depth.checked_sub(1)?;
            let told = TELLING.iter().find_map(|name| text(value.get(name)?));
            told.map(Cow::Borrowed)
                .or_else(|| {
                    let held = HOLDING.iter().filter_map(|name| value.get(name));
                    held.filter(|held| !held.as_str().is_some_and(is_code)).find_map(|held| within(held, depth))
                })
                .or_else(|| of_fields(object, depth).map(Cow::Owned))
        }
        _ => None,
    }
}

/// What is said of the first field, where an object holds lists of what is wrong with each and nothing else:
/// `{"level": ["Not a number."]}`, or the same by parts of the request.
fn of_fields(object: &Object, depth: usize) -> Option<String> {
    let mut all = object.iter().map(|(name, value)| match value {
        Json::Array(items) => Some(format!("{name}: {}", items.first().and_then(text)?)),
        Json::Object(inner) => of_fields(inner, depth.checked_sub(1)?),
        _ => None,
    });
    let first = all.next()??;
    all.all(|other| other.is_some()).then_some(first)
}

fn text(value: &Json) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::json::parse;

    #[test]
    fn words_are_found_where_they_usually_are() {
        for (body, words) in [
            (r#"{"error":"invalid_client","error_description":"no such client"}"#, Some("no such client")),
            (r#"{"type":"about:blank","title":"Unauthorized","detail":"wrong password"}"#, Some("wrong password")),
            (r#"{"statusCode":401,"message":"Access Denied","error":"Unauthorized"}"#, Some("Access Denied")),
            (r#"{"statusCode":400,"message":["email must be an email","x"]}"#, Some("email must be an email")),
            (r#"{"success":false,"error":{"code":"BAD","message":"Wrong password"}}"#, Some("Wrong password")),
            (
                r#"{"errors":[{"message":"Invalid user credentials.","extensions":{}}]}"#,
                Some("Invalid user credentials."),
            ),
            (r#"{"errors":["no"]}"#, Some("no")),
            (r#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, Some("field required")),
            (r#"{"message":" ","title":"no"}"#, Some("no")),
            (r#"{"reasons":["No such user."],"exception":"Failed"}"#, Some("No such user.")),
            (r#"{"non_field_errors":["Unable to log in."]}"#, Some("Unable to log in.")),
            (r#"{"meta":{"code":400},"response":{"errors":["Invalid password"]}}"#, Some("Invalid password")),
            (r#"{"errors":{"json":{"level":["Not a number."]}},"status":"x"}"#, Some("level: Not a number.")),
            (r#"{"email":["Enter one."],"password":["Too short."]}"#, Some("email: Enter one.")),
            (r#"{"email":["Enter one."],"id":1}"#, None),
            (r#"{"error":"Unauthorized"}"#, None),
            (r#"{"error":"no such user","code":3}"#, Some("no such user")),
            (r#"{"data":{"message":"inside"}}"#, None),
            (r#""words""#, None),
            ("[[[[[[\"deep\"]]]]]]", None),
            ("{}", None),
        ] {
            let json = parse(body.as_bytes()).unwrap();
            assert_eq!(said(&json).as_deref(), words, "{body}");
        }
    }
}
