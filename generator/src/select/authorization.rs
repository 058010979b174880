//! What an `Authorization` header holds that is written down as a parameter: OpenAPI has schemes for it, and many documents do
//! without.

use super::leaves::resolve;
use crate::document::Node;
use crate::vocabulary::words;

/// What the parameter is said to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorization {
    /// A user and a password by HTTP Basic (RFC 7617): it is `told` in words that mean nothing else, or by an example.
    Basic {
        /// Whether no other reading is left.
        told: bool,
    },
    /// A key that its owner has before any session, in words that speak of no token.
    Key,
    /// A token, or nothing is said.
    Token,
}

impl Authorization {
    /// What the description, the examples and the schema of the parameter say.
    pub fn of(root: &Node, param: &Node) -> Self {
        let docs = param.get("description").and_then(Node::as_str).unwrap_or_default();
        if is_shown(root, param) { Self::Basic { told: true } } else { Self::told(docs) }
    }

    /// What a description alone says.
    pub fn told(docs: &str) -> Self {
        const KEYS: &[&str] = &["apikey", "app", "application", "client", "key", "partner", "secret"];
        const TOKENS: &[&str] = &["access", "bearer", "jwt", "session", "token"];
        let docs = docs.to_lowercase();
        if docs.contains("basic") {
            const PHRASES: &[&str] =
                &["base64", "base 64", "basic auth", "http basic", "basic <", "basic {", "basic [", "basic $"];
            return Self::Basic { told: PHRASES.iter().any(|phrase| docs.contains(phrase)) };
        }
        let said = words(&docs);
        let any = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
        if any(KEYS) && !any(TOKENS) { Self::Key } else { Self::Token }
    }
}

/// Whether an example, a default, the format or the pattern is that of HTTP Basic.
fn is_shown(root: &Node, param: &Node) -> bool {
    let schema = param.get("schema").map_or(param, |schema| resolve(root, schema));
    let begins = |value: &Node| {
        let text = value.as_str().unwrap_or_default().trim_start();
        text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("basic "))
    };
    let named = param.get("examples").map(Node::entries).unwrap_or_default();
    let named = named.iter().filter_map(|entry| resolve(root, &entry.node).get("value"));
    let lists = [schema.get("examples"), schema.get("enum")].into_iter().flatten().flat_map(Node::items);
    let single = [param.get("example"), schema.get("example"), schema.get("default")].into_iter().flatten();
    let text = |key: &str| schema.get(key).and_then(Node::as_str).unwrap_or_default().to_lowercase();
    single.chain(named).chain(lists).any(begins)
        || matches!(text("format").as_str(), "basic" | "http-basic" | "basic-auth")
        || text("pattern").trim_start_matches(['^', '(']).starts_with("basic")
}

#[cfg(test)]
mod tests {
    use super::Authorization as A;
    use crate::testing::load;

    #[test]
    fn what_is_shown_counts_as_what_is_told() {
        for (param, wanted) in [
            ("description: 'Basic base64(id:secret)'", A::Basic { told: true }),
            ("description: '`Basic <credentials>`'", A::Basic { told: true }),
            ("description: for the basic plan", A::Basic { told: false }),
            ("example: basic aWQ6c2VjcmV0", A::Basic { told: true }),
            ("examples: {one: {value: Basic aWQ6c2VjcmV0}}", A::Basic { told: true }),
            ("schema: {type: string, example: Basic aWQ6c2VjcmV0}", A::Basic { told: true }),
            ("schema: {type: string, default: Basic aWQ6c2VjcmV0}", A::Basic { told: true }),
            ("schema: {$ref: '#/components/schemas/Shown'}", A::Basic { told: true }),
            ("schema: {type: string, format: basic}", A::Basic { told: true }),
            ("schema: {type: string, pattern: '^Basic .+$'}", A::Basic { told: true }),
            ("description: The API key of the application", A::Key),
            ("description: The client's access token", A::Token),
            ("description: 'Bearer {key}'", A::Token),
            ("example: Bearer abc", A::Token),
            ("example: Basi\u{e9}", A::Token),
            ("required: true", A::Token),
        ] {
            let text = format!(
                "{{openapi: 3.0.3, param: {{{param}}}, components: {{schemas: {{Shown: {{example: Basic aWQ6c2VjcmV0}}}}}}}}"
            );
            let document = load("header", &text);
            let root = &document.root;
            assert_eq!(root.get("param").map(|param| A::of(root, param)), Some(wanted), "{param}");
        }
    }
}
