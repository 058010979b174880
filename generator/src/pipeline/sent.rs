//! What the generated code sends, by what the document says of each value.

use super::tests::{made, said};

/// The file of the crate that comes of a document, without white space.
fn file(text: &str, path: &str) -> String {
    let made = made(text, &[]).value.expect("a crate");
    made.tree.get(path).expect("a file").split_whitespace().collect()
}

/// A sign-in whose body has these fields besides, all of them required.
fn with_fields(media: &str, fields: &[(&str, &str)]) -> String {
    let names: Vec<&str> = ["username", "password"].into_iter().chain(fields.iter().map(|(name, _)| *name)).collect();
    let fields: Vec<String> = fields.iter().map(|(name, schema)| format!(", {name}: {schema}")).collect();
    let fields = fields.concat();
    format!(
        "openapi: 3.0.3
info: {{ title: t, version: '1' }}
servers: [{{ url: https://api.example.com }}]
paths:
  /login:
    post:
      operationId: login
      requestBody: {{ required: true, content: {{ {media}: {{ schema: {{ type: object, required: [{}], properties: {{ username: {{ type: string }}, password: {{ type: string }}{fields} }} }} }} }} }}
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ type: object, properties: {{ access_token: {{ type: string }} }} }} }} }} }} }}
",
        names.join(", ")
    )
}

#[test]
fn values_are_sent_as_their_types_say() {
    let text = include_str!("../../../tests/fixtures/model/typed-values.yaml");
    let grant = file(text, "src/grant.rs");
    for sent in [
        r#".field("username",&self.credentials.username)"#,
        r#".field("password",&authwright::json::scalar(self.credentials.password.expose()"#,
        r#".field("remember",&false)"#,
        r#".field("scopes",&authwright::json::list(&self.credentials.scopes)"#,
    ] {
        assert!(grant.contains(sent), "{sent}: {grant}");
    }
    assert!(
        file(text, "src/credentials.rs").contains("///Severalareseparatedbycommas.pubscopes:String"),
        "a list is text"
    );
}

#[test]
fn a_default_is_sent_as_the_value_that_it_is() {
    let fields = [
        ("domain", r"{ type: string, default: 'CORP\main' }"),
        ("quoted", "{ type: string, default: 'a\"b' }"),
        ("ids", "{ type: array, items: { type: integer }, default: [1, 2] }"),
        ("meta", "{ type: object, additionalProperties: true, default: { x: 1 } }"),
        ("level", "{ default: 3 }"),
        ("version", "{ type: string, default: 2 }"),
    ];
    let json = file(&with_fields("application/json", &fields), "src/grant.rs");
    for sent in [
        r#".field("domain","CORP\\main")"#,
        r##".field("quoted",r#"a"b"#)"##,
        r#".field("ids",&authwright::json::value("[1,2]"))"#,
        r##".field("meta",&authwright::json::value(r#"{"x":1}"#))"##,
        r#".field("level",&authwright::json::value("3"))"#,
        r#".field("version","2")"#,
    ] {
        assert!(json.contains(sent), "{sent}: {json}");
    }
    let form = file(&with_fields("application/x-www-form-urlencoded", &fields), "src/grant.rs");
    for sent in [r#".field("ids",&authwright::json::value("[1,2]"))"#, r#".field("level","3")"#] {
        assert!(form.contains(sent), "{sent}: {form}");
    }
}

#[test]
fn an_object_that_is_given_is_sent_as_one() {
    let fields = [
        ("meta", "{ type: object, additionalProperties: true }"),
        ("counts", "{ type: array, items: { type: integer } }"),
    ];
    let text = with_fields("application/json", &fields);
    let grant = file(&text, "src/grant.rs");
    for name in ["meta", "counts"] {
        let sent = format!(r#".field("{name}",&authwright::json::value(&self.credentials.{name}))"#);
        assert!(grant.contains(&sent), "{sent}: {grant}");
    }
    assert!(file(&text, "src/credentials.rs").contains("///ItiswrittenasJSON.pubmeta:String"), "an object is text");
}

#[test]
fn what_must_be_there_is_sent_although_nobody_fills_it_in() {
    let fields = [
        ("device", "{ type: object, properties: { id: { type: string } } }"),
        (
            "outer",
            "{ type: object, required: [inner], properties: { inner: { type: object, properties: { a: { type: string } } } } }",
        ),
        ("roles", "{ type: array, items: { type: object, properties: { id: { type: string } } } }"),
        ("some", "{ type: array, minItems: 1, items: { type: object, properties: { id: { type: string } } } }"),
        ("usual", "{ type: object, properties: { x: { type: integer } }, default: { x: 1 } }"),
        (
            "either",
            "{ oneOf: [{ type: object, required: [a], properties: { a: { type: string } } }, { type: object, required: [b], properties: { b: { type: string } } }] }",
        ),
        ("user", "{ type: object, properties: { user_name: { type: string } } }"),
    ];
    let grant = file(&with_fields("application/json", &fields), "src/grant.rs");
    for sent in [
        r#".field("device",&authwright::json::value("{}"))"#,
        r#".field("outer",&Object::new().field("inner",&authwright::json::value("{}"))"#,
        r#".field("roles",&authwright::json::value("[]"))"#,
        r#".field("some",&authwright::json::value(&self.credentials.some))"#,
        r##".field("usual",&authwright::json::value(r#"{"x":1}"#))"##,
        r#".field("either",&authwright::json::value(&self.credentials.either))"#,
        r#".field("user",&Object::new().optional_field("user_name","#,
    ] {
        assert!(grant.contains(sent), "{sent}: {grant}");
    }
}

#[test]
fn a_list_of_lists_that_must_be_there_ends() {
    let text = with_fields("application/json", &[("tree", "{ $ref: '#/components/schemas/Tree' }")])
        + "components: { schemas: { Tree: { type: array, items: { $ref: '#/components/schemas/Tree' } } } }\n";
    assert!(file(&text, "src/grant.rs").contains(r#".field("tree","#));
}

#[test]
fn what_must_be_there_and_may_be_null_is_sent_as_null() {
    let fields = [
        ("otp", "{ type: string, nullable: true }"),
        ("pin", "{ type: integer, nullable: true }"),
        ("remember", "{ type: boolean, nullable: true }"),
        ("device", "{ type: object, nullable: true, properties: { id: { type: string } } }"),
    ];
    let text = with_fields("application/json", &fields);
    let grant = file(&text, "src/grant.rs");
    for sent in [
        r#".field("otp",&self.credentials.otp)"#,
        r#".field("pin",&self.credentials.pin.as_ref().map(|text|authwright::json::scalar(text.expose()))"#,
        r#".field("remember",&authwright::json::value("null"))"#,
        r#".field("device",&authwright::json::value("null"))"#,
    ] {
        assert!(grant.contains(sent), "{sent}: {grant}");
    }
    assert!(file(&text, "src/models.rs").contains(r#".field("otp",&self.otp)"#));
    let contract = file(&text, "tests/contract.rs");
    assert!(contract.contains(r#""otp":null,"pin":null,"#), "{contract}");
    let form = file(&with_fields("application/x-www-form-urlencoded", &fields), "src/grant.rs");
    assert!(form.contains(r#".optional_field("otp","#) && !form.contains("remember"), "{form}");
}

/// A sign-in that takes these parameters besides.
fn with_params(params: &[&str]) -> String {
    let text = with_fields("application/json", &[]);
    text.replace("operationId: login", &format!("operationId: login\n      parameters: [{}]", params.join(", ")))
}

const TEXTS: &str = "schema: { type: array, items: { type: string } }";

#[test]
fn parameters_are_written_as_the_document_says() {
    let deep = "{ name: filter, in: query, style: deepObject, schema: { type: object, required: [a], properties: { a: { type: string } } } }";
    let meta = "{ name: meta, in: query, required: true, content: { application/json: { schema: { type: array, items: { type: string } } } } }";
    let params = [
        format!("{{ name: usual, in: query, required: true, {TEXTS} }}"),
        format!("{{ name: scopes, in: query, required: true, style: spaceDelimited, {TEXTS} }}"),
        format!("{{ name: commas, in: query, required: true, explode: false, {TEXTS} }}"),
        "{ name: plain, in: query, required: true, explode: false, schema: { type: string } }".to_owned(),
        deep.replace("in: query,", "in: query, required: true,"),
        meta.to_owned(),
    ];
    let text = with_params(&params.each_ref().map(String::as_str));
    let client = file(&text, "src/client.rs");
    for sent in [
        r#".query("usual",&params.usual)"#,
        r#".joined_query("scopes",&params.scopes,"")"#,
        r#".joined_query("commas",&params.commas,",")"#,
        r#".query("plain",&params.plain)"#,
        r#".query("filter",&authwright::call::style::deep("filter",&params.filter))"#,
        r#".query("meta",&authwright::call::style::json(&params.meta))"#,
    ] {
        assert!(client.contains(sent), "{sent}: {client}");
    }
    let grant = file(&text, "src/grant.rs");
    for sent in [
        r#".query("usual",&authwright::json::list(&self.credentials.usual))"#,
        r#".joined_query("scopes",&authwright::json::list(&self.credentials.scopes),"",)"#,
    ] {
        assert!(grant.contains(sent), "{sent}: {grant}");
    }
    let uri = "?usual=value&usual=value&scopes=value%20value&commas=value,value&plain=value&filter%5Ba%5D=value&meta=%5B%22value%22%2C%22value%22%5D";
    let contract = file(&text, "tests/contract.rs");
    assert!(contract.contains(uri), "{contract}");
}

#[test]
fn a_style_that_is_not_supported_is_said() {
    let text = with_params(&["{ name: at, in: header, required: true, style: label, schema: { type: string } }"]);
    let found = said(&made(&text, &[]).report);
    assert!(found.iter().any(|line| line.contains("AW0415") && line.contains("`label`")), "{found:?}");
    let overridden = text.replace(
        "  /login:\n",
        "  /login:\n    parameters: [{ name: at, in: header, style: matrix, schema: { type: string } }]\n",
    );
    assert_eq!(said(&made(&overridden, &[]).report).len(), found.len());
    // An object in a header is its names and values in turn; the other form is not written.
    let object = "schema: { type: object, properties: { a: { type: string } } }";
    for (explode, wanted) in [("explode: true,", 1), ("explode: false,", 0), ("", 0)] {
        let text = with_params(&[&format!("{{ name: at, in: header, {explode} {object} }}")]);
        let found = said(&made(&text, &[]).report);
        let told = found.iter().filter(|line| line.contains("AW0415") && line.contains("`explode: true`")).count();
        assert_eq!(told, wanted, "{explode} {found:?}");
    }
}

#[test]
fn fields_of_a_form_are_written_as_the_document_says() {
    let lists = [
        ("audience", "{ type: array, items: { type: string } }"),
        ("roles", "{ type: array, items: { type: string } }"),
    ];
    let text = with_fields("application/x-www-form-urlencoded", &lists).replace(
        "} } } } }\n      responses",
        "} }, encoding: { audience: { style: spaceDelimited, explode: false } } } } }\n      responses",
    );
    let joined = r#"&[("audience","")]"#;
    let client = file(&text, "src/client.rs");
    assert!(
        client.contains("authwright::call::style::joined_fields(&body.to_json(),") && client.contains(joined),
        "{client}"
    );
    let grant = file(&text, "src/grant.rs");
    assert!(grant.contains(r#".field("roles",&authwright::json::list(&self.credentials.roles)"#), "{grant}");
    assert!(grant.contains(joined), "{grant}");
    let contract = file(&text, "tests/contract.rs");
    assert!(contract.contains("audience=value+value&roles=value&roles=value"), "{contract}");
}

#[test]
fn lists_of_swagger_have_commas_where_nobody_says() {
    let text = "swagger: '2.0'
info: { title: t, version: '1' }
host: api.example.com
schemes: [https]
paths:
  /login:
    post:
      operationId: login
      parameters:
        - { name: aud, in: query, type: array, items: { type: string } }
        - { name: scope, in: query, type: array, items: { type: string }, collectionFormat: multi }
        - { name: username, in: formData, type: string, required: true }
        - { name: password, in: formData, type: string, required: true }
        - { name: roles, in: formData, type: array, items: { type: string }, required: true, default: [a, b] }
        - { name: many, in: formData, type: array, items: { type: string }, collectionFormat: multi }
      responses: { 200: { description: ok, schema: { type: object, properties: { token: { type: string } } } } }
";
    let client = file(text, "src/client.rs");
    for sent in [r#".joined_query("aud",&params.aud,",")"#, r#".query("scope",&params.scope)"#, r#"&[("roles",",")]"#] {
        assert!(client.contains(sent), "{sent}: {client}");
    }
    assert!(file(text, "src/grant.rs").contains(r##".field("roles",&authwright::json::value(r#"["a","b"]"#))"##));
}
