//! `cargo bench -p benches --bench generator`: whole documents beside the leanest parse and the peers that are installed,
//! documents of many sizes and shapes, and the public directory of interfaces. Writes its sections of `docs/benchmarks.md`
//! and the plots.

mod documents;
mod growth;
mod peers;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use benches::{page, places};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let program = installed(&places::program()?, folder.path())?;
    section("documents", &documents::table(&program, folder.path())?)?;
    section("generators", &peers::table(&program, folder.path())?)?;
    section("directory", &documents::directory(&program)?)?;
    let (table, plots) = growth::measure(folder.path())?;
    if !places::quick() {
        for (name, plot) in plots {
            fs::write(places::plots()?.join(name), plot)?;
        }
    }
    section("growth", &table)?;
    section("instructions", &instructions()?)
}

/// A copy of the program, as `cargo install` makes one of the peers': the file that a linker left starts slower by its pages.
fn installed(program: &Path, folder: &Path) -> io::Result<PathBuf> {
    let copy = folder.join("authwright-installed");
    fs::copy(program, &copy)?;
    Ok(copy)
}

/// Shows a section, and writes it into the page where this is no quick look.
fn section(name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    println!("== {name}\n{text}");
    if !places::quick() {
        page::replace_section(&places::page(), name, text)?;
    }
    Ok(())
}

/// The counts that CI holds the stages to.
fn instructions() -> Result<String, Box<dyn Error>> {
    let kept = fs::read_to_string(places::root().join("benches/instructions.txt"))?;
    let mut table = String::from("| stage | million instructions |\n|---|---:|\n");
    for (stage, count) in kept.lines().filter_map(|line| line.split_once(' ')) {
        let millions = count.trim().parse::<f64>()? / 1e6;
        writeln!(table, "| `{stage}` | {millions:.1} |")?;
    }
    Ok(table)
}
