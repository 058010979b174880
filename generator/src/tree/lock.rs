//! One run at a time: what writes a crate has its folder for itself, what compares one has no writer beside it.
//!
//! The lock is on the folder that holds the crates' folders: it is there before a new crate is, needs no file of its own, and ends
//! with the process however that ends. Only Unix locks folders; elsewhere, as on a file system that has no locks, runs are
//! not kept apart.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use super::TreeError;

/// A run is over in a moment: one that takes longer than this hangs, and is told of instead of waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _folder: Option<File>,
}

impl Lock {
    /// For a run that writes.
    pub(super) fn to_write(folder: &Path) -> Result<Self, TreeError> {
        Self::take(folder, true, PATIENCE)
    }

    /// For a run that reads: others may read as well.
    pub(super) fn to_read(folder: &Path) -> Result<Self, TreeError> {
        Self::take(folder, false, PATIENCE)
    }

    #[cfg(unix)]
    fn take(folder: &Path, alone: bool, patience: Duration) -> Result<Self, TreeError> {
        use rustix::fs::{FlockOperation, flock};
        use rustix::io::Errno;

        let operation =
            if alone { FlockOperation::NonBlockingLockExclusive } else { FlockOperation::NonBlockingLockShared };
        // A folder that is not there, or that may not be read, is reported by whoever needs it.
        let Ok(file) = File::open(folder) else { return Ok(Self { _folder: None }) };
        let begun = std::time::Instant::now();
        loop {
            match flock(&file, operation) {
                Ok(()) => return Ok(Self { _folder: Some(file) }),
                Err(Errno::WOULDBLOCK | Errno::INTR) if begun.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(Errno::WOULDBLOCK) => return Err(TreeError::busy(folder, patience)),
                Err(_) => return Ok(Self { _folder: None }),
            }
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "it does not fail only here")]
    fn take(_folder: &Path, _alone: bool, _patience: Duration) -> Result<Self, TreeError> {
        Ok(Self { _folder: None })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_writer_is_alone_and_readers_are_not() {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let take = |alone| Lock::take(folder.path(), alone, Duration::ZERO);
        let readers = (take(false), take(false));
        assert!(readers.0.is_ok() && readers.1.is_ok());
        assert!(take(true).is_err());
        drop(readers);
        let writer = take(true);
        assert!(writer.is_ok());
        let told = take(false).map_err(|error| error.to_string()).map(|_| ());
        assert!(told.is_err_and(|told| told.contains("another run of Authwright")));
        drop(writer);
        assert!(take(true).is_ok());
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_writer() {
        assert!(Lock::to_read(Path::new("/nowhere/at/all")).is_ok());
    }
}
