//! What is said of a document and its overlays, with the places that it is said of.

use super::{Generated, Options, Outcome, generate, inspect};
use crate::diagnostic::Report;
use crate::load::Input;

fn input(name: &str, text: &str) -> Input {
    Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn with(overlays: &[&str]) -> Options {
    let overlays = overlays.iter().enumerate().map(|(at, text)| input(&format!("overlay-{}.yaml", at + 1), text));
    Options { overlays: overlays.collect(), ..Options::default() }
}

fn made(text: &str, overlays: &[&str]) -> Outcome<Generated> {
    generate(&input("api.yaml", text), &with(overlays))
}

/// One line for each problem: where, how bad, what.
fn said(report: &Report) -> Vec<String> {
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
