//! Schemas, of which each may hold any other.

use serde_json::{Map, Value, json};

use super::{Maker, Version};

impl Maker {
    /// The schemas that the document declares: others first, which may only use those before them, so that no alias leads
    /// back to itself; then objects, which all may use, and which have only those before them for parents.
    pub(super) fn declare(&mut self) -> Value {
        let count = self.draw.pick(&[&2, &4, &7, &12]) + usize::from(self.draw.chance(3)) * 40;
        let names = self.names(count, &[]);
        let (objects, others) = names.split_at(names.len() / 2 + 1);
        self.objects = objects.to_vec();
        let mut declared = Map::new();
        for name in others {
            declared.insert(name.clone(), self.schema(2));
            self.others.push(name.clone());
        }
        for name in objects {
            let child = self.draw.chance(25);
            let schema = if child { self.all_of(2) } else { self.object(3, &[]) };
            declared.insert(name.clone(), schema);
            self.parents.push(name.clone());
        }
        Value::Object(declared)
    }

    /// Any schema, in which others lie so deep at most.
    pub(super) fn schema(&mut self, depth: usize) -> Value {
        let mut schema = match self.draw.below(20) {
            _ if depth == 0 => self.leaf(),
            0..=7 => self.leaf(),
            8 | 9 => self.reference(),
            10..=12 => self.object(depth - 1, &[]),
            13 | 14 => json!({ "type": "array", "items": self.schema(depth - 1) }),
            15 => json!({ "type": "object", "additionalProperties": self.schema(depth - 1) }),
            16 | 17 => self.choice(depth - 1),
            18 => self.all_of(depth - 1),
            _ => self.odd_one(),
        };
        self.decorate(&mut schema);
        schema
    }

    /// A `$ref` to a declared schema.
    pub(super) fn reference(&mut self) -> Value {
        let known: Vec<&str> = self.objects.iter().chain(&self.others).map(String::as_str).collect();
        if known.is_empty() { json!({}) } else { to(self.draw.pick(&known)) }
    }

    /// An object that has these fields among others.
    pub(super) fn object(&mut self, depth: usize, must: &[&str]) -> Value {
        let many = self.draw.chance(2);
        let count = if many { *self.draw.pick(&[&45, &95, &200]) } else { self.draw.below(5) };
        let mut properties = Map::new();
        for name in self.names(count, must) {
            properties.insert(name, self.schema(if many { 0 } else { depth }));
        }
        for name in must {
            let schema = if self.draw.chance(85) { json!({ "type": "string" }) } else { self.leaf() };
            properties.insert((*name).to_owned(), schema);
        }
        let mut required: Vec<String> = properties.keys().cloned().collect();
        let share = *self.draw.pick(&[&0, &50, &100]);
        required.retain(|name| self.draw.chance(if must.contains(&name.as_str()) { 80 } else { share }));
        if self.draw.chance(3) {
            required.push("missing".to_owned());
        }
        let mut object = json!({ "properties": properties });
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        if self.draw.chance(85) {
            object["type"] = json!("object");
        }
        if self.draw.chance(25) {
            let known = self.draw.chance(50);
            object["additionalProperties"] = if known { self.schema(depth) } else { json!(self.draw.chance(50)) };
        }
        object
    }

    /// One of several shapes, told apart or not.
    fn choice(&mut self, depth: usize) -> Value {
        let objects = self.objects.clone();
        let named = self.draw.chance(40) && !objects.is_empty();
        let mut mapping = Map::new();
        let mut branches = Vec::new();
        for number in 0..=self.draw.below(4) {
            let branch = if named { to(&objects[self.draw.below(objects.len())]) } else { self.branch(number, depth) };
            if named && self.draw.chance(60) {
                let tag = self.name();
                mapping.insert(tag, branch["$ref"].clone());
            }
            branches.push(branch);
        }
        let mut choice = json!({ self.draw.pick(&["oneOf", "anyOf"]): branches });
        if self.draw.chance(50) {
            let name = if named { self.name() } else { "kind".to_owned() };
            choice["discriminator"] = json!({ "propertyName": name });
            if !mapping.is_empty() {
                choice["discriminator"]["mapping"] = json!(mapping);
            }
        }
        if self.draw.chance(15) {
            choice["properties"] = self.object(0, &[])["properties"].clone();
        }
        choice
    }

    /// A branch of its own, often with a tag.
    fn branch(&mut self, number: usize, depth: usize) -> Value {
        if self.draw.chance(50) {
            return self.schema(depth);
        }
        let mut branch = self.object(depth, &[]);
        let tag = self.draw.pick(&["a", "A", "a-b", "1", "", "self", "ä"]);
        let values = json!([format!("{tag}{number}")]);
        branch["properties"]["kind"] = if self.version >= Version::ThreeOne && self.draw.chance(50) {
            json!({ "const": values[0] })
        } else {
            json!({ "type": "string", "enum": values })
        };
        branch
    }

    /// Parents and what is added to them.
    fn all_of(&mut self, depth: usize) -> Value {
        let parents: Vec<&str> = self.parents.iter().map(String::as_str).collect();
        let mut parts: Vec<Value> = self.draw.sample(&parents, 2).into_iter().map(to).collect();
        parts.truncate(1 + self.draw.below(2));
        if parts.is_empty() || self.draw.chance(60) {
            parts.push(self.object(depth, &[]));
        }
        let mut all = json!({ "allOf": parts });
        if self.draw.chance(20) {
            all["properties"] = self.object(0, &[])["properties"].clone();
        }
        all
    }

    /// A text, a number, a flag, or some of their values.
    pub(super) fn leaf(&mut self) -> Value {
        let kind = self.draw.pick(&["string", "string", "string", "integer", "number", "boolean"]);
        let mut leaf = json!({ "type": kind });
        let (formats, example): (&[&str], Value) = match kind {
            "string" => (
                &["date-time", "date", "uuid", "byte", "binary", "password", "email", "uri", "odd"],
                json!(self.prose()),
            ),
            "integer" => (&["int32", "int64", "uint8", "unix-time"], json!(self.draw.below(9))),
            "number" => (&["float", "double", "decimal"], json!(0.5)),
            _ => (&["flag"], json!(true)),
        };
        if self.draw.chance(25) {
            leaf["format"] = json!(self.draw.pick(formats));
        }
        if self.draw.chance(20) {
            leaf["enum"] = self.values(kind);
        }
        match kind {
            "string" if self.draw.chance(10) => {
                leaf["pattern"] = json!("^[a-z`\"*/\\\\]+$");
                leaf["minLength"] = json!(1);
                leaf["maxLength"] = json!(u64::MAX);
            }
            "integer" if self.draw.chance(15) => {
                leaf["minimum"] = json!(-1);
                leaf["exclusiveMaximum"] = if self.version >= Version::ThreeOne { json!(1e30) } else { json!(true) };
            }
            _ => {}
        }
        for key in ["default", "example", "const"] {
            if self.draw.chance(6) && (key != "const" || self.version >= Version::ThreeOne) {
                leaf[key] = example.clone();
            }
        }
        leaf
    }

    fn values(&mut self, kind: &str) -> Value {
        let mut values: Vec<Value> = match kind {
            "integer" => {
                self.draw.sample(&[0, 1, -1, 2, 10, 200, i64::MAX, i64::MIN], 4).into_iter().map(Value::from).collect()
            }
            "number" => vec![json!(0.5), json!(1), json!(1e30)],
            "boolean" => vec![json!(true)],
            _ => {
                let count = if self.draw.chance(3) { 100 } else { 1 + self.draw.below(6) };
                self.names(count, &[]).into_iter().map(Value::from).collect()
            }
        };
        if self.draw.chance(5) {
            values.push(json!(7));
        }
        if self.draw.chance(5) {
            values.push(Value::Null);
        }
        json!(values)
    }

    /// What is allowed and seldom seen.
    fn odd_one(&mut self) -> Value {
        let new = [
            json!({ "type": ["string", "integer"] }),
            json!({ "const": "fixed" }),
            json!({ "const": 1 }),
            json!({ "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }] }),
            json!({ "type": "null" }),
            json!(true),
            json!({ "type": "object", "patternProperties": { "^x": { "type": "string" } }, "unevaluatedProperties": false }),
            json!({ "type": "string", "contentMediaType": "application/jwt", "examples": ["a", 1] }),
        ];
        let old = [
            json!({}),
            json!({ "not": { "type": "string" } }),
            json!({ "type": "object" }),
            json!({ "type": "array", "items": {} }),
            json!({ "enum": ["a", 1, true] }),
            json!({ "type": "array", "items": { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "string" } } } }),
            json!({ "type": "object", "additionalProperties": false }),
        ];
        let all = if self.version >= Version::ThreeOne { [&new[..], &old[..]].concat() } else { old.to_vec() };
        all[self.draw.below(all.len())].clone()
    }

    /// What may stand beside any keyword: prose, and the ways to say that there may be nothing.
    fn decorate(&mut self, schema: &mut Value) {
        if !schema.is_object() || (schema.get("$ref").is_some() && self.version < Version::ThreeOne) {
            return;
        }
        if self.draw.chance(20) {
            schema["description"] = json!(self.prose());
        }
        if self.draw.chance(6) {
            schema["title"] = json!(self.prose());
        }
        for key in ["deprecated", "readOnly", "writeOnly"] {
            if self.draw.chance(5) {
                schema[key] = json!(true);
            }
        }
        if self.draw.chance(12) {
            match (self.version, schema["type"].as_str().map(str::to_owned)) {
                (Version::Two, _) => schema["x-nullable"] = json!(true),
                (Version::Three, _) => schema["nullable"] = json!(true),
                (_, Some(kind)) => schema["type"] = json!([kind, "null"]),
                _ => *schema = json!({ "anyOf": [schema.clone(), { "type": "null" }] }),
            }
        }
    }
}

/// A `$ref` to a schema of this name.
fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1").replace('%', "%25")) })
}
