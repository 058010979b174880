//! The command that writes the same crate again.

use crate::text::shell_word;

/// What a run has to be told besides its document to write the same crate again.
///
/// Only what is true on every machine: names of files without their folders. What the crate itself says, such as the path to
/// its runtime, the next run reads there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// The overlays that were given, in the order in which they are applied.
    pub overlays: Vec<String>,
    /// The provider's name, where nothing but the command line gives it.
    pub name: Option<String>,
    /// Whether other files of the document's folder were read.
    pub allow_refs: bool,
    /// Whether the runtime is written beside the crate.
    pub vendor: bool,
}

impl Again {
    /// The command, for a shell; `file` is the document's name.
    pub(super) fn command(&self, file: &str) -> String {
        let spec = match file {
            "" => "openapi.yaml".to_owned(),
            "<stdin>" => "-".to_owned(),
            file => file_word(file),
        };
        let mut words = vec!["authwright".to_owned(), spec];
        for overlay in &self.overlays {
            words.extend(["--overlay".to_owned(), file_word(overlay)]);
        }
        if let Some(name) = &self.name {
            words.extend(["--name".to_owned(), shell_word(name)]);
        }
        let flags = [("--allow-refs", self.allow_refs), ("--vendor", self.vendor)];
        words.extend(flags.iter().filter(|(_, needed)| *needed).map(|(flag, _)| (*flag).to_owned()));
        words.join(" ")
    }
}

/// A file's name for a shell, and for a program that takes words with a hyphen in front for options.
fn file_word(name: &str) -> String {
    if name.starts_with('-') { shell_word(&format!("./{name}")) } else { shell_word(name) }
}

#[cfg(test)]
mod tests {
    use super::Again;

    #[test]
    fn the_command_has_what_the_run_needs_and_no_more() {
        assert_eq!(Again::default().command("api.yaml"), "authwright api.yaml");
        assert_eq!(Again::default().command("<stdin>"), "authwright -");
        assert_eq!(Again::default().command("-api.yaml"), "authwright ./-api.yaml");
        let again = Again {
            overlays: vec!["my fix.yaml".to_owned()],
            name: Some("acme".to_owned()),
            allow_refs: true,
            vendor: true,
        };
        let wanted = "authwright api.yaml --overlay 'my fix.yaml' --name acme --allow-refs --vendor";
        assert_eq!(again.command("api.yaml"), wanted);
    }
}
