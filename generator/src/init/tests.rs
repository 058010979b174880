use std::collections::BTreeSet;

use super::overlay;
use crate::document::Document;
use crate::load::{self, Input};
use crate::model::{self, Origin, Provider};
use crate::{normalize, select};

const SPEC: &str = r#"
openapi: 3.0.3
info: { title: "Acme: keys & 'quotes'", version: "1" }
servers: [{ url: "https://api.acme.example/v1", description: Production }]
security: [{ bearer: [] }]
paths:
  /auth/token:
    post:
      operationId: createToken
      security: []
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/api credentials' } } }
      responses:
        '200':
          description: A token.
          content: { application/json: { schema: { $ref: '#/components/schemas/Token' } } }
  /auth/refresh:
    post:
      operationId: refreshToken
      security: []
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Refresh' } } }
      responses:
        '200':
          description: A token.
          content: { application/json: { schema: { $ref: '#/components/schemas/Token' } } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    api credentials:
      type: object
      required: [api_key, api_secret]
      properties: { api_key: { type: string }, api_secret: { type: string } }
    Refresh: { type: object, required: [refresh_token], properties: { refresh_token: { type: string } } }
    Token:
      type: object
      required: [access_token]
      properties:
        access_token: { type: string }
        refresh_token: { type: string }
        expires_in: { type: integer, description: Seconds. }
"#;

fn load(name: &str, text: &str) -> Document {
    let input = Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    load::load(&input).unwrap_or_else(|report| panic!("{name}: {:?}", report.diagnostics))
}

fn provider(document: &Document) -> Provider {
    let normalized = normalize::normalize(document).unwrap_or_else(|report| panic!("{:?}", report.diagnostics));
    let (selection, _) = select::select(&normalized.document);
    let origin = Origin { file: "acme.yaml", openapi: "3.0.3", sha256: "00", name: None };
    model::build(&selection, &origin).unwrap_or_else(|findings| panic!("{findings:?}")).provider
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
    let text = uncommented(&overlay(&inferred, "acme.yaml"));
    let findings = normalize::overlay::apply(&mut document, load("acme.overlay.yaml", &text));
    assert_eq!(findings.map_err(|findings| format!("{findings:?}")), Ok(Vec::new()), "{text}");
    let said = provider(&document);
    let (before, after) = (surface(&inferred), surface(&said));
    let changes = crate::changes::compare(&before, &after);
    // The methods are named after the operationId either way; saying the name changes nothing but the overlay.
    let kinds: BTreeSet<String> =
        changes.iter().map(|change| format!("{} {:?}", change.subject, change.what)).collect();
    assert_eq!(kinds, BTreeSet::new(), "{text}");
}

#[test]
fn as_it_is_written_it_changes_nothing_but_the_name() {
    let mut document = load("acme.yaml", SPEC);
    let inferred = provider(&document);
    let text = overlay(&inferred, "acme.yaml");
    let findings = normalize::overlay::apply(&mut document, load("acme.overlay.yaml", &text));
    assert_eq!(findings.map_err(|findings| format!("{findings:?}")), Ok(Vec::new()), "{text}");
    assert_eq!(surface(&provider(&document)), surface(&inferred));
}

#[test]
fn it_reads_as_a_page() {
    insta::assert_snapshot!(overlay(&provider(&load("acme.yaml", SPEC)), "acme.yaml"));
}
