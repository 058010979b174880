//! Crates written by a test and compiled by Cargo: one workspace, one target folder for every test and run.

use std::path::Path;
use std::process::Command;

use crate::corpus::workspace;

/// Makes the crates `members` in the folder `out` a workspace, with the versions that this one is locked to.
///
/// # Panics
///
/// When a file cannot be written.
pub fn join(out: &Path, members: &[String]) {
    let list = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    std::fs::write(out.join("Cargo.toml"), list).expect("a manifest");
    std::fs::copy(workspace().join("Cargo.lock"), out.join("Cargo.lock")).expect("a lock file");
}

/// Cargo in the folder `out` with warnings denied, and without debug information: it is most of what would be written to disk.
pub fn cargo(out: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(out);
    command.env("CARGO_TARGET_DIR", workspace().join("target/compiled"));
    command.env("CARGO_PROFILE_DEV_DEBUG", "none").env("CARGO_INCREMENTAL", "0");
    command.env("RUSTFLAGS", "-D warnings").env("RUSTDOCFLAGS", "-D warnings");
    command
}

/// Runs [`cargo`]; what it said.
///
/// # Panics
///
/// When Cargo fails, with what it said.
pub fn passes(out: &Path, arguments: &[&str]) -> String {
    let output = cargo(out, arguments).output().expect("cargo runs");
    let said = String::from_utf8_lossy(&[output.stderr, output.stdout].concat()).into_owned();
    assert!(output.status.success(), "cargo {arguments:?} in {}:\n{said}", out.display());
    said
}
