//! A build script that keeps a generated auth client up to date with the document beside it.
//!
//! `api.yaml` and the folder `auth` stand beside the `Cargo.toml` of the package with this script. On your machine the
//! crate in `auth` is brought up to date; where the variable `CI` is set nothing is written, and a crate that is not what
//! the document says ends the build.

use std::path::Path;
use std::process::ExitCode;

use generator::load::Input;
use generator::pipeline::{self, Options};
use generator::view::Runtime;

fn main() -> ExitCode {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let (spec, folder) = (Path::new(&root).join("api.yaml"), Path::new(&root).join("auth"));
    println!("cargo::rerun-if-changed={}", spec.display());
    println!("cargo::rerun-if-env-changed=CI");
    let options = Options {
        // The folder is named after the provider, and the crate `auth-auth`; an overlay can name it too.
        name: Some("auth".to_owned()),
        // Where `auth/Cargo.toml` finds the runtime: here the copy that `authwright --vendor` wrote beside it.
        runtime: Runtime::Vendored,
        // The version of the crate that is there is carried on.
        out: Some(root.into()),
        ..Options::default()
    };
    let outcome = pipeline::generate(&Input::Path(spec), &options);
    for problem in &outcome.report.diagnostics {
        let kind = if problem.is_error() { "error" } else { "warning" };
        println!("cargo::{kind}={} {}; {}", problem.code.id(), problem.message, problem.help);
    }
    let Some(generated) = outcome.value else { return ExitCode::FAILURE };
    let done = if std::env::var_os("CI").is_some() {
        generated.tree.differences(&folder).map(|differences| differences.len())
    } else {
        generated.tree.write(&folder).map(|_| 0)
    };
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(count) => {
            println!(
                "cargo::error={count} files in {} are not what the document says: build once without CI",
                folder.display()
            );
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}
