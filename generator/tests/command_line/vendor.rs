//! `--vendor`: what is generated builds with nothing but the registry.

use std::process::Command;

use crate::run::Place;

#[test]
fn a_vendored_crate_compiles_by_itself() {
    let place = Place::new();
    place.run(&["acme.yaml", "--vendor", "--out", "out"]).ended(0);
    place.run(&["acme.yaml", "--vendor", "--out", "out", "--check"]).ended(0);
    assert!(place.read("out/acme/Cargo.toml").contains("path = \"../authwright\""));
    // The lock file of this workspace names versions that the machine has; without it cargo would look for newer ones.
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    std::fs::copy(lock, place.path("out/acme/Cargo.lock")).expect("the lock file can be copied");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["check", "--offline", "--no-default-features", "--target-dir"])
        .arg(place.path("target"))
        .current_dir(place.path("out/acme"))
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn without_its_runtime_no_crate_is_written() {
    let place = Place::new();
    std::fs::create_dir(place.path("out")).expect("a folder");
    place.write("out/authwright", "a file that is in the way");
    place.run(&["acme.yaml", "--vendor", "--out", "out"]).ended(2);
    assert!(!place.path("out/acme").exists());
}

#[test]
fn a_stale_file_of_the_copy_is_found() {
    let place = Place::new();
    place.run(&["acme.yaml", "--vendor", "--out", "out"]).ended(0);
    let copied = "// A copy of Authwright's runtime, written by `authwright --vendor`.\n";
    assert!(place.read("out/authwright/src/lib.rs").starts_with(copied));
    place.write("out/authwright/src/call/old.rs", copied);
    place.write("out/authwright/src/call/mine.rs", "");
    let ran = place.run(&["acme.yaml", "--vendor", "--out", "out", "--check"]).ended(1);
    assert!(ran.out().contains("src/call/old.rs: stale"), "{}", ran.out());
    assert!(!ran.out().contains("mine.rs"), "{}", ran.out());
}
