//! Generated crates compile without a warning: the naming obstacle course in two editions, and every real document and every
//! attack of the corpus that gives a crate.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use generator::load::Input;
use generator::pipeline::{self, Options};
use generator::view::Runtime;
use tests::compiled;
use tests::corpus::{self, workspace};

/// Writes a crate for each document that gives one, called by this name and a number; the names of their folders. The name is the
/// test's own: Cargo takes crates of one name, at one place in their workspaces, for the same, and what another test compiles
/// meanwhile for newer.
fn write(called: &str, specs: &[PathBuf], out: &Path) -> Vec<String> {
    let runtime = Runtime::Path(workspace().join("runtime").to_str().expect("a path in UTF-8").to_owned());
    let mut members = Vec::new();
    for (index, spec) in specs.iter().enumerate() {
        let name = format!("{called}{index}");
        let options = Options { runtime: runtime.clone(), name: Some(name.clone()), ..Options::default() };
        if let Some(made) = pipeline::generate(&Input::Path(spec.clone()), &options).value {
            made.tree.write(&out.join(&name)).expect("written");
            println!("{name} is {}", spec.display());
            members.push(name);
        }
    }
    compiled::join(out, &members);
    members
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the corpus");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    let document = |path: &PathBuf| path.extension().is_some_and(|e| e == "json" || e == "yaml" || e == "yml");
    found.retain(|path| document(path) && !path.ends_with("labels.json"));
    found.sort();
    found
}

#[test]
fn troublesome_names_compile_in_two_editions() {
    let out = tempfile::tempdir().expect("a folder");
    let members = write("named", &[workspace().join("tests/fixtures/crates/obstacles.yaml")], out.path());
    assert_eq!(members, ["named0"]);
    compiled::passes(out.path(), &["check", "--workspace", "--all-targets"]);
    let manifest = out.path().join("named0/Cargo.toml");
    let text = std::fs::read_to_string(&manifest).expect("a manifest");
    std::fs::write(&manifest, text.replace("edition = \"2024\"", "edition = \"2021\"")).expect("a manifest");
    compiled::passes(out.path(), &["check", "--workspace", "--all-targets"]);
}

#[test]
fn generating_again_recompiles_nothing_and_clients_share_one_runtime() {
    let out = tempfile::tempdir().expect("a folder");
    let specs = ["emma", "ixapi"].map(|name| workspace().join(format!("specs/{name}.yaml")));
    let members = write("again", &specs, out.path());
    let checked = |said: &str| members.iter().filter(|name| said.contains(&format!("Checking {name}-auth"))).count();
    assert_eq!(checked(&compiled::passes(out.path(), &["check", "--workspace"])), members.len());
    assert_eq!(write("again", &specs, out.path()), members);
    assert_eq!(
        checked(&compiled::passes(out.path(), &["check", "--workspace"])),
        0,
        "files that did not change were written"
    );
    let tree = compiled::passes(out.path(), &["tree", "--workspace", "--prefix", "none", "--no-dedupe"]);
    let runtimes: BTreeSet<&str> = tree.lines().filter(|line| line.starts_with("authwright ")).collect();
    assert_eq!(runtimes.len(), 1, "{runtimes:?}");
}

#[test]
fn a_sign_in_that_takes_nothing_compiles() {
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(write("guest", &[workspace().join("tests/fixtures/crates/guest.yaml")], out.path()), ["guest0"]);
    let grant = std::fs::read_to_string(out.path().join("guest0/src/grant.rs")).expect("a grant");
    assert!(grant.contains("Credentials {}: Credentials"), "the sign-in of guests is chosen:\n{grant}");
    let schemes = std::fs::read_to_string(out.path().join("guest0/src/schemes.rs")).expect("schemes");
    let lists = schemes.matches("pub const MACHINE_CLIENT_CREDENTIALS_SCOPES").count();
    assert_eq!(lists, 2, "scopes that differ are lists of their own:\n{schemes}");
    compiled::passes(out.path(), &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    compiled::passes(out.path(), &["doc", "--workspace", "--no-deps"]);
}

/// What the crate's own tests find when they are run, no compiler finds.
#[test]
fn crates_of_fixtures_pass_their_own_tests() {
    let out = tempfile::tempdir().expect("a folder");
    let members = write("fixture", &documents(&workspace().join("tests/fixtures/crates")), out.path());
    assert!(members.len() >= 6, "{members:?}");
    let said = compiled::passes(out.path(), &["test", "--workspace", "--tests"]);
    assert!(said.contains("renew_token_reads_every_documented_reply ... ok"), "{said}");
    assert!(said.contains("sign_in_reads_every_documented_reply ... ok"), "{said}");
}

/// The compiler follows types within types 128 levels deep, and rustdoc asks for more of them than a check does.
#[test]
fn shapes_within_shapes_compile() {
    let out = tempfile::tempdir().expect("a folder");
    let shape = |inner: String, at: usize| {
        format!(
            "{{ oneOf: [{{ type: object, required: [f{at}], properties: {{ f{at}: {{ type: string }} }} }}, {inner}, {{ type: string }}] }}"
        )
    };
    let deep = (0..59).fold("{ type: object, properties: { end: { type: string } } }".to_owned(), shape);
    let text = include_str!("../fixtures/crates/shaped.yaml").replace(
        "Fault: { type: object, properties: {",
        &format!("Fault: {{ type: object, properties: {{ deep: {deep},"),
    );
    let spec = out.path().join("deep.yaml");
    std::fs::write(&spec, text).expect("written");
    assert_eq!(write("shaped", &[spec], out.path()), ["shaped0"]);
    compiled::passes(out.path(), &["doc", "--workspace", "--no-deps"]);
}

#[test]
fn the_program_of_a_second_factor_compiles() {
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(
        write("factor", &[workspace().join("tests/fixtures/crates/second-factor.yaml")], out.path()),
        ["factor0"]
    );
    let said = compiled::passes(out.path(), &["test", "--workspace", "--doc"]);
    assert!(said.contains("Lifecycle"), "{said}");
}

#[test]
fn crates_of_real_documents_compile_and_pass_their_tests() {
    let Some(folder) = corpus::find("specs", "crates_of_real_documents_compile_and_pass_their_tests") else { return };
    let out = tempfile::tempdir().expect("a folder");
    let members = write("real", &documents(&folder), out.path());
    assert!(members.len() >= 15, "{members:?}");
    compiled::passes(out.path(), &["test", "--workspace", "--tests", "--quiet"]);
    compiled::passes(out.path(), &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    compiled::passes(out.path(), &["doc", "--workspace", "--no-deps"]);
}

#[test]
fn crates_of_attacks_compile_and_hold_no_foreign_doctest() {
    let Some(folder) = corpus::find("hostile", "crates_of_attacks_compile_and_hold_no_foreign_doctest") else { return };
    let out = tempfile::tempdir().expect("a folder");
    let members = write("attack", &documents(&folder), out.path());
    assert!(members.len() >= 15, "{members:?}");
    compiled::passes(out.path(), &["check", "--workspace", "--all-targets"]);
    compiled::passes(out.path(), &["doc", "--workspace", "--no-deps"]);
    let foreign = foreign_doctests(out.path());
    assert!(foreign.is_empty(), "{foreign:#?}");
}

#[test]
fn no_prose_becomes_a_doctest() {
    let out = tempfile::tempdir().expect("a folder");
    let members = write("prose", &[workspace().join("tests/fixtures/crates/prose.yaml")], out.path());
    assert_eq!(members, ["prose0"]);
    compiled::passes(out.path(), &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    compiled::passes(out.path(), &["doc", "--workspace", "--no-deps"]);
    let foreign = foreign_doctests(out.path());
    assert!(foreign.is_empty(), "{foreign:#?}");
}

/// What rustdoc takes for a doctest though no template wrote it. Ours begin behind a fence that says `no_run` and with an import of
/// the crate; `verify` counts them in each file, and here rustdoc itself says where they are.
fn foreign_doctests(out: &Path) -> Vec<String> {
    let listed = compiled::passes(out, &["test", "--workspace", "--doc", "--", "--list"]);
    let places: Vec<(&str, usize)> = listed.lines().filter_map(place).collect();
    let crates: BTreeSet<&str> = places.iter().filter_map(|(path, _)| path.split('/').next()).collect();
    let members = std::fs::read_dir(out)
        .expect("a folder")
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().join("Cargo.toml").exists()));
    assert_eq!(crates.len(), members.count(), "every crate has examples: {listed}");
    let is_ours = |path: &str, line: usize| {
        let text = std::fs::read_to_string(out.join(path)).expect("a file that rustdoc read");
        let mut lines =
            text.lines().skip(line - 1).map(|line| line.trim_start().trim_start_matches(['/', '!']).trim_start());
        let fence = lines.next().unwrap_or_default();
        let library = format!("{}_auth", path.split('/').next().unwrap_or_default());
        let mut body = lines.take_while(|line| !line.starts_with("```"));
        matches!(fence, "```no_run" | "```rust,no_run")
            && body.any(|line| line.starts_with(&format!("use {library}::")))
    };
    places.iter().filter(|(path, line)| !is_ours(path, *line)).map(|(path, line)| format!("{path}:{line}")).collect()
}

/// File and line of a doctest as rustdoc lists it: `prose0/src/lib.rs - Client::token (line 12): test`.
fn place(listed: &str) -> Option<(&str, usize)> {
    let (path, rest) = listed.strip_suffix(": test")?.split_once(" - ")?;
    let line = rest.rsplit_once("(line ")?.1.strip_suffix(')')?;
    Some((path, line.parse().ok()?))
}

/// The manifest's third column: `error` gives diagnostics and no crate, `safe` a crate, `either` one of both; never a panic.
#[test]
fn every_attack_ends_as_its_manifest_says() {
    let Some(folder) = corpus::find("hostile", "every_attack_ends_as_its_manifest_says") else { return };
    let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).expect("the manifest");
    let mut wrong = Vec::new();
    for row in manifest.lines().skip(1) {
        let mut columns = row.split('\t');
        let (Some(file), Some(expected)) = (columns.next(), columns.nth(1)) else { continue };
        let outcome = pipeline::generate(&Input::Path(folder.join(file)), &Options::default());
        let placed = outcome.report.diagnostics.iter().any(|problem| problem.is_error() && !problem.help.is_empty());
        let ended = match (outcome.value.is_some(), placed) {
            (true, false) => "safe",
            (false, true) => "error",
            _ => "neither",
        };
        if ended != expected && (expected != "either" || ended == "neither") {
            wrong.push(format!("{file}: {ended} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
