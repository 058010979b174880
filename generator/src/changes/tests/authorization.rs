//! The ways to be authorized.

use super::*;
use crate::load::Input;
use crate::pipeline::{Options, generate};

/// A document with two keys, one operation for each list of schemes.
fn keys(ways: &str) -> Provider {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Acme, version: '1'}}\nservers: [{{url: https://a.example}}]\nsecurity: {ways}\npaths: {{/a: {{get: \
         {{responses: {{'200': {{description: x}}}}}}}}}}\ncomponents: {{securitySchemes: {{k: {{type: apiKey, in: header, name: X-K}}, k2: \
         {{type: apiKey, in: header, name: X-K2}}}}}}\n"
    );
    let input = Input::Bytes { name: "acme.yaml".to_owned(), bytes: text.into_bytes() };
    let outcome = generate(&input, &Options::default());
    outcome.value.unwrap_or_else(|| panic!("{:?}", outcome.report)).provider
}

#[test]
fn a_way_to_be_authorized_that_is_gone_breaks() {
    let between = |old: &str, new: &str| human(&compare(&Surface::of(&keys(old)), &Surface::of(&keys(new))));
    insta::assert_snapshot!(between("[{k: []}, {k: [], k2: []}]", "[{k: []}, {k2: []}]"), @r"
    Breaking
      - authorization `k and k2` is gone
    New
      - authorization `k2` is new
    2 changes; version step: major
    ");
    insta::assert_snapshot!(between("[{k: []}]", "[{k: []}, {}]"), @r"
    New
      - authorization `nothing` is new
    1 change; version step: minor
    ");
}

#[test]
fn a_surface_of_before_ways_were_told_hides_nothing_else() {
    let (old, new) = (keys("[{k: []}]"), keys("[{k2: []}]"));
    let before = Surface::of(&old).to_json("0.1.0").replace("\"format\":3", "\"format\":2");
    let kept = before.lines().filter(|line| !line.starts_with("[\"authorization\""));
    let before =
        Surface::from_json(&kept.collect::<Vec<_>>().join("\n").replace(",\n]", "\n]")).expect("it can be read");
    assert_eq!(compare(&before, &Surface::of(&old)), []);
    assert_eq!(compare(&before, &Surface::of(&new)), []);
    let mut new = new;
    new.schemes.pop();
    assert_eq!(step(&compare(&before, &Surface::of(&new))), Step::Major);
}
