//! Generation as a whole: the committed crates are what the generator writes, and it writes what it should and no more.

use std::path::{Path, PathBuf};

use generator::diagnostic::Diagnostic;
use generator::load::Input;
use generator::pipeline::{self, Generated, Options};
use generator::tree::Kind;
use generator::view::Runtime;
use serde_json::json;
use tests::corpus::workspace;

fn generate(spec: &Path) -> Generated {
    let runtime = Runtime::Path("../../runtime".to_owned());
    let options = Options { runtime, out: Some(workspace().join("generated")), ..Options::default() };
    let outcome = pipeline::generate(&Input::Path(spec.to_owned()), &options);
    let problems: Vec<&String> = outcome.report.diagnostics.iter().map(|problem| &problem.message).collect();
    outcome.value.unwrap_or_else(|| panic!("{}: {problems:?}", spec.display()))
}

fn specs() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(workspace().join("specs")).expect("the specs");
    let mut specs: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    let is_overlay = |path: &PathBuf| path.to_string_lossy().contains(".overlay.");
    specs.retain(|path| path.extension().is_some_and(|extension| extension == "yaml") && !is_overlay(path));
    specs.sort();
    specs
}

#[test]
fn the_committed_crates_are_what_is_generated() {
    let specs = specs();
    assert!(specs.len() >= 3);
    for spec in specs {
        let made = generate(&spec);
        let folder = workspace().join("generated").join(&made.provider.name);
        let differences = made.tree.differences(&folder).expect("a readable folder");
        let list: Vec<String> = differences.iter().map(|file| format!("{} ({:?})", file.path, file.kind)).collect();
        assert!(list.is_empty(), "{}: {list:?}; mend with: cargo run -p generator -- specs/*.yaml", spec.display());
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let spec = workspace().join("tests/fixtures/crates/obstacles.yaml");
    assert_eq!(generate(&spec).tree, generate(&spec).tree);
}

#[test]
fn a_crate_is_written_whole_and_then_left_alone() {
    let made = generate(&workspace().join("tests/fixtures/crates/obstacles.yaml"));
    let out = tempfile::tempdir().expect("a folder");
    let folder = out.path().join("crate");
    let first = made.tree.write(&folder).expect("written");
    assert_eq!(first.written, made.tree.iter().count());
    let again = made.tree.write(&folder).expect("nothing to do");
    assert_eq!((again.written, again.removed.len()), (0, 0));
    let mark = "// Written by Authwright; regenerate instead of editing.\n";
    std::fs::write(folder.join("src/stale.rs"), mark).expect("a file");
    std::fs::write(folder.join("src/lib.rs"), "changed").expect("a file");
    let own = [".gitignore", ".env", "LICENSE", "notes.md", "src/mine.rs", "tests/my_own.rs", "docs/mine.md"];
    for file in own {
        std::fs::write(folder.join(file), "mine").expect("a file of the user's own");
    }
    let found = made.tree.differences(&folder).expect("readable");
    let found: Vec<(&str, Kind)> = found.iter().map(|file| (file.path.as_str(), file.kind)).collect();
    assert_eq!(found, [("src/lib.rs", Kind::Differs), ("src/stale.rs", Kind::Stale)]);
    let mended = made.tree.write(&folder).expect("mended");
    assert_eq!((mended.written, mended.removed), (1, vec!["src/stale.rs".to_owned()]));
    assert!(own.iter().all(|file| folder.join(file).exists()));
}

#[test]
fn a_folder_of_somebody_elses_is_left_as_it_is() {
    let made = generate(&workspace().join("tests/fixtures/crates/obstacles.yaml"));
    let out = tempfile::tempdir().expect("a folder");
    std::fs::write(out.path().join("Cargo.toml"), "[package]\nname = \"mine\"\n").expect("a file");
    let error = made.tree.write(out.path()).expect_err("foreign");
    assert!(error.foreign, "{error}");
    assert_eq!(std::fs::read_dir(out.path()).expect("readable").count(), 1);
}

/// Where a token does not go into the header `Authorization`, nothing may show that header's value.
#[test]
fn the_pages_show_the_place_that_carries_the_token() {
    let folder = workspace().join("tests/fixtures/model");
    let marked = std::fs::read_to_string(folder.join("marked.yaml")).expect("a fixture");
    let query = marked.replace("{ header: X-Session, template: 'Session {token}' }", "{ query: sid }");
    let cookie = std::fs::read_to_string(folder.join("cookie-named.yaml")).expect("a fixture");
    for (text, said, value) in [
        (cookie, "the cookie `SID={token}`", "a `Cookie` header with that cookie alone"),
        (marked, "the header `X-Session: Session {token}`", "of the header `X-Session`"),
        (query, "the query parameter `sid={token}`", "the server that the client was made for."),
    ] {
        let input = Input::Bytes { name: "openapi.yaml".to_owned(), bytes: text.into_bytes() };
        let outcome = pipeline::generate(&input, &Options::default());
        let tree = outcome.value.unwrap_or_else(|| panic!("{said}: {:?}", outcome.report)).tree;
        let page = |path: &str| tree.get(path).unwrap_or_else(|| panic!("{said} has no {path}"));
        let readme = page("README.md");
        assert!(readme.contains("block_on(tokens.authorize(&mut parts))?"), "{readme}");
        assert!(!readme.contains("authorization_header"), "{readme}");
        let lifecycle = page("docs/Lifecycle.md").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(lifecycle.contains(said) && lifecycle.contains(value), "{lifecycle}");
        assert!(!lifecycle.contains("`Authorization` header"), "{lifecycle}");
    }
}

/// The runtime refuses a cookie that would end early: a sample of one is no request that a crate's own test can make.
#[test]
fn no_test_of_a_crate_sends_what_is_no_cookie() {
    let text = std::fs::read_to_string(workspace().join("tests/fixtures/model/cookie-named.yaml")).expect("a fixture");
    let contract = |value: &str| {
        let cookie = "{ name: realm, in: cookie, required: true, schema: { $ref: '#/components/schemas/Realm' } }";
        let realm = format!("  schemas: {{ Realm: {{ type: string, enum: ['{value}', south] }} }}");
        let text = text.replace("operationId: login\n", &format!("operationId: login\n      parameters: [{cookie}]\n"));
        let text = text.replace("components:\n", &format!("components:\n{realm}\n"));
        let input = Input::Bytes { name: "openapi.yaml".to_owned(), bytes: text.into_bytes() };
        let outcome = pipeline::generate(&input, &Options::default());
        let made = outcome.value.unwrap_or_else(|| panic!("{value}: {:?}", outcome.report));
        made.tree.get("tests/contract.rs").unwrap_or_default().to_owned()
    };
    assert!(contract("north").contains("realm=north"));
    assert!(!contract("north; admin=true").contains("admin=true"));
}

#[test]
fn a_server_promises_no_values_that_the_document_does_not_have() {
    let made = generate(&workspace().join("specs/ixapi.yaml"));
    let server = made.tree.get("src/server.rs").expect("the servers");
    assert!(
        server.contains("/// [`Self::At`] with the values that are given; the document has none for it.\n"),
        "{server}"
    );
}

/// The names of the obstacle course: small enough to be read, and they must not change.
#[test]
fn names_are_stable() {
    let made = generate(&workspace().join("tests/fixtures/crates/obstacles.yaml"));
    let models = made.tree.get("src/models.rs").expect("models");
    let named = |line: &&str| line.trim_start().starts_with("pub ") && !line.contains("fn ");
    let names: Vec<&str> = models.lines().filter(named).map(str::trim_start).collect();
    insta::assert_snapshot!("obstacle-names", names.join("\n"));
}

/// Every file of one small crate but the pages, which `docs` checks by rule, and the tests that it carries.
#[test]
fn the_files_of_a_small_crate_read_as_they_should() {
    let made = generate(&workspace().join("tests/fixtures/crates/small.yaml"));
    for (path, text) in made.tree.iter() {
        let rust = path.starts_with("src/") || path.starts_with("examples/");
        if rust || path == "rustfmt.toml" {
            insta::assert_snapshot!(format!("small-{}", path.replace(['/', '.'], "-")), text);
        }
    }
    let manifest = made.tree.get("Cargo.toml").expect("a manifest");
    // The generator's version and the document's digest change without the crate.
    let lines = manifest.lines().filter(|line| !line.starts_with("generator =") && !line.starts_with("sha256 ="));
    insta::assert_snapshot!("small-Cargo-toml", lines.collect::<Vec<_>>().join("\n"));
}

/// A document whose token is `layers` deep in shapes that all share the next.
fn shared(layers: usize, keyword: &str, twice: bool) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut text = String::from(
        r##"{"openapi":"3.0.3","info":{"title":"T","version":"1"},"servers":[{"url":"https://api.example.com"}],"paths":{"/auth/token":{"post":
        {"requestBody":{"content":{"application/json":{"schema":{"type":"object","properties":{"api_key":{"type":"string"}}}}}},
        "responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"type":"object","properties":
        {"access_token":{"type":"string"},"more":{"$ref":"#/components/schemas/A0"}}}}}}}}}},"components":{"schemas":{"##,
    );
    for layer in 0..layers {
        let next = layer + 1;
        for name in ["A", "B"] {
            let second = if twice { "A" } else { "B" };
            let _ = write!(
                text,
                r##""{name}{layer}":{{"{keyword}":[{{"$ref":"#/components/schemas/A{next}"}},{{"$ref":"#/components/schemas/{second}{next}"}}]}},"##
            );
        }
    }
    let _ = write!(
        text,
        r#""A{layers}":{{"type":"object","properties":{{"a":{{"type":"string"}}}}}},"B{layers}":{{"type":"object","properties":{{"b":{{"type":"string"}}}}}}}}}}}}"#
    );
    text.into_bytes()
}

/// A document whose credentials and token hold `layers` of objects, each of which holds the next under `wide` names, and the last
/// the first where `ring`.
fn wide(layers: usize, wide: usize, required: bool, ring: bool) -> Vec<u8> {
    let schema = |layer: usize| json!({ "$ref": format!("#/components/schemas/L{layer}") });
    let mut schemas = serde_json::Map::new();
    for layer in 0..layers {
        let next = if ring { (layer + 1) % layers } else { layer + 1 };
        let names: Vec<String> = (0..wide).map(|name| format!("f{name}")).collect();
        let properties: serde_json::Map<_, _> = names.iter().map(|name| (name.clone(), schema(next))).collect();
        let required = if required { names } else { Vec::new() };
        schemas
            .insert(format!("L{layer}"), json!({ "type": "object", "required": required, "properties": properties }));
    }
    schemas.insert(format!("L{layers}"), json!({ "type": "object", "properties": { "z": { "type": "string" } } }));
    let body = |own: &str| {
        let properties = json!({ "more": schema(0), own: { "type": "string" } });
        let schema = json!({ "type": "object", "required": ["more", own], "properties": properties });
        json!({ "application/json": { "schema": schema } })
    };
    let post = json!({
        "requestBody": { "required": true, "content": body("api_key") },
        "responses": { "200": { "description": "ok", "content": body("access_token") } },
    });
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": { "/auth/token": { "post": post } },
        "components": { "schemas": schemas },
    });
    document.to_string().into_bytes()
}

/// Eight layers of twenty names are 20^8 values: a sample that holds each of them never ends, nor does one of a ring.
#[test]
fn wide_shapes_do_not_multiply() {
    for (required, ring) in [(false, false), (false, true), (true, false), (true, true)] {
        let input = Input::Bytes { name: "wide.json".to_owned(), bytes: wide(8, 20, required, ring) };
        let made = pipeline::generate(&input, &Options::default()).value.expect("a crate");
        let size: usize = made.tree.iter().map(|(_, text)| text.len()).sum();
        assert!(size < 3 << 20, "{size} bytes where required: {required}, ring: {ring}");
    }
}

/// Forty layers over two shapes are 2^40 ways to the bottom: a run that takes each of them never ends.
#[test]
fn shapes_that_share_parts_are_not_walked_once_for_every_way() {
    for (keyword, twice) in [("oneOf", false), ("anyOf", false), ("allOf", true), ("oneOf", true)] {
        let input = Input::Bytes { name: "shared.json".to_owned(), bytes: shared(40, keyword, twice) };
        let outcome = pipeline::generate(&input, &Options::default());
        assert!(outcome.value.is_some() || outcome.report.diagnostics.iter().any(Diagnostic::is_error), "{keyword}");
    }
}
