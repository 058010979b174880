//! Writes random documents and their crates, as a workspace that Cargo can check: `random COUNT SEED OUT`.
//!
//! Beside each crate that a document of the seeds from `SEED` on gives is the document; a document that gives none is counted.

use std::{collections::BTreeMap, fs, io, path::Path, process::ExitCode};

use generator::{
    load::Input,
    pipeline::{self, Options},
    view::Runtime,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, seed, out] = arguments.as_slice() else { return usage() };
    let (Ok(count), Ok(seed)) = (count.parse(), seed.parse()) else { return usage() };
    match write(count, seed, Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{out}: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("random COUNT SEED OUT");
    ExitCode::from(2)
}

fn write(count: u64, seed: u64, out: &Path) -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let runtime = Runtime::Path(root.join("runtime").to_string_lossy().into_owned());
    fs::create_dir_all(out)?;
    let (mut members, mut refused) = (Vec::new(), BTreeMap::<&str, u64>::new());
    for seed in seed..seed + count {
        let name = format!("r{seed}");
        let text = fuzz::random::document(seed);
        fs::write(out.join(format!("{name}.json")), &text)?;
        let options = Options { runtime: runtime.clone(), name: Some(name.clone()), ..Options::default() };
        let outcome = pipeline::generate(&Input::Bytes { name: name.clone(), bytes: text.into_bytes() }, &options);
        if let Some(made) = outcome.value {
            made.tree.write(&out.join(&name)).map_err(io::Error::other)?;
            members.push(name.clone());
        }
        if let Some(why) = outcome.report.diagnostics.iter().find(|found| found.is_error()) {
            println!("{name} is refused: {} {}", why.code.id(), why.message);
            *refused.entry(why.code.id()).or_default() += 1;
        }
    }
    fs::write(out.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
    fs::copy(root.join("Cargo.lock"), out.join("Cargo.lock"))?;
    println!("{count} documents, {} crates; refused: {refused:?}", members.len());
    Ok(())
}
