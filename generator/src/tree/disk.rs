//! What is on disk, and how it differs from a tree.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::{Tree, TreeError, lock::Lock, mark, write::parent};

/// One file that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The path inside the crate.
    pub path: String,
    /// What is the matter.
    pub kind: Kind,
    /// What is on disk; empty where there is nothing.
    pub old: String,
    /// What should be; empty where nothing should.
    pub new: String,
}

/// What is the matter with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It has other text.
    Differs,
    /// It is not there.
    Missing,
    /// An earlier run wrote it, and it should not be there any more.
    Stale,
}

/// The folders that generated files are in, besides the crate's own.
const FOLDERS: &[&str] = &["src", "examples", "tests", "docs"];

impl Tree {
    /// Every difference from the folder of the crate, by path. A folder that is not there lacks every file; files that no
    /// run wrote are no difference.
    pub fn differences(&self, folder: &Path) -> Result<Vec<Difference>, TreeError> {
        let _unchanged = Lock::to_read(parent(folder))?;
        self.compare(folder)
    }

    /// The same, where nobody else writes.
    pub(super) fn compare(&self, folder: &Path) -> Result<Vec<Difference>, TreeError> {
        check_owner(folder, self.get("Cargo.toml"))?;
        let mut found = Vec::new();
        for (path, new) in self.iter() {
            match std::fs::read(folder.join(path)) {
                Ok(old) if is_same(&old, new) => {}
                Ok(old) => found.push(difference(path, Kind::Differs, &String::from_utf8_lossy(&old), new)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    found.push(difference(path, Kind::Missing, "", new));
                }
                Err(error) => return Err(TreeError::io(&folder.join(path), &error)),
            }
        }
        for path in present(folder)? {
            let read = || Some(String::from_utf8_lossy(&std::fs::read(folder.join(&path)).ok()?).into_owned());
            if self.get(&path).is_none() && mark::is_ours(&path, read) {
                found.push(difference(&path, Kind::Stale, &read().unwrap_or_default(), ""));
            }
        }
        found.sort();
        Ok(found)
    }
}

/// Whether a file has this text. A checkout may have written its lines with CR LF: what is generated has no CR.
fn is_same(old: &[u8], new: &str) -> bool {
    old == new.as_bytes() || old.contains(&b'\r') && String::from_utf8_lossy(old).replace("\r\n", "\n") == new
}

fn difference(path: &str, kind: Kind, old: &str, new: &str) -> Difference {
    Difference { path: path.to_owned(), kind, old: old.to_owned(), new: new.to_owned() }
}

/// The files in the places where generated files are.
fn present(folder: &Path) -> Result<BTreeSet<String>, TreeError> {
    let mut found = BTreeSet::new();
    list(folder, "", &mut found)?;
    for inner in FOLDERS {
        let path = folder.join(inner);
        // What it leads to is no part of the crate, and nothing there is written or removed.
        if path.symlink_metadata().is_ok_and(|it| it.is_symlink()) {
            return Err(TreeError::foreign(&path));
        }
        list(&path, &format!("{inner}/"), &mut found)?;
    }
    Ok(found)
}

fn list(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) -> Result<(), TreeError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(TreeError::io(folder, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| TreeError::io(folder, &error))?;
        let kind = entry.file_type().map_err(|error| TreeError::io(folder, &error))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if kind.is_file() {
            found.insert(format!("{prefix}{name}"));
        } else if kind.is_dir() && !prefix.is_empty() {
            list(&entry.path(), &format!("{prefix}{name}/"), found)?;
        }
    }
    Ok(())
}

/// A folder that holds something is ours only where its package says so: the same kind of package as is written now, a generated
/// crate or a copy of the runtime.
fn check_owner(folder: &Path, manifest: Option<&str>) -> Result<(), TreeError> {
    let mut entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(TreeError::io(folder, &error)),
    };
    if entries.next().is_none() {
        return Ok(());
    }
    let there = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let there = is_copy_of_runtime(&there);
    let same = manifest.is_none_or(|manifest| is_copy_of_runtime(manifest) == there);
    if there.is_some() && same { Ok(()) } else { Err(TreeError::foreign(folder)) }
}

/// Whether a manifest that this program wrote is that of a copy of the runtime; none where somebody else wrote it.
fn is_copy_of_runtime(manifest: &str) -> Option<bool> {
    let table = toml::from_str::<toml::Table>(manifest).unwrap_or_default();
    let own = table.get("package")?.get("metadata")?.get("authwright")?;
    Some(own.get("vendored").and_then(toml::Value::as_bool) == Some(true))
}

#[cfg(all(test, unix))]
mod tests {
    use super::present;

    #[test]
    fn no_link_leads_out_of_the_crate() {
        let outer = tempfile::tempdir().expect("a folder");
        let (elsewhere, inner) = (outer.path().join("elsewhere"), outer.path().join("crate"));
        for folder in [&elsewhere, &inner] {
            std::fs::create_dir(folder).expect("a folder");
        }
        std::fs::write(elsewhere.join("stale.rs"), "// Written by Authwright; regenerate instead of editing.\n")
            .expect("a file");
        std::os::unix::fs::symlink(&elsewhere, inner.join("src")).expect("a link");
        assert!(present(&inner).is_err_and(|error| error.foreign && error.path.ends_with("src")));
    }
}
