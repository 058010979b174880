//! Clocks that somebody sets: `faketime` moves the wall clock of a whole process, forward and back.

use std::process::Command;
use std::time::Duration;
use tests::optional::with_program;
use tests::process::Process;
use tests::servers::token_pair::{Counts, Options, TokenPair};

const HELPER: &str = env!("CARGO_BIN_EXE_helper");

/// What the helper says at its end.
fn answer(command: &mut Command) -> String {
    let (_process, lines) = Process::spawn(command).expect("the program starts");
    lines.iter().filter(|line| line.starts_with("token ") || line.starts_with("error ")).last().unwrap_or_default()
}

/// A session in a folder whose token is fresh, by the true clock.
fn signed_in(server: &TokenPair) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("tokens").display().to_string();
    let first = answer(Command::new(HELPER).args(["token", &store, &server.url()]));
    assert!(first.starts_with("token 1 "), "{first}");
    let again = answer(Command::new(HELPER).args(["token", &store, &server.url()]));
    assert_eq!(again, first, "a fresh token is taken from the store");
    (folder, store)
}

fn server() -> TokenPair {
    TokenPair::start(Options {
        access: Duration::from_secs(3600),
        refresh: Duration::from_secs(1_000_000),
        ..Options::default()
    })
}

#[test]
fn a_process_whose_clock_is_ahead_or_behind_does_not_trust_a_stored_token() {
    with_program("real_servers::clocks::stored", "faketime", |faketime| {
        for moved in ["+2h", "-2h"] {
            let server = server();
            let (_folder, store) = signed_in(&server);
            let next = answer(Command::new(faketime).args(["-f", moved, HELPER, "token", &store, &server.url()]));
            assert!(next.starts_with("token 2 "), "{moved}: {next}");
            assert_eq!(server.counts(), Counts { issued: 1, refreshed: 1, ..Counts::default() }, "{moved}");
        }
    });
}

#[test]
fn a_clock_set_forward_ends_a_token_and_one_set_back_revives_none() {
    with_program("real_servers::clocks::running", "faketime", |faketime| {
        let server = server();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = folder.path().join("clock");
        std::fs::write(&clock, "+0").expect("a file");
        let mut command = Command::new(faketime);
        command
            .env("FAKETIME_TIMESTAMP_FILE", &clock)
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // The wrapper's own setting is taken away again, so that the file counts.
        command.args(["-f", "+0", "env", "-u", "FAKETIME", HELPER, "clock", &server.url()]).arg(&clock);
        command.args(["+0", "+2h", "-2h"]);
        let (_process, lines) = Process::spawn(&mut command).expect("the program starts");
        let said: Vec<_> = lines.iter().collect();
        // At +2 h the first token has ended by the wall clock. Two hours back, the second is as good as it was: its age is
        // known by the clock that only goes forward; the first one stays gone.
        assert_eq!(said, ["clock +0 token 1", "clock +2h token 2", "clock -2h token 2"]);
        assert_eq!(server.counts().replayed, 0);
    });
}
