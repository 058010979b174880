//! `authwright SPEC...`: what is said, where, and with which status.

use crate::run::Place;

#[test]
fn a_new_crate_comes_with_the_next_step() {
    let place = Place::new();
    let first = place.run(&["acme.yaml"]).ended(0);
    assert!(first.out().contains("cargo add --path generated/acme"), "{}", first.out());
    let again = place.run(&["acme.yaml"]).ended(0);
    assert!(!again.out().contains("cargo add") && again.out().ends_with("unchanged\n"), "{}", again.out());
}

#[test]
fn quiet_says_problems_only_and_differences_are_problems() {
    let place = Place::new();
    let quiet = place.run(&["acme.yaml", "--quiet"]).ended(0);
    assert_eq!((quiet.out().as_str(), quiet.err().as_str()), ("", ""));
    let check = place.run(&["acme.yaml", "--check", "--quiet"]).ended(0);
    assert_eq!((check.out().as_str(), check.err().as_str()), ("", ""));
    place.write("generated/acme/README.md", "other");
    let check = place.run(&["acme.yaml", "--check", "--quiet"]).ended(1);
    assert_eq!(check.out(), "");
    assert!(check.err().contains("to mend this: authwright acme.yaml"), "{}", check.err());
}

#[test]
fn code_hosts_see_each_file_that_differs() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    place.write("generated/acme/README.md", "other");
    place.write("generated/acme/src/old.rs", "");
    let ran = place.run(&["acme.yaml", "--check", "--format", "sarif"]).ended(1);
    let log: serde_json::Value = serde_json::from_str(&ran.out()).expect("SARIF is JSON");
    let results = log["runs"][0]["results"].as_array().cloned().unwrap_or_default();
    let files: Vec<_> =
        results.iter().map(|result| &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).collect();
    assert_eq!(files, ["generated/acme/README.md", "generated/acme/src/old.rs"]);
    assert!(results.iter().all(|result| result["ruleId"] == "AW0705"));
}

#[test]
fn a_mistyped_command_is_no_document() {
    let place = Place::new();
    let ran = place.run(&["insepct", "acme.yaml"]).ended(2);
    assert!(ran.err().contains("did you mean 'inspect'?"), "{}", ran.err());
    assert!(!place.path("generated").exists());
}

#[test]
fn standard_input_is_read_once() {
    let place = Place::new();
    for words in [&["-", "-"] as &[&str], &["inspect", "-", "-"], &["changes", "-", "-"]] {
        assert!(place.run(words).ended(2).err().contains("once"), "{words:?}");
    }
}

#[test]
fn a_runtime_that_is_not_there_is_told() {
    let place = Place::new();
    let ran = place.run(&["acme.yaml", "--runtime", "nowhere"]).ended(0);
    assert!(ran.err().contains("AW0707") && ran.err().contains("--vendor"), "{}", ran.err());
}

#[test]
fn nobody_watches_no_progress() {
    let place = Place::new();
    let names: Vec<String> = (0..30).map(|number| format!("spec{number}.yaml")).collect();
    let text = place.read("acme.yaml");
    for name in &names {
        place.write(name, &text);
    }
    let words: Vec<&str> = ["inspect"].into_iter().chain(names.iter().map(String::as_str)).collect();
    assert_eq!(place.run(&words).ended(0).err(), "");
}
