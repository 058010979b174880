//! The subcommands as a user runs them.

mod changes;
mod everyday;
mod generate;
mod run;
mod vendor;
mod watch;
