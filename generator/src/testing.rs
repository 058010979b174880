//! A small document that the tests of several modules take through the stages.

use crate::document::Document;
use crate::load::{self, Input};
use crate::model::{self, Origin, Provider};
use crate::normalize;
use crate::select::{self, Selection};

/// Issue and refresh, with names that need quoting.
pub(crate) const SPEC: &str = r#"
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

pub(crate) fn load(name: &str, text: &str) -> Document {
    let input = Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    load::load(&input).unwrap_or_else(|report| panic!("{name}: {:?}", report.diagnostics))
}

/// What the stages up to `model` make of it.
pub(crate) fn recognised(document: &Document) -> (Selection, Provider) {
    let normalized = normalize::normalize(document, None).unwrap_or_else(|report| panic!("{:?}", report.diagnostics));
    let (selection, _) = select::select(&normalized);
    let origin = Origin { file: "acme.yaml", openapi: "3.0.3", sha256: "00", ..Origin::default() };
    let built = model::build(&selection, &origin).unwrap_or_else(|findings| panic!("{findings:?}"));
    (selection, built.provider)
}
