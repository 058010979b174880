//! What is the same whatever the document: the schema of the extension, completions, the manual page.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use generator::model::EXTENSION_SCHEMA;

use super::{Status, arguments::Arguments};

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

/// Prints the manual page in roff.
pub(crate) fn manual() -> Status {
    let mut text = Vec::new();
    match clap_mangen::Man::new(<Arguments as CommandFactory>::command()).render(&mut text) {
        Ok(()) => print(&text),
        Err(_) => Status::Failed,
    }
}

/// Whoever reads may have gone (`| head`): that is no failure of ours.
fn print(text: &[u8]) -> Status {
    let _ = io::stdout().lock().write_all(text);
    Status::Done
}
