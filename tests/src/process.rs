//! Programs that a test starts: waits for the line that says they are ready, and ends them with the test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How long a server may take until it says that it is ready.
const READY: Duration = Duration::from_secs(60);

/// A running program, killed when dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` and gives the lines it says, on both streams, as they come; the receiver ends with its output.
    pub fn spawn(command: &mut Command) -> std::io::Result<(Self, mpsc::Receiver<String>)> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (sender, lines) = mpsc::channel();
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let streams: [Option<Box<dyn std::io::Read + Send>>; 2] =
            [out.map(|stream| Box::new(stream) as _), err.map(|stream| Box::new(stream) as _)];
        for stream in streams.into_iter().flatten() {
            let sender = sender.clone();
            // Reads to the end even when nobody listens any more: a full pipe would stop the program.
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
            });
        }
        Ok((Self { child }, lines))
    }

    /// Starts `command` and waits for the first line of its output of which `ready` makes something (its port, say).
    ///
    /// Lines before are kept for the error: a program that ends or stays silent is an `Err` with what it said.
    pub fn start<T>(command: &mut Command, ready: impl Fn(&str) -> Option<T>) -> Result<(Self, T), String> {
        let program = format!("{command:?}");
        let (process, lines) = Self::spawn(command).map_err(|error| format!("{program}: {error}"))?;
        let (mut said, deadline) = (String::new(), Instant::now() + READY);
        while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            if let Some(found) = ready(&line) {
                return Ok((process, found));
            }
            said.push_str(&line);
            said.push('\n');
        }
        Err(format!("{program} did not say that it is ready:\n{said}"))
    }

    /// The program's process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as `kill -9` does and waits until it is gone.
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> std::io::Result<ExitStatus> {
        self.child.wait()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that was free a moment ago, for programs that cannot choose one by themselves.
///
/// # Panics
///
/// When no loopback port is free.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free loopback port");
    listener.local_addr().expect("a bound listener has an address").port()
}

/// The first number after `http://127.0.0.1:` (or `localhost:`) in `line`: the way most servers name their port.
pub fn port_in(line: &str) -> Option<u16> {
    let rest = ["127.0.0.1:", "localhost:", "0.0.0.0:"].iter().find_map(|host| line.split_once(host))?.1;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
