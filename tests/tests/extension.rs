//! The published JSON Schema of `x-authwright`, and what the project itself writes in that extension.

use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};
use tests::corpus::workspace;

fn schema() -> Value {
    serde_json::from_str(generator::model::EXTENSION_SCHEMA).expect("the schema is JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).expect("the schema is one of draft 2020-12")
}

/// The validator of one position only.
fn at(position: &str) -> Validator {
    let schema = json!({ "$ref": format!("#/$defs/{position}"), "$defs": schema()["$defs"] });
    jsonschema::draft202012::new(&schema).expect("the definition stands alone")
}

/// Every `x-authwright` in a document, with where it stands.
fn extensions(value: &Value, pointer: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(entries) => {
            for (key, child) in entries {
                let pointer = format!("{pointer}/{key}");
                if key == "x-authwright" {
                    found.push((pointer, child.clone()));
                } else {
                    extensions(child, &pointer, found);
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                extensions(item, &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

fn in_file(path: &Path) -> Vec<(String, Value)> {
    let text = std::fs::read_to_string(path).expect("the file is text");
    let input = generator::load::Input::Bytes { name: "x.yaml".to_owned(), bytes: text.into_bytes() };
    let document = generator::load::load(&input).expect("the file is YAML");
    let value: Value = serde_json::from_str(&generator::model::json(&document.root)).expect("what is written is JSON");
    let mut found = Vec::new();
    extensions(&value, "", &mut found);
    found
}

#[test]
fn the_schema_is_valid_in_its_draft() {
    assert!(jsonschema::meta::is_valid(&schema()));
}

#[test]
fn the_overlays_of_the_project_satisfy_it() {
    let validator = validator();
    for name in ["apivideo", "emma", "ixapi"] {
        let found = in_file(&workspace().join("specs").join(format!("{name}.overlay.yaml")));
        assert!(!found.is_empty(), "{name} has no extension");
        for (pointer, value) in found {
            assert!(validator.is_valid(&value), "{name}{pointer}: {value}");
        }
    }
}

/// The schema and the reader know the same keys and values: what one takes, the other does.
#[test]
fn the_schema_agrees_with_the_reader() {
    let fixtures = workspace().join("tests/fixtures/model");
    for (pointer, value) in in_file(&fixtures.join("marked.yaml")) {
        assert!(validator().is_valid(&value), "{pointer}: {value}");
    }
    let refused = in_file(&fixtures.join("bad-extension.yaml"));
    assert!(refused.len() >= 4);
    for (pointer, value) in refused {
        assert!(!validator().is_valid(&value), "{pointer}: {value}");
    }
}

#[test]
fn each_position_takes_its_own_keys_alone() {
    let valid = [
        ("root", json!({ "name": "acme", "lifecycle": { "issue": "login", "refresh": "none" } })),
        ("root", json!({ "attach": { "header": "X-Token", "template": "Token {token}" } })),
        ("server", json!({ "name": "Sandbox" })),
        ("operation", json!({ "role": "none" })),
        ("operation", json!({ "expiry": { "seconds": 600 }, "token": { "cookie": "SID" } })),
        ("field", json!({ "token": "expiry", "unit": "minutes", "secret": false })),
        ("scheme", json!({ "env": { "user": "ACME_USER", "password": "ACME_PASSWORD" } })),
    ];
    for (position, value) in &valid {
        assert!(at(position).is_valid(value), "{position}: {value}");
    }
    for (position, value) in [
        ("root", json!({ "attach": { "template": "{token}" } })),
        ("root", json!({ "role": "issue" })),
        ("server", json!({ "name": "" })),
        ("operation", json!({ "role": "login" })),
        ("operation", json!({ "expiry": "jwt" })),
        ("field", json!({ "env": "1A" })),
        ("field", json!({ "token": "access_token" })),
        ("scheme", json!({ "template": "Token" })),
    ] {
        assert!(!at(position).is_valid(&value), "{position}: {value}");
    }
}
