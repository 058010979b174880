//! A bounded run of both targets on a stable toolchain: `bounded SECONDS [SEED] [FILE...]`.
//!
//! Documents are made from the files given, else from `specs/` and `tests/fixtures/`, and each fourth from nothing. An input that
//! breaks a target is written to `fuzz/broken-SEED`, and the run ends with status 1.

use std::{
    fs, panic,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use fuzz::Mutator;

/// As much as a thread has by itself: deep documents must be refused within it.
const STACK: usize = 2 << 20;

/// The largest document that is changed; more would only be slow.
const LARGEST: u64 = 64 << 10;

/// Of so many documents one is random from end to end.
const RANDOM: u64 = 4;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(30);
    let seed = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let given: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let seeds = seeds(given);
    if seeds.is_empty() {
        eprintln!("there are no documents to begin with");
        return ExitCode::from(2);
    }
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut mutator = Mutator::new(seed);
    let (mut runs, mut slowest) = (0_u64, Duration::ZERO);
    while Instant::now() < until {
        let bytes = if runs % RANDOM == 0 {
            fuzz::random::document(seed.wrapping_add(runs / RANDOM)).into_bytes()
        } else {
            mutator.document(&seeds)
        };
        let began = Instant::now();
        if !holds(&bytes) {
            let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("broken-{seed}"));
            let kept = fs::write(&broken, &bytes);
            eprintln!("run {runs} broke; its input: {} ({kept:?})", broken.display());
            return ExitCode::FAILURE;
        }
        slowest = slowest.max(began.elapsed());
        runs += 1;
    }
    let random = runs.div_ceil(RANDOM);
    let changed = runs - random;
    println!(
        "{changed} documents from {} seeds and {random} random ones, none broke; the slowest took {slowest:?}",
        seeds.len()
    );
    ExitCode::SUCCESS
}

/// Whether both targets hold, each on a stack of the usual size.
fn holds(bytes: &[u8]) -> bool {
    let run = || panic::catch_unwind(|| (fuzz::understand(bytes), fuzz::generate(bytes))).is_ok();
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        thread.is_ok_and(|thread| thread.join().unwrap_or(false))
    })
}

fn seeds(given: Vec<PathBuf>) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = given;
    if files.is_empty() {
        collect(&root.join("specs"), &mut files);
        collect(&root.join("tests/fixtures"), &mut files);
    }
    files.sort();
    let small = files.iter().filter(|file| fs::metadata(file).is_ok_and(|data| data.len() <= LARGEST));
    small.filter_map(|file| fs::read(file).ok()).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| matches!(extension.to_str(), Some("yaml" | "yml" | "json")))
        {
            files.push(path);
        }
    }
}
