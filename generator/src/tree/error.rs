//! What went wrong on the disk: where the user sees it, why, and of what kind, which decides what helps.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The disk did not do what it should, or the folder is not ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeError {
    /// Where.
    pub path: PathBuf,
    /// Why.
    pub message: String,
    /// What kind of trouble it is.
    pub kind: ErrorKind,
    /// Whether the folder holds something that was not generated.
    pub foreign: bool,
}

impl TreeError {
    /// What the system said about `path`, or about the file that stands where a folder on the way to it should be.
    pub fn io(path: &Path, error: &io::Error) -> Self {
        if matches!(error.kind(), ErrorKind::NotADirectory | ErrorKind::AlreadyExists)
            && let Some(file) = path.ancestors().find(|part| part.is_file())
        {
            let message = "is a file, and a folder is needed there".to_owned();
            return Self { path: file.to_owned(), message, kind: ErrorKind::NotADirectory, foreign: false };
        }
        Self { path: path.to_owned(), message: cause(error), kind: error.kind(), foreign: false }
    }

    #[cfg(unix)]
    pub(super) fn busy(path: &Path, waited: std::time::Duration) -> Self {
        let message = format!("another run of Authwright has been writing here for {} seconds", waited.as_secs());
        Self { path: path.to_owned(), message, kind: ErrorKind::TimedOut, foreign: false }
    }

    pub(super) fn foreign(path: &Path) -> Self {
        let message = "the folder holds something that Authwright did not write".to_owned();
        Self { path: path.to_owned(), message, kind: ErrorKind::AlreadyExists, foreign: true }
    }
}

/// What the system said. `tempfile` says the name of the temporary file as well, which helps nobody.
fn cause(error: &io::Error) -> String {
    let said = error.to_string();
    match said.split_once(" at path \"") {
        Some((cause, _)) if error.get_ref().is_some() => cause.to_owned(),
        _ => said,
    }
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl Error for TreeError {}
