//! `watch`: again whenever a document changes.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::run::Place;

/// Ends the program with the test.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended by itself; then the test has failed already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_change_generates_again() {
    let place = Place::new();
    let mut command = place.command(&["watch", "acme.yaml"]);
    let mut watching = Watching(command.stdout(Stdio::piped()).spawn().expect("the program can be run"));
    let out = watching.0.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(out).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.starts_with("watching")), "it says when it begins");
    place.edit("/auth/token", "/v2/auth/token");
    assert!(lines.any(|line| line.contains("acme-auth 0.2.0")), "it generates again");
}

#[test]
fn standard_input_cannot_be_watched() {
    let ran = Place::new().run(&["watch", "-"]).ended(2);
    assert!(ran.err().contains("no file to watch"), "{}", ran.err());
}
