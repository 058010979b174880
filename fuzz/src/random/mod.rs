//! Documents that look valid and are made from nothing: what a mutation of real documents hardly meets, because there each part
//! is as its author found it sensible. Any part may hold any other, so that oddities come together.
//!
//! Same seed, same document. Half of the documents have plain names and prose, so that odd structures are also seen alone.

mod operation;
mod schema;
mod security;
mod swagger;
mod words;

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::draw::Draw;

/// The version of OpenAPI that a document is written in.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Version {
    Two,
    Three,
    ThreeOne,
    ThreeTwo,
}

/// What is known while a document is made.
struct Maker {
    draw: Draw,
    version: Version,
    /// Whether names and prose are odd.
    odd: bool,
    /// Names of schemas: objects, what may be a parent, and anything else.
    objects: Vec<String>,
    parents: Vec<String>,
    others: Vec<String>,
    /// Names of security schemes, with their scopes.
    schemes: Vec<(String, Vec<&'static str>)>,
    /// What is declared once and used through `$ref`, but for schemas.
    components: Value,
}

/// The document of a seed, as JSON whose keys stand in any order.
pub fn document(seed: u64) -> String {
    let mut draw = Draw::new(seed);
    let version = *draw.pick(&[
        &Version::Two,
        &Version::Three,
        &Version::Three,
        &Version::ThreeOne,
        &Version::ThreeOne,
        &Version::ThreeTwo,
    ]);
    let odd = draw.chance(50);
    let (objects, parents, others, schemes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut maker = Maker { draw, version, odd, objects, parents, others, schemes, components: json!({}) };
    let document = maker.document();
    let mut text = String::new();
    maker.write(&document, &mut text);
    text
}

impl Maker {
    fn document(&mut self) -> Value {
        let schemas = self.declare();
        let schemes = self.schemes();
        let title =
            if self.odd { self.draw.pick(&["Self", "Type API", "ä b", "std", "2.0", "`x` \"y\""]) } else { "Random" };
        let mut document = json!({
            "openapi": match self.version {
                Version::ThreeOne => "3.1.0",
                Version::ThreeTwo => "3.2.0",
                _ => "3.0.3",
            },
            "info": { "title": title, "version": "1", "description": self.prose() },
            "servers": self.servers(),
            "paths": self.paths(),
        });
        if self.draw.chance(40) {
            document["security"] = self.requirements();
        }
        if self.draw.chance(30) {
            document["tags"] = json!([{ "name": "auth", "description": self.prose() }]);
        }
        document["components"] = self.components.take();
        document["components"]["schemas"] = schemas;
        document["components"]["securitySchemes"] = schemes;
        if self.version == Version::Two { swagger::from_three(document) } else { document }
    }

    fn servers(&mut self) -> Value {
        let prose = self.prose();
        let variables = json!({ "region": { "default": "eu", "enum": ["eu", "us", "EU"], "description": prose }, "v": { "default": "v1" } });
        let all = [
            json!([{ "url": "https://api.example/v1" }]),
            json!([{ "url": "/v1" }]),
            json!([{ "url": "https://{region}.example/{v}", "variables": variables }, { "url": "https://b.example" }]),
            json!([{ "url": "https://a.example", "description": prose }, { "url": "https://b.example/", "description": prose }, { "url": "http://localhost:8080" }]),
        ];
        all[self.draw.below(all.len())].clone()
    }

    /// The value, or a `$ref` to where it is kept from now on.
    fn shared(&mut self, section: &str, value: Value) -> Value {
        if self.version == Version::Two || !self.draw.chance(15) {
            return value;
        }
        let name = format!("Shared{}", self.components[section].as_object().map_or(0, Map::len));
        self.components[section][&name] = value;
        json!({ "$ref": format!("#/components/{section}/{name}") })
    }

    /// Writes JSON with the keys of each mapping in an order of its own.
    fn write(&mut self, value: &Value, out: &mut String) {
        match value {
            Value::Object(fields) => {
                let fields: Vec<(&String, &Value)> = fields.iter().collect();
                let fields = self.draw.sample(&fields, fields.len());
                out.push('{');
                for (at, (key, value)) in fields.into_iter().enumerate() {
                    let _ = write!(out, "{}{}:", if at > 0 { ",\n" } else { "" }, json!(key));
                    self.write(value, out);
                }
                out.push('}');
            }
            Value::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    self.write(item, out);
                }
                out.push(']');
            }
            plain => {
                let _ = write!(out, "{plain}");
            }
        }
    }
}
