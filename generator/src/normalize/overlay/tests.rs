use super::{apply, is_overlay};
use crate::{
    diagnostic::{Code, Diagnostics},
    load::{Input, Limits, load_as},
    normalize::tests::{document, flow},
};

fn applied(overlay: &str) -> Result<(String, Diagnostics), Diagnostics> {
    let mut spec =
        document("{openapi: 3.0.3, info: {title: t}, tags: [a, b, c], paths: {/a: {get: {x: 1}}, /b: {get: {x: 2}}}}");
    let input = Input::Bytes { name: "test.overlay.yaml".to_owned(), bytes: overlay.as_bytes().to_vec() };
    let overlay = load_as(&input, 1, &Limits::default()).expect("valid YAML");
    assert!(is_overlay(&overlay.root));
    let warnings = apply(&mut spec, overlay)?.warnings;
    Ok((flow(&spec.root), warnings))
}

fn result(actions: &str) -> String {
    applied(&format!("{{overlay: 1.0.0, info: {{}}, actions: [{actions}]}}")).map(|(root, _)| root).unwrap_or_default()
}

#[test]
fn updates_merge_append_and_replace_and_removals_remove() {
    for (actions, expected) in [
        ("{target: $.info, update: {title: u, x: {y: 1}}}", "info: {title: u, x: {y: 1}}"),
        ("{target: $, update: {info: {v: 1}}}", "info: {title: t, v: 1}"),
        ("{target: $.tags, update: d}", "tags: [a, b, c, d]"),
        ("{target: $, update: {tags: [d, e]}}", "tags: [a, b, c, d, e]"),
        ("{target: '$.tags[0,2]', remove: true}", "tags: [b]"),
        ("{target: '$.tags[?@ == ''b'']', remove: true}", "tags: [a, c]"),
        ("{target: $.paths.*.get, update: {x: 3}}", "paths: {/a: {get: {x: 3}}, /b: {get: {x: 3}}}"),
        ("{target: '$.paths[\"/a\"]', remove: true}", "paths: {/b: {get: {x: 2}}}"),
        ("{target: $.info, update: {a: 1}}, {target: $.info.a, update: 2}", "info: {title: t, a: 2}"),
    ] {
        let root = result(actions);
        assert!(root.contains(expected), "{actions}\n{root}");
    }
}

#[test]
fn an_action_that_matches_nothing_is_a_warning() {
    let (_, warnings) =
        applied("{overlay: 1.0.0, extends: other.yaml, actions: [{target: $.none, remove: true}]}").expect("valid");
    let found: Vec<_> = warnings.iter().map(|w| (w.code, w.is_error(), w.at.map(|at| at.file))).collect();
    assert_eq!(found, [(Code::OverlayExtends, false, Some(1)), (Code::OverlayNoMatch, false, Some(1))]);
}

#[test]
fn what_others_added_is_not_matched_without_end() {
    let action = "{target: '$..*', update: {more: {a: 1, b: 2}}}";
    let overlay = format!("{{overlay: 1.0.0, info: {{}}, actions: [{}]}}", [action; 40].join(", "));
    let faults = applied(&overlay).expect_err("it grows too large");
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::OverlayInvalid]);
}

#[test]
fn every_fault_of_an_overlay_is_named() {
    let faults = |overlay: &str| applied(overlay).err().unwrap_or_default().len();
    assert_eq!(faults("{overlay: 2.0.0, actions: []}"), 1);
    assert_eq!(faults("{overlay: 1.0.0}"), 1);
    assert_eq!(
        faults("{overlay: 1.0.0, actions: [{}, {target: 'x', remove: true}, {target: $}, {target: $, remove: true}]}"),
        4
    );
}
