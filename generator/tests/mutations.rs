//! One edit of a document of the project at a time: the step of the version that follows, and how it is told.

use std::path::{Path, PathBuf};

use generator::changes::{self, Step, Surface};
use generator::load::Input;
use generator::pipeline::{self, Options};

/// A document, an edit (every occurrence of a text, and what stands in its place), the step, and a sentence of the answer.
type Mutation = (&'static str, &'static str, &'static str, Step, &'static str);

const VIDEO: &str = "apivideo";
const EMMA: &str = "emma";
const IXAPI: &str = "ixapi";
const ACME: &str = "acme";

const MUTATIONS: &[Mutation] = &[
    // Operations.
    (VIDEO, "  /auth/refresh:", "  /auth/renew:", Step::Major, "operation `POST /auth/refresh` is gone"),
    (
        VIDEO,
        "  /auth/refresh:",
        "  /auth/renew:",
        Step::Major,
        "lifecycle: refresh was `POST /auth/refresh`, is now `POST /auth/renew`",
    ),
    (
        EMMA,
        "operationId: issueToken",
        "operationId: createToken",
        Step::Major,
        "its name in Rust was `issue_token`, is now `create_token`",
    ),
    (
        EMMA,
        "summary: Issue a token",
        "summary: Issue tokens",
        Step::Patch,
        "operation `POST /v1/issue-token`: summary reworded",
    ),
    (
        IXAPI,
        "      security: []\n      requestBody:\n        description: The refresh token",
        "      security: [{ Bearer: [] }]\n      requestBody:\n        description: The refresh token",
        Step::Major,
        "operation `POST /auth/refresh`: security is now `Bearer`",
    ),
    // Nobody has the token yet that the sign-in gives.
    (
        IXAPI,
        "      security: []\n      requestBody:\n        description: The key",
        "      security: [{ Bearer: [] }]\n      requestBody:\n        description: The key",
        Step::None,
        "The auth surface is the same",
    ),
    (
        EMMA,
        "      operationId: issueToken\n",
        "      operationId: issueToken\n      deprecated: true\n",
        Step::Patch,
        "deprecated is now `yes`",
    ),
    (
        EMMA,
        "      operationId: issueToken\n",
        "      operationId: issueToken\n      parameters: [{ name: tenant, in: header, required: true, schema: { type: string } }]\n",
        Step::Major,
        "parameter `tenant (header)` of `POST /v1/issue-token` is new and required",
    ),
    (
        EMMA,
        "      operationId: issueToken\n",
        "      operationId: issueToken\n      parameters: [{ name: trace, in: header, schema: { type: string } }]\n",
        Step::Major,
        "parameter `trace (header)` of `POST /v1/issue-token` is new",
    ),
    // Fields of a request.
    (
        EMMA,
        "        - clientId\n        - clientSecret\n",
        "        - clientId\n",
        Step::Major,
        "field `clientSecret` of `Credentials`: presence was `required`, is now `optional`",
    ),
    (
        EMMA,
        "        clientSecret:\n",
        "        audience: { type: string }\n        clientSecret:\n",
        Step::Minor,
        "field `audience` of `Credentials` is new",
    ),
    (
        EMMA,
        "        - clientSecret\n      example:",
        "        - clientSecret\n        - pin\n      type: object\n      allOf: [{ properties: { pin: { type: string } } }]\n      example:",
        Step::Major,
        "field `pin` of `Credentials` is new and required",
    ),
    (EMMA, "clientSecret", "clientKey", Step::Major, "field `clientSecret` of `Credentials` is gone"),
    (
        EMMA,
        "clientSecret",
        "clientKey",
        Step::Major,
        "lifecycle: environment was `CLIENT_ID CLIENT_SECRET`, is now `CLIENT_ID CLIENT_KEY`",
    ),
    (
        IXAPI,
        "maxLength: 16",
        "maxLength: 32",
        Step::Minor,
        "field `api_key` of `AuthTokenRequest`: maxLength was `16`, is now `32`",
    ),
    (
        IXAPI,
        "maxLength: 86",
        "maxLength: 80",
        Step::Major,
        "field `api_secret` of `AuthTokenRequest`: maxLength was `86`, is now `80`",
    ),
    (IXAPI, "minLength: 86", "pattern: '^[a-z]+$'", Step::Major, "pattern is now `^[a-z]+$`"),
    (IXAPI, "          minLength: 16\n", "", Step::Minor, "minLength was `16`, now there is none"),
    // Fields of a reply.
    (
        VIDEO,
        "        expires_in:\n          type: integer",
        "        scope: { type: string }\n        expires_in:\n          type: integer",
        Step::Minor,
        "field `scope` of `access-token` is new",
    ),
    (
        IXAPI,
        "            - access_token\n            - refresh_token\n",
        "            - access_token\n            - refresh_token\n            - session\n          properties: { session: { type: string } }\n",
        Step::Minor,
        "field `session` of `AuthToken` is new",
    ),
    (
        EMMA,
        "        sessionState:\n          type: string\n          description: ''\n          example: 00000000-0000-4000-8000-000000000003\n",
        "",
        Step::Major,
        "field `sessionState` of `Token` is gone",
    ),
    (
        EMMA,
        "expiresIn:\n          type: integer",
        "expiresIn:\n          type: string",
        Step::Major,
        "field `expiresIn` of `Token`: type was `integer`, is now `string`",
    ),
    (
        VIDEO,
        "default: bearer",
        "default: Bearer",
        Step::Patch,
        "field `token_type` of `access-token`: default was `\"bearer\"`, is now `\"Bearer\"`",
    ),
    (IXAPI, "minimum: 100", "minimum: 200", Step::Patch, "minimum was `100`, is now `200`"),
    (
        IXAPI,
        "                          - https://errors.ix-api.net/v2/signature-expired.html\n",
        "",
        Step::Patch,
        "enum was",
    ),
    (
        EMMA,
        "description: What went wrong.",
        "description: What happened.",
        Step::Patch,
        "field `message` of `BadRequestError`: description reworded",
    ),
    // Expiry.
    (VIDEO, "expires_in", "valid_for", Step::Major, "lifecycle: expiry was `after expires_in (seconds)`"),
    // Errors and other replies.
    (
        EMMA,
        "        '500':\n          $ref: '#/components/responses/InternalServerError'\n  /v1/refresh-token:",
        "  /v1/refresh-token:",
        Step::Major,
        "reply `500` of `POST /v1/issue-token` is gone",
    ),
    (
        EMMA,
        "        '500':\n          $ref: '#/components/responses/InternalServerError'\n  /v1/refresh-token:",
        "        '429': { description: Later }\n        '500':\n          $ref: '#/components/responses/InternalServerError'\n  /v1/refresh-token:",
        Step::Minor,
        "reply `429` of `POST /v1/issue-token` is new",
    ),
    (
        EMMA,
        "        '400':\n          $ref: '#/components/responses/BadRequestError'\n        '500':\n          $ref: '#/components/responses/InternalServerError'\n  /v1/refresh-token:",
        "        '202': { description: A second factor is asked for }\n        '400':\n          $ref: '#/components/responses/BadRequestError'\n        '500':\n          $ref: '#/components/responses/InternalServerError'\n  /v1/refresh-token:",
        Step::Major,
        "reply `202` of `POST /v1/issue-token` is new",
    ),
    (
        VIDEO,
        "description: The key was accepted",
        "description: Accepted",
        Step::Patch,
        "reply `200` of `POST /auth/api-key`: description reworded",
    ),
    (
        IXAPI,
        "        '400':\n          description: The request did not validate\n          content:\n            application/json:",
        "        '400':\n          description: The request did not validate\n          content:\n            application/problem+json:",
        Step::Minor,
        "media was `application/json`, is now `application/problem+json`",
    ),
    // Bodies.
    (
        VIDEO,
        "        content:\n          application/json:\n            schema:\n              $ref: '#/components/schemas/authenticate-payload'",
        "        content:\n          application/x-www-form-urlencoded:\n            schema:\n              $ref: '#/components/schemas/authenticate-payload'",
        Step::Major,
        "body of `POST /auth/api-key`: media was `application/json`, is now `application/x-www-form-urlencoded`",
    ),
    (
        EMMA,
        "              $ref: '#/components/schemas/Credentials'",
        "              $ref: '#/components/schemas/Credentials'\n        required: true",
        Step::Major,
        "body of `POST /v1/issue-token`: presence was `optional`, is now `required`",
    ),
    // Names of types.
    (VIDEO, "access-token", "bearer-token", Step::Major, "type `access-token` is gone"),
    // Servers.
    (
        EMMA,
        "https://api.emma.ms/external",
        "https://api.emma.ms/v2",
        Step::Major,
        "server `https://api.emma.ms/external` is gone",
    ),
    (
        VIDEO,
        "servers:\n",
        "servers:\n  - url: https://eu.api.video\n    description: Preview\n",
        Step::Minor,
        "server `https://eu.api.video` is new",
    ),
    (
        ACME,
        "description: Production",
        "description: Preview",
        Step::Major,
        "server `https://api.acme.example`: its name in Rust was `Production`, is now `Preview`",
    ),
    // Schemes, flows and scopes.
    (
        ACME,
        "      scheme: basic",
        "      scheme: digest",
        Step::Major,
        "scheme `basicAuth`: kind was `basic`, is now `http digest`",
    ),
    (
        ACME,
        "      name: X-App-Id",
        "      name: X-Client-Id",
        Step::Major,
        "scheme `appId`: kind was `apiKey in header X-App-Id`, is now `apiKey in header X-Client-Id`",
    ),
    (
        ACME,
        "            write: Change things.\n",
        "",
        Step::Major,
        "scope `write` of `machine clientCredentials` is gone",
    ),
    (
        ACME,
        "            write: Change things.\n",
        "            write: Change things.\n            erase: Erase things.\n",
        Step::Minor,
        "scope `erase` of `machine clientCredentials` is new",
    ),
    (
        ACME,
        "        clientCredentials:\n          tokenUrl: /token",
        "        clientCredentials:\n          tokenUrl: /v2/token",
        Step::Major,
        "flow `clientCredentials` of `machine`: tokenUrl was",
    ),
    (ACME, "    certificate:\n      type: mutualTLS\n", "", Step::Major, "scheme `certificate` is gone"),
    (
        ACME,
        "    certificate:\n      type: mutualTLS\n",
        "    certificate:\n      type: mutualTLS\n    partner:\n      type: http\n      scheme: basic\n",
        Step::Minor,
        "scheme `partner` is new",
    ),
    // Ways to be authorized.
    (
        ACME,
        "  - appId: []\n    appKey: []\n",
        "  - appId: []\n",
        Step::Major,
        "authorization `appId and appKey` is gone",
    ),
    (ACME, "  - basicAuth: []\n", "  - basicAuth: []\n  - {}\n", Step::Minor, "authorization `nothing` is new"),
    (
        ACME,
        "  - machine: [read]\n",
        "  - machine: [read, write]\n",
        Step::Major,
        "authorization `machine`: scopes was `machine (read)`, is now `machine (read write)`",
    ),
    // What no user of the crate can see.
    (ACME, "summary: List things", "summary: List all things", Step::None, "The auth surface is the same"),
    (
        EMMA,
        "operationId: listConnectivityCenters",
        "operationId: allConnectivityCenters",
        Step::None,
        "The auth surface is the same",
    ),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn surface(name: &str, text: String) -> Surface {
    let input = Input::Bytes { name: format!("{name}.yaml"), bytes: text.into_bytes() };
    let overlay = folder().join(format!("{name}.overlay.yaml"));
    let overlays = overlay.is_file().then_some(Input::Path(overlay)).into_iter().collect();
    let outcome = pipeline::model(&input, &Options { overlays, ..Options::default() });
    let modelled = outcome.value.unwrap_or_else(|| panic!("{name}: {:?}", outcome.report.diagnostics));
    Surface::of(&modelled.provider)
}

#[test]
fn each_edit_has_its_step_and_its_sentence() {
    let mut wrong = Vec::new();
    for (name, old, new, step, sentence) in MUTATIONS {
        let text = std::fs::read_to_string(folder().join(format!("{name}.yaml"))).expect("a document of the project");
        assert!(text.contains(old), "{name} holds {old}");
        let changes = changes::compare(&surface(name, text.clone()), &surface(name, text.replace(old, new)));
        let told = changes::human(&changes);
        if changes::step(&changes) != *step || !told.contains(sentence) {
            wrong.push(format!("{name}: {old:?} -> {new:?}\nwanted {step}: {sentence}\n{told}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n\n{}", wrong.len(), MUTATIONS.len(), wrong.join("\n"));
}

/// The other way round, what was new is gone: nothing is forgotten on either side.
#[test]
fn an_edit_that_is_taken_back_is_seen_too() {
    for (name, old, new, step, _) in MUTATIONS {
        let text = std::fs::read_to_string(folder().join(format!("{name}.yaml"))).expect("a document of the project");
        let changes = changes::compare(&surface(name, text.replace(old, new)), &surface(name, text));
        assert_eq!(changes::step(&changes) == Step::None, *step == Step::None, "{name}: {old}");
    }
}
