//! A provider built by hand, through view, render and verify.

use super::*;
use crate::model::*;
use crate::render::render;
use crate::select::Evidence;
use crate::tree::Tree;
use crate::verify::verify;

fn field(wire: &str, ty: TypeRef, presence: Presence, secret: bool) -> Field {
    Field {
        wire: wire.to_owned(),
        ty,
        presence,
        secret,
        docs: None,
        default: None,
        example: None,
        constraints: Constraints::default(),
        deprecated: false,
        at: At::default(),
    }
}

fn text() -> TypeRef {
    TypeRef::String { format: None }
}

fn object(id: &str, fields: Vec<Field>) -> TypeDef {
    let kind = TypeKind::Object { fields, additional: None };
    TypeDef { id: id.to_owned(), title: None, kind, docs: None, example: None, at: At::default() }
}

fn reply(code: u16, ty: &str, docs: &str) -> Reply {
    let body = ReplyBody { media: MediaType::Json("application/json".to_owned()), ty: TypeRef::Named(ty.to_owned()) };
    let status = ReplyStatus::Code(code);
    Reply {
        status,
        success: status.is_success(),
        body: Some(body),
        headers: Vec::new(),
        docs: docs.to_owned(),
        example: None,
    }
}

fn operation(id: &str, name: &str, role: Role, path: &str, body: &str) -> Operation {
    Operation {
        id: id.to_owned(),
        name: Some(name.to_owned()),
        role,
        method: "POST".to_owned(),
        path: path.to_owned(),
        params: Vec::new(),
        body: Some(Body {
            media: MediaType::Json("application/json".to_owned()),
            also: Vec::new(),
            styles: Vec::new(),
            parts: Vec::new(),
            ty: TypeRef::Named(body.to_owned()),
            required: true,
            docs: None,
        }),
        replies: vec![reply(200, "access-token", "Success"), reply(400, "bad-request", "Bad Request")],
        needs: Vec::new(),
        servers: Vec::new(),
        deprecated: false,
        summary: Some("Get Bearer Token".to_owned()),
        description: None,
        evidence: Vec::<Evidence>::new(),
        at: At::default(),
    }
}

fn path(name: &str) -> FieldPath {
    FieldPath(vec![name.to_owned()])
}

fn provider() -> Provider {
    let server = |url: &str, purpose: &str| Server {
        url: url.to_owned(),
        variables: Vec::new(),
        name: None,
        purpose: Some(purpose.to_owned()),
        relative: false,
    };
    let key = Input::Body(path("apiKey"));
    Provider {
        name: "apivideo".to_owned(),
        title: "api.video".to_owned(),
        version: "1".to_owned(),
        description: None,
        servers: vec![server("https://ws.api.video", "Production"), server("https://sandbox.api.video", "Sandbox")],
        schemes: Vec::new(),
        security: Vec::new(),
        alternatives: Vec::new(),
        operations: vec![
            operation("POST_auth-api-key", "authenticate", Role::Issue, "/auth/api-key", "authenticate-payload"),
            operation("POST_auth-refresh", "refresh", Role::Refresh, "/auth/refresh", "refresh-token-payload"),
        ],
        types: vec![
            object(
                "access-token",
                vec![
                    field("access_token", text(), Presence::Optional, true),
                    field("token_type", text(), Presence::Optional, false),
                    field("refresh_token", text(), Presence::Optional, true),
                    field("expires_in", TypeRef::Integer, Presence::Optional, false),
                ],
            ),
            object("authenticate-payload", vec![field("apiKey", text(), Presence::Required, true)]),
            object(
                "bad-request",
                vec![
                    field("type", text(), Presence::Optional, false),
                    field("status", TypeRef::Integer, Presence::Optional, false),
                    field(
                        "problems",
                        TypeRef::Array(Box::new(TypeRef::Named("bad-request".to_owned()))),
                        Presence::Optional,
                        false,
                    ),
                ],
            ),
            object("refresh-token-payload", vec![field("refreshToken", text(), Presence::Required, true)]),
        ],
        lifecycle: Some(Lifecycle {
            issue: Step { operation: 0, values: vec![(key.clone(), Given::Credential(0))] },
            refresh: Some(Step {
                operation: 1,
                values: vec![(Input::Body(path("refreshToken")), Given::Token(TokenKind::Refresh))],
            }),
            revoke: None,
            token: TokenShape {
                access: TokenSource::Field(path("access_token")),
                refresh: Some(TokenSource::Field(path("refresh_token"))),
                kind: Some(path("token_type")),
                scope: None,
                expiry: Expiry::In(path("expires_in"), Unit::Seconds),
                refresh_expiry: Expiry::Unknown,
                text_at: None,
            },
            refreshed: None,
            attach: Attach {
                scheme: None,
                carrier: Carrier { place: ApiKeyPlace::Header, name: "Authorization".to_owned() },
                template: "Bearer {token}".to_owned(),
            },
            credentials: vec![Credential {
                input: key,
                env: "APIVIDEO_API_KEY".to_owned(),
                secret: true,
                required: true,
            }],
            unused: Vec::new(),
        }),
        source: Provenance {
            file: "apivideo.yaml".to_owned(),
            openapi: "3.0.0".to_owned(),
            sha256: "0".repeat(64),
            left_out: 57,
        },
    }
}

fn generate(provider: &Provider) -> Tree {
    let view = CrateView::new(provider, &Runtime::Path("../../runtime".to_owned()), "0.1.0");
    verify(render(&view).unwrap(), view.manifest()).unwrap()
}

#[test]
fn a_provider_becomes_a_crate() {
    let tree = generate(&provider());
    if let Some(folder) = std::env::var_os("BACK_OUT") {
        tree.write(std::path::Path::new(&folder)).unwrap();
    }
    assert!(tree.get("src/client.rs").unwrap().contains("pub async fn authenticate("));
}
