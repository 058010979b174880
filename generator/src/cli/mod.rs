//! The command line: what is asked for, how it is answered. Only this module and `main.rs` print.

mod arguments;
mod changes;
mod compare;
mod documents;
mod generate;
mod init;
mod inspect;
mod output;
mod print;
mod progress;
mod report;
mod runtime;
mod watch;
mod write;

pub(crate) use arguments::{Arguments, Command};
pub(crate) use changes::changes;
pub(crate) use generate::generate;
pub(crate) use init::init;
pub(crate) use inspect::inspect;
pub(crate) use output::end;
pub(crate) use print::{completions, manual, schema};
pub(crate) use report::report;
pub(crate) use watch::watch;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// All is done.
    Done,
    /// Problems were found in a document, or differences by `--check`.
    Findings,
    /// The command was wrong, or the disk did not do what it should.
    Failed,
}

impl From<Status> for std::process::ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::Findings => 1,
            Status::Failed => 2,
        })
    }
}
