//! Recognition on the project's own fixtures, and closures of documents with faults.

use std::fmt::Write as _;

use super::{Role, Selection, candidates, select};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Document, Node};
use crate::load::{Input, load};

fn document(text: &str) -> Document {
    let input = Input::Bytes { name: "test.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    load(&input).unwrap_or_else(|report| panic!("{:?}", report.diagnostics))
}

/// A document whose one operation signs in, with these components.
fn with_components(token: &str, components: &str) -> (Selection, Diagnostics) {
    select(&document(&format!(
        "openapi: 3.0.3
info: {{ title: t, version: '1' }}
paths:
  /unrelated: {{ get: {{ responses: {{ '200': {{ $ref: '#/nowhere' }} }} }} }}
  /login:
    post:
      requestBody: {{ content: {{ application/json: {{ schema: {{ type: object, properties: {{ username: {{ type: string }}, password: {{ type: string }} }} }} }} }} }}
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {token} }} }} }} }}
components:
{components}
"
    )))
}

fn codes(diagnostics: &Diagnostics) -> Vec<Code> {
    diagnostics.iter().filter(|one| one.is_error()).map(|one| one.code).collect()
}

fn component<'s>(selection: &'s Selection, pointer: &str) -> Option<&'s Node> {
    selection.closure.at_pointer(&format!("/components{pointer}"))
}

#[test]
fn every_operation_of_the_fixtures_is_what_it_is_said_to_be() {
    for name in
        ["signs-in", "false-friends", "credentials-everywhere", "signed-everywhere", "keys-exchanged", "gives-session"]
    {
        let path = format!("{}/../tests/fixtures/select/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let document = load(&Input::Path(path.into())).unwrap_or_else(|report| panic!("{:?}", report.diagnostics));
        let (selection, _) = select(&document);
        let near = candidates(&document);
        let mut wrong = Vec::new();
        for item in document.root.get("paths").map(Node::entries).unwrap_or_default() {
            for operation in item.node.entries() {
                let Some(wanted) = operation.node.get("x-expect").and_then(Node::as_str) else { continue };
                let same = |path: &str, method: &str| path == item.key && method.eq_ignore_ascii_case(&operation.key);
                let found = selection.operations.iter().find(|one| same(&one.path, &one.method));
                let role = found.map_or("none", |one| one.role.name());
                if role != wanted {
                    let why = near.iter().find(|one| same(&one.operation.path, &one.operation.method));
                    wrong.push(format!("{} {}: {role}, not {wanted}: {why:?}", operation.key, item.key));
                }
            }
        }
        assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
    }
}

#[test]
fn a_sound_closure_has_no_fault_whatever_lies_outside() {
    let (selection, found) = with_components(
        "{ $ref: '#/components/schemas/T' }",
        "  schemas:\n    T: { type: object, properties: { token: { type: string }, parent: { $ref: '#/components/schemas/T' } } }\n    Unused: { type: string }",
    );
    assert_eq!(codes(&found), []);
    assert_eq!(selection.operations.iter().map(|one| one.role).collect::<Vec<_>>(), [Role::Issue]);
    assert_eq!(selection.left_out, [("GET".to_owned(), "/unrelated".to_owned())]);
    assert!(component(&selection, "/schemas/T").is_some());
    assert!(component(&selection, "/schemas/Unused").is_none());
    assert!(selection.closure.at_pointer("/paths/~1unrelated").is_none());
}

#[test]
fn faulty_references_are_named() {
    for (token, components, code) in [
        ("{ $ref: '#/components/schemas/T' }", "  schemas: { U: {} }", Code::ReferenceDangling),
        (
            "{ type: object, properties: { access_token: { $ref: '#/components/schemas/T' } } }",
            "  schemas: { U: {} }",
            Code::ReferenceDangling,
        ),
        (
            "{ $ref: '#/components/schemas/T' }",
            "  schemas: { T: { $ref: '#/components/schemas/T' } }",
            Code::ReferenceCycle,
        ),
        (
            "{ $ref: '#/components/schemas/A' }",
            "  schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } }",
            Code::ReferenceCycle,
        ),
        (
            "{ $ref: '#/components/schemas/T' }",
            "  schemas: { T: { allOf: [{ $ref: '#/components/schemas/T' }] } }",
            Code::ReferenceCycle,
        ),
        (
            "{ $ref: '#/components/schemas/A' }",
            "  schemas: { A: { allOf: [{ $ref: '#/components/schemas/B' }] }, B: { oneOf: [{ $ref: '#/components/schemas/A' }] } }",
            Code::ReferenceCycle,
        ),
        // A parent and its child, and besides them another circle, which no order hides.
        (
            "{ $ref: '#/components/schemas/A' }",
            "  schemas: { A: { properties: { x: {} }, oneOf: [{ $ref: '#/components/schemas/C' }, { $ref: '#/components/schemas/M' }] }, M: { properties: { y: {} }, oneOf: [{ $ref: '#/components/schemas/C' }] }, C: { allOf: [{ $ref: '#/components/schemas/A' }] } }",
            Code::ReferenceCycle,
        ),
        ("{ $ref: '#/components/responses/R' }", "  responses: { R: { description: r } }", Code::ReferenceKind),
        ("{ $ref: '#/paths/~1login/post' }", "  schemas: {}", Code::ReferenceKind),
        ("{ $ref: 'other.yaml#/T' }", "  schemas: {}", Code::ExternalReference),
        ("{ $ref: 'file:///etc/passwd' }", "  schemas: {}", Code::ExternalReference),
    ] {
        let (_, found) = with_components(token, components);
        assert_eq!(codes(&found), [code], "{token} {components}: {found:?}");
        assert!(found.iter().all(|one| one.at.is_some()), "{found:?}");
    }
}

#[test]
fn paths_that_are_elsewhere_are_named() {
    for (path, reference, wanted) in [
        ("/auth/token", "item.json", Some(Code::ExternalReference)),
        ("/auth/token", "#/paths/~1nowhere", Some(Code::ReferenceDangling)),
        ("/auth/token", "#/paths/~1auth~1token", Some(Code::ReferenceCycle)),
        ("/things", "item.json", None),
    ] {
        let text = format!(
            "openapi: 3.0.3\npaths: {{ {path}: {{ $ref: '{reference}', summary: It }} }}\n\
             components: {{ securitySchemes: {{ key: {{ type: apiKey, in: header, name: X }} }} }}"
        );
        let (_, found) = select(&document(&text));
        assert_eq!(codes(&found), Vec::from_iter(wanted), "{path} {reference}: {found:?}");
        assert!(found.iter().all(|one| one.at.is_some()) && found.len() == 1, "{found:?}");
    }
}

#[test]
fn long_chains_of_aliases_end_at_what_they_mean() {
    let mut schemas =
        String::from("  schemas:\n    S3000: { type: object, properties: { token: { type: string } } }\n");
    for n in 0..3000 {
        writeln!(schemas, "    S{n}: {{ $ref: '#/components/schemas/S{}' }}", n + 1).expect("a string takes all");
    }
    let (selection, found) = with_components("{ $ref: '#/components/schemas/S0' }", &schemas);
    assert_eq!(codes(&found), []);
    assert_eq!(component(&selection, "/schemas").map(|schemas| schemas.entries().len()), Some(1));
    let reference =
        selection.closure.at_pointer("/paths/~1login/post/responses/200/content/application~1json/schema/$ref");
    assert_eq!(reference.and_then(Node::as_str), Some("#/components/schemas/S3000"));
}

#[test]
fn what_is_referred_to_in_place_moves_to_the_components() {
    let reference = "{ $ref: '#/paths/~1login/post/requestBody/content/application~1json/schema/properties/username' }";
    let (selection, found) = with_components(reference, "  schemas: {}");
    assert_eq!(codes(&found), []);
    let schemas = component(&selection, "/schemas").map(Node::entries).unwrap_or_default();
    assert_eq!(schemas.iter().map(|entry| &*entry.key).collect::<Vec<_>>(), ["login_post_username"]);
}

#[test]
fn documents_without_any_authentication_are_refused() {
    let (selection, found) = select(&document("openapi: 3.0.3\npaths: { /things: { get: { responses: {} } } }"));
    assert!(selection.operations.is_empty());
    assert_eq!(codes(&found), [Code::NoAuthentication]);
}

#[test]
fn an_unknown_role_is_named() {
    let (_, found) = select(&document("openapi: 3.0.3\npaths: { /a: { get: { x-authwright: { role: isue } } } }"));
    assert!(found.iter().any(|one| one.code == Code::Extension && one.message.contains("isue")), "{found:?}");
}

#[test]
fn a_body_among_the_parameters_is_a_body() {
    let document = document(
        "openapi: 3.0.3
info: { title: t, version: '1' }
paths:
  /login:
    post:
      parameters:
        - { name: verbose, in: query, schema: { type: boolean } }
        - { name: it, in: body, required: true, schema: { type: object, properties: { username: { type: string }, password: { type: string } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { token: { type: string } } } } } } }
  /token:
    post:
      parameters:
        - { name: client_id, in: formData, required: true, type: string }
        - { name: client_secret, in: formData, required: true, type: string }
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { token: { type: string } } } } } } }
",
    );
    let (selection, found) = select(&document);
    assert_eq!(codes(&found), []);
    assert_eq!(selection.operations.iter().map(|one| one.role).collect::<Vec<_>>(), [Role::Issue, Role::Issue]);
    let at = |pointer: &str| selection.closure.at_pointer(pointer);
    assert!(at("/paths/~1login/post/requestBody/content/application~1json/schema/properties/password").is_some());
    assert!(at("/paths/~1login/post/parameters/0").is_some() && at("/paths/~1login/post/parameters/1").is_none());
    let form = "/paths/~1token/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/client_secret/type";
    assert_eq!(at(form).and_then(Node::as_str), Some("string"));
}

#[test]
fn headers_that_are_named_like_extensions_are_followed() {
    let text = "openapi: 3.0.3
info: { title: t, version: '1' }
paths:
  /login:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { username: { type: string }, password: { type: string } } } } } }
      responses:
        '200': { description: ok, headers: { x-limit: { $ref: '#/components/headers/Limit' }, x-page: { $ref: 'headers.yaml#/Page' } }, content: { application/json: { schema: { type: object, properties: { token: { type: string } } } } } }
components: { headers: { Limit: { schema: { type: integer } } } }
";
    let (selection, found) = select(&document(text));
    assert!(component(&selection, "/headers/Limit").is_some());
    // Of one that stands elsewhere a client knows less, and signs in all the same.
    assert_eq!(codes(&found), []);
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::ExternalReference]);
}
