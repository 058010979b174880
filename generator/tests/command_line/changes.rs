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
    assert!(broken.out().contains("field `pin` of `Credentials` is new and required"), "{}", broken.out());
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
    assert!(place.read("generated/acme/CHANGELOG.md").contains("- operation `POST /auth/token` is gone"));
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

#[test]
fn code_hosts_see_each_change() {
    let place = Place::new();
    place.write("old.yaml", &place.read("acme.yaml"));
    place.edit("expires_in: { type: integer }", "expires_in: { type: integer }, scope: { type: string }");
    let ran = place.run(&["changes", "old.yaml", "acme.yaml", "--format", "sarif"]).ended(0);
    let log: serde_json::Value = serde_json::from_str(&ran.out()).expect("SARIF is JSON");
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"AW0706".into(), &"note".into()), "{log}");
    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "acme.yaml");
}

#[test]
fn breaking_changes_are_told_in_quiet_too() {
    let place = Place::new();
    place.write("old.yaml", &place.read("acme.yaml"));
    let same = place.run(&["changes", "old.yaml", "acme.yaml", "--quiet"]).ended(0);
    assert_eq!((same.out().as_str(), same.err().as_str()), ("", ""));
    place.edit("/auth/token", "/v2/auth/token");
    let broken = place.run(&["changes", "old.yaml", "acme.yaml", "--quiet"]).ended(1);
    assert!(broken.out().is_empty() && broken.err().contains("version step: major"), "{}", broken.err());
}

#[test]
fn an_overlay_is_applied_to_both_sides() {
    let place = Place::new();
    place.run(&["init", "acme.yaml"]).ended(0);
    let overlay = "overlay: 1.0.0\nextends: acme.yaml\nactions:\n  - target: $\n    update: { servers: [{ url: 'https://other.example' }] }\n";
    place.write("acme.overlay.yaml", overlay);
    let old = std::fs::File::open(place.path("acme.yaml")).expect("the document can be opened");
    let words = ["changes", "-", "acme.yaml", "--overlay", "acme.overlay.yaml"];
    let output = place.command(&words).stdin(old).output().expect("the program can be run");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!((out.as_ref(), err.as_ref()), ("The auth surface is the same.\n", ""));
}

#[test]
fn an_overlay_beside_one_document_only_is_told() {
    let place = Place::new();
    place.write("new.yaml", &place.read("acme.yaml"));
    place.run(&["init", "acme.yaml"]).ended(0);
    let told = place.run(&["changes", "acme.yaml", "new.yaml"]).ended(0);
    assert!(told.err().contains("AW0708") && told.err().contains("--overlay acme.overlay.yaml"), "{}", told.err());
    place.run(&["acme.yaml"]).ended(0);
    assert_eq!(place.run(&["changes", "generated/acme", "acme.yaml"]).ended(0).err(), "");
}
