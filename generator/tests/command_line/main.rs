//! The subcommands as a user runs them.

mod changes;
mod everyday;
mod generate;
mod run;
mod runtime;
mod vendor;
mod watch;
