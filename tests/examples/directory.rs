//! Takes every JSON and YAML document below a folder through the stages `load` to `model` and says what became of them: accepted,
//! refused and why, panics, time and peak memory.
//!
//! `cargo run --release -p tests --example directory -- FOLDER [--generate] [--list]`
//!
//! With `--generate` all seven stages run, in memory. With `--list` each recognised operation is printed.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use generator::diagnostic::Report;
use generator::load::Input;
use generator::pipeline::{self, Options};

/// What became of one document.
#[derive(Debug, Default)]
struct Fate {
    panicked: bool,
    refused: Option<&'static str>,
    operations: Vec<String>,
    bytes: usize,
    took: Duration,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let Some(folder) = arguments.iter().find(|argument| !argument.starts_with("--")) else {
        eprintln!("usage: directory FOLDER [--generate] [--list]");
        std::process::exit(2);
    };
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files);
    files.sort();
    let started = Instant::now();
    let fates = run(&files, has("--generate"));
    report(&files, &fates, started.elapsed(), has("--list"));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|end| ["json", "yaml", "yml"].iter().any(|known| end.eq_ignore_ascii_case(known)))
        {
            files.push(path);
        }
    }
}

/// Every file, on as many threads as there are processors.
fn run(files: &[PathBuf], generate: bool) -> Vec<Fate> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Fate)>> = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(at) else { break };
                    let fate = one(file, generate);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, fate));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, fate)| fate).collect()
}

fn one(file: &Path, generate: bool) -> Fate {
    let started = Instant::now();
    let input = Input::Path(file.to_owned());
    let options = Options::default();
    let fate = catch_unwind(AssertUnwindSafe(|| {
        if generate {
            let outcome = pipeline::generate(&input, &options);
            let bytes = outcome.value.iter().flat_map(|made| made.tree.iter()).map(|(_, text)| text.len()).sum();
            return Fate { refused: refusal(&outcome.report), bytes, ..Fate::default() };
        }
        let (inspection, report) = pipeline::inspect(&input, &options);
        let operations = inspection.iter().flat_map(|inspection| &inspection.operations);
        let operations = operations.map(|one| format!("{} {} {}", one.role, one.method, one.path)).collect();
        Fate { refused: refusal(&report), operations, ..Fate::default() }
    }));
    let fate = fate.unwrap_or(Fate { panicked: true, ..Fate::default() });
    Fate { took: started.elapsed(), ..fate }
}

fn refusal(report: &Report) -> Option<&'static str> {
    report.diagnostics.iter().find(|diagnostic| diagnostic.is_error()).map(|diagnostic| diagnostic.code.id())
}

fn report(files: &[PathBuf], fates: &[Fate], took: Duration, list: bool) {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for fate in fates {
        if let Some(reason) = fate.refused {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    for (file, fate) in files.iter().zip(fates) {
        if fate.panicked {
            println!("PANIC {}", file.display());
        }
        for operation in fate.operations.iter().filter(|_| list) {
            println!("{}: {operation}", file.display());
        }
    }
    let accepted = fates.iter().filter(|fate| fate.refused.is_none() && !fate.panicked).count();
    let slowest = files.iter().zip(fates).max_by_key(|(_, fate)| fate.took);
    println!("documents  {}", files.len());
    println!("accepted   {accepted}");
    println!("with auth operations {}", fates.iter().filter(|fate| !fate.operations.is_empty()).count());
    println!("operations {}", fates.iter().map(|fate| fate.operations.len()).sum::<usize>());
    for (reason, count) in reasons {
        println!("refused    {count:>5} {reason}");
    }
    println!("panics     {}", fates.iter().filter(|fate| fate.panicked).count());
    println!(
        "written    {} bytes, at most {} for one",
        fates.iter().map(|fate| fate.bytes).sum::<usize>(),
        fates.iter().map(|fate| fate.bytes).max().unwrap_or(0)
    );
    println!("time       {took:.2?}");
    if let Some((file, fate)) = slowest {
        println!("slowest    {:.2?} {}", fate.took, file.display());
    }
    println!("peak       {}", peak().unwrap_or_else(|| "unknown".to_owned()));
}

/// The highest resident memory of this process, where the system says it.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|rest| rest.trim().to_owned())
}
