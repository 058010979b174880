//! A Redis server of this test's own, where `redis-server` is installed.

use crate::optional::{Need, program, ran, skipped};
use crate::process::{Process, free_port};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Command;

/// The server, ended with the value; it keeps nothing on disk.
#[derive(Debug)]
pub struct Redis {
    process: Process,
    port: u16,
}

impl Redis {
    /// Starts it for the test named `test`; `None` after saying that the test is skipped.
    ///
    /// # Panics
    ///
    /// When it is installed and does not start.
    pub fn start(test: &str) -> Option<Self> {
        let Some(path) = program("redis-server") else {
            skipped(Need::Server, test, "`redis-server` is not installed");
            return None;
        };
        ran(Need::Server, test);
        // Another process may take the port between looking and listening: then look again.
        let started = (0..5).find_map(|_| {
            let port = free_port();
            let mut command = Command::new(&path);
            command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"]);
            let ready = |line: &str| line.contains("Ready to accept connections").then_some(());
            Process::start(&mut command, ready).ok().map(|(process, ())| Self { process, port })
        });
        Some(started.expect("redis-server starts on a free port"))
    }

    /// `redis://127.0.0.1:PORT/0`.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// Its port on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Gives it one command, written as a line.
    ///
    /// # Panics
    ///
    /// When it refuses it.
    pub fn say(&self, command: &str) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("redis-server listens");
        stream.write_all(format!("{command}\r\n").as_bytes()).expect("the command is sent");
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).expect("an answer");
        assert!(!answer.starts_with('-'), "{command}: {answer}");
    }

    /// Ends it as a crash does.
    pub fn kill(&mut self) {
        self.process.kill();
    }
}
