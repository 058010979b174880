//! Security schemes of every kind, and what requires them.

use serde_json::{Map, Value, json};

use super::{Maker, Version};

#[rustfmt::skip]
const SCOPES: &[&str] = &[
    "read", "write", "read:all", "read-all", "Read", "a.b", "https://x/y", "*", "Self", "type", "offline_access",
    "openid", "1", "ä",
];

impl Maker {
    /// The schemes that the document declares, with the scopes of each.
    pub(super) fn schemes(&mut self) -> Value {
        let mut declared = Map::new();
        let count = if self.draw.chance(5) { 9 } else { self.draw.below(5) };
        for name in self.names(count, &[]) {
            let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
            if name.is_empty() || declared.contains_key(&name) {
                continue;
            }
            let (mut scheme, scopes) = self.scheme();
            if self.draw.chance(30) {
                scheme["description"] = json!(self.prose());
            }
            declared.insert(name.clone(), scheme);
            self.schemes.push((name, scopes));
        }
        Value::Object(declared)
    }

    fn scheme(&mut self) -> (Value, Vec<&'static str>) {
        let place = self.draw.pick(&["header", "query", "cookie"]);
        let key = json!({ "type": "apiKey", "in": place, "name": self.token_name() });
        let scheme = match self.draw.below(9) {
            0 | 1 => json!({ "type": "http", "scheme": self.draw.pick(&["bearer", "Bearer", "basic"]) }),
            2 => json!({ "type": "http", "scheme": "bearer", "bearerFormat": self.prose() }),
            3 | 4 => key,
            5 if self.version > Version::Two => {
                json!({ "type": "openIdConnect", "openIdConnectUrl": "https://id.example/.well-known/openid-configuration" })
            }
            6 if self.version >= Version::ThreeOne => json!({ "type": "mutualTLS" }),
            7 if self.version > Version::Two => {
                json!({ "type": "http", "scheme": self.draw.pick(&["digest", "hoba", "custom"]) })
            }
            _ => return self.flows(),
        };
        (scheme, Vec::new())
    }

    fn flows(&mut self) -> (Value, Vec<&'static str>) {
        let count = if self.draw.chance(10) { SCOPES.len() } else { self.draw.below(6) };
        let scopes = self.draw.sample(SCOPES, count);
        let mut flows = Map::new();
        let kinds = ["clientCredentials", "authorizationCode", "password", "implicit", "deviceAuthorization"];
        let known = if self.version == Version::ThreeTwo { 5 } else { 4 };
        let count = if self.version == Version::Two { 1 } else { 1 + self.draw.below(4) };
        for kind in self.draw.sample(&kinds[..known], count) {
            let described: Map<String, Value> =
                scopes.iter().map(|scope| ((*scope).to_owned(), json!(self.prose()))).collect();
            let mut flow = json!({ "scopes": described });
            if kind != "implicit" {
                flow["tokenUrl"] = json!(self.draw.pick(&[
                    "https://id.example/oauth/token",
                    "/oauth/token",
                    "https://id.example/token"
                ]));
            }
            if kind == "authorizationCode" || kind == "implicit" {
                flow["authorizationUrl"] = json!("https://id.example/oauth/authorize");
            }
            if kind == "deviceAuthorization" {
                flow["deviceAuthorizationUrl"] = json!("https://id.example/oauth/device");
            }
            if self.draw.chance(30) {
                flow["refreshUrl"] = json!(self.draw.pick(&["https://id.example/oauth/refresh", "/oauth/token"]));
            }
            flows.insert(kind.to_owned(), flow);
        }
        (json!({ "type": "oauth2", "flows": flows }), scopes)
    }

    /// A list of `security`: one of several sets, each of which is needed as a whole.
    pub(super) fn requirements(&mut self) -> Value {
        let ways = *self.draw.pick(&[&0, &1, &1, &1, &2, &3]);
        let mut list: Vec<Value> = Vec::new();
        for _ in 0..ways {
            let together = if self.draw.chance(5) { 6 } else { self.draw.below(3) };
            let mut way = Map::new();
            for (name, scopes) in self.draw.sample(&self.schemes, together) {
                let asked = self.draw.below(scopes.len() + 1);
                way.insert(name, json!(self.draw.sample(&scopes, asked)));
            }
            list.push(json!(way));
        }
        json!(list)
    }
}
