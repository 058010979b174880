//! Tests that need something outside this repository: they run where it is there and say so loudly where it is not.

use std::fs::OpenOptions;
use std::io::Write;

/// What a test may need that this repository does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Documents of real providers, labels and attacks, found by [`crate::corpus`].
    Corpus,
    /// A program that `.ci/run` installs: a node server, redis, faketime, a browser.
    Server,
}

impl Need {
    fn name(self) -> &'static str {
        match self {
            Self::Corpus => "corpus",
            Self::Server => "server",
        }
    }
}

/// Notes that `test` runs with what it needs.
pub fn ran(need: Need, test: &str) {
    note(&format!("ran\t{}\t{test}\t", need.name()));
}

/// Says that `test` is skipped because of `why`.
///
/// # Panics
///
/// When `AUTHWRIGHT_REQUIRE_SERVERS` is `1` and the test needs a server: there, a skip is a failure.
pub fn skipped(need: Need, test: &str, why: &str) {
    note(&format!("skipped\t{}\t{test}\t{why}", need.name()));
    // Written to the stream itself: the test harness hides what a passing test prints through the macros.
    let line = format!("SKIPPED {test}: {why}\n");
    std::io::stderr().write_all(line.as_bytes()).ok();
    let required = std::env::var("AUTHWRIGHT_REQUIRE_SERVERS").is_ok_and(|value| value == "1");
    assert!(!(required && need == Need::Server), "{test} needs a server that is not installed: {why}");
}

/// Appends one line to the file that `.ci/run` counts from; one write, so that parallel tests do not mix their lines.
fn note(line: &str) {
    let Some(path) = std::env::var_os("AUTHWRIGHT_TEST_LOG") else { return };
    if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(path) {
        file.write_all(format!("{line}\n").as_bytes()).ok();
    }
}

/// Runs `body` with the path of the program `name`, or skips `test` where it is not installed.
pub fn with_program(test: &str, name: &str, body: impl FnOnce(&std::path::Path)) {
    match program(name) {
        Some(path) => {
            ran(Need::Server, test);
            body(&path);
        }
        None => skipped(Need::Server, test, &format!("`{name}` is not installed")),
    }
}

/// The program `name`: from the node packages of `tests/servers`, or from `PATH`.
pub fn program(name: &str) -> Option<std::path::PathBuf> {
    let node = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("servers/node_modules/.bin").join(name);
    if node.is_file() {
        return Some(node);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}
