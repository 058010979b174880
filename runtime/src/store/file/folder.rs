//! A private folder: nothing in it is read or written through a link, by another user's leave, or half.

use std::fs::{DirBuilder, File};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use zeroize::Zeroizing;

use crate::store::{StoreError, StoreErrorKind};

type Result<T> = std::result::Result<T, StoreError>;

/// Files larger than this are not read: a record is a few kilobytes.
const LARGEST: u64 = 16 * 1024 * 1024;
/// Set on every file that is opened: never through a symbolic link, never kept open in a child process.
const CAREFUL: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC);
/// Read and write for the owner, nothing for others.
const PRIVATE: Mode = Mode::RUSR.union(Mode::WUSR);

/// An open folder. Every file is reached relative to it, so that swapping the path afterwards changes nothing.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    handle: OwnedFd,
}

/// An exclusive lock; the kernel releases it when the process dies.
#[derive(Debug)]
pub(super) struct Lock(OwnedFd);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing it is not enough where a process was forked meanwhile: the child has it open as well. Should this fail,
        // closing has to do.
        rustix::fs::flock(&self.0, FlockOperation::Unlock).ok();
    }
}

impl Folder {
    /// Opens the folder, making it (0700) where it is missing.
    pub(super) fn open(path: &Path) -> Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(|error| say(path, "make the folder", &error))?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | CAREFUL;
        let handle = rustix::fs::open(path, flags, Mode::empty()).map_err(|error| match error {
            Errno::LOOP | Errno::NOTDIR => refuse(path, "is a symbolic link, or no folder"),
            error => say(path, "open the folder", &error.into()),
        })?;
        owned_by_us(&handle, path, "chmod 700")?;
        Ok(Self { path: path.to_path_buf(), handle })
    }

    /// The path of a file in it, for messages.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Takes the lock called `name` if nobody has it; `None` when it is held, by this process or another.
    pub(super) fn try_lock(&self, name: &str) -> Result<Option<Lock>> {
        let file = self.file(name, OFlags::RDWR | OFlags::CREATE, "open the lock")?.ok_or_else(|| self.gone())?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Lock(file))),
            Err(Errno::WOULDBLOCK) => Ok(None),
            Err(error) => Err(say(&self.path(name), "lock", &error.into())),
        }
    }

    /// The whole file; `None` where there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        // Opening a pipe or a device that somebody put there must not block.
        let Some(file) = self.file(name, OFlags::RDONLY | OFlags::NONBLOCK, "open")? else { return Ok(None) };
        let file = File::from(file);
        let size = file.metadata().map_or(0, |about| about.len()).min(LARGEST);
        // Room for all of it and for noticing its end: a buffer that grows leaves copies behind that nobody wipes.
        let mut content = Zeroizing::new(Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(64)));
        let read = file.take(LARGEST + 1).read_to_end(&mut content);
        match read.map_err(|error| say(&self.path(name), "read", &error))? {
            length if length as u64 > LARGEST => {
                let message = format!("{} is too large to be a record", self.path(name).display());
                Err(StoreError::new(StoreErrorKind::Corrupt, message))
            }
            _ => Ok(Some(content)),
        }
    }

    /// Puts `content` in the place of the file, durably: afterwards there is the old content or the new one, whatever
    /// happens in between, and the new one once this has returned `Ok`.
    ///
    /// The caller holds the lock, so the name of the temporary file can be a fixed one.
    pub(super) fn replace(&self, name: &str, content: &[u8]) -> Result<()> {
        let temporary = format!("{name}.new");
        self.remove(&temporary)?;
        let written = self.write_new(&temporary, content).and_then(|()| {
            let renamed = rustix::fs::renameat(&self.handle, &temporary, &self.handle, name);
            renamed.map_err(|error| say(&self.path(name), "replace", &error.into()))
        });
        if let Err(error) = written {
            self.remove(&temporary).ok();
            return Err(error);
        }
        self.sync()
    }

    /// Removes the file, if there is one.
    pub(super) fn remove(&self, name: &str) -> Result<()> {
        match rustix::fs::unlinkat(&self.handle, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(say(&self.path(name), "remove", &error.into())),
        }
    }

    /// Makes what was renamed or removed durable.
    pub(super) fn sync(&self) -> Result<()> {
        rustix::fs::fsync(&self.handle).map_err(|error| say(&self.path, "sync the folder", &error.into()))
    }

    fn write_new(&self, name: &str, content: &[u8]) -> Result<()> {
        let file = self.file(name, OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL, "make")?;
        let mut file = File::from(file.ok_or_else(|| self.gone())?);
        let written = file.write_all(content).and_then(|()| file.sync_all());
        written.map_err(|error| say(&self.path(name), "write", &error))
    }

    /// Opens a file of ours; `None` where there is none.
    fn file(&self, name: &str, flags: OFlags, what: &str) -> Result<Option<OwnedFd>> {
        let path = self.path(name);
        let file = match rustix::fs::openat(&self.handle, name, flags | CAREFUL, PRIVATE) {
            Ok(file) => file,
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP) => return Err(refuse(&path, "is a symbolic link; remove it")),
            Err(error) => return Err(say(&path, what, &error.into())),
        };
        let mode = owned_by_us(&file, &path, "chmod 600")?;
        if flags.contains(OFlags::CREATE) && !mode.contains(PRIVATE) {
            // The umask took away what its owner needs: nobody could read it again.
            rustix::fs::fchmod(&file, PRIVATE).map_err(|error| say(&path, "set the mode", &error.into()))?;
        }
        Ok(Some(file))
    }

    fn gone(&self) -> StoreError {
        StoreError::new(StoreErrorKind::Unavailable, format!("the folder {} was removed", self.path.display()))
    }
}

/// Refuses what others could have written or could read: it must belong to this user, and to nobody else. Gives its mode.
fn owned_by_us(file: &OwnedFd, path: &Path, mend: &str) -> Result<Mode> {
    let about = rustix::fs::fstat(file).map_err(|error| say(path, "look at", &error.into()))?;
    let kind = FileType::from_raw_mode(about.st_mode);
    if !(kind.is_file() || kind.is_dir()) {
        return Err(refuse(path, "is neither a file nor a folder"));
    }
    if about.st_uid != rustix::process::geteuid().as_raw() {
        return Err(refuse(path, "belongs to another user"));
    }
    if about.st_mode & 0o077 != 0 {
        let mode = about.st_mode & 0o777;
        return Err(refuse(path, &format!("can be used by other users (mode {mode:o}); {mend} it")));
    }
    Ok(Mode::from_raw_mode(about.st_mode))
}

fn refuse(path: &Path, why: &str) -> StoreError {
    StoreError::new(StoreErrorKind::Unsafe, format!("{} {why}", path.display()))
}

fn say(path: &Path, what: &str, error: &io::Error) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable, format!("cannot {what}: {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::Folder;

    #[test]
    fn a_lock_is_given_back_though_a_forked_child_has_it_open() {
        let place = std::env::temp_dir().join(format!("authwright-fork-{}", std::process::id()));
        let folder = Folder::open(&place).unwrap();
        let lock = folder.try_lock("x.lock").unwrap().unwrap();
        let forked = lock.0.try_clone().unwrap();
        assert!(folder.try_lock("x.lock").unwrap().is_none());
        drop(lock);
        assert!(folder.try_lock("x.lock").unwrap().is_some(), "the child still has it open");
        drop(forked);
        std::fs::remove_dir_all(place).unwrap();
    }
}
