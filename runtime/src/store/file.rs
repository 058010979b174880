//! [`FileStore`]: tokens that outlive the program, shared by the processes of one machine.

mod folder;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Record, StoreError, StoreErrorKind, StoreGuard, TokenStore, Turn};
use crate::{BoxFuture, Generation, blocking};
use folder::{Folder, Lock};

/// Longest wait for another process that has the guard. An exchange has its own, shorter limit.
const PATIENCE: Duration = Duration::from_secs(120);
/// First and longest pause between two looks at a lock that another process has.
const PAUSES: (Duration, Duration) = (Duration::from_millis(2), Duration::from_millis(50));
/// Longest name of a file without its ending, on the file systems in use.
const LONGEST_NAME: usize = 200;
/// Everything but letters, digits and `-` is written as `%XX` in the name of a file.
const UNSAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');

/// Keeps each record in a file of its own, in a folder that only this user can enter.
///
/// The folder has mode 0700 and the files 0600; a symbolic link, another owner or wider permissions are refused. A lock on a
/// second file is held from loading until saving, and the kernel gives it back when its holder dies. A record is replaced by
/// writing a temporary file, making it durable, renaming it and making the folder durable: a crash or a full disk leaves the
/// record of before. The folder must be on a file system with working `flock`, which rules out some network shares.
#[derive(Clone, Debug)]
pub struct FileStore {
    folder: Arc<Folder>,
    patience: Duration,
}

/// What is done under it holds it too: a save whose caller has gone is over before the lock is given back.
#[derive(Debug)]
struct FileGuard(Arc<Held>);

#[derive(Debug)]
struct Held {
    folder: Arc<Folder>,
    file: String,
    /// The lock keeps everybody else out. A save whose caller has gone may still be at work when its own next one comes.
    one_at_a_time: Mutex<()>,
    _lock: Lock,
}

impl FileStore {
    /// Opens the folder; makes it where it is missing.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        Ok(Self { folder: Arc::new(Folder::open(folder.as_ref())?), patience: PATIENCE })
    }

    /// Sets how long [`lock`](TokenStore::lock) waits for another holder; 120 s if not set.
    #[must_use]
    pub fn patience(self, longest: Duration) -> Self {
        Self { patience: longest, ..self }
    }
}

impl TokenStore for FileStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Record>, StoreError>> {
        let folder = Arc::clone(&self.folder);
        Box::pin(async move {
            let file = file_name(key)?;
            off_thread(move || load(&folder, &file)).await
        })
    }

    fn lock<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(async move {
            match self.wait(key, None).await? {
                Turn::Guard(guard) => Ok(guard),
                Turn::Newer(_) => Err(unavailable("the wait for the lock ended without it")),
            }
        })
    }

    fn turn<'a>(&'a self, key: &'a str, after: Generation) -> BoxFuture<'a, Result<Turn, StoreError>> {
        Box::pin(self.wait(key, Some(after)))
    }
}

impl FileStore {
    async fn wait(&self, key: &str, after: Option<Generation>) -> Result<Turn, StoreError> {
        let (folder, file, patience) = (Arc::clone(&self.folder), file_name(key)?, self.patience);
        off_thread(move || wait(folder, file, patience, after)).await
    }
}

/// A disk may take long, and to make something durable always does.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    blocking::run(work).await.map_err(|_| unavailable("no thread to use the disk on"))?
}

impl StoreGuard for FileGuard {
    fn load(&mut self) -> BoxFuture<'_, Result<Option<Record>, StoreError>> {
        let held = Arc::clone(&self.0);
        Box::pin(off_thread(move || held.load()))
    }

    fn save<'a>(&'a mut self, record: &'a Record) -> BoxFuture<'a, Result<(), StoreError>> {
        let (held, version, content) = (Arc::clone(&self.0), record.version(), record.encode());
        Box::pin(off_thread(move || held.save(version, &content)))
    }

    fn release(self: Box<Self>) -> BoxFuture<'static, ()> {
        drop(self);
        Box::pin(async {})
    }
}

impl Held {
    fn load(&self) -> Result<Option<Record>, StoreError> {
        let _turn = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        load(&self.folder, &self.file)
    }

    fn save(&self, version: u64, content: &[u8]) -> Result<(), StoreError> {
        let _turn = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        // What cannot be read is not overwritten either: a later release may have written it.
        let held = load(&self.folder, &self.file)?.map_or(0, |held| held.version());
        if held.checked_add(1) != Some(version) {
            let message = format!("version {version} is to follow version {held}");
            return Err(StoreError::new(StoreErrorKind::Conflict, message));
        }
        self.folder.replace(&self.file, content)
    }
}

fn load(folder: &Folder, file: &str) -> Result<Option<Record>, StoreError> {
    let Some(content) = folder.read(file)? else { return Ok(None) };
    Record::decode(&content).map(Some).map_err(|error| {
        let message = format!("{} (remove it to sign in again): {error}", folder.path(file).display());
        StoreError::new(error.kind(), message)
    })
}

/// Looks at the lock again and again; the kernel's own queue would have no end to the wait.
fn wait(folder: Arc<Folder>, file: String, patience: Duration, after: Option<Generation>) -> Result<Turn, StoreError> {
    let (started, mut pause) = (Instant::now(), PAUSES.0);
    let name = format!("{file}.lock");
    loop {
        if let Some(lock) = folder.try_lock(&name)? {
            let held = Held { folder, file, one_at_a_time: Mutex::new(()), _lock: lock };
            return Ok(Turn::Guard(Box::new(FileGuard(Arc::new(held)))));
        }
        // A record that cannot be read is told to whoever gets the lock.
        let held = after.and_then(|after| Some((load(&folder, &file).ok()??, after)));
        if let Some(record) = held.and_then(|(record, after)| Turn::newer(record, after)) {
            return Ok(Turn::Newer(record));
        }
        if started.elapsed() >= patience {
            let message =
                format!("{}: another holder has kept the lock for {patience:?}", folder.path(&name).display());
            return Err(StoreError::new(StoreErrorKind::Busy, message));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(PAUSES.1);
    }
}

fn file_name(key: &str) -> Result<String, StoreError> {
    let name = utf8_percent_encode(key, UNSAFE).to_string();
    match name.len() {
        1..=LONGEST_NAME => Ok(format!("{name}.json")),
        0 => Err(unavailable("the key is empty")),
        _ => Err(unavailable("the key is too long for the name of a file")),
    }
}

fn unavailable(message: &str) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable, message)
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::sync::Barrier;
    use std::task::{Context, Waker};

    use super::*;
    use crate::block_on;

    fn store(name: &str) -> FileStore {
        FileStore::open(std::env::temp_dir().join(format!("authwright-{name}-{}", std::process::id()))).unwrap()
    }

    fn remove(store: &FileStore) {
        std::fs::remove_dir_all(store.folder.path("")).unwrap();
    }

    /// Whether the first look at the future, on a thread that is not ours to block, found it waiting.
    fn waits<T>(future: impl Future<Output = T>) -> (bool, T) {
        let mut future = pin!(future);
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            std::task::Poll::Ready(result) => (false, result),
            std::task::Poll::Pending => (true, block_on(future)),
        }
    }

    #[test]
    fn no_executors_thread_waits_for_the_disk() {
        let store = store("off-thread");
        let mut guard = block_on(store.lock("key")).unwrap();
        let mut record = Record::default();
        let mut waited = [false; 3];
        // A disk may be faster than the look now and then. One that is on this thread always is.
        for _ in 0..100 {
            record = record.with_intent(None);
            let (saving, saved) = waits(guard.save(&record));
            let (loading, loaded) = waits(guard.load());
            let (looking, seen) = waits(store.load("key"));
            saved.unwrap();
            assert_eq!(loaded.unwrap().unwrap().version(), record.version());
            assert_eq!(seen.unwrap().unwrap().version(), record.version());
            waited = [waited[0] | saving, waited[1] | loading, waited[2] | looking];
            if waited == [true; 3] {
                break;
            }
        }
        assert_eq!(waited, [true; 3], "save, load and the look without the guard");
        remove(&store);
    }

    #[test]
    fn a_save_whose_caller_has_gone_is_over_before_the_next_holder_comes() {
        let store = store("caller-gone");
        for version in 1..=20 {
            let mut guard = block_on(store.lock("key")).unwrap();
            let record = block_on(guard.load()).unwrap().unwrap_or_default().with_intent(None);
            let mut saving = guard.save(&record);
            let _ = saving.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            drop(saving);
            drop(guard);
            let mut next = block_on(store.lock("key")).unwrap();
            assert_eq!(block_on(next.load()).unwrap().unwrap().version(), version);
        }
        remove(&store);
    }

    #[test]
    fn of_two_saves_under_one_guard_at_once_one_comes_after_the_other() {
        let store = store("two-saves");
        let lock = store.folder.try_lock("key.json.lock").unwrap().unwrap();
        let (folder, file) = (Arc::clone(&store.folder), "key.json".to_owned());
        let held = Held { folder, file, one_at_a_time: Mutex::new(()), _lock: lock };
        let mut record = Record::default();
        for _ in 0..50 {
            record = record.with_intent(None);
            let (content, together) = (record.encode(), Barrier::new(2));
            let save = || {
                together.wait();
                held.save(record.version(), &content)
            };
            let results = std::thread::scope(|scope| {
                let other = scope.spawn(save);
                [save(), other.join().unwrap()]
            });
            assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
            let late = results.iter().find_map(|result| result.as_ref().err()).unwrap();
            assert_eq!(late.kind(), StoreErrorKind::Conflict, "it found the record of the first");
            assert_eq!(held.load().unwrap().unwrap().version(), record.version());
        }
        remove(&store);
    }

    #[test]
    fn a_thread_that_is_ours_to_block_does_the_work_itself() {
        let store = store("on-thread");
        let (waited, loaded) = block_on(async { waits(store.load("key")) });
        assert!(!waited && loaded.unwrap().is_none());
        remove(&store);
    }
}
