//! The subcommands as a user runs them.

mod changes;
mod everyday;
mod run;
mod vendor;
mod watch;
