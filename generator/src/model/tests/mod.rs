//! Tests of the model: one small document per hazard, and snapshots of what becomes of it.

mod corpus;
mod fixtures;
mod outline;

use super::{Built, Origin, TypeKind, build};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Document, FileId};
use crate::load::{Input, Limits, load_as};
use crate::normalize::{normalize, overlay};
use crate::select::select;

fn load(name: &str, text: &str, file: FileId) -> Result<Document, Diagnostics> {
    let input = Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    load_as(&input, file, &Limits::default()).map_err(|report| report.diagnostics)
}

/// All stages up to the model. What the earlier ones found comes first.
fn built(name: &str, text: &str, over: Option<&str>) -> Result<Built, Diagnostics> {
    let mut document = load(name, text, 0)?;
    let overlays = usize::from(over.is_some());
    if let Some(over) = over {
        overlay::apply(&mut document, load("overlay.yaml", over, 1)?)?;
    }
    let said = super::said(&document);
    let document = normalize(&document, None).map_err(|report| report.diagnostics)?;
    let (selection, mut found) = select(&document);
    let origin = Origin { file: name, openapi: "3.0.3", said: &said, overlays, found: &found, ..Origin::default() };
    let result = build(&selection, &origin);
    match result {
        Ok(built) => {
            found.extend(built.findings);
            Ok(Built { findings: found, ..built })
        }
        Err(faults) => {
            found.extend(faults);
            Err(found)
        }
    }
}

/// What was found, one line each.
fn said(findings: &[Diagnostic]) -> String {
    let lines = findings.iter().flat_map(|it| [it.severity.name(), " ", it.code.id(), ": ", &it.message, "\n"]);
    lines.collect()
}

const THREE: [(&str, &str, &str); 3] = [
    (
        "apivideo.yaml",
        include_str!("../../../../specs/apivideo.yaml"),
        include_str!("../../../../specs/apivideo.overlay.yaml"),
    ),
    ("emma.yaml", include_str!("../../../../specs/emma.yaml"), include_str!("../../../../specs/emma.overlay.yaml")),
    ("ixapi.yaml", include_str!("../../../../specs/ixapi.yaml"), include_str!("../../../../specs/ixapi.overlay.yaml")),
];

#[test]
fn the_three_have_a_whole_life() {
    for (name, text, over) in THREE {
        let built = built(name, text, Some(over)).unwrap_or_else(|findings| panic!("{name}: {}", said(&findings)));
        assert_eq!(said(&built.findings), "");
        insta::assert_snapshot!(name.trim_end_matches(".yaml"), outline::outline(&built.provider));
    }
}

/// The life of the tokens is in the documents themselves; overlays add names and nothing that can be read off.
#[test]
fn overlays_change_names_alone() {
    for (name, text, over) in THREE {
        let without = built(name, text, None).map(|built| built.provider.lifecycle);
        let with = built(name, text, Some(over)).map(|built| built.provider.lifecycle);
        assert_eq!(without, with, "{name}");
    }
}

/// What the document itself may not name, an overlay may: it is the user's.
#[test]
fn an_overlay_may_name_any_variable() {
    let text = "openapi: 3.0.3\ninfo: {title: Acme, version: '1'}\npaths: {}\nsecurity: [{key: []}]\ncomponents:\n  securitySchemes:\n    key: {type: apiKey, in: header, name: X-Key}\n";
    let over = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.components.securitySchemes.key, update: {x-authwright: {env: ELSEWHERE}}}]\n";
    let built = built("acme.yaml", text, Some(over)).unwrap_or_else(|findings| panic!("{}", said(&findings)));
    assert_eq!(built.provider.schemes[0].inputs[0].env, "ELSEWHERE", "{}", said(&built.findings));
}

/// A sign-in whose reply holds these schemas, the first of them as a field.
fn replying(schemas: &[String]) -> String {
    let fields = "access_token: {type: string}, first: {$ref: '#/components/schemas/N0'}";
    let mut text = format!(
        "openapi: 3.0.3\ninfo: {{title: Made, version: '1'}}\nservers: [{{url: https://api.example.com}}]\npaths:\n  /login:\n    post:\n      \
         requestBody: {{content: {{application/json: {{schema: {{properties: {{user: {{type: string}}, password: {{type: string}}}}}}}}}}}}\n      \
         responses: {{'200': {{description: In, content: {{application/json: {{schema: {{properties: {{{fields}}}}}}}}}}}}}\n\
         components:\n  schemas:\n"
    );
    text.extend(schemas.iter().enumerate().map(|(at, schema)| format!("    N{at}: {schema}\n")));
    text
}

/// Of 18 types in which every field is of two types at once there are 2^18 sets.
#[test]
fn types_made_of_several_are_bounded() {
    let to = |at: usize| format!("{{$ref: '#/components/schemas/N{}'}}", at % 18);
    let schemas: Vec<String> = (0..18)
        .map(|at| {
            let (next, far) = (to(at + 1), to(at * 7 + 3));
            let one = format!("{{type: object, properties: {{a: {next}, b: {far}}}}}");
            let other = format!("{{type: object, properties: {{a: {far}, c: {}}}}}", to(at * 8 + 4));
            format!("{{allOf: [{one}, {other}]}}")
        })
        .collect();
    let built = built("made.yaml", &replying(&schemas), None).unwrap_or_else(|findings| panic!("{}", said(&findings)));
    assert!((18..200).contains(&built.provider.types.len()), "{}", built.provider.types.len());
}

#[test]
fn fields_of_a_type_are_bounded_and_those_that_matter_kept() {
    let field = |at: usize| format!("f{at}: {{type: string}}");
    let last = ["refresh_token: {type: string}", "zz: {type: string, x-authwright: {token: scope}}"];
    let fields: Vec<String> = (0..3000).map(field).chain(last.map(str::to_owned)).collect();
    let required: Vec<String> = (0..400).map(|at| format!("f{at}")).collect();
    let schema =
        format!("{{type: object, required: [{}], properties: {{{}}}}}", required.join(", "), fields.join(", "));
    let built = built("made.yaml", &replying(&[schema]), None).unwrap_or_else(|findings| panic!("{}", said(&findings)));
    assert!(said(&built.findings).contains("has 3002 fields"), "{}", said(&built.findings));
    let kept = built.provider.types.iter().find_map(|def| match &def.kind {
        TypeKind::Object { fields, .. } if fields.len() > 100 => Some(fields),
        _ => None,
    });
    let kept: Vec<&str> = kept.expect("the type").iter().map(|field| field.wire.as_str()).collect();
    assert!(kept.len() < 300 && kept.contains(&"refresh_token") && kept.contains(&"zz"), "{kept:?}");
}

#[test]
fn types_within_types_are_bounded() {
    let next = |at: usize| format!("{{type: object, properties: {{a: {{$ref: '#/components/schemas/N{}'}}}}}}", at + 1);
    let schemas: Vec<String> = (0..3000).map(next).chain(["{type: string}".to_owned()]).collect();
    let built = built("made.yaml", &replying(&schemas), None).unwrap_or_else(|findings| panic!("{}", said(&findings)));
    assert!((50..100).contains(&built.provider.types.len()), "{}", built.provider.types.len());
}
