//! What is the same whatever the document: the schema of the extension, completions, the manual page.

use clap::CommandFactory;
use clap_complete::Shell;
use generator::{diagnostic::plain, model::EXTENSION_SCHEMA};

use super::{Status, arguments::Arguments, output};

/// Prints the JSON Schema of `x-authwright`.
pub(crate) fn schema() -> Status {
    print(EXTENSION_SCHEMA.as_bytes())
}

/// Prints completions for a shell.
pub(crate) fn completions(shell: Shell) -> Status {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut <Arguments as CommandFactory>::command(), "authwright", &mut text);
    print(&text)
}

/// Prints the manual page, of the program or of one of its commands, in roff.
pub(crate) fn manual(about: Option<&str>) -> Status {
    let mut whole = <Arguments as CommandFactory>::command();
    // So that each command knows the words before it.
    whole.build();
    let command = match about {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            Some(command) => command.clone(),
            None => return output::usage(&format!("there is no command '{}'", plain(name))),
        },
    };
    let mut text = Vec::new();
    match clap_mangen::Man::new(command).render(&mut text) {
        Ok(()) => print(&text),
        Err(_) => Status::Failed,
    }
}

fn print(text: &[u8]) -> Status {
    output::answer(text);
    Status::Done
}
