//! Documents in every spelling, and what they become.

use super::{normalize, schema_spelling, version};
use crate::{
    diagnostic::Code,
    document::{Document, Node, Style, Value},
    load::{Input, load},
};

pub(super) fn document(text: &str) -> Document {
    load(&Input::Bytes { name: "test.yaml".to_owned(), bytes: text.as_bytes().to_vec() }).expect("valid YAML")
}

/// A node as compact YAML flow, for comparison.
pub(super) fn flow(node: &Node) -> String {
    match node.value() {
        Value::Scalar(scalar) if scalar.style != Style::Quoted && scalar.is_null() => "null".to_owned(),
        Value::Scalar(scalar) => scalar.text.to_string(),
        Value::Sequence(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let entry = |e: &crate::document::Entry| format!("{}: {}", e.key, flow(&e.node));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn spelled(schema: &str) -> String {
    let once = schema_spelling(&document(schema).root);
    let twice = schema_spelling(&once);
    assert_eq!(flow(&once), flow(&twice), "spelling twice must do nothing");
    flow(&once)
}

#[test]
fn schemas_take_the_spelling_of_3_0() {
    for (newer, older) in [
        ("{type: [string, 'null'], minLength: 1}", "{type: string, minLength: 1, nullable: true}"),
        ("{type: [string, null]}", "{type: string, nullable: true}"),
        ("{type: [integer]}", "{type: integer}"),
        ("{type: [string, integer]}", "{anyOf: [{type: string}, {type: integer}]}"),
        ("{type: 'null'}", "{enum: [null], nullable: true}"),
        ("{type: integer, nullable: true}", "{type: integer, nullable: true}"),
        ("{const: bearer}", "{enum: [bearer]}"),
        ("{exclusiveMinimum: 1}", "{exclusiveMinimum: true, minimum: 1}"),
        ("{exclusiveMinimum: 1, minimum: 5}", "{minimum: 5}"),
        ("{exclusiveMaximum: true, maximum: 5}", "{exclusiveMaximum: true, maximum: 5}"),
        ("{examples: [a, b]}", "{example: a}"),
        ("{$ref: '#/a'}", "{$ref: #/a}"),
        ("{$ref: '#/a', summary: s}", "{$ref: #/a}"),
        ("{$ref: '#/a', description: d}", "{description: d, allOf: [{$ref: #/a}]}"),
        ("{properties: {$ref: {type: [string, 'null']}}}", "{properties: {$ref: {type: string, nullable: true}}}"),
        ("{anyOf: [{$ref: '#/a'}, {type: 'null'}]}", "{allOf: [{$ref: #/a}], nullable: true}"),
        (
            "{oneOf: [{type: string}, {type: integer}, {type: 'null'}]}",
            "{oneOf: [{type: string}, {type: integer}], nullable: true}",
        ),
        ("{items: true, not: false}", "{items: {}, not: {not: {}}}"),
        ("{additionalProperties: false}", "{additionalProperties: false}"),
        ("{additionalProperties: {const: 1}}", "{additionalProperties: {enum: [1]}}"),
        ("{prefixItems: [{const: 1}], items: false}", "{items: {anyOf: [{enum: [1]}]}}"),
        ("{type: string, contentEncoding: base64}", "{type: string, format: byte}"),
        ("{type: string, required: true}", "{type: string}"),
        ("{$id: x, $defs: {}, if: {}, then: {}, x-y: 1}", "{x-y: 1}"),
    ] {
        assert_eq!(spelled(newer), older, "{newer}");
    }
}

fn refused(text: &str) -> Option<(Code, String)> {
    let report = normalize(&document(text), None).err()?;
    report.diagnostics.first().map(|fault| (fault.code, fault.pointer.clone().unwrap_or_default()))
}

#[test]
fn what_is_no_supported_document_is_named() {
    for (text, code, pointer) in [
        ("null", Code::NotAnObject, ""),
        ("[]", Code::NotAnObject, ""),
        ("info: {}", Code::VersionMissing, ""),
        ("openapi: [3]", Code::VersionMissing, "/openapi"),
        ("openapi: 4.0.0", Code::VersionUnsupported, "/openapi"),
        ("openapi: 3.0.0; junk", Code::VersionUnsupported, "/openapi"),
        ("swagger: '1.2'", Code::VersionUnsupported, "/swagger"),
        ("openapi: 3.0.3", Code::Paths, ""),
        ("{openapi: 3.0.3, paths: null}", Code::Paths, "/paths"),
        ("{openapi: 3.1.0, paths: [], components: {}}", Code::Paths, "/paths"),
        ("{openapi: 3.0.3, components: [], paths: {}}", Code::WrongType, "/components"),
        ("{openapi: 3.0.3, servers: {url: /}, paths: {}}", Code::WrongType, "/servers"),
        (
            "{openapi: 3.0.3, components: {securitySchemes: []}, paths: {}}",
            Code::WrongType,
            "/components/securitySchemes",
        ),
        (
            "{openapi: 3.0.3, components: {securitySchemes: {a: 7}}, paths: {}}",
            Code::WrongType,
            "/components/securitySchemes/a",
        ),
        ("{swagger: '2.0', securityDefinitions: 7, paths: {}}", Code::WrongType, "/securityDefinitions"),
    ] {
        assert_eq!(refused(text), Some((code, pointer.to_owned())), "{text}");
    }
}

#[test]
fn newer_roots_become_3_0() {
    let text = "{openapi: 3.1.0, info: {}, webhooks: {x: {}}, jsonSchemaDialect: d, components: {}}";
    let normal = normalize(&document(text), None).expect("supported");
    assert_eq!(flow(&normal.root), "{openapi: 3.0.3, info: {}, components: {}, paths: {}}");
    assert_eq!(version(&normal), Some("3.1.0"));
}

#[test]
fn malformed_operations_are_named_field_by_field() {
    let text = "
paths:
  /a: [x]
  /b: {get: 3, post: {operationId: 7, summary: [], tags: x, parameters: {}, requestBody: null, deprecated: no}}
  x-c: 1
";
    let document = document(text);
    let report =
        crate::diagnostic::Report::in_document(&document, super::malformed_operations(&document.root, |_| true));
    let found: Vec<_> = report.diagnostics.iter().filter_map(|fault| fault.pointer.as_deref()).collect();
    let post = ["summary", "tags", "parameters", "deprecated"].map(|field| format!("/paths/~1b/post/{field}"));
    assert_eq!(found[..2], ["/paths/~1a", "/paths/~1b/get"]);
    assert_eq!(found[2..], post);
}
