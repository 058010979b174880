//! Processes that share a store: they make one refresh, and one that dies loses nothing that the server still honours.

use authwright::store::{FileStore, RedisStore, TokenStore};
use authwright::{Generation, Moment, Record, SystemClock, TokenSet, block_on, identity};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tests::dying::Step;
use tests::process::Process;
use tests::servers::redis::Redis;
use tests::servers::token_pair::{Counts, Options, TokenPair};
use tests::session::{PairGrant, SESSION};

/// Processes that share the store.
const PROCESSES: usize = 8;

/// A place that several processes can open.
struct Place {
    name: String,
    _folder: Option<TempDir>,
    _redis: Option<Redis>,
}

impl Place {
    fn files() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let name = folder.path().join("tokens").display().to_string();
        Self { name, _folder: Some(folder), _redis: None }
    }

    fn redis(test: &str) -> Option<Self> {
        let redis = Redis::start(test)?;
        Some(Self { name: redis.url(), _folder: None, _redis: Some(redis) })
    }

    fn open(&self) -> Arc<dyn TokenStore> {
        if self.name.starts_with("redis://") {
            Arc::new(RedisStore::open(&self.name).expect("the address is one"))
        } else {
            Arc::new(FileStore::open(&self.name).expect("the folder opens"))
        }
    }

    /// Puts a session there whose access token has ended and whose refresh token is good.
    fn sign_in(&self, server: &TokenPair) {
        let grant = PairGrant::new(&server.url());
        let tokens = block_on(authwright::Grant::exchange(&grant, None)).expect("the server issues");
        let now = authwright::Clock::now(&SystemClock);
        let tokens: TokenSet =
            tokens.with_started(Moment::new(now.wall().saturating_sub(Duration::from_secs(7200)), Duration::ZERO));
        // Not by a source, which would renew it at once.
        let record = Record::default().with_tokens(tokens.with_generation(Generation::default().next()));
        let mut guard = block_on(self.open().lock(&identity(&[SESSION]))).expect("the guard is free");
        block_on(guard.save(&record)).expect("the session is saved");
        block_on(guard.release());
    }

    fn ask(&self, server: &TokenPair, options: &[&str]) -> Asking {
        let mut command = Command::new(env!("CARGO_BIN_EXE_helper"));
        command.args(["token", &self.name, &server.url()]).args(options);
        let (process, lines) = Process::spawn(&mut command).expect("the helper starts");
        assert_eq!(lines.recv().as_deref(), Ok("asking"));
        Asking { lines, _process: process }
    }
}

struct Asking {
    lines: std::sync::mpsc::Receiver<String>,
    _process: Process,
}

impl Asking {
    /// What it said at its end; nothing when it was killed.
    fn end(self) -> Option<String> {
        self.lines.iter().last()
    }
}

fn server() -> TokenPair {
    TokenPair::start(Options { access: Duration::from_secs(3600), ..Options::default() })
}

fn one_refresh(place: &Place) {
    let server = server();
    place.sign_in(&server);
    let store = place.open();
    let guard = block_on(store.lock(&identity(&[SESSION]))).expect("the guard is free");
    let asking: Vec<_> = (0..PROCESSES).map(|_| place.ask(&server, &[])).collect();
    drop(guard);
    let answers: Vec<_> = asking.into_iter().map(Asking::end).collect();
    let first = answers.first().cloned().flatten().unwrap_or_default();
    assert!(first.starts_with("token 2 "), "{answers:?}");
    assert!(answers.iter().all(|answer| answer.as_deref() == Some(&first)), "{answers:?}");
    assert_eq!(server.counts(), Counts { issued: 1, refreshed: 1, ..Counts::default() });
}

/// One process dies at each step in turn; the next one must come to a token, and must not use a refresh token twice.
fn every_death(place: impl Fn() -> Place) {
    for step in Step::ALL {
        let (place, server) = (place(), server());
        place.sign_in(&server);
        let died = place.ask(&server, &["die", &format!("{step:?}")]);
        assert_eq!(died.end(), None, "{step:?}: it was to die");
        let died = std::time::Instant::now();
        let next = place.ask(&server, &[]).end().unwrap_or_default();
        assert!(next.starts_with("token "), "{step:?}: {next}");
        // The kernel frees a lock at once; a lease runs out, here after half a second.
        assert!(died.elapsed() < Duration::from_secs(10), "{step:?}: recovered after {:?}", died.elapsed());
        eprintln!("{}: dead at {step:?}, recovered after {:?}", place.name, died.elapsed());
        let Counts { issued, refreshed, replayed, dead, .. } = server.counts();
        assert_eq!((replayed, dead), (0, 0), "{step:?}");
        assert!(issued + refreshed <= 3, "{step:?}: {issued} issued, {refreshed} refreshed");
    }
}

/// The same where only the refresh token can bring a new one: what the server still honours is not lost, and where the only
/// honoured token died with its process, the end is an error that says so, and not a loop.
fn every_death_without_credentials(place: impl Fn() -> Place) {
    for step in Step::ALL {
        let (place, server) = (place(), server());
        place.sign_in(&server);
        let died = place.ask(&server, &["refresh-only", "die", &format!("{step:?}")]);
        assert_eq!(died.end(), None, "{step:?}: it was to die");
        let answers: Vec<_> = (0..3).map(|_| place.ask(&server, &["refresh-only"]).end().unwrap_or_default()).collect();
        let lost = step == Step::Exchanged;
        let expected = if lost { "error reauthorization_required" } else { "token 2 " };
        assert!(answers.iter().all(|answer| answer.starts_with(expected)), "{step:?}: {answers:?}");
        let Counts { issued, refreshed, replayed, .. } = server.counts();
        assert_eq!((issued, refreshed, replayed), (1, 1, u64::from(lost)), "{step:?}: one guarded recovery at most");
    }
}

#[test]
fn processes_that_share_files_make_one_refresh() {
    one_refresh(&Place::files());
}

#[test]
fn processes_that_share_a_redis_make_one_refresh() {
    let Some(place) = Place::redis("stores::processes::redis_one_refresh") else { return };
    one_refresh(&place);
}

#[test]
fn a_death_at_any_step_loses_nothing_in_files() {
    every_death(Place::files);
}

#[test]
fn a_death_at_any_step_loses_nothing_in_files_without_credentials() {
    every_death_without_credentials(Place::files);
}

#[test]
fn a_death_at_any_step_loses_nothing_in_redis() {
    let Some(redis) = Redis::start("stores::processes::redis_death") else { return };
    // One server; each session has a database of its own in it.
    let database = std::cell::Cell::new(0);
    let place = || {
        database.set(database.get() + 1);
        Place { name: redis.url().replace("/0", &format!("/{}", database.get())), _folder: None, _redis: None }
    };
    every_death(place);
    every_death_without_credentials(place);
}

#[test]
fn a_writer_killed_at_any_moment_leaves_a_whole_record() {
    let place = Place::files();
    let key = identity(&[SESSION]);
    let mut saved = 0;
    for round in 0..40_u64 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_helper"));
        let (mut process, lines) = Process::spawn(command.args(["saves", &place.name])).expect("the helper starts");
        // From the first save on, killed after a number of saves and then a moment that differs from round to round.
        for line in lines.iter().take(1 + usize::try_from(round % 3).unwrap_or_default()) {
            saved = line.strip_prefix("saved ").and_then(|number| number.parse().ok()).expect("it saves");
        }
        let until = std::time::Instant::now() + Duration::from_micros(round * 97 % 2000);
        while std::time::Instant::now() < until {
            std::hint::spin_loop();
        }
        process.kill();
        saved = lines.iter().filter_map(|line| line.strip_prefix("saved ")?.parse().ok()).last().unwrap_or(saved);
        let left = block_on(place.open().load(&key)).expect("the record is whole").expect("it is there");
        assert!((saved..=saved + 1).contains(&left.version()), "round {round}: said {saved}, left {}", left.version());
    }
}

#[test]
fn a_full_disk_keeps_the_record_of_before() {
    let (place, server) = (Place::files(), server());
    place.sign_in(&server);
    // No file may grow beyond nothing: what a full disk does, without filling one.
    let mut command = Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$@\"";
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_helper"), "token", &place.name, &server.url()]);
    let (_process, lines) = Process::spawn(&mut command).expect("the shell starts");
    assert_eq!(lines.iter().last().as_deref(), Some("error store"));
    assert_eq!(server.counts().refreshed, 0, "it was exchanged though it could not be saved");
    let next = place.ask(&server, &["refresh-only"]).end().unwrap_or_default();
    assert!(next.starts_with("token 2 "), "{next}");
}
