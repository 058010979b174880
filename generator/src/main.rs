//! `authwright`: reads OpenAPI documents and writes the Rust crates that keep a program signed in.
//!
//! A document goes through the seven stages of [`generator::pipeline`] — load, normalize, select, model, view, render,
//! verify — and what comes out is compared with the disk and written by [`generator::tree`].

mod cli;

use std::process::ExitCode;

use cli::{Arguments, Command, Status};

/// What is read and written here is many small things, kept for a moment.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::end(run().unwrap_or_else(|answered| answered)).into()
}

fn run() -> Result<Status, Status> {
    let arguments = Arguments::from_command_line()?;
    Ok(match arguments.command() {
        Command::Generate(arguments) => cli::generate(arguments),
        Command::Inspect(arguments) => cli::inspect(arguments),
        Command::Changes(arguments) => cli::changes(arguments),
        Command::Init(arguments) => cli::init(arguments),
        Command::Report(arguments) => cli::report(arguments),
        Command::Watch(arguments) => cli::watch(arguments),
        Command::Schema => cli::schema(),
        Command::Completions(shell) => cli::completions(shell),
        Command::Man(about) => cli::manual(about),
    })
}
