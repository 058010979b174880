//! Operations that sign in, renew, end and ask, and some that do none of it.

use serde_json::{Map, Value, json};

use super::{Maker, Version};

/// A kind of operation: the paths that it goes by, its method, its names, what it takes and what it gives. The first three sign
/// in; a document has one of them for certain.
#[rustfmt::skip]
const KINDS: &[[&str; 5]] = &[
    ["/login /auth/sign-in /sessions", "post", "login signIn", "username password", "access_token refresh_token expires_in"],
    ["/auth/token /oauth/token", "post", "getToken type", "grant_type client_id client_secret", "access_token token_type expires_in"],
    ["/auth/api-key /{tenant}/token", "post", "createToken self", "api_key", "token"],
    ["/auth/refresh /token/renew", "post", "refresh renewToken Type", "refresh_token", "access_token refresh_token"],
    ["/auth/revoke /oauth/revoke", "post", "revoke revokeToken", "token token_type_hint", ""],
    ["/oauth/introspect /auth/token/{token}", "post", "introspect new", "token", "active exp scope"],
    ["/logout /auth/sign-out", "post", "logout sign_out", "", ""],
    ["/logout /auth/session", "delete", "endSession send", "refresh_token", ""],
    ["/auth/session /me/session", "get", "getSession body", "", "id user"],
    ["/token/exchange", "post", "exchange exchangeToken", "subject_token grant_type", "access_token issued_token_type"],
    ["/oauth/authorize", "get", "authorize", "response_type client_id redirect_uri state", ""],
    ["/oauth/device /device/code", "post", "device", "client_id", "device_code user_code verification_uri interval"],
    ["/login/mfa /auth/2fa/verify", "post", "verifyMfa mfa", "code mfa_token", "access_token"],
    ["/things/{id} /things", "get", "things getThing", "", "id"],
];

const JSON: &[&str] =
    &["application/json", "application/json", "application/json; charset=utf-8", "application/vnd.a+json", "*/*"];
#[rustfmt::skip]
const MEDIA: &[&str] = &[
    "application/json", "application/json", "application/x-www-form-urlencoded", "multipart/form-data",
    "application/vnd.api+json", "text/plain", "application/xml", "application/octet-stream",
    "application/merge-patch+json",
];

impl Maker {
    /// All paths.
    pub(super) fn paths(&mut self) -> Value {
        let mut kinds = vec![KINDS[self.draw.below(3)]];
        let count = self.draw.below(6);
        kinds.extend(self.draw.sample(KINDS, count));
        let prefix = self.draw.pick(&["", "", "/v1", "/api/{version}", "/a b"]);
        let mut paths = json!({});
        for [paths_of, method, names, takes, gives] in kinds {
            let path = format!("{prefix}{}", self.draw.pick(&words(paths_of)));
            let name = self.draw.pick(&words(names));
            paths[&path][method] = self.operation(name, method, &path, &words(takes), &words(gives));
        }
        paths
    }

    fn operation(&mut self, name: &str, method: &str, path: &str, takes: &[&str], gives: &[&str]) -> Value {
        let mut operation = json!({ "responses": self.replies(gives) });
        if self.draw.chance(85) {
            operation["operationId"] =
                json!(format!("{name}{}", self.draw.pick(&["", "", "_1", " 2", "Using POST", "-"])));
        }
        for (key, share) in [("summary", 60), ("description", 50)] {
            if self.draw.chance(share) {
                operation[key] = json!(if self.draw.chance(40) { name.to_owned() } else { self.prose() });
            }
        }
        if self.draw.chance(60) {
            operation["tags"] = json!([self.draw.pick(&["auth", "Authentication", "User", "x"])]);
        }
        if self.draw.chance(50) {
            operation["security"] = self.requirements();
        }
        if self.draw.chance(10) {
            operation["deprecated"] = json!(true);
        }
        let mut parameters = Vec::new();
        for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            parameters.push(self.parameter(name, "path"));
        }
        // Where credentials go: all into the body, all beside it, or each as it comes.
        let share = if method == "post" { *self.draw.pick(&[&100, &100, &100, &0, &50]) } else { 0 };
        let (mut body, mut beside) = (Vec::new(), Vec::new());
        for name in takes.iter().filter(|name| !path.contains(**name)) {
            if self.draw.chance(share) { body.push(*name) } else { beside.push((*name).to_owned()) }
        }
        if takes.is_empty() || self.draw.chance(30) {
            let count = if self.draw.chance(3) { 45 } else { self.draw.below(4) };
            beside.extend(self.names(count, takes));
        }
        for name in beside {
            let place = self.draw.pick(&["query", "query", "header", "cookie"]);
            let legal = name.is_ascii()
                && !name.contains([' ', '"', '/', '{', '[', '\\', ':', '@', '`', '\''])
                && !name.is_empty();
            let name = if legal || place == "query" { name } else { self.token_name() };
            let known = |other: &Value| other["name"].as_str().is_some_and(|other| other.eq_ignore_ascii_case(&name));
            if !parameters.iter().any(known) {
                parameters.push(self.parameter(&name, place));
            }
        }
        if !parameters.is_empty() {
            operation["parameters"] = json!(parameters);
        }
        if !body.is_empty() || (method == "post" && self.draw.chance(10)) {
            operation["requestBody"] = self.body(&body);
        }
        operation
    }

    fn parameter(&mut self, name: &str, place: &str) -> Value {
        let schema = match self.draw.below(10) {
            0 | 1 if place != "path" => json!({ "type": "array", "items": self.leaf() }),
            2 if self.version > Version::Two => self.schema(1),
            _ => self.leaf(),
        };
        let mut parameter = json!({ "name": name, "in": place, "schema": schema });
        if place == "path" || self.draw.chance(50) {
            parameter["required"] = json!(true);
        }
        if self.draw.chance(30) {
            parameter["description"] = json!(self.prose());
        }
        if self.draw.chance(15) {
            parameter["explode"] = json!(self.draw.chance(50));
        }
        if place == "query" && self.draw.chance(10) {
            parameter["style"] = json!(self.draw.pick(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]));
        }
        if self.version > Version::Two && self.draw.chance(3) {
            let schema = parameter.as_object_mut().and_then(|parameter| parameter.remove("schema"));
            parameter["content"] = json!({ "application/json": { "schema": schema } });
        }
        parameter
    }

    fn body(&mut self, fields: &[&str]) -> Value {
        let mut content = Map::new();
        let count = *self.draw.pick(&[&1, &1, &1, &2, &3]);
        let schema = self.shape(fields);
        for media in self.draw.sample(MEDIA, count) {
            let schema = if media == "text/plain" { json!({ "type": "string" }) } else { schema.clone() };
            content.insert(media.to_owned(), json!({ "schema": schema }));
        }
        let mut body = json!({ "content": content });
        if self.draw.chance(30) {
            body["description"] = json!(self.prose());
        }
        if self.draw.chance(75) {
            body["required"] = json!(true);
        }
        self.shared("requestBodies", body)
    }

    /// An object with these fields, by itself or as a part of something larger.
    fn shape(&mut self, fields: &[&str]) -> Value {
        let object = self.object(2, fields);
        match self.draw.below(16) {
            0 | 1 => json!({ "type": "object", "required": ["data"], "properties": { "data": object } }),
            2 => json!({ "allOf": [object, self.object(1, &[])] }),
            3 => json!({ self.draw.pick(&["oneOf", "anyOf"]): [object, self.schema(2)] }),
            4 => json!({ "type": "array", "items": object }),
            5 => {
                json!({ "type": "object", "properties": { "result": { "type": "array", "items": object }, "status": self.schema(1) } })
            }
            6 => self.schema(3),
            _ => object,
        }
    }

    fn replies(&mut self, fields: &[&str]) -> Value {
        let mut replies = json!({});
        let count = *self.draw.pick(&[&1, &1, &1, &2, &4]);
        let schema = self.shape(fields);
        for status in self.draw.sample(&["200", "201", "202", "204", "2XX", "default"], count) {
            let given = if self.draw.chance(80) { schema.clone() } else { self.schema(2) };
            replies[status] = self.reply(given, 85);
        }
        for status in self.failures() {
            let schema = self.schema(2);
            replies[status] = self.reply(schema, 60);
        }
        replies
    }

    fn reply(&mut self, schema: Value, share: usize) -> Value {
        let mut reply = json!({ "description": self.prose() });
        if self.draw.chance(share) {
            let media = if self.draw.chance(90) { JSON } else { MEDIA };
            reply["content"] = json!({ self.draw.pick(media): { "schema": schema } });
        }
        if self.draw.chance(15) {
            let name = self.draw.pick(&[
                "Set-Cookie",
                "X-Auth-Token",
                "Authorization",
                "X-Rate",
                "Retry-After",
                "self",
                "Location",
            ]);
            reply["headers"] = json!({ name: { "schema": self.leaf(), "description": self.prose() } });
        }
        self.shared("responses", reply)
    }
}

fn words(list: &'static str) -> Vec<&'static str> {
    list.split_whitespace().collect()
}
