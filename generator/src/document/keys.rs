//! The names that every API description repeats: a key among them costs no allocation.

use super::Key;

macro_rules! known {
    ($($name:literal)+) => {
        fn known(text: &str) -> Option<&'static str> {
            match text {
                $($name => Some($name),)+
                _ => None,
            }
        }
    };
}

known! {
    "$ref" "additionalProperties" "allOf" "anyOf" "application/json" "callbacks" "components" "content" "default"
    "delete" "deprecated" "description" "discriminator" "encoding" "enum" "example" "examples" "explode"
    "externalDocs" "format" "get" "head" "headers" "in" "info" "items" "links" "mapping" "maxItems" "maxLength"
    "maximum" "minItems" "minLength" "minimum" "name" "not" "nullable" "oneOf" "operationId" "options" "parameters"
    "patch" "paths" "pattern" "post" "properties" "propertyName" "put" "readOnly" "requestBody" "required"
    "responses" "schema" "schemas" "scopes" "security" "securitySchemes" "servers" "style" "summary" "tags" "title"
    "trace" "type" "url" "value" "variables" "version" "writeOnly" "200" "201" "204" "400" "401" "403" "404" "4XX"
    "5XX" "500"
}

/// A key from its text.
pub(crate) fn key(text: &str) -> Key {
    match known(text) {
        Some(name) => Key::Borrowed(name),
        None => Key::Owned(text.to_owned()),
    }
}
