//! Other generators on the same documents, where they are installed.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use benches::{places, process};

use super::documents::{GOALS, milliseconds};

/// A generator of others: its program, and how it is told what to do.
struct Peer {
    program: &'static str,
    version: &'static [&'static str],
    arguments: fn(&Path, &Path) -> Vec<String>,
}

const PEERS: [Peer; 6] = [
    Peer {
        program: "cargo-progenitor",
        // It does not tell its own version; cargo knows what it installed.
        version: &[],
        arguments: |document, out| {
            words(&["progenitor", "-i", "DOCUMENT", "-o", "OUT", "-n", "client", "-v", "0.1.0"], document, out)
        },
    },
    Peer {
        program: "openapi-generator-cli",
        version: &["version"],
        arguments: |document, out| words(&["generate", "-g", "rust", "-i", "DOCUMENT", "-o", "OUT"], document, out),
    },
    Peer {
        program: "oas3-gen",
        version: &["--version"],
        arguments: |document, out| words(&["generate", "client-mod", "-i", "DOCUMENT", "-o", "OUT"], document, out),
    },
    Peer {
        program: "ploidy",
        version: &["--version"],
        arguments: |document, out| words(&["generate", "rust", "DOCUMENT", "--output", "OUT"], document, out),
    },
    Peer {
        program: "openapi-to-rust",
        version: &["--version"],
        arguments: |document, out| words(&["generate", "DOCUMENT", "--output-dir", "OUT"], document, out),
    },
    Peer {
        program: "openapi-nexus",
        version: &["--version"],
        arguments: |document, out| {
            words(&["generate", "-i", "DOCUMENT", "-o", "OUT", "-g", "rust-reqwest"], document, out)
        },
    },
];

fn words(words: &[&str], document: &Path, out: &Path) -> Vec<String> {
    let path = |path: &Path| path.to_string_lossy().into_owned();
    words
        .iter()
        .map(|word| match *word {
            "DOCUMENT" => path(document),
            "OUT" => path(out),
            word => word.to_owned(),
        })
        .collect()
}

/// One row a generator, one column a document: wall time, processor time and peak memory, and how it ended.
pub fn table(program: &Path, folder: &Path) -> Result<String, Box<dyn Error>> {
    let load = places::load();
    let mut table = String::from("| |");
    table.extend(GOALS.iter().flat_map(|goal| [" ", goal.name, " |"]));
    table.push_str("\n|---|");
    table.push_str(&"---:|".repeat(GOALS.len()));
    writeln!(
        table,
        "\n| authwright {} |{}",
        env!("CARGO_PKG_VERSION"),
        cells(
            |document, out| {
                let mut command = limited(program);
                command.arg(document).arg("--quiet").arg("--out").arg(out);
                command
            },
            &folder.join("authwright")
        )?
    )?;
    for peer in PEERS {
        let Some(version) = version(&peer) else {
            writeln!(table, "| {} | not installed on this machine |{}", peer.program, " |".repeat(GOALS.len() - 1))?;
            continue;
        };
        let make = |document: &Path, out: &Path| {
            let mut command = limited(peer.program);
            command.args((peer.arguments)(document, out)).current_dir(folder);
            command
        };
        writeln!(table, "| {} {version} |{}", peer.program, cells(make, &folder.join(peer.program))?)?;
    }
    table.push_str("\nWall time, processor time, peak memory. They generate the whole interface, Authwright its auth part. Medians of three runs, of 15 where one takes under a second, one where it takes over 10 s; a run is stopped after 60 s by `timeout`, through which all of them are started.\n");
    writeln!(table, "{load}")?;
    Ok(table)
}

/// The program, stopped after a minute.
fn limited(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("timeout");
    command.arg("60").arg(program);
    command
}

/// The last word of the first line that a program says about itself, where it is installed.
fn version(peer: &Peer) -> Option<String> {
    let said = Command::new(peer.program).args(peer.version).output().ok()?;
    if peer.version.is_empty() {
        return Some(places::installed(peer.program).unwrap_or_default());
    }
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    said.lines().next()?.split_whitespace().last().map(str::to_owned)
}

/// The cells of a generator that writes into a folder of its own. Nothing is deleted between runs: a file system may step over
/// each inode that was given up in the last minutes, and the next run would pay for it.
fn cells(make: impl Fn(&Path, &Path) -> Command, folder: &Path) -> Result<String, Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut cells = String::new();
    for goal in GOALS {
        let Some(document) = places::document(goal.path) else {
            cells.push_str(" no document |");
            continue;
        };
        let out = |run: usize| folder.join(format!("{}-{run}", goal.name));
        let (mut cost, mut status) = process::run(&mut make(&document, &out(0)))?;
        // What takes this long is far from ours whatever the machine's mood.
        if cost.wall < Duration::from_secs(10) && !places::quick() {
            let runs = if cost.wall < Duration::from_secs(1) { 15 } else { 3 };
            (cost, status) = process::median(runs, |run| make(&document, &out(run + 1)))?;
        }
        let ended = match status.code() {
            Some(0) => "",
            // What a program that was stopped had used is not all told.
            Some(124) => {
                cells.push_str(" not done in 60 s |");
                continue;
            }
            _ => ", refused or broke",
        };
        write!(cells, " {} / {} / {} MiB{ended} |", milliseconds(cost.wall), milliseconds(cost.cpu), cost.peak >> 20)?;
    }
    Ok(cells)
}
