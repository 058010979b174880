//! One text into one file, whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use generator::diagnostic::{Code, Diagnostic, plain};
use generator::tree::TreeError;

use super::output;

/// Where a text goes.
#[derive(Clone, Debug)]
pub(super) enum Target {
    File(PathBuf),
    Stdout,
}

impl Target {
    pub(super) fn from_argument(argument: &Path) -> Self {
        if argument.as_os_str() == "-" { Self::Stdout } else { Self::File(argument.to_owned()) }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdout => "<stdout>".to_owned(),
        }
    }
}

/// Whether there is a file that must not be written over unasked: any, but for one that `replaceable` knows as our own.
pub(super) fn there(target: &Target, replaceable: impl FnOnce(&str) -> bool) -> Option<Diagnostic> {
    let Target::File(path) = target else { return None };
    if !path.is_file() || std::fs::read_to_string(path).is_ok_and(|text| replaceable(&text)) {
        return None;
    }
    let message = format!("{} is there already", plain(&path.to_string_lossy()));
    let help = "look at it; to write over it, say `--force`; to see the new one, `--out -`";
    Some(Diagnostic::error(Code::Unwritable, message, help))
}

pub(super) fn text(target: &Target, text: &str) -> Result<(), Diagnostic> {
    match target {
        Target::File(path) => replace(path, text).map_err(|error| unwritten(&error)),
        Target::Stdout => {
            output::answer(text.as_bytes());
            Ok(())
        }
    }
}

/// What the disk did not do, and what helps.
pub(super) fn unwritten(error: &TreeError) -> Diagnostic {
    let message = plain(&error.to_string());
    if error.foreign {
        return Diagnostic::error(
            Code::ForeignFolder,
            message,
            "choose another `--out`, or move what is in that folder",
        );
    }
    let help = match error.kind {
        ErrorKind::NotFound => "make that folder first, or check the path",
        ErrorKind::NotADirectory => "move that file, or choose another `--out`",
        ErrorKind::IsADirectory => "a folder stands where a file should be: move it, or choose another `--out`",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "make it writable for this user, or choose another `--out`"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on the disk, then run it again",
        ErrorKind::TimedOut => "wait until the other run has ended, or end it, then run it again",
        _ => "see whether the disk is in order, then run it again",
    };
    Diagnostic::error(Code::Unwritable, message, help)
}

fn replace(path: &Path, text: &str) -> Result<(), TreeError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: what the umask leaves.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".authwright-").tempfile_in(folder).map_err(|error| TreeError::io(folder, &error))?;
    file.write_all(text.as_bytes()).map_err(|error| TreeError::io(path, &error))?;
    file.persist(path).map_err(|error| TreeError::io(path, &error.error))?;
    Ok(())
}
