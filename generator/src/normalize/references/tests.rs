use std::fs;

use super::Folder;
use crate::{
    diagnostic::Code,
    load::{Input, load},
    normalize::{
        normalize,
        tests::{document, flow},
    },
};

#[test]
fn names_of_schemas_become_pointers() {
    let text = "
openapi: 3.1.0
paths: {}
components:
  schemas:
    Token:
      $id: https://a.example/token.json
      $defs: {x: {$anchor: text, type: string}}
      properties: {a: {$ref: '#text'}, b: {$ref: '#/$defs/x'}, $id: {type: string}}
    Other: {properties: {a: {$ref: token.json}, b: {$ref: 'https://a.example/token.json#text'}, c: {$ref: '#nowhere'}}}
";
    let normal = normalize(&document(text), None).expect("supported");
    let schema = |name: &str| normal.root.at_pointer(&format!("/components/schemas/{name}/properties")).map(flow);
    let defs = "#/components/schemas/Token/$defs/x";
    let token = format!("{{a: {{$ref: {defs}}}, b: {{$ref: {defs}}}, $id: {{type: string}}}}");
    assert_eq!(schema("Token"), Some(token));
    let other = format!("{{a: {{$ref: #/components/schemas/Token}}, b: {{$ref: {defs}}}, c: {{$ref: #nowhere}}}}");
    assert_eq!(schema("Other"), Some(other));
}

#[test]
fn a_dynamic_reference_is_one_where_one_place_alone_has_its_anchor() {
    let text = "
openapi: 3.1.0
paths: {}
components:
  schemas:
    One: {$dynamicAnchor: one, type: string}
    Plain: {$anchor: plain, type: string}
    Twice: {$dynamicAnchor: twice, type: string}
    Again: {$id: again, $defs: {x: {$dynamicAnchor: twice, type: object}}}
    Of:
      properties:
        a: {$dynamicRef: '#one', description: d}
        b: {$dynamicRef: '#plain'}
        c: {$dynamicRef: '#/components/schemas/One'}
        d: {$dynamicRef: '#twice'}
        e: {$dynamicRef: '#nowhere'}
        $dynamicRef: {type: string}
";
    let normal = normalize(&document(text), None).expect("supported");
    let own = normal.root.at_pointer("/components/schemas/Of/properties").map(flow).unwrap_or_default();
    let one = "$ref: #/components/schemas/One";
    let wanted = format!(
        "{{a: {{{one}, description: d}}, b: {{$ref: #/components/schemas/Plain}}, c: {{{one}}}, \
         d: {{$dynamicRef: #twice}}, e: {{$dynamicRef: #nowhere}}, $dynamicRef: {{type: string}}}}"
    );
    assert_eq!(own, wanted);
}

#[test]
fn files_of_the_folder_are_followed_when_allowed_and_no_others() {
    let outer = tempfile::tempdir().expect("a folder");
    let folder = outer.path().join("api");
    fs::create_dir_all(folder.join("parts")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    fs::write(outer.path().join("secret.yaml"), "password: hunter2").expect("a file");
    std::os::unix::fs::symlink(outer.path().join("secret.yaml"), folder.join("link.yaml")).expect("a link");
    write(
        "parts/token.yaml",
        "T: {a: {$ref: '#/U'}, b: {$ref: 'more.yaml#/V'}, c: {$ref: '../spec.yaml#/info'}}\nU: {}",
    );
    write("parts/more.yaml", "V: {$ref: 'token.yaml#/T'}");
    write("spec.yaml", "{openapi: 3.0.3, info: {}, paths: {/a: {$ref: 'parts/token.yaml#/T'}}}");
    let result = |spec: &str| {
        let path = folder.join(spec);
        normalize(&load(&Input::Path(path.clone())).expect("valid"), Folder::of(&path).as_ref())
    };
    let normal = result("spec.yaml").expect("all inside");
    assert_eq!(
        normal.root.at_pointer("/paths/~1a").map(flow).as_deref(),
        Some("{$ref: #/x-authwright-files/parts~1token.yaml/T}")
    );
    assert_eq!(
        normal.root.get("x-authwright-files").map(flow).as_deref(),
        Some(
            "{parts/more.yaml: {V: {$ref: #/x-authwright-files/parts~1token.yaml/T}}, parts/token.yaml: \
             {T: {a: {$ref: #/x-authwright-files/parts~1token.yaml/U}, b: {$ref: #/x-authwright-files/parts~1more.yaml/V}, \
             c: {$ref: #/info}}, U: {}}}"
        )
    );
    for target in ["link.yaml", "../secret.yaml", "/etc/passwd", "http://a.example/x", "none.yaml", "parts"] {
        write("bad.yaml", &format!("{{openapi: 3.0.3, paths: {{/a: {{$ref: '{target}'}}}}}}"));
        let report = result("bad.yaml").map(|_| ()).expect_err(target);
        assert_eq!(
            report.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(),
            [Code::ExternalUnreadable],
            "{target}"
        );
        assert!(!report.to_json().to_string().contains("hunter2"));
    }
    write("bad.yaml", "{openapi: 3.0.3, paths: {/a: {$ref: parts}}}");
    let report = result("bad.yaml").map(|_| ()).expect_err("a folder");
    assert!(report.diagnostics.iter().all(|fault| fault.message.contains("no regular file")), "a pipe would never end");
    // What another file refers to is judged where it is needed, and has its place there.
    write("parts/more.yaml", "V: {$ref: '../../secret.yaml'}");
    assert!(result("spec.yaml").is_ok());
}
