//! `changes`, and the versions that follow from what changed.

use crate::run::Place;

#[test]
fn a_crate_is_compared_with_its_document() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    let same = place.run(&["changes", "generated/acme", "acme.yaml"]).ended(0);
    assert_eq!(same.out(), "The auth surface is the same.\n");
    place.edit("required: [api_key]", "required: [api_key, pin]");
    place.edit("{ api_key: { type: string } }", "{ api_key: { type: string }, pin: { type: string } }");
    let broken = place.run(&["changes", "generated/acme", "acme.yaml"]).ended(1);
    assert!(broken.out().contains("`field pin of Credentials` is new"), "{}", broken.out());
    assert!(broken.out().contains("version step: major"), "{}", broken.out());
}

#[test]
fn programs_read_changes_as_json() {
    let place = Place::new();
    let old = place.read("acme.yaml");
    place.write("old.yaml", &old);
    place.edit("/auth/token", "/v2/auth/token");
    let ran = place.run(&["changes", "old.yaml", "acme.yaml", "--format", "json"]).ended(1);
    let answer: serde_json::Value = serde_json::from_str(&ran.out()).expect("the answer is JSON");
    assert_eq!(answer["step"], "major");
    assert_eq!(answer["breaking"], true);
    let subjects: Vec<&str> =
        answer["changes"].as_array().into_iter().flatten().filter_map(|c| c["subject"].as_str()).collect();
    assert!(subjects.contains(&"operation POST /auth/token"), "{subjects:?}");
    assert!(subjects.contains(&"operation POST /v2/auth/token"), "{subjects:?}");
}

#[test]
fn regeneration_carries_the_version_on() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    assert!(place.read("generated/acme/Cargo.toml").contains("version = \"0.1.0\""));
    place.edit("/auth/token", "/v2/auth/token");
    place.run(&["acme.yaml", "--check"]).ended(1);
    let ran = place.run(&["acme.yaml"]).ended(0);
    assert!(ran.out().contains("acme-auth 0.2.0"), "{}", ran.out());
    assert!(place.read("generated/acme/Cargo.toml").contains("version = \"0.2.0\""));
    assert!(place.read("generated/acme/CHANGELOG.md").contains("- `operation POST /auth/token` is gone"));
    place.run(&["acme.yaml", "--check"]).ended(0);
}

#[test]
fn without_bumping_the_version_stays() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    let changelog = place.read("generated/acme/CHANGELOG.md");
    place.edit("/auth/token", "/v2/auth/token");
    place.run(&["acme.yaml", "--no-bump"]).ended(0);
    assert!(place.read("generated/acme/Cargo.toml").contains("version = \"0.1.0\""));
    assert_eq!(place.read("generated/acme/CHANGELOG.md"), changelog);
}

#[test]
fn a_folder_that_is_no_crate_is_told() {
    let place = Place::new();
    std::fs::create_dir(place.path("empty")).expect("a folder can be made");
    let ran = place.run(&["changes", "empty", "acme.yaml"]).ended(2);
    assert!(ran.err().contains("surface.json"), "{}", ran.err());
}
