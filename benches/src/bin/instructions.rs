//! `instructions check|update`: counts the instructions of the generator's stages on a fixed document with callgrind, and
//! compares them with `benches/instructions.txt`. A count hardly depends on the machine's mood; one that has grown by more
//! than a tenth fails, until the file is updated in the same commit.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use benches::synthetic::{Shape, document};

const STAGES: [&str; 7] = ["load", "normalize", "select", "model", "view", "render", "verify"];
/// How much a count may grow, in percent.
const TOLERANCE: u64 = 10;
/// How often each is counted: hash maps are seeded anew in each process and differ by their luck, so the least counts.
const RUNS: usize = 7;

fn main() -> ExitCode {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let done = match mode.as_str() {
        "check" => counts().and_then(|counts| check(&counts)),
        "update" => {
            counts().and_then(|counts| std::fs::write(file(), table(&counts)).map_err(|error| error.to_string()))
        }
        _ => Err("usage: instructions check|update".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.txt")
}

/// The instructions of each stage: those of a run that ends with it, less those of one that ends before it.
fn counts() -> Result<Vec<(&'static str, u64)>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let path = folder.path().join("synthetic.json");
    std::fs::write(&path, document(Shape::default())).map_err(|error| error.to_string())?;
    let mut before = 0;
    let mut counts = Vec::new();
    for stage in STAGES {
        let all = least(&path, stage)?;
        counts.push((stage, all.saturating_sub(before)));
        before = all;
    }
    Ok(counts)
}

fn least(document: &Path, stage: &str) -> Result<u64, String> {
    (1..RUNS).try_fold(count(document, stage)?, |least, _| Ok(least.min(count(document, stage)?)))
}

fn count(document: &Path, stage: &str) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?.with_file_name("stages");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args([program.as_path(), document, Path::new(stage)])
        .output()
        .map_err(|error| format!("valgrind is needed to count instructions: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let count = said.lines().find_map(|line| line.split("Collected :").nth(1)?.trim().parse().ok());
    count.ok_or_else(|| format!("valgrind did not count `{stage}`: {said}"))
}

fn table(counts: &[(&str, u64)]) -> String {
    counts.iter().fold(String::new(), |mut text, (stage, count)| {
        let _ = writeln!(text, "{stage} {count}");
        text
    })
}

fn check(counts: &[(&str, u64)]) -> Result<(), String> {
    let kept = std::fs::read_to_string(file()).map_err(|error| error.to_string())?;
    let mut grown = Vec::new();
    println!("| stage | kept | now |\n|---|---:|---:|");
    for (stage, now) in counts {
        let before = kept.lines().find_map(|line| line.strip_prefix(stage)?.trim().parse::<u64>().ok());
        let before = before.ok_or_else(|| format!("{} has no count of `{stage}`", file().display()))?;
        println!("| {stage} | {before} | {now} |");
        if *now > before + before / 100 * TOLERANCE {
            grown.push(*stage);
        }
    }
    if grown.is_empty() {
        return Ok(());
    }
    Err(format!(
        "more instructions than before, by over {TOLERANCE} %: {}\nif that is meant: cargo run --release -p benches --bin instructions -- update",
        grown.join(", ")
    ))
}
