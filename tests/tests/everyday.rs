//! The ways in that are not the command line itself: the build script, the workflow, the overlays of the guide.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use generator::load::Input;
use generator::pipeline::{self, Options};
use serde_yaml::Value;

const SPEC: &str = "
openapi: 3.0.3
info: { title: Acme, version: '1' }
servers: [{ url: 'https://api.acme.example' }]
paths:
  /sessions:
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/SignIn' } } } }
      responses: { '200': { description: In., content: { application/json: { schema: { $ref: '#/components/schemas/Session' } } } } }
    put:
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [refresh_token], properties: { refresh_token: { type: string } } } } } }
      responses: { '200': { description: In., content: { application/json: { schema: { $ref: '#/components/schemas/Session' } } } } }
components:
  schemas:
    SignIn: { type: object, required: [key], properties: { key: { type: string }, grantType: { type: string } } }
    Session: { type: object, properties: { access_token: { type: string }, refresh_token: { type: string }, ttl: { type: integer } } }
";

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder, "api.yaml", SPEC);
    folder
}

fn write(folder: &tempfile::TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).expect("a file can be written");
}

fn build_script(folder: &tempfile::TempDir, ci: bool) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_build-script-example"));
    command.env("CARGO_MANIFEST_DIR", folder.path()).env_remove("CI");
    if ci {
        command.env("CI", "true");
    }
    command.output().expect("the build script runs")
}

#[test]
fn the_build_script_keeps_the_crate_up_to_date() {
    let folder = folder();
    let first = build_script(&folder, false);
    let said = String::from_utf8_lossy(&first.stdout).into_owned();
    assert!(first.status.success(), "{said}");
    assert!(said.contains("cargo::rerun-if-changed="), "{said}");
    let manifest = std::fs::read_to_string(folder.path().join("auth/Cargo.toml")).expect("the crate is written");
    assert!(manifest.contains("name = \"auth-auth\"") && manifest.contains("../authwright"), "{manifest}");
    assert!(build_script(&folder, true).status.success(), "the crate is what the document says");
}

#[test]
fn in_ci_the_build_script_writes_nothing_and_says_what_is_stale() {
    let folder = folder();
    assert!(build_script(&folder, false).status.success());
    write(&folder, "api.yaml", &SPEC.replace("ttl", "expires_in"));
    let stale = build_script(&folder, true);
    let said = String::from_utf8_lossy(&stale.stdout).into_owned();
    assert!(!stale.status.success() && said.contains("cargo::error="), "{said}");
    assert!(build_script(&folder, false).status.success());
    assert!(build_script(&folder, true).status.success());
}

#[test]
fn the_build_script_carries_on_what_the_command_of_the_guide_wrote() {
    let folder = folder();
    let guide = std::fs::read_to_string(docs().join("guides/build-script.md")).expect("the guide");
    let command = "authwright api.yaml --name auth --out . --vendor";
    assert!(guide.contains(command), "the guide has another command");
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    assert!(run(folder.path(), authwright().to_str().expect("a path"), &words));
    let checked = build_script(&folder, true);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn a_broken_document_ends_the_build_with_its_diagnostic() {
    let folder = folder();
    write(&folder, "api.yaml", "openapi: 3.0.3\npaths: [");
    let broken = build_script(&folder, false);
    let said = String::from_utf8_lossy(&broken.stdout).into_owned();
    assert!(!broken.status.success() && said.contains("cargo::error=AW0104"), "{said}");
    assert!(!folder.path().join("auth").exists());
}

/// The blocks of the guide as one overlay.
fn guide() -> String {
    let text = std::fs::read_to_string(docs().join("guides/overlays.md")).expect("the guide");
    text.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next()).collect()
}

#[test]
fn the_overlays_of_the_guide_say_what_the_guide_says() {
    let folder = folder();
    write(&folder, "api.overlay.yaml", &guide());
    let outcome = pipeline::model(&Input::Path(folder.path().join("api.yaml")), &Options::default());
    let problems: Vec<String> = outcome.report.diagnostics.iter().map(|found| found.message.clone()).collect();
    let modelled = outcome.value.unwrap_or_else(|| panic!("{problems:?}"));
    assert!(problems.is_empty(), "{problems:?}");
    let provider = modelled.provider;
    let lifecycle = provider.lifecycle.expect("a token lives");
    assert_eq!(provider.name, "acme");
    assert_eq!(provider.operations[lifecycle.issue.operation].name.as_deref(), Some("sign_in"));
    assert_eq!(
        lifecycle.refresh.map(|step| provider.operations[step.operation].method.clone()),
        Some("PUT".to_owned())
    );
    assert_eq!(lifecycle.attach.to_string(), "header Authorization: Token {token}");
    assert!(lifecycle.credentials.iter().any(|credential| credential.env == "ACME_KEY"));
}

#[test]
fn the_overlays_of_the_guide_keep_to_the_published_schema() {
    let schema: serde_json::Value = serde_json::from_str(generator::model::EXTENSION_SCHEMA).expect("is JSON");
    let schema = jsonschema::validator_for(&schema).expect("is a schema");
    let overlay: Value = serde_yaml::from_str(&guide()).expect("another parser reads it too");
    let mut checked = 0;
    for action in overlay["actions"].as_sequence().expect("a list") {
        let value = serde_json::to_value(&action["update"]["x-authwright"]).expect("is JSON too");
        assert!(schema.is_valid(&value), "{value}");
        checked += 1;
    }
    assert!(checked >= 5, "only {checked} actions");
}

/// The sample in the README is what is printed, with `...` wherever something is left out.
#[test]
fn the_readme_shows_what_inspect_prints() {
    let readme = std::fs::read_to_string(docs().join("../README.md")).expect("the README");
    let sample = readme.split("inspect specs/apivideo.yaml\n").nth(1).and_then(|rest| rest.split("```").next());
    let spec = Input::Path(docs().join("../specs/apivideo.yaml"));
    let (inspection, _) = pipeline::inspect(&spec, &Options::default());
    let printed = inspection.expect("it is recognised").to_human();
    let mut printed = printed.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let mut left_out = false;
    for line in sample.expect("the sample").lines().filter(|line| !line.is_empty()) {
        if line.trim() == "..." {
            left_out = true;
            continue;
        }
        let found = if std::mem::take(&mut left_out) { printed.find(|other| *other == line) } else { printed.next() };
        assert_eq!(found, Some(line));
    }
    assert!(left_out || printed.next().is_none(), "the sample ends early");
}

fn workflow() -> Value {
    let text = std::fs::read_to_string(docs().join("examples/auth-client.yml")).expect("the workflow");
    serde_yaml::from_str(&text).expect("is YAML")
}

#[test]
fn the_workflow_names_only_what_is_there() {
    let workflow = workflow();
    let text = std::fs::read_to_string(docs().join("examples/auth-client.yml")).expect("the workflow");
    assert!(!text.contains("example.com") && !text.contains("https://"), "a reader would have to fill in an address");
    assert!(workflow["on"].as_mapping().is_some_and(|on| on.contains_key("pull_request")));
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().expect("steps");
    let install = steps.iter().filter_map(|step| step["run"].as_str()).find(|run| run.contains("cargo install"));
    let path = install.and_then(|run| run.split("--path .authwright/").nth(1)).expect("what is installed").trim();
    let manifest = std::fs::read_to_string(docs().join("..").join(path).join("Cargo.toml")).expect("a package");
    assert!(manifest.contains("name = \"authwright\""), "the package holds the program");
    for step in steps {
        assert!(step["uses"].as_str().is_some() != step["run"].as_str().is_some(), "{step:?}");
        // What a stranger may write, such as the name of a branch, reaches a shell as a variable only.
        assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{step:?}");
    }
}

/// Runs a command and gives whether it went well.
fn run(folder: &Path, program: &str, words: &[&str]) -> bool {
    let clean = Command::new(program)
        .args(words)
        .current_dir(folder)
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    clean.status.success()
}

/// The scripts of the workflow, run as GitHub runs them, in a clone of a repository with a committed client. Installing
/// is left out: the program is the one that was built here.
fn run_workflow(clone: &Path) -> Vec<bool> {
    let program = authwright();
    let path =
        format!("{}:{}", program.parent().expect("a folder").display(), std::env::var("PATH").unwrap_or_default());
    let workflow = workflow();
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().expect("steps");
    let scripts = steps.iter().filter_map(|step| step["run"].as_str()).filter(|run| !run.contains("cargo install"));
    scripts
        .map(|script| {
            let mut command = Command::new("bash");
            command.args(["-e", "-o", "pipefail", "-c", script]).current_dir(clone).env("PATH", &path);
            command.envs([("SPEC", "specs/api.yaml"), ("OUT", "generated"), ("BASE", "main"), ("OVERLAY", "")]);
            command.output().expect("bash runs").status.success()
        })
        .collect()
}

/// The program, built beside this test.
fn authwright() -> PathBuf {
    let example = Path::new(env!("CARGO_BIN_EXE_build-script-example"));
    let program = example.with_file_name("authwright");
    if !program.is_file() {
        let built = Command::new(env!("CARGO")).args(["build", "-q", "-p", "generator"]).status();
        assert!(built.is_ok_and(|status| status.success()), "the program is built");
    }
    program
}

#[test]
fn the_workflow_guards_a_repository() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let origin = folder.path().join("origin");
    std::fs::create_dir_all(origin.join("specs")).expect("a folder");
    std::fs::write(origin.join("specs/api.yaml"), SPEC).expect("a document");
    let program = authwright();
    let program = program.to_str().expect("a path");
    assert!(run(&origin, program, &["specs/api.yaml", "--vendor", "--quiet"]));
    for words in [&["init", "-q", "-b", "main"] as &[&str], &["add", "-A"], &["commit", "-q", "-m", "client"]] {
        assert!(run(&origin, "git", words), "{words:?}");
    }
    assert!(run(folder.path(), "git", &["clone", "-q", "origin", "clone"]));
    let clone = folder.path().join("clone");
    assert_eq!(run_workflow(&clone), [true, true], "nothing changed");
    std::fs::write(clone.join("specs/api.yaml"), SPEC.replace("ttl", "expires_in")).expect("a document");
    assert_eq!(run_workflow(&clone), [false, false], "the client is stale, and a field is gone");
    assert!(run(&clone, program, &["specs/api.yaml", "--quiet"]));
    assert_eq!(run_workflow(&clone), [true, false], "the client is regenerated, and still a field is gone");
    std::fs::write(clone.join("specs/api.yaml"), SPEC.replace("ttl:", "scope: { type: string }, ttl:"))
        .expect("a document");
    assert!(run(&clone, program, &["specs/api.yaml", "--quiet"]));
    assert_eq!(run_workflow(&clone), [true, true], "a new field breaks nobody");
}
