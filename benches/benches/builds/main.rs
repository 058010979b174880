//! `cargo bench -p benches --bench builds`: what it costs to build a generated client, beside progenitor's of the same document
//! where that is installed. Writes its section of `docs/benchmarks.md`.

mod build;
mod published;
mod ten;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use benches::synthetic::{Shape, document};
use benches::{page, places};
use build::{Build, Client};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let program = places::program()?;
    let load = places::load();
    let spec = folder.path().join("synthetic.json");
    std::fs::write(&spec, document(Shape { others: 0, ..Shape::default() }))?;
    published::publish(&program, &spec, folder.path())?;
    let ours = generate(&program, &spec, &folder.path().join("ours"))?;
    let mut text = String::from(
        "| client of one document with two auth operations | lines of Rust | crates in the tree | debug build | its processor time | release build | target folder, debug |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    let name = concat!("authwright ", env!("CARGO_PKG_VERSION"));
    let client = Client { folder: &ours, features: &[] };
    let with_tls = Build::measure(client, &folder.path().join("target-ours"))?;
    writeln!(text, "{}", with_tls.row(&format!("{name}, as generated (ureq, TLS)")))?;
    let core = Client { features: &["--no-default-features"], ..client };
    let core = Build::measure(core, &folder.path().join("target-core"))?;
    writeln!(text, "{}", core.row(&format!("{name}, transport of the caller")))?;
    match progenitor(&spec, &folder.path().join("progenitor")) {
        Ok((version, crate_folder)) => {
            let client = Client { folder: &crate_folder, features: &[] };
            let theirs = Build::measure(client, &folder.path().join("target-progenitor"))?;
            writeln!(text, "{}", theirs.row(&format!("progenitor {version} (without TLS)")))?;
            writeln!(
                text,
                "\nDebug build, ours by theirs: {:.2}; by processor time {:.2}.",
                with_tls.debug.wall.as_secs_f64() / theirs.debug.wall.as_secs_f64(),
                with_tls.debug.cpu.as_secs_f64() / theirs.debug.cpu.as_secs_f64()
            )?;
        }
        Err(why) => writeln!(text, "| progenitor: {why} | | | | | | |\n")?,
    }
    writeln!(text, "{}", again(&program, &spec, &ours, &folder.path().join("target-ours"))?)?;
    writeln!(text, "{}", build::example_sizes(client, folder.path())?)?;
    writeln!(text, "{}", ten::clients(&program, folder.path(), with_tls.debug.wall)?)?;
    writeln!(text, "\n{load}")?;
    println!("== builds\n{text}");
    if !places::quick() {
        page::replace_section(&places::page(), "builds", &text)?;
    }
    Ok(())
}

/// The folder of the crate that is generated from a document.
fn generate(program: &Path, spec: &Path, out: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut command = Command::new(program);
    command.arg(spec).arg("--quiet").arg("--out").arg(out);
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let folder = out.join(spec.file_stem().unwrap_or_default());
    // The versions are those of this workspace.
    std::fs::copy(places::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(folder)
}

/// Progenitor's version and the crate that it makes, or why there is none.
fn progenitor(spec: &Path, out: &Path) -> Result<(String, PathBuf), String> {
    let program = "cargo-progenitor";
    let made = Command::new(program)
        .args(["progenitor", "-n", "client", "-v", "0.1.0", "-i"])
        .args([spec, Path::new("-o"), out])
        .output()
        .map_err(|_| "`cargo-progenitor` is not installed on this machine".to_owned())?;
    if !made.status.success() {
        return Err(format!("it refuses the document: {}", String::from_utf8_lossy(&made.stderr).trim()));
    }
    Ok((places::installed(program).unwrap_or_else(|| "of unknown version".to_owned()), out.to_owned()))
}

/// What is compiled after the same document was generated from once more: nothing.
fn again(program: &Path, spec: &Path, crate_folder: &Path, target: &Path) -> Result<String, Box<dyn Error>> {
    let out = crate_folder.parent().ok_or("a crate is in a folder")?;
    generate(program, spec, out)?;
    let mut build = places::cargo();
    build.arg("build").current_dir(crate_folder).env("CARGO_TARGET_DIR", target);
    let output = build.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let compiled = said.lines().filter(|line| line.trim_start().starts_with("Compiling")).count();
    Ok(format!("\nGenerated again from the same document, then `cargo build`: {compiled} crates compiled."))
}
