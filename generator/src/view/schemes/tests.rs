//! The choice that a document's own words become.

use crate::load::Input;
use crate::pipeline::{Options, generate};

/// What the document lets go together goes together; what the crate's own token source gives is a way of its own only where
/// the document has none with it: after what it names for all operations, before what only some allow.
#[test]
fn a_token_that_needs_a_key_beside_it_is_no_way_alone() {
    let variants = |security: &str, some: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\nservers: [{{ url: https://api.example.com }}]\nsecurity: {security}\npaths:\n  \
             /session:\n    post:\n      operationId: login\n      security: []\n      requestBody: {{ required: true, content: {{ \
             application/json: {{ schema: {{ type: object, required: [username, password], properties: {{ username: {{ type: string }}, \
             password: {{ type: string }} }} }} }} }} }}\n      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ \
             schema: {{ type: object, properties: {{ token: {{ type: string }} }} }} }} }} }} }}\n  /me: {{ get: {{{some} responses: {{ '200': {{ \
             description: ok }} }} }} }}\ncomponents:\n  securitySchemes:\n    appId: {{ type: apiKey, in: header, name: X-App-Id }}\n    \
             bearer: {{ type: http, scheme: bearer }}\n"
        );
        let input = Input::Bytes { name: "api.yaml".to_owned(), bytes: text.into_bytes() };
        let outcome = generate(&input, &Options::default());
        let tree = outcome.value.unwrap_or_else(|| panic!("{:?}", outcome.report)).tree;
        let schemes = tree.get("src/schemes.rs").expect("schemes");
        let (_, choice) = schemes.split_once("pub enum Authorization {\n").expect("a choice");
        let lines = choice.lines().take_while(|line| *line != "}").map(str::trim);
        lines.filter(|line| !line.starts_with("//")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(variants("[{ appId: [], bearer: [] }]", ""), ["AppIdAndBearer(AppId, TokenSource),"]);
    assert_eq!(variants("[{ bearer: [] }, { appId: [] }]", ""), ["Bearer(TokenSource),", "AppId(AppId),"]);
    assert_eq!(variants("[{ appId: [] }, {}]", ""), ["AppId(AppId),", "Bearer(TokenSource),", "Nothing,"]);
    let some = " security: [{ appId: [] }],";
    assert_eq!(variants("[]", some), ["Bearer(TokenSource),", "AppId(AppId),", "Nothing,"]);
}

/// A client's secret goes to where its tokens come from: an API that revokes tokens of another origin is not given it.
#[test]
fn tokens_are_revoked_at_their_own_origin() {
    let document = include_str!("../../../../tests/fixtures/schemes/token-endpoint.yaml");
    let schemes = |token_url: &str| {
        let text = document.replace("tokenUrl: /oauth/token", &format!("tokenUrl: {token_url}"));
        let input = Input::Bytes { name: "api.yaml".to_owned(), bytes: text.into_bytes() };
        let outcome = generate(&input, &Options::default());
        let tree = outcome.value.unwrap_or_else(|| panic!("{:?}", outcome.report)).tree;
        tree.get("src/schemes.rs").expect("schemes").to_owned()
    };
    assert!(schemes("https://api.acme.example/oauth/token").contains("revocation: Some(\"oauth/revoke\")"));
    assert!(!schemes("https://login.acme.example/oauth/token").contains("revocation"));
}
