use crate::normalize::{
    normalize,
    tests::{document, flow},
};

fn at(text: &str, pointer: &str) -> String {
    let normal = normalize(&document(text), None).expect("supported");
    normal.root.at_pointer(pointer).map(flow).unwrap_or_default()
}

#[test]
fn servers_come_from_host_path_and_schemes() {
    for (fields, servers) in [
        (
            "host: a.example, basePath: /v1/, schemes: [http, https, wss]",
            "[{url: https://a.example/v1}, {url: http://a.example/v1}]",
        ),
        ("host: a.example", "[{url: https://a.example}]"),
        ("basePath: v1", "[{url: /v1}]"),
        ("x-a: 1", "[{url: /}]"),
    ] {
        assert_eq!(at(&format!("{{swagger: '2.0', paths: {{}}, {fields}}}"), "/servers"), servers);
    }
}

const SWAGGER: &str = "
swagger: '2.0'
consumes: [application/json]
produces: [application/json, text/xml]
definitions:
  Token: {type: object, x-nullable: true, discriminator: kind, properties: {access: {$ref: '#/definitions/Text'}, $ref: {type: file}}}
parameters:
  Body: {in: body, name: body, required: true, schema: {$ref: '#/definitions/Token'}}
  Page: {in: query, name: page, type: array, items: {type: integer}, collectionFormat: csv}
responses:
  Fault: {description: f, schema: {type: string}}
securityDefinitions:
  b: {type: basic}
  o: {type: oauth2, flow: accessCode, tokenUrl: 'https://a.example/t', authorizationUrl: 'https://a.example/a'}
paths:
  /token:
    parameters: [{$ref: '#/parameters/Page'}]
    post:
      parameters: [{$ref: '#/parameters/Body'}, {in: header, name: X, type: string, maxLength: 3}]
      responses:
        200: {description: ok, schema: {$ref: '#/definitions/Token'}, examples: {text/xml: <a/>}, headers: {X: {type: string}}}
        default: {$ref: '#/responses/Fault'}
  /form:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - {in: formData, name: user, type: string, required: true, description: who}
        - {in: formData, name: pass, type: string, format: password}
      responses: {204: {description: none}}
  /upload:
    parameters: [{in: formData, name: file, type: file}]
    post: {responses: {}}
";

#[test]
fn every_part_moves_to_its_place() {
    for (pointer, expected) in [
        ("/openapi", "3.0.3"),
        (
            "/components/schemas/Token",
            "{type: object, nullable: true, discriminator: {propertyName: kind}, \
             properties: {access: {$ref: #/components/schemas/Text}, $ref: {type: string, format: binary}}}",
        ),
        (
            "/components/requestBodies",
            "{Body: {required: true, content: {application/json: {schema: {$ref: #/components/schemas/Token}}}}}",
        ),
        (
            "/components/parameters",
            "{Page: {in: query, name: page, style: form, explode: false, schema: {type: array, items: {type: integer}}}}",
        ),
        ("/components/responses/Fault/content/text~1xml/schema/type", "string"),
        ("/components/securitySchemes/b", "{type: http, scheme: basic}"),
        (
            "/components/securitySchemes/o/flows",
            "{authorizationCode: {tokenUrl: https://a.example/t, authorizationUrl: https://a.example/a, scopes: {}}}",
        ),
        ("/paths/~1token/parameters", "[{$ref: #/components/parameters/Page}]"),
        ("/paths/~1token/post/parameters", "[{in: header, name: X, schema: {type: string, maxLength: 3}}]"),
        ("/paths/~1token/post/requestBody", "{$ref: #/components/requestBodies/Body}"),
        (
            "/paths/~1token/post/responses/200",
            "{description: ok, content: {application/json: {schema: {$ref: #/components/schemas/Token}}, \
             text/xml: {schema: {$ref: #/components/schemas/Token}, example: <a/>}}, headers: {X: {schema: {type: string}}}}",
        ),
        ("/paths/~1token/post/responses/default", "{$ref: #/components/responses/Fault}"),
        (
            "/paths/~1form/post/requestBody",
            "{content: {application/x-www-form-urlencoded: {schema: {type: object, \
             properties: {user: {type: string, description: who}, pass: {type: string, format: password}}, \
             required: [user]}}}, required: true}",
        ),
        ("/paths/~1form/post/parameters", "[]"),
        (
            "/paths/~1upload/post/requestBody/content/multipart~1form-data/schema/properties/file",
            "{type: string, format: binary}",
        ),
    ] {
        assert_eq!(at(SWAGGER, pointer), expected, "{pointer}");
    }
}

/// What is shared is shared with its media types: where an operation has others, it has its own.
#[test]
fn what_is_shared_does_not_bring_the_media_types_of_the_root() {
    let at = |own: &str, pointer: &str| {
        let text = format!(
            "{{swagger: '2.0', consumes: [application/xml], produces: [application/xml], parameters: {{B: {{in: body, name: b, schema: {{type: \
             object}}}}}}, responses: {{R: {{description: r, schema: {{type: string}}}}}}, paths: {{/a: {{post: {{{own} parameters: [{{$ref: \
             '#/parameters/B'}}], responses: {{200: {{$ref: '#/responses/R'}}, 400: {{$ref: '#/responses/None'}}}}}}}}}}}}"
        );
        at(&text, &format!("/paths/~1a/post/{pointer}"))
    };
    let json = "consumes: [application/json], produces: [application/json],";
    assert_eq!(at(json, "requestBody"), "{content: {application/json: {schema: {type: object}}}}");
    assert_eq!(
        at(json, "responses"),
        "{200: {description: r, content: {application/json: {schema: {type: string}}}}, 400: {$ref: #/components/responses/None}}"
    );
    for same in ["", "consumes: [application/xml], produces: [application/xml],"] {
        assert_eq!(at(same, "requestBody"), "{$ref: #/components/requestBodies/B}");
        assert_eq!(at(same, "responses/200"), "{$ref: #/components/responses/R}");
    }
}

#[test]
fn an_operation_with_schemes_of_its_own_has_servers_of_its_own() {
    let at = |root: &str, own: &str| {
        let text =
            format!("{{swagger: '2.0', {root} schemes: [http], paths: {{/a: {{post: {{{own} responses: {{}}}}}}}}}}");
        at(&text, "/paths/~1a/post/servers")
    };
    assert_eq!(at("host: a.example, basePath: /v1,", "schemes: [https],"), "[{url: https://a.example/v1}]");
    assert_eq!(at("host: a.example,", ""), "");
    assert_eq!(at("host: a.example,", "schemes: [],"), "");
    assert_eq!(at("basePath: /v1,", "schemes: [https],"), "");
}
