//! The runtime as a program gets it that takes it from the registry.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::build::timed;

/// Makes every build below this folder take `authwright` from a git repository, as it would take a published one: what comes
/// from a folder is compiled in small pieces, so that changes to it compile fast, which costs a build from clean a second.
pub fn publish(program: &Path, spec: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let copy = folder.join("published");
    let mut vendor = Command::new(program);
    vendor.arg(spec).args(["--quiet", "--vendor", "--out"]).arg(&copy);
    timed(vendor)?;
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=bench", "-c", "user.email=bench@localhost"]).args(arguments).current_dir(&copy);
        timed(git)
    };
    git(&["init", "--quiet"])?;
    git(&["add", "authwright"])?;
    git(&["commit", "--quiet", "--message", "The runtime"])?;
    fs::create_dir_all(folder.join(".cargo"))?;
    let patch = format!("[patch.crates-io]\nauthwright = {{ git = \"file://{}\" }}\n", copy.display());
    Ok(fs::write(folder.join(".cargo/config.toml"), patch)?)
}
