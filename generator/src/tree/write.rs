//! Writing: all files or none, and none that is right already.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Difference, Kind, Tree};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files written.
    pub written: usize,
    /// Stale files removed.
    pub removed: usize,
}

/// The disk did not do what it should, or the folder is not ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeError {
    /// Where.
    pub path: PathBuf,
    /// Why.
    pub message: String,
    /// Whether the folder holds something that was not generated.
    pub foreign: bool,
}

impl TreeError {
    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        Self { path: path.to_owned(), message: error.to_string(), foreign: false }
    }

    pub(super) fn foreign(path: &Path) -> Self {
        let message = "the folder holds something that Authwright did not write".to_owned();
        Self { path: path.to_owned(), message, foreign: true }
    }
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for TreeError {}

impl Tree {
    /// Makes the folder hold exactly this tree. New texts are all on disk under other names before the first file
    /// changes, so that a full disk changes nothing.
    pub fn write(&self, folder: &Path) -> Result<Outcome, TreeError> {
        let differences = self.differences(folder)?;
        let mut staged: Vec<(NamedTempFile, PathBuf)> = Vec::new();
        for difference in differences.iter().filter(|difference| difference.kind != Kind::Stale) {
            staged.push(stage(folder, difference)?);
        }
        let mut outcome = Outcome::default();
        for (file, path) in staged {
            file.persist(&path).map_err(|error| TreeError::io(&path, &error.error))?;
            outcome.written += 1;
        }
        for difference in differences.iter().filter(|difference| difference.kind == Kind::Stale) {
            let path = folder.join(&difference.path);
            fs::remove_file(&path).map_err(|error| TreeError::io(&path, &error))?;
            outcome.removed += 1;
        }
        Ok(outcome)
    }
}

fn stage(folder: &Path, difference: &Difference) -> Result<(NamedTempFile, PathBuf), TreeError> {
    let path = folder.join(&difference.path);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(|error| TreeError::io(parent, &error))?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".authwright-").tempfile_in(parent).map_err(|error| TreeError::io(parent, &error))?;
    file.write_all(difference.new.as_bytes()).map_err(|error| TreeError::io(&path, &error))?;
    Ok((file, path))
}
