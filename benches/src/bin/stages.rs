//! `stages FILE STAGE`: takes a document through the stages up to `STAGE`, and prints the nanoseconds of each and the
//! process's peak memory in kilobytes. `stages FILE parse` reads the file and throws away what the leanest parser makes of it. What `instructions` counts, and what the growth plots time.

use std::process::ExitCode;
use std::time::Instant;

use generator::load::{self, Input};
use generator::model::{self, Origin};
use generator::view::{CrateView, Runtime};
use generator::{normalize, render, select, verify};

/// As the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, last] = arguments.as_slice() else {
        eprintln!("usage: stages FILE parse|load|normalize|select|model|view|render|verify");
        return ExitCode::from(2);
    };
    let done = if last == "parse" { parse(file).map_err(|error| error.to_string()) } else { run(file, last) };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Prints what a stage took; whether it was the last one.
struct Watch<'a> {
    since: Instant,
    last: &'a str,
}

impl Watch<'_> {
    fn done(&mut self, stage: &str) -> bool {
        println!("{stage} {}", self.since.elapsed().as_nanos());
        self.since = Instant::now();
        let end = stage == self.last;
        if end && let Some(peak) = peak_memory() {
            println!("peak {peak}");
        }
        end
    }
}

fn run(file: &str, last: &str) -> Result<(), String> {
    let said = |report: generator::diagnostic::Report| format!("{:?}", report.diagnostics);
    let mut watch = Watch { since: Instant::now(), last };
    let document = load::load(&Input::from_argument(file)).map_err(said)?;
    if watch.done("load") {
        return Ok(());
    }
    let document = normalize::normalize(&document, None).map_err(said)?;
    if watch.done("normalize") {
        return Ok(());
    }
    let (selection, _) = select::select(&document);
    if watch.done("select") {
        return Ok(());
    }
    let origin = Origin { file: "synthetic.json", openapi: "3.0.3", ..Origin::default() };
    let built = model::build(&selection, &origin).map_err(|findings| format!("{findings:?}"))?;
    if watch.done("model") {
        return Ok(());
    }
    let view = CrateView::new(&built.provider, &Runtime::Version("0.1.0".to_owned()), "0.1.0");
    if watch.done("view") {
        return Ok(());
    }
    let files = render::render(&view).map_err(|error| error.to_string())?;
    if watch.done("render") {
        return Ok(());
    }
    let manifest = view.manifest();
    drop(view);
    verify::verify(files, manifest).map_err(|error| error.to_string())?;
    watch.done("verify");
    Ok(())
}

/// The least that reading this file can cost: YAML as events, JSON checked and ignored.
fn parse(file: &str) -> Result<(), Box<dyn std::error::Error>> {
    let begin = Instant::now();
    let text = std::fs::read_to_string(file)?;
    if std::path::Path::new(file).extension().is_some_and(|extension| extension == "json") {
        std::hint::black_box(serde_json::from_str::<serde::de::IgnoredAny>(&text)?);
    } else {
        for event in saphyr_parser::Parser::new_from_str(&text) {
            std::hint::black_box(event?);
        }
    }
    println!("parse {}", begin.elapsed().as_nanos());
    Ok(())
}

/// The high-water mark of this process, in kilobytes, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
