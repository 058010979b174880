//! A folder or file that is not as it should be: a clear error, and the record of before stays.

use authwright::store::{FileStore, Record, StoreErrorKind, TokenStore};
use authwright::{RefreshToken, StoreError, TokenSet, block_on};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const KEY: &str = "0123456789abcdef";

/// A folder with one saved record, and the path of its file.
fn saved() -> (TempDir, PathBuf, PathBuf) {
    let outer = tempfile::tempdir().expect("a temporary folder");
    let folder = outer.path().join("a/b/tokens");
    save(&folder, &first()).expect("a new folder takes a record");
    let file = folder.join(format!("{KEY}.json"));
    (outer, folder, file)
}

fn first() -> Record {
    Record::default().with_tokens(TokenSet::new("canary-access").with_refresh(RefreshToken::new("canary-refresh")))
}

fn save(folder: &Path, record: &Record) -> Result<(), StoreError> {
    let store = FileStore::open(folder)?;
    let mut guard = block_on(store.lock(KEY))?;
    block_on(guard.save(record))
}

fn load(folder: &Path) -> Result<Option<Record>, StoreError> {
    block_on(FileStore::open(folder)?.load(KEY))
}

fn refresh_token(folder: &Path) -> Option<String> {
    let record = load(folder).expect("the record is readable")?;
    record.tokens()?.refresh().map(|token| token.expose().to_owned())
}

/// The error is of this kind, names the place, and holds no secret.
fn assert_refused<T: std::fmt::Debug>(result: Result<T, StoreError>, kind: StoreErrorKind, place: &Path) {
    let error = result.expect_err("this must be refused");
    let said = format!("{error} {error:?}");
    assert_eq!(error.kind(), kind, "{said}");
    assert!(said.contains(&place.display().to_string()) && !said.contains("canary"), "{said}");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").mode() & 0o777
}

#[test]
fn only_the_owner_can_enter_read_or_write() {
    let (_outer, folder, file) = saved();
    assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    let names: Vec<_> =
        fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    assert!(names.iter().all(|path| mode(path) == 0o600), "{names:?}");
    assert_eq!(names.len(), 2, "the record and its lock, no temporary file: {names:?}");
}

#[test]
fn wider_permissions_are_refused_with_the_command_that_mends_them() {
    let (_outer, folder, file) = saved();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("chmod");
    assert_refused(load(&folder), StoreErrorKind::Unsafe, &file);
    assert!(load(&folder).expect_err("refused").to_string().contains("chmod 600"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("chmod");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("chmod");
    assert_refused(load(&folder), StoreErrorKind::Unsafe, &folder);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("chmod");
    assert_eq!(refresh_token(&folder).as_deref(), Some("canary-refresh"));
}

#[test]
fn no_symbolic_link_is_followed() {
    let (outer, folder, file) = saved();
    let elsewhere = outer.path().join("elsewhere");
    fs::rename(&file, &elsewhere).expect("the file moves");
    symlink(&elsewhere, &file).expect("a link in its place");
    assert_refused(load(&folder), StoreErrorKind::Unsafe, &file);
    assert_refused(save(&folder, &first()), StoreErrorKind::Unsafe, &file);
    assert!(fs::read_to_string(&elsewhere).expect("the target").contains("canary-refresh"), "the target was written");

    let lock = folder.join(format!("{KEY}.json.lock"));
    fs::remove_file(&lock).expect("the lock goes");
    symlink(outer.path().join("made-by-lock"), &lock).expect("a link in its place");
    assert_refused(save(&folder, &first()), StoreErrorKind::Unsafe, &lock);
    assert!(!outer.path().join("made-by-lock").exists(), "a lock was made through a link");

    let linked = outer.path().join("linked");
    symlink(&folder, &linked).expect("a link to the folder");
    assert_refused(load(&linked), StoreErrorKind::Unsafe, &linked);
}

#[test]
fn a_planted_temporary_file_is_not_written_through() {
    let (outer, folder, _) = saved();
    let victim = outer.path().join("victim");
    fs::write(&victim, "untouched").expect("a file");
    symlink(&victim, folder.join(format!("{KEY}.json.new"))).expect("a link where the temporary file goes");
    save(&folder, &first().with_tokens(TokenSet::new("b"))).expect("it is replaced, not followed");
    assert_eq!(fs::read_to_string(&victim).expect("the file"), "untouched");
}

#[test]
fn files_can_be_read_again_whatever_the_umask_takes_away() {
    let (_outer, folder, file) = saved();
    let helper = env!("CARGO_BIN_EXE_helper");
    let mut child = Command::new("sh")
        .args(["-c", "umask 0377; exec \"$0\" saves \"$1\"", helper])
        .arg(&folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let said: Vec<_> = lines.by_ref().take(2).map_while(Result::ok).collect();
    child.kill().and_then(|()| child.wait()).expect("it ends");
    assert!(said.iter().all(|line| line.starts_with("saved")) && said.len() == 2, "{said:?}");
    let names = fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    for path in names.filter(|path| path.extension().is_none_or(|end| end != "new")) {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    drop(file);
}

#[test]
fn what_is_no_record_is_named_and_left_alone() {
    let (_outer, folder, file) = saved();
    let later = r#"{"format":9,"version":1,"generation":1}"#;
    for content in ["", "{", "not json", "[]", "\u{0}\u{1}", later] {
        fs::write(&file, content).expect("the file is overwritten");
        assert_refused(load(&folder), StoreErrorKind::Corrupt, &file);
        assert_refused(save(&folder, &first()), StoreErrorKind::Corrupt, &file);
        assert_eq!(fs::read(&file).expect("the file"), content.as_bytes(), "it was changed");
    }
    let error = load(&folder).expect_err("a later format").to_string();
    assert!(error.contains("format 9") && error.contains("remove it"), "{error}");
}

#[test]
fn a_folder_or_pipe_in_place_of_the_file_does_not_hang() {
    let (_outer, folder, file) = saved();
    fs::remove_file(&file).expect("the file goes");
    let made = std::process::Command::new("mkfifo").args(["-m", "600"]).arg(&file).status().expect("mkfifo runs");
    assert!(made.success());
    assert_refused(load(&folder), StoreErrorKind::Unsafe, &file);
    fs::remove_file(&file).expect("the pipe goes");
    fs::create_dir(&file).expect("a folder");
    assert!(load(&folder).is_err());
}

#[test]
fn a_folder_that_is_a_file_or_was_removed_is_an_error() {
    let (outer, folder, file) = saved();
    assert!(FileStore::open(&file).is_err(), "a file is no folder");
    let store = FileStore::open(&folder).expect("it opens");
    fs::remove_dir_all(outer.path().join("a")).expect("it is removed");
    assert!(block_on(store.load(KEY)).expect("nothing is there").is_none());
    assert_eq!(block_on(store.lock(KEY)).map(drop).expect_err("nowhere to lock").kind(), StoreErrorKind::Unavailable);
}
