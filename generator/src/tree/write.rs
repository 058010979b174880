//! Writing: all files or none, and none that is right already.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Difference, Kind, SURFACE, Tree, TreeError, lock::Lock, mark::UNFINISHED};

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files written.
    pub written: usize,
    /// The stale files that were removed, by their paths inside the crate.
    pub removed: Vec<String>,
}

impl Tree {
    /// Makes the folder hold this tree, and no file of an earlier run besides; what somebody else put there stays.
    ///
    /// A crate that is not there yet appears as a whole: its folder is written under another name and renamed. In one that is
    /// there, new texts are all on disk under other names before the first file changes, so that a full disk changes
    /// nothing; then each file is renamed into place, the one that the next run compares with last. A folder that is there
    /// is not replaced as a whole: it may hold `target`, `.git` and files that need not change, and no system but Linux
    /// exchanges two folders in one step. Should the program be killed between two renames, each file is old or new as a whole,
    /// `--check` names those that are not right, and the next run mends them without stepping the version twice. Another run into
    /// the same folder is waited for: it would take the files that are not yet renamed for those of one that was killed.
    pub fn write(&self, folder: &Path) -> Result<Outcome, TreeError> {
        let parent = parent(folder);
        fs::create_dir_all(parent).map_err(|error| TreeError::io(parent, &error))?;
        let _alone = Lock::to_write(parent)?;
        if !folder.exists() && self.iter().next().is_some() {
            return self.appear(folder);
        }
        let mut differences = self.compare(folder)?;
        differences.sort_by_key(|difference| difference.path == SURFACE);
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
            outcome.removed.push(difference.path.clone());
        }
        Ok(outcome)
    }

    /// The whole folder at once.
    fn appear(&self, folder: &Path) -> Result<Outcome, TreeError> {
        let error = |error: io::Error| TreeError::io(folder, &error);
        let mut builder = tempfile::Builder::new();
        open_to_all(&mut builder, 0o777);
        let staged = builder.prefix(UNFINISHED).tempdir_in(parent(folder)).map_err(error)?;
        let folders: BTreeSet<&Path> = self.iter().filter_map(|(path, _)| Path::new(path).parent()).collect();
        for inner in folders {
            fs::create_dir_all(staged.path().join(inner)).map_err(error)?;
        }
        for (path, text) in self.iter() {
            fs::write(staged.path().join(path), text).map_err(error)?;
        }
        fs::rename(staged.path(), folder).map_err(error)?;
        // It has another name now: there is nothing to be removed.
        let _ = staged.keep();
        Ok(Outcome { written: self.iter().count(), removed: Vec::new() })
    }
}

/// The folder that a crate's folder is in.
pub(super) fn parent(folder: &Path) -> &Path {
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The rights of any new file or folder, as the umask leaves them; the default of temporary ones is for their owner alone.
#[cfg_attr(not(unix), expect(unused_variables, reason = "other systems have no such rights"))]
fn open_to_all(builder: &mut tempfile::Builder<'_, '_>, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
}

fn stage(folder: &Path, difference: &Difference) -> Result<(NamedTempFile, PathBuf), TreeError> {
    let path = folder.join(&difference.path);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(|error| TreeError::io(parent, &error))?;
    let mut builder = tempfile::Builder::new();
    open_to_all(&mut builder, 0o666);
    let mut file = builder.prefix(UNFINISHED).tempfile_in(parent).map_err(|error| TreeError::io(parent, &error))?;
    file.write_all(difference.new.as_bytes()).map_err(|error| TreeError::io(&path, &error))?;
    Ok((file, path))
}
