//! Where a crate of an earlier run finds its runtime: the next run leaves it there.

use std::{fs, path::Path};

use toml::{Table, Value};

use super::PATH;
use crate::view::Runtime;

/// The runtime of the generated crate in `folder`; absent where there is no such crate.
///
/// A version is that of this program, whose code is written for it. A path to the copy beside the crates is that copy,
/// also where it is gone: the run that keeps it writes it again.
pub fn kept(folder: &Path) -> Option<Runtime> {
    let manifest = manifest(folder)?;
    own(&manifest)?;
    let dependency = manifest.get("dependencies")?.get("authwright")?;
    match dependency.get("path").and_then(Value::as_str) {
        Some(PATH) if is_ours(&folder.with_file_name(super::FOLDER)) => Some(Runtime::Vendored),
        Some(path) => Some(Runtime::Path(path.to_owned())),
        None => Some(Runtime::Version(env!("CARGO_PKG_VERSION").to_owned())),
    }
}

/// Whether `folder` holds a copy of the runtime that `--vendor` wrote.
pub fn is_copy(folder: &Path) -> bool {
    let mark = manifest(folder).and_then(|manifest| own(&manifest)?.get("vendored")?.as_bool());
    mark == Some(true)
}

/// Whether a copy is in `folder` or may be written there: not where somebody keeps a runtime of their own.
fn is_ours(folder: &Path) -> bool {
    !folder.join("Cargo.toml").exists() || is_copy(folder)
}

fn manifest(folder: &Path) -> Option<Table> {
    toml::from_str(&fs::read_to_string(folder.join("Cargo.toml")).ok()?).ok()
}

/// What this program says of a package that it wrote.
fn own(manifest: &Table) -> Option<&Value> {
    manifest.get("package")?.get("metadata")?.get("authwright")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crate_with(dependency: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let out = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let folder = out.path().join("acme");
        let manifest = format!(
            "[package]\nname = \"a\"\n[package.metadata.authwright]\ngenerator = \"0\"\n[dependencies.authwright]\n{dependency}\n"
        );
        write(&folder, &manifest);
        (out, folder)
    }

    fn write(folder: &Path, manifest: &str) {
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(folder.join("Cargo.toml"), manifest));
        written.unwrap_or_else(|error| panic!("{error}"));
    }

    #[test]
    fn a_crate_keeps_what_its_manifest_says() {
        let (_out, folder) = crate_with("path = \"../../runtime\"");
        assert_eq!(kept(&folder), Some(Runtime::Path("../../runtime".to_owned())));
        let (_out, folder) = crate_with("version = \"0.0.1\"");
        assert_eq!(kept(&folder), Some(Runtime::Version(env!("CARGO_PKG_VERSION").to_owned())));
    }

    #[test]
    fn a_copy_is_known_by_its_mark() {
        let (out, folder) = crate_with("path = \"../authwright\"");
        assert_eq!(kept(&folder), Some(Runtime::Vendored), "it is gone, and is written again");
        write(&out.path().join("authwright"), "[package]\nname = \"authwright\"\n");
        assert_eq!(kept(&folder), Some(Runtime::Path(PATH.to_owned())), "somebody's own");
        write(
            &out.path().join("authwright"),
            "[package]\nname = \"authwright\"\n[package.metadata.authwright]\nvendored = true\n",
        );
        assert_eq!(kept(&folder), Some(Runtime::Vendored));
    }

    #[test]
    fn what_is_not_generated_says_nothing() {
        let (_out, folder) = crate_with("path = \"../authwright\"");
        assert_eq!(kept(&folder.join("none")), None);
        write(&folder, "[package]\nname = \"a\"\n[dependencies]\nauthwright = \"1\"\n");
        assert_eq!(kept(&folder), None);
    }
}
