//! What the token source does not use is said with its reason, and with lines that settle it.

use super::inspect;
use super::tests::{input, made, said, with};

const API: &str = "\
openapi: 3.0.3
info: { title: Api, version: '1' }
servers: [{ url: https://api.example.com }]
paths:
  /auth/login:
    post:
      operationId: login
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [username, password], properties: { username: { type: string }, password: { type: string } } } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Tokens' } } } } }
  /auth/refresh:
    post:
      operationId: refreshToken
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [refresh_token], properties: { refresh_token: { type: string } } } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Tokens' } } } } }
  /auth/logout:
    post:
      operationId: logout
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [handle], properties: { handle: { type: string } } } } } }
      responses: { '204': { description: ok } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas: { Tokens: { type: object, required: [access_token, refresh_token], properties: { access_token: { type: string }, refresh_token: { type: string } } } }
";

#[test]
fn a_step_that_is_not_used_says_why_and_how_it_would_be() {
    let made_alone = made(API, &[]);
    let logout = "it takes `handle`, which the sign-in does not";
    let lines = said(&made_alone.report);
    let ends = format!("note AW0421: `/paths/~1auth~1logout/post` ends a session, but {logout}");
    assert!(lines.iter().any(|line| line.contains(&ends)), "{lines:?}");
    let tree = made_alone.value.expect("a crate").tree;
    let readme = tree.get("README.md").expect("a page");
    assert!(readme.contains(&format!("`logout` is not called by the token source: {logout}.")), "{readme}");
    let inspection = inspect(&input("api.yaml", API), &with(&[])).0.expect("an inspection");
    let human = inspection.to_human();
    assert!(human.contains(&format!("not used       POST /auth/logout: {logout}")), "{human}");

    // The target that the help prints is what an overlay needs.
    let help: Vec<&str> = made_alone.report.diagnostics.iter().map(|it| it.help.as_str()).collect();
    let help = help.iter().find(|help| help.contains("`handle`")).expect("help");
    let target = help.split_once("- target: ").and_then(|(_, rest)| rest.split('`').next()).expect("a target");
    let overlay = format!(
        "overlay: 1.0.0\ninfo: {{ title: t, version: '1' }}\nactions:\n  - target: {target}\n    update: {{ x-authwright: {{ token: access }} }}\n"
    );
    let settled = made(API, &[&overlay]);
    assert_eq!(said(&settled.report), Vec::<String>::new());
    let grant = settled.value.expect("a crate").tree;
    let grant = grant.get("src/grant.rs").expect("a file");
    assert!(grant.contains("/auth/logout"), "{grant}");
}
