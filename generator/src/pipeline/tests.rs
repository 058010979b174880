//! What is said of a document and its overlays, with the places that it is said of.

use super::{Generated, Options, Outcome, generate, inspect};
use crate::diagnostic::Report;
use crate::load::Input;

pub(super) fn input(name: &str, text: &str) -> Input {
    Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

pub(super) fn with(overlays: &[&str]) -> Options {
    let overlays = overlays.iter().enumerate().map(|(at, text)| input(&format!("overlay-{}.yaml", at + 1), text));
    Options { overlays: overlays.collect(), ..Options::default() }
}

pub(super) fn made(text: &str, overlays: &[&str]) -> Outcome<Generated> {
    generate(&input("api.yaml", text), &with(overlays))
}

/// One line for each problem: where, how bad, what.
pub(super) fn said(report: &Report) -> Vec<String> {
    let line = |it: &crate::diagnostic::Diagnostic| {
        let source = it.at.and_then(|span| report.sources.get(usize::from(span.file)).map(|source| (source, span)));
        let place = match source {
            Some((source, span)) => format!("{}:{}", source.name, source.position(span.start).line),
            None => "nowhere".to_owned(),
        };
        format!("{place} {} {}: {}", it.severity.name(), it.code.id(), it.message)
    };
    report.diagnostics.iter().map(line).collect()
}

/// An overlay of these updates.
fn overlay(actions: &[(&str, &str)]) -> String {
    let actions = actions.iter().map(|(target, says)| format!("  - target: {target}\n    update: {{ {says} }}\n"));
    format!("overlay: 1.0.0\ninfo: {{ title: t, version: '1' }}\nactions:\n{}", actions.collect::<String>())
}

/// A cookie is what the sign-in gives, and the document knows no scheme for it.
const SESSION: &str = "\
openapi: 3.0.3
info: { title: Session, version: '1' }
servers: [{ url: https://api.example.com }]
security: [{ basic: [] }, { bearer: [] }]
paths:
  /session:
    post:
      operationId: createSession
      security: []
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, required: [email, password], properties: { email: { type: string }, password: { type: string } } } } } }
      responses: { '200': { description: The user., content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } } }
    delete:
      operationId: deleteSession
      responses: { '204': { description: gone } }
  /session/token/revoke:
    post:
      operationId: revokeToken
      requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: { type: object, required: [token], properties: { token: { type: string } } } } } }
      responses: { '204': { description: gone } }
components:
  securitySchemes:
    basic: { type: http, scheme: basic }
    bearer: { type: http, scheme: bearer }
";

#[test]
fn a_session_ends_by_a_logout_that_takes_its_cookie() {
    for overlays in [vec![], vec![overlay(&[("$", "x-authwright: { lifecycle: { revoke: DELETE /session } }")])]] {
        let overlays: Vec<&str> = overlays.iter().map(String::as_str).collect();
        let made = made(SESSION, &overlays).value.expect("a crate");
        let grant = made.tree.get("src/grant.rs").expect("a grant");
        let revoke = grant.split("fn revoke").nth(1).expect("it revokes");
        assert!(revoke.contains(r#".header("Cookie", access)"#) && revoke.contains("DELETE"), "{revoke}");
        assert!(!revoke.contains("Authorization"), "{revoke}");
    }
}

#[test]
fn a_choice_that_cannot_be_kept_is_told_at_its_line() {
    let overlay = overlay(&[("$", "x-authwright: { lifecycle: { revoke: POST /session/token/revoke } }")]);
    let report = made(SESSION, &[&overlay]).report;
    let wanted = "overlay-1.yaml:5 error AW0414: the overlay chooses `POST /session/token/revoke` for `revoke`, but its field `token` \
                  takes a token as text, and the sign-in gives a cookie";
    assert!(said(&report).iter().any(|line| line == wanted), "{:?}", said(&report));
}

#[test]
fn the_page_names_the_logout_that_is_not_called() {
    let none = overlay(&[("$", "x-authwright: { lifecycle: { revoke: none } }")]);
    let made = made(SESSION, &[&none]).value.expect("a crate");
    let page = made.tree.get("docs/Lifecycle.md").expect("a page");
    assert!(page.contains("`DELETE /session`") && page.contains("call it yourself"), "{page}");
    assert!(!page.contains("no operation that ends a token"), "{page}");
}

/// A document that signs in, with an operation that does not.
const SIGN_IN: &str = "\
openapi: 3.0.3
info: { title: Signs in, version: '1' }
servers: [{ url: https://api.example.com }]
paths:
  /login:
    post:
      operationId: login
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Login' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Token' } } } } }
  /videos:
    get: { responses: { '200': { description: ok } } }
components:
  schemas:
    Login: { type: object, required: [api_key], properties: { api_key: { type: string } } }
    Token: { type: object, properties: { access_token: { type: string }, ttl: { type: integer } } }
";

#[test]
fn what_nobody_reads_is_told_at_its_line() {
    let overlay = overlay(&[
        ("$.paths['/videos']", "x-authwright: { role: none }"),
        ("$.paths['/login'].post.requestBody", "x-authwright: { role: none }"),
        ("$.paths['/login'].post.responses['200']", "x-authwright: { token: access }"),
        ("$.components.schemas.Token", "x-authwright: { token: access }"),
        ("$.info", "x-authwright: { name: acme }"),
        ("$.paths['/videos'].get", "x-authwright: { rolle: none }"),
        ("$.components.schemas.Login.properties.api_key", "x-authwright: { env: ACME_KEY }"),
        ("$.paths['/videos']", "post: { x-authwright: { role: none } }"),
        ("$.components.schemas", "Other: { properties: { a: { example: { x-authwright: { b: c } } } } }"),
    ]);
    let report = made(SIGN_IN, &[&overlay]).report;
    let lines = said(&report).into_iter().zip(&report.diagnostics);
    let unread: Vec<String> = lines.map(|(line, problem)| format!("{line}\n  {}", problem.help)).collect();
    insta::assert_snapshot!("unread", unread.join("\n"));
}

#[test]
fn what_the_document_itself_says_in_vain_is_told() {
    let text = SIGN_IN.replace("get: { responses:", "get: { x-authwright: { name: list }, responses:");
    let unread = said(&made(&text, &[]).report);
    let wanted = "api.yaml:11 warning AW0420: `x-authwright` has no effect on `GET /videos`, which was not recognised as an auth operation";
    assert!(unread.iter().any(|line| line == wanted), "{unread:?}");
    // An overlay takes it away, or says something else at the same place.
    let gone = "overlay: 1.0.0\ninfo: { title: t, version: '1' }\nactions: [{ target: \"$.paths['/videos'].get['x-authwright']\", remove: true }]\n";
    assert_eq!(said(&made(&text, &[gone]).report).iter().filter(|line| line.contains("AW0420")).count(), 0);
    let none = overlay(&[("$.paths['/videos'].get", "x-authwright: { role: none }")]);
    assert_eq!(said(&made(&text, &[&none]).report).iter().filter(|line| line.contains("AW0420")).count(), 0);
}

/// Of two overlays that say the same thing the later one counts, and the earlier one was not said in vain.
#[test]
fn a_later_overlay_may_say_otherwise() {
    let overlays = ["one", "two"].map(|name| overlay(&[("$", &format!("x-authwright: {{ name: {name} }}"))]));
    let made = made(SIGN_IN, &[&overlays[0], &overlays[1]]);
    assert_eq!(said(&made.report), Vec::<String>::new());
    assert_eq!(made.value.expect("a crate").provider.name, "two");
}

#[test]
fn two_overlays_cannot_say_two_places() {
    let overlays = ["header: X-Token", "query: token"]
        .map(|place| overlay(&[("$", &format!("x-authwright: {{ attach: {{ {place} }} }}"))]));
    let wanted = "overlay-2.yaml:5 error AW0414: `attach` has both `header` and `query`";
    assert_eq!(said(&made(SIGN_IN, &[&overlays[0], &overlays[1]]).report), [wanted]);
}

/// The example of the guide, on a document whose operations look like anything.
#[test]
fn a_chosen_step_needs_no_role_of_its_own() {
    let text = "\
openapi: 3.0.3
info: { title: Plain, version: '1' }
servers: [{ url: https://api.example.com }]
paths:
  /things:
    post:
      operationId: makeThing
      requestBody: { content: { application/json: { schema: { type: object, required: [a], properties: { a: { type: string } } } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { token: { type: string } } } } } } }
    put:
      operationId: changeThing
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { token: { type: string } } } } } } }
    delete: { operationId: dropThing, responses: { '204': { description: gone } } }
";
    let overlay = overlay(&[(
        "$",
        "x-authwright: { lifecycle: { issue: POST /things, refresh: changeThing, revoke: DELETE /things }, attach: { header: X-Thing } }",
    )]);
    let made = made(text, &[&overlay]);
    assert_eq!(said(&made.report), Vec::<String>::new());
    let provider = made.value.expect("a crate").provider;
    let roles: Vec<&str> = provider.operations.iter().map(|operation| operation.role.name()).collect();
    assert_eq!(roles, ["issue", "refresh", "revoke"]);
    let lifecycle = provider.lifecycle.expect("a lifecycle");
    assert_eq!((lifecycle.issue.operation, lifecycle.revoke.map(|step| step.operation)), (0, Some(2)));
    assert_eq!(lifecycle.refresh.map(|step| step.operation), Some(1));
}

#[test]
fn a_step_that_is_no_operation_is_told_at_its_line() {
    let overlay = overlay(&[("$", "x-authwright: { lifecycle: { issue: POST /sts/logn } }")]);
    let report = inspect(&input("api.yaml", SIGN_IN), &with(&[&overlay])).1;
    let wanted = "overlay-1.yaml:5 error AW0414: the overlay chooses `POST /sts/logn` for `issue`, which is no operation of this \
                  document, or one of role `none`";
    assert_eq!(said(&report), [wanted]);
}

/// Each of the seven stands by itself: all are told at once, in the order of the file, and nothing that only comes of them.
#[test]
fn all_faults_are_told_in_one_run() {
    let text = "\
openapi: 3.0.3
info: { title: Faulty, version: '1' }
servers:
  - url: 'javascript:alert(1)'
  - url: https://{region.example.com
paths:
  /login:
    post:
      operationId: login
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Nowhere' } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: 'other.yaml#/Token' } } } }
        abc: { description: what }
  /refresh:
    post:
      operationId: refreshToken
      requestBody: []
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object, properties: { access_token: { type: string } } } } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: Host }
";
    insta::assert_snapshot!("all-faults", said(&made(text, &[]).report).join("\n"));
    assert_eq!(said(&inspect(&input("api.yaml", text), &with(&[])).1), said(&made(text, &[]).report));
}

#[test]
fn a_role_that_is_none_hides_nothing() {
    let overlay = overlay(&[
        ("$.paths['/login'].post", "x-authwright: { role: isue, token: { header: A, cookie: B } }"),
        ("$", "x-authwright: { lifecycle: { issue: nowhere }, attach: { template: '{token}' } }"),
        ("$.info", "x-authwright: { name: acme }"),
    ]);
    insta::assert_snapshot!("a-wrong-role", said(&made(SIGN_IN, &[&overlay]).report).join("\n"));
}

#[test]
fn each_overlay_is_told_of() {
    let broken = ["overlay: 9\nactions: []\n", "overlay: 1.0.0\nactions: [{}]\n", "a: 1\na: 2\n"];
    insta::assert_snapshot!("each-overlay", said(&made(SIGN_IN, &broken).report).join("\n"));
}

#[test]
fn the_page_leads_a_second_factor_into_the_token_source() {
    let text = include_str!("../../../tests/fixtures/crates/second-factor.yaml");
    let made = made(text, &[]).value.expect("a crate");
    let page = made.tree.get("docs/Lifecycle.md").expect("a page");
    let section = page.split("## A second factor").nth(1).and_then(|rest| rest.split("\n## ").next());
    insta::assert_snapshot!("second-factor", section.expect("a section").trim());
}

#[test]
fn the_page_says_how_a_scheme_carries_the_token_that_renews() {
    let bearer = include_str!("../../../tests/fixtures/model/refresh-bearer.yaml");
    let keyed = bearer.replace("{ type: http, scheme: bearer }", "{ type: apiKey, in: header, name: X-Token }");
    for (text, wanted) in
        [(bearer, "is given the refresh token as a bearer."), (&keyed, "the refresh token in `X-Token`.")]
    {
        let made = made(text, &[]).value.expect("a crate");
        let page = made.tree.get("docs/Lifecycle.md").expect("a page");
        assert!(page.contains(wanted), "{page}");
    }
}

#[test]
fn a_cookie_without_a_name_is_told_as_one() {
    let inspection = inspect(&input("api.yaml", SESSION), &with(&[])).0.expect("an inspection");
    let line = inspection.to_human().lines().find(|line| line.contains("access token")).map(str::to_owned);
    assert_eq!(line.as_deref(), Some("  access token   the cookies that are set"));
    let token = &inspection.to_json()["lifecycle"]["token"];
    assert_eq!((&token["access"], &token["place"]), (&serde_json::json!([]), &serde_json::json!("cookie")));
}

#[test]
fn a_lost_scheme_is_told_once() {
    let lost = "components:\n  securitySchemes: { key: { $ref: 'other.yaml#/key' } }\n";
    let text = SIGN_IN
        .replace("components:\n", lost)
        .replace("get: { responses:", "get: { security: [{ key: [] }], responses:");
    let wanted =
        "api.yaml:13 error AW0205: The `$ref` to `other.yaml#/key` leads out of the document and is not followed.";
    assert_eq!(said(&made(&text, &[]).report), [wanted]);
}

#[test]
fn a_way_to_sign_in_that_nobody_fills_in_is_not_sent() {
    let made = made(include_str!("../../../tests/fixtures/model/ways-to-sign-in.yaml"), &[]).value.expect("a crate");
    let grant = made.tree.get("src/grant.rs").expect("a grant");
    let tight: String = grant.chars().filter(|it| !it.is_whitespace()).collect();
    assert!(tight.contains(r#".filled_field("password",&Object::new().filled_field("user","#), "{grant}");
    assert!(tight.contains(r#"optional_field("name",self.credentials.totp_user_name.as_ref()"#), "{grant}");
}

#[test]
fn what_an_overlay_names_a_variable_for_is_asked_for() {
    let text = include_str!("../../../tests/fixtures/model/goes-with.yaml");
    let place = "$.paths['/auth/tokens'].post.requestBody.content['application/json'].schema.properties.identity.properties.device.properties.kind";
    let overlay = overlay(&[(place, "x-authwright: { env: ACME_DEVICE }")]);
    let made = made(text, &[&overlay]).value.expect("a crate");
    let credentials = made.tree.get("src/credentials.rs").expect("credentials");
    assert!(credentials.contains("kind: env::optional_text(\"ACME_DEVICE\")?"), "{credentials}");
}

#[test]
fn a_session_ends_by_the_status_that_the_document_has_for_it() {
    let text = include_str!("../../../tests/fixtures/model/ends-unauthorized.yaml");
    let grant = |text: &str| {
        let made = made(text, &[]).value.expect("a crate");
        made.tree.get("src/grant.rs").expect("a grant").split_whitespace().collect::<String>()
    };
    assert!(grant(text).contains("authwright::shape::ended(") && grant(text).contains("&[401]"), "{}", grant(text));
    let success = text.replace("'401': { description: nobody", "'204': { description: nobody");
    assert!(grant(&success).contains("authwright::shape::success("), "{}", grant(&success));
}

#[test]
fn inspect_says_how_the_token_is_sent_and_who_says_so() {
    let line = |text: &str| {
        let inspection = inspect(&input("api.yaml", text), &with(&[])).0.expect("an inspection");
        inspection.to_human().lines().find(|line| line.contains("sent as")).map(str::to_owned)
    };
    let own = include_str!("../../../tests/fixtures/model/token-of-the-header.yaml");
    assert_eq!(line(own).as_deref(), Some("  sent as        X-Session-Token: {token}"));
    let none = include_str!("../../../tests/fixtures/model/typed-values.yaml");
    let guess = "  sent as        Authorization: Bearer {token}; no security scheme says so";
    assert_eq!(line(none).as_deref(), Some(guess));
    let made = made(none, &[]).value.expect("a crate");
    let page = made.tree.get("docs/Lifecycle.md").expect("a page");
    assert!(page.contains("The document has no security scheme that says so"), "{page}");
}

#[test]
fn the_page_says_that_a_cookie_ends_as_a_jwt_does() {
    let made = made(SESSION, &[]).value.expect("a crate");
    let page = made.tree.get("docs/Lifecycle.md").expect("a page");
    assert!(page.contains("or, where it is a JWT, when its claim `exp` says"), "{page}");
}

#[test]
fn an_empty_address_is_shown_as_the_root() {
    let text = SESSION.replace("https://api.example.com", "''");
    let made = made(&text, &[]).value.expect("a crate");
    let page = made.tree.get("README.md").expect("a page");
    assert!(page.contains("| `Server::At` | `/` |"), "{page}");
    let server = made.tree.get("src/server.rs").expect("servers");
    assert!(server.contains("/// `/` on a host of the caller's choice."), "{server}");
    let seen = inspect(&input("api.yaml", &text), &with(&[])).0.expect("an inspection").to_human();
    assert!(seen.contains("  servers        /\n"), "{seen}");
}

#[test]
fn a_key_in_the_address_is_told_of_the_header_that_takes_it_too() {
    let key = |place| format!("{place}: {{ type: apiKey, in: {place}, name: x-api-key }}");
    let page = |schemes: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\nservers: [{{ url: https://api.example.com }}]\npaths: {{ /a: {{ get: {{ \
             responses: {{ '200': {{ description: ok }} }} }} }} }}\ncomponents: {{ securitySchemes: {{ {schemes} }} }}\n"
        );
        made(&text, &[]).value.expect("a crate").tree.get("docs/Schemes.md").expect("a page").to_owned()
    };
    let one = page(&key("query"));
    assert!(one.contains("the document allows no other place."), "{one}");
    let two = page(&format!("{}, {}", key("query"), key("header")));
    assert!(two.contains("the document allows the header `x-api-key`, too, by the scheme `header`."), "{two}");
}

#[test]
fn an_id_that_a_framework_made_gives_the_name_of_its_function() {
    let text = SESSION.replace("deleteSession", "delete_session_session_delete");
    let made = made(&text, &[]).value.expect("a crate");
    let client = made.tree.get("src/client.rs").expect("a client");
    assert!(client.contains("pub async fn delete_session("), "{client}");
}
