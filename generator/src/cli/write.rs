//! One text into one file, whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use generator::diagnostic::{Code, Diagnostic, plain};

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

pub(super) fn text(target: &Target, text: &str) -> Result<(), Diagnostic> {
    let written = match target {
        Target::File(path) => replace(path, text),
        Target::Stdout => {
            output::answer(text.as_bytes());
            Ok(())
        }
    };
    written.map_err(|error| {
        let message = plain(&format!("{}: {error}", target.name()));
        Diagnostic::error(Code::Unwritable, message, "make the folder writable, and check that the disk is not full")
    })
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: what the umask leaves.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    // Asked first, because the other error would tell the name of a temporary file, which helps nobody.
    std::fs::metadata(folder)?;
    let mut file = builder.prefix(".authwright-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
