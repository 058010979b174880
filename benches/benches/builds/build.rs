//! One client, built from clean.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use benches::places;
use benches::process::{self, Cost};

/// A crate, and the features that it is built with.
#[derive(Clone, Copy, Debug)]
pub struct Client<'a> {
    /// Its folder.
    pub folder: &'a Path,
    /// Arguments for cargo.
    pub features: &'a [&'a str],
}

/// What building it cost.
#[derive(Clone, Copy, Debug)]
pub struct Build {
    lines: usize,
    crates: usize,
    /// A debug build from clean.
    pub debug: Cost,
    release: Option<Duration>,
    target_mib: u64,
}

impl Build {
    /// Builds from clean into `target`.
    pub fn measure(client: Client<'_>, target: &Path) -> Result<Self, Box<dyn Error>> {
        // What is downloaded is not built: it is there before anything is timed.
        timed(cargo(Client { features: &[], ..client }, target, &["fetch", "--quiet"]))?;
        let tree = output(cargo(client, target, &["tree", "--prefix", "none", "--edges", "normal,build"]))?;
        let name = |line: &str| line.trim_end_matches(" (*)").to_owned();
        let crates: BTreeSet<String> = tree.lines().filter(|line| !line.is_empty()).map(name).collect();
        let (debug, status) = process::run(&mut cargo(client, target, &["build", "--quiet"]))?;
        if !status.success() {
            // Once more, for what it says.
            output(cargo(client, target, &["build", "--quiet"]))?;
        }
        let target_mib = size(target)? >> 20;
        let release = if places::quick() {
            None
        } else {
            Some(timed(cargo(client, target, &["build", "--quiet", "--release"]))?)
        };
        Ok(Self { lines: lines(&client.folder.join("src"))?, crates: crates.len(), debug, release, target_mib })
    }

    /// The row of the table.
    pub fn row(&self, name: &str) -> String {
        let seconds = |time: Duration| format!("{:.1} s", time.as_secs_f64());
        let release = self.release.map_or_else(|| "not built".to_owned(), seconds);
        format!(
            "| {name} | {} | {} | {} | {} | {release} | {} MiB |",
            self.lines,
            self.crates,
            seconds(self.debug.wall),
            seconds(self.debug.cpu),
            self.target_mib
        )
    }
}

/// The size of the program that prints a token: as cargo makes it, and made small.
pub fn example_sizes(client: Client<'_>, folder: &Path) -> Result<String, Box<dyn Error>> {
    if places::quick() {
        return Ok("The example's size is measured in a whole run.".to_owned());
    }
    let target = folder.join("target-ours");
    timed(cargo(client, &target, &["build", "--quiet", "--release", "--example", "token"]))?;
    let size_at =
        |target: &Path| Ok::<u64, std::io::Error>(fs::metadata(target.join("release/examples/token"))?.len() / 1000);
    let before = size_at(&target)?;
    let target = folder.join("target-small");
    let mut small = cargo(client, &target, &["build", "--quiet", "--release", "--example", "token"]);
    let profile = [("STRIP", "true"), ("LTO", "true"), ("CODEGEN_UNITS", "1"), ("PANIC", "abort"), ("OPT_LEVEL", "s")];
    small.envs(profile.map(|(name, value)| (format!("CARGO_PROFILE_RELEASE_{name}"), value)));
    timed(small)?;
    Ok(format!(
        "`examples/token`, with TLS, in a release build: {before} kB; {} kB with `strip = true`, `lto = true`, `codegen-units = 1`, \
         `panic = \"abort\"` and `opt-level = \"s\"` in the profile.",
        size_at(&target)?
    ))
}

/// Cargo in the client's folder, with a target folder of its own.
pub fn cargo(client: Client<'_>, target: &Path, arguments: &[&str]) -> Command {
    let mut cargo = places::cargo();
    cargo.args(arguments).args(client.features).current_dir(client.folder).env("CARGO_TARGET_DIR", target);
    cargo
}

/// How long a command takes that has to succeed.
pub fn timed(mut command: Command) -> Result<Duration, Box<dyn Error>> {
    let begin = Instant::now();
    let output = command.output()?;
    let time = begin.elapsed();
    if output.status.success() { Ok(time) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned().into()) }
}

/// What a command prints that has to succeed.
pub fn output(mut command: Command) -> Result<String, Box<dyn Error>> {
    let output = command.output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }
}

fn lines(folder: &Path) -> std::io::Result<usize> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sum += lines(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sum += fs::read_to_string(&path)?.lines().count();
        }
    }
    Ok(sum)
}

fn size(folder: &Path) -> std::io::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        sum += if kind.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(sum)
}
