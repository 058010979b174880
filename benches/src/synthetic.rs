//! Documents of any size, always the same: an API with two auth operations, and a great deal else.

use serde_json::{Map, Value, json};

/// The shape of a document.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Operations that are not about authentication.
    pub others: usize,
    /// Sign-in operations, each with its refresh.
    pub sign_ins: usize,
    /// How deep the token's schema is nested.
    pub depth: usize,
    /// How many named schemas the token's schema refers to.
    pub fan_out: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Self { others: 300, sign_ins: 1, depth: 1, fan_out: 1 }
    }
}

/// The document as JSON text.
pub fn document(shape: Shape) -> String {
    let mut paths = Map::new();
    for number in 0..shape.sign_ins {
        let place = if number == 0 { "/auth".to_owned() } else { format!("/realm{number}/auth") };
        paths.insert(
            format!("{place}/token"),
            json!({ "post": call(&format!("createToken{number}"), "Credentials", "Token") }),
        );
        paths.insert(
            format!("{place}/refresh"),
            json!({ "post": call(&format!("refreshToken{number}"), "Refresh", "Token") }),
        );
    }
    let mut schemas = Map::new();
    for number in 0..shape.others {
        paths.insert(
            format!("/things{number}/{{id}}"),
            json!({ "get": read(number), "put": call(&format!("putThing{number}"), "Thing0", "Thing0") }),
        );
        schemas.insert(format!("Thing{number}"), thing(number));
    }
    schemas.entry("Thing0").or_insert_with(|| thing(0));
    schemas.insert("Credentials".to_owned(), object(&["api_key", "api_secret"]));
    schemas.insert("Refresh".to_owned(), object(&["refresh_token"]));
    schemas.insert("Token".to_owned(), token(shape));
    for number in 0..shape.fan_out {
        schemas.insert(format!("Part{number}"), object(&["name", "value"]));
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Synthetic", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } } },
    })
    .to_string()
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn content(schema: &str) -> Value {
    json!({ "application/json": { "schema": reference(schema) } })
}

fn call(id: &str, body: &str, reply: &str) -> Value {
    json!({
        "operationId": id,
        "requestBody": { "required": true, "content": content(body) },
        "responses": { "200": { "description": "Done.", "content": content(reply) } },
    })
}

fn read(number: usize) -> Value {
    json!({
        "operationId": format!("getThing{number}"),
        "summary": "Reads a thing, as this API has many of them.",
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "security": [{ "bearer": [] }],
        "responses": { "200": { "description": "The thing.", "content": content(&format!("Thing{number}")) } },
    })
}

fn thing(number: usize) -> Value {
    let mut thing = object(&["id", "name", "created_at", "owner"]);
    thing["description"] = json!(format!("Thing number {number}: a record with a few fields and some words about it."));
    thing
}

fn object(fields: &[&str]) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "type": "string", "description": "A field." })))
        .collect();
    json!({ "type": "object", "required": fields, "properties": properties })
}

/// The token, and under it a chain of objects `depth` deep and references to `fan_out` schemas.
fn token(shape: Shape) -> Value {
    let mut token = object(&["access_token", "refresh_token"]);
    token["properties"]["expires_in"] = json!({ "type": "integer" });
    for number in 0..shape.fan_out {
        token["properties"][format!("part{number}")] = reference(&format!("Part{number}"));
    }
    let inner = (0..shape.depth)
        .fold(json!({ "type": "string" }), |inner, _| json!({ "type": "object", "properties": { "inner": inner } }));
    token["properties"]["details"] = inner;
    token
}

#[cfg(test)]
mod tests {
    use super::{Shape, document};

    #[test]
    fn the_same_shape_is_the_same_document() {
        assert_eq!(document(Shape::default()), document(Shape::default()));
    }

    #[test]
    fn more_operations_make_a_larger_document() {
        let of = |others| document(Shape { others, ..Shape::default() }).len();
        assert!(of(200) > 15 * of(10), "{} and {}", of(200), of(10));
    }
}
