//! A program chooses HTTP client, stores and middleware by features of the generated crate, which forwards them to the runtime.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Features of the runtime that a generated crate does not forward: what the document decides is fixed by the generator, and
/// opening a browser is the program's business (decision 11).
const NOT_FORWARDED: [&str; 5] = ["browser", "default", "oauth", "openid", "password-grant"];

type Features = BTreeMap<String, Vec<String>>;

/// The features of every package of this workspace, by its name and the folder it is in.
fn packages() -> Vec<(String, String, Features)> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let features = |value: &Value| serde_json::from_value(value.clone()).expect("names and lists of names");
    let package =
        |package: &Value| (text(&package["name"]), text(&package["manifest_path"]), features(&package["features"]));
    metadata["packages"].as_array().expect("a list").iter().map(package).collect()
}

#[test]
fn every_generated_crate_forwards_what_a_program_chooses_by() {
    let packages = packages();
    let (_, _, runtime) = packages.iter().find(|(name, ..)| name == "authwright").expect("the runtime");
    let mut expected: Features = runtime
        .keys()
        .filter(|name| !NOT_FORWARDED.contains(&name.as_str()))
        .map(|name| (name.clone(), vec![format!("authwright/{name}")]))
        .collect();
    expected.insert("default".to_owned(), vec!["ureq".to_owned()]);
    let generated: Vec<_> = packages.iter().filter(|(_, manifest, _)| manifest.contains("/generated/")).collect();
    assert!(generated.len() >= 4, "{generated:?}");
    for (name, _, features) in generated {
        assert_eq!(features, &expected, "{name}");
    }
}

/// How many crates a user of these features of the runtime compiles for Linux, the runtime itself among them; what only build
/// scripts use is left out.
fn crates(features: &[&str]) -> usize {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--locked", "-p", "authwright", "--no-default-features"]);
    cargo.args(["--edges", "normal", "--target", "x86_64-unknown-linux-gnu", "--prefix", "none", "--format", "{p}"]);
    cargo.args(["--features", &features.join(",")]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("cargo writes text");
    let names: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    names.into_iter().filter(|name| !name.is_empty()).count()
}

#[test]
fn the_trees_stay_small() {
    for (features, most) in [
        (&[][..], 20),
        (&["ureq"], 33),
        (&["ureq", "oauth"], 33),
        (&["ureq", "gzip"], 38),
        (&["reqwest"], 80),
        (&["reqwest", "reqwest/rustls"], 90),
    ] {
        let found = crates(features);
        assert!(found <= most, "{features:?}: {found} crates, {most} at most");
    }
}
