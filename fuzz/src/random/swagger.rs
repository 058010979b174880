//! A document in the words of Swagger 2.0.

use serde_json::{Value, json};

/// What a document of OpenAPI 3.0 says, as far as Swagger 2.0 can say it.
pub(super) fn from_three(mut document: Value) -> Value {
    let mut paths = document["paths"].take();
    for operation in paths.as_object_mut().into_iter().flatten().flat_map(|(_, item)| item.as_object_mut()).flatten() {
        convert_operation(operation.1);
    }
    let mut schemes = document["components"]["securitySchemes"].take();
    for (_, scheme) in schemes.as_object_mut().into_iter().flatten() {
        convert_scheme(scheme);
    }
    let mut definitions = document["components"]["schemas"].take();
    convert_schema(&mut definitions);
    let mut old = json!({
        "swagger": "2.0", "info": document["info"], "host": "api.example", "basePath": "/v1", "schemes": ["https"],
        "paths": paths, "definitions": definitions, "securityDefinitions": schemes,
    });
    for key in ["security", "tags"] {
        if let Some(value) = document.get(key) {
            old[key] = value.clone();
        }
    }
    old
}

fn convert_operation(operation: &mut Value) {
    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    for parameter in &mut parameters {
        // A cookie is no place of a parameter here.
        if parameter["in"] == "cookie" {
            parameter["in"] = json!("header");
        }
        let schema = parameter["schema"].take();
        merge(parameter, schema);
    }
    let body = operation["requestBody"].take();
    if let Some((media, content)) = body["content"].as_object().and_then(|content| content.iter().next()) {
        let is_form = media.contains("form");
        let fields = content["schema"]["properties"].as_object().filter(|_| is_form);
        operation["consumes"] = json!([media]);
        for (name, schema) in fields.into_iter().flatten() {
            let mut parameter = json!({ "name": name, "in": "formData", "type": "string" });
            merge(&mut parameter, schema.clone());
            parameters.push(parameter);
        }
        if fields.is_none() {
            parameters.push(json!({ "name": "body", "in": "body", "required": true, "schema": content["schema"] }));
        }
    }
    let mut produces = Vec::new();
    for (_, reply) in operation["responses"].as_object_mut().into_iter().flatten() {
        let content = reply["content"].take();
        if let Some((media, content)) = content.as_object().and_then(|content| content.iter().next()) {
            reply["schema"] = content["schema"].clone();
            produces.push(media.clone());
        }
        for (_, header) in reply["headers"].as_object_mut().into_iter().flatten() {
            let schema = header["schema"].take();
            merge(header, schema);
        }
    }
    operation["produces"] = json!(produces);
    operation["parameters"] = json!(parameters);
    convert_schema(operation);
}

/// Puts what a schema says beside what is there already; what it says elsewhere cannot stand there.
fn merge(into: &mut Value, schema: Value) {
    for (key, value) in schema.as_object().cloned().unwrap_or_default() {
        if key != "$ref" {
            into[key] = value;
        }
    }
}

fn convert_scheme(scheme: &mut Value) {
    if scheme["type"] == "http" {
        let description = scheme["description"].take();
        let basic = scheme["scheme"] == "basic";
        *scheme = if basic {
            json!({ "type": "basic" })
        } else {
            json!({ "type": "apiKey", "in": "header", "name": "Authorization" })
        };
        scheme["description"] = if description.is_null() { json!("A key.") } else { description };
    }
    let flows = scheme.as_object_mut().and_then(|scheme| scheme.remove("flows"));
    if let Some((kind, flow)) = flows.as_ref().and_then(Value::as_object).and_then(|flows| flows.iter().next()) {
        merge(scheme, flow.clone());
        scheme["flow"] = json!(match kind.as_str() {
            "clientCredentials" => "application",
            "authorizationCode" => "accessCode",
            other => other,
        });
    }
}

/// Schemas stand elsewhere, know no choice, and name a discriminator without more; nothing stands as `null`.
fn convert_schema(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            if let Some(Value::Array(branches)) = fields.remove("oneOf").or_else(|| fields.remove("anyOf")) {
                fields.insert("allOf".to_owned(), json!(branches.into_iter().take(1).collect::<Vec<_>>()));
            }
            if let Some(name) = fields.get("discriminator").and_then(|named| named.get("propertyName")).cloned() {
                fields.insert("discriminator".to_owned(), name);
            }
            if let Some(Value::String(target)) = fields.get_mut("$ref") {
                *target = target.replace("#/components/schemas/", "#/definitions/");
            }
            fields.iter_mut().for_each(|(_, value)| convert_schema(value));
        }
        Value::Array(items) => items.iter_mut().for_each(convert_schema),
        _ => {}
    }
}
