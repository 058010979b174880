//! One small document per hazard, and what becomes of it.

use std::path::{Path, PathBuf};

use super::{built, outline, said};

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/model");
    let entries = std::fs::read_dir(folder).expect("the fixtures are there");
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

#[test]
fn each_hazard_ends_as_its_snapshot_says() {
    for file in fixtures() {
        let name = file.file_stem().and_then(|stem| stem.to_str()).expect("the name is text");
        let text = std::fs::read_to_string(&file).expect("the fixture is text");
        let result = built(&format!("{name}.yaml"), &text, None);
        let refused = result.is_err();
        let outcome = match result {
            Ok(built) => {
                let more = outline::alternatives(&built.provider);
                format!("{}{}{more}", said(&built.findings), outline::outline(&built.provider))
            }
            Err(findings) => said(&findings),
        };
        assert_eq!(refused, name.starts_with("bad-"), "{name}: {outcome}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("fixture-{name}"), outcome);
        });
    }
}

/// The same document gives the same model, whatever hash maps do.
#[test]
fn two_runs_agree() {
    for file in fixtures() {
        let text = std::fs::read_to_string(&file).expect("the fixture is text");
        let outcome = || built("x.yaml", &text, None).map_or_else(|it| said(&it), |it| format!("{:?}", it.provider));
        assert_eq!(outcome(), outcome(), "{}", file.display());
    }
}

/// The lines that help are lines that find something.
#[test]
fn a_sign_in_without_a_token_is_told_where_to_say_it() {
    let help = |schema: &str| {
        let text = format!(
            "openapi: 3.0.0
info: {{ title: t, version: '1' }}
paths:
  /auth/login:
    post:
      requestBody: {{ content: {{ application/json: {{ schema: {{ type: object, properties: {{ username: {{ type: string }}, password: {{ type: string }} }} }} }} }} }}
      responses: {{ '200': {{ description: ok{schema} }} }}
components:
  securitySchemes: {{ bearer: {{ type: http, scheme: bearer }} }}
  schemas: {{ Reply: {{ type: object, properties: {{ granted: {{ type: string }}, who: {{ type: string }} }} }} }}
"
        );
        let built = built("x.yaml", &text, None).expect("a crate comes of it");
        built.findings.iter().map(|finding| finding.help.clone()).next().unwrap_or_default()
    };
    let silent = help("");
    assert!(silent.contains("- target: $.paths['/auth/login'].post.responses['200']`"), "{silent}");
    let fields = help(", content: { application/json: { schema: { $ref: '#/components/schemas/Reply' } } }");
    assert!(fields.contains("- target: $.components.schemas.Reply.properties.FIELD`"), "{fields}");
}

/// A key that is made at the website is a refresh token where a document has only what renews.
#[test]
fn what_renews_is_named_where_nothing_begins() {
    let help = |more: &str| {
        let text = format!(
            "openapi: 3.0.0
info: {{ title: t, version: '1' }}
paths:
  /auth/refresh:
    post:
      requestBody: {{ content: {{ application/json: {{ schema: {{ type: object, required: [refresh], properties: {{ refresh: {{ type: string }} }} }} }} }} }}
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ type: object, properties: {{ access: {{ type: string }}{more} }} }} }} }} }} }}
components: {{ securitySchemes: {{ bearer: {{ type: http, scheme: bearer }} }} }}
"
        );
        let built = built("x.yaml", &text, None).expect("a crate comes of it");
        built.findings.iter().map(|finding| finding.help.clone()).next().unwrap_or_default()
    };
    let kept = help("");
    assert!(kept.contains("lifecycle: { issue: POST /auth/refresh, refresh: none }"), "{kept}");
    let rotated = help(", refresh: { type: string }");
    assert!(!rotated.contains("lifecycle"), "{rotated}");
}
