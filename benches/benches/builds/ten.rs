//! Ten generated clients in one program: they share one runtime.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use benches::places;
use benches::synthetic::{Shape, document};

use super::build::{Client, cargo, output, timed};

/// What they cost beside one.
pub fn clients(program: &Path, folder: &Path, one: Duration) -> Result<String, Box<dyn Error>> {
    let home = folder.join("ten");
    fs::create_dir_all(home.join("src"))?;
    let text = document(Shape { others: 0, ..Shape::default() });
    let specs: Vec<_> = (0..10).map(|number| folder.join(format!("client{number}.json"))).collect();
    for spec in &specs {
        fs::write(spec, &text)?;
    }
    let mut generate = Command::new(program);
    generate.args(&specs).arg("--quiet").arg("--out").arg(home.join("clients"));
    timed(generate)?;
    let mut manifest = String::from(
        "[package]\nname = \"ten\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n",
    );
    let mut main = String::from("fn main() {\n");
    for number in 0..10 {
        writeln!(manifest, "client{number}-auth = {{ path = \"clients/client{number}\" }}")?;
        writeln!(main, "    println!(\"{{}}\", client{number}_auth::Credentials::from_env().is_ok());")?;
    }
    main.push_str("}\n");
    fs::write(home.join("Cargo.toml"), manifest)?;
    fs::write(home.join("src/main.rs"), main)?;
    fs::copy(places::root().join("Cargo.lock"), home.join("Cargo.lock"))?;
    let client = Client { folder: &home, features: &[] };
    let target = folder.join("target-ten");
    let tree = output(cargo(client, &target, &["tree", "--prefix", "none"]))?;
    let runtimes = tree.lines().filter(|line| line.starts_with("authwright v") && !line.ends_with("(*)")).count();
    let time = timed(cargo(client, &target, &["build", "--quiet"]))?;
    Ok(format!(
        "Ten generated clients in one program: {runtimes} runtime in the tree, debug build {:.1} s where one client takes {:.1} s.",
        time.as_secs_f64(),
        one.as_secs_f64()
    ))
}
