//! `cargo authwright ...`: cargo passes the subcommand's own name first; without it this is `authwright`.

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let mut arguments: Vec<_> = std::env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "authwright") {
        arguments.remove(0);
    }
    let name = format!("authwright{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().map_or_else(|_| (&name).into(), |path| path.with_file_name(&name));
    match Command::new(&beside).args(arguments).status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2)),
        Err(error) => {
            eprintln!(
                "error: {} cannot be run: {error}; install both with `cargo install --path generator` from the sources of Authwright",
                beside.display()
            );
            ExitCode::from(2)
        }
    }
}
