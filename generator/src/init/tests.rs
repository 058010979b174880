use std::collections::BTreeSet;

use super::overlay;
use crate::model::Provider;
use crate::normalize;
use crate::testing::{SPEC, load, recognised};

fn provider(document: &crate::document::Document) -> Provider {
    recognised(document).1
}

/// Every comment that is an action, made one.
fn uncommented(text: &str) -> String {
    text.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// What a user of the crate would see of it, evidence apart.
fn surface(provider: &Provider) -> crate::changes::Surface {
    crate::changes::Surface::of(provider)
}

#[test]
fn every_inference_can_be_said_as_an_overlay() {
    let mut document = load("acme.yaml", SPEC);
    let inferred = provider(&document);
    let text = uncommented(&overlay(&inferred, Some("acme.yaml")));
    let findings = normalize::overlay::apply(&mut document, load("acme.overlay.yaml", &text));
    assert_eq!(
        findings.map(|applied| applied.warnings).map_err(|findings| format!("{findings:?}")),
        Ok(Vec::new()),
        "{text}"
    );
    let said = provider(&document);
    let (before, after) = (surface(&inferred), surface(&said));
    let changes = crate::changes::compare(&before, &after);
    // The methods are named after the operationId either way; saying the name changes nothing but the overlay.
    let kinds: BTreeSet<String> =
        changes.iter().map(|change| format!("{} {:?}", change.subject, change.what)).collect();
    assert_eq!(kinds, BTreeSet::new(), "{text}");
}

/// What is inferred has places of OpenAPI 3, whatever the document was written in.
#[test]
fn an_older_document_can_be_said_the_same_of() {
    const OLDER: &str = "\
swagger: '2.0'
info: { title: older, version: '1' }
host: api.example.com
schemes: [https]
consumes: [application/json]
produces: [application/json]
securityDefinitions: { bearer: { type: apiKey, in: header, name: Authorization, description: 'Bearer {token}' } }
security: [{ bearer: [] }]
paths:
  /login:
    post:
      operationId: login
      security: []
      parameters: [{ in: body, name: body, required: true, schema: { $ref: '#/definitions/Login' } }]
      responses: { '200': { description: OK, schema: { $ref: '#/definitions/Token' } } }
definitions:
  Login: { type: object, required: [username, password], properties: { username: { type: string }, password: { type: string } } }
  Token: { type: object, properties: { token: { type: string }, expires_in: { type: integer } } }
";
    let mut document = load("older.yaml", OLDER);
    let inferred = provider(&document);
    let text = uncommented(&overlay(&inferred, Some("older.yaml")));
    let applied =
        normalize::overlay::apply(&mut document, load("older.overlay.yaml", &text)).expect("it is an overlay");
    let mut normal = normalize::normalize(&document, None).unwrap_or_else(|report| panic!("{report:?}"));
    let left = applied.unmatched.apply(&mut normal);
    assert_eq!((applied.warnings, left), (Vec::new(), Vec::new()), "{text}");
    assert!(text.contains("$.components.schemas"), "{text}");
    assert_eq!(crate::changes::compare(&surface(&inferred), &surface(&provider(&normal))), Vec::new(), "{text}");
}

#[test]
fn as_it_is_written_it_changes_nothing_but_the_name() {
    let mut document = load("acme.yaml", SPEC);
    let inferred = provider(&document);
    let text = overlay(&inferred, Some("acme.yaml"));
    let findings = normalize::overlay::apply(&mut document, load("acme.overlay.yaml", &text));
    assert_eq!(
        findings.map(|applied| applied.warnings).map_err(|findings| format!("{findings:?}")),
        Ok(Vec::new()),
        "{text}"
    );
    assert_eq!(surface(&provider(&document)), surface(&inferred));
}

#[test]
fn it_reads_as_a_page() {
    insta::assert_snapshot!(overlay(&provider(&load("acme.yaml", SPEC)), Some("acme.yaml")));
}

/// Our own reader is lenient in its way; an overlay is for everybody's tools.
#[test]
fn another_yaml_parser_reads_the_same() {
    let text = uncommented(&overlay(&provider(&load("acme.yaml", SPEC)), Some("acme.yaml")));
    let read: serde_yaml::Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(read["overlay"].as_str(), Some("1.0.0"));
    let targets = read["actions"].as_sequence().into_iter().flatten().filter_map(|action| action["target"].as_str());
    assert!(targets.clone().any(|target| target == "$.paths['/auth/token'].post"), "{text}");
    assert_eq!(targets.count(), 8, "{text}");
}

#[test]
fn what_was_seen_stands_on_one_line() {
    let mut provider = provider(&load("acme.yaml", SPEC));
    let evidence =
        provider.operations.iter_mut().flat_map(|operation| &mut operation.evidence).next().expect("evidence");
    evidence.seen = "running in\nGoogle \u{202e}".to_owned();
    let written = overlay(&provider, None);
    assert!(written.contains(": running in Google \u{fffd}\n"), "{written}");
}

#[test]
fn a_sign_in_that_says_nothing_of_its_reply_can_be_completed() {
    let silent = "openapi: 3.0.0
info: { title: silent, version: '1' }
paths:
  /auth/login:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { username: { type: string }, password: { type: string } } } } } }
      responses: { '200': { description: '' } }
components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }
";
    let mut document = load("silent.yaml", silent);
    let before = provider(&document);
    assert!(before.lifecycle.is_none());
    let text = uncommented(&overlay(&before, Some("silent.yaml")));
    let findings = normalize::overlay::apply(&mut document, load("silent.overlay.yaml", &text));
    assert_eq!(
        findings.map(|applied| applied.warnings).map_err(|findings| format!("{findings:?}")),
        Ok(Vec::new()),
        "{text}"
    );
    assert!(provider(&document).lifecycle.is_some(), "{text}");
}
