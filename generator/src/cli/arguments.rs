//! What can be said on the command line.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{Status, output};

const EXAMPLES: &str = "\
Examples:
  authwright inspect api.yaml               what is recognised, and why
  authwright api.yaml                       write generated/NAME, a crate of its own
  authwright api.yaml --vendor              and the runtime beside it: builds with nothing but the registry
  authwright init api.yaml                  an overlay, to correct what the document gets wrong
  authwright --check specs/*.yaml           in CI: are the committed crates up to date?
  authwright changes generated/NAME new.yaml   what breaks, and the version step

Exit status: 0 done, 1 problems or differences found, 2 wrong usage or input/output failed.";

/// Reads OpenAPI documents and writes the Rust crates that keep a program signed in.
#[derive(Debug, Parser)]
#[command(name = "authwright", version, propagate_version = true, arg_required_else_help = true)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Subcommands>,
    #[command(flatten)]
    generate: Generate,
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Show what was recognised and why, and what was left out.
    Inspect(Inspect),
    /// Say what changed in the auth surface between two documents, or a document and its committed crate.
    #[command(after_help = "Exit status: 0 nothing that breaks, 1 a breaking change or a problem, 2 wrong usage.")]
    Changes(Changes),
    /// Write an overlay with everything that was inferred, for you to confirm or correct.
    Init(Init),
    /// Write one HTML page that needs nothing else: the auth surface, why it was recognised, what is doubtful.
    Report(ReportPage),
    /// Generate, and again whenever a document or overlay changes.
    Watch(Generate),
    /// Print the JSON Schema of the extension `x-authwright`.
    Schema,
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of the whole or of one command.
    Man {
        /// The command.
        #[arg(value_name = "COMMAND", value_parser = utf8())]
        about: Option<String>,
    },
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Command<'a> {
    /// Write the crates, or compare them.
    Generate(&'a Generate),
    /// Show what is recognised.
    Inspect(&'a Inspect),
    /// Show what changed.
    Changes(&'a Changes),
    /// Write an overlay.
    Init(&'a Init),
    /// Write a page.
    Report(&'a ReportPage),
    /// Generate again and again.
    Watch(&'a Generate),
    /// Print a schema.
    Schema,
    /// Print completions.
    Completions(clap_complete::Shell),
    /// Print a manual page.
    Man(Option<&'a str>),
}

/// Which documents, and how they are read.
#[derive(Debug, Args)]
pub(crate) struct Documents {
    /// OpenAPI documents, YAML or JSON; `-` for standard input. Overlays among them are applied, not generated.
    #[arg(required = true, value_name = "SPEC")]
    pub(crate) specs: Vec<PathBuf>,
    /// An OpenAPI overlay to apply, after the one beside the document (`api.overlay.yaml` for `api.yaml`).
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Follow `$ref` into other files of the document's own folder.
    #[arg(long)]
    pub(crate) allow_refs: bool,
}

/// How the answer looks.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Output {
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORM")]
    pub(crate) format: Format,
    /// Say nothing but problems, on standard error.
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Use colours; by itself on a terminal, unless `NO_COLOR` is set.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

/// `authwright SPEC...`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct Generate {
    #[command(flatten)]
    pub(crate) documents: Documents,
    /// The folder that the crates are written into, each in a folder of its own.
    #[arg(long, default_value = "generated", value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// The provider's name, where the document does not give a good one; the crate is called `NAME-auth`.
    #[arg(long, value_name = "NAME", value_parser = utf8())]
    pub(crate) name: Option<String>,
    /// Write nothing; list the files that differ, and exit with 1 where there are any.
    #[arg(long)]
    pub(crate) check: bool,
    /// As `--check`, and show how the files differ.
    #[arg(long)]
    pub(crate) diff: bool,
    /// Where the crates find the runtime; by itself where those of an earlier run find it. New ones take the copy that
    /// `--vendor` wrote, else the runtime of this workspace, else the published version.
    #[arg(long, value_name = "PATH")]
    pub(crate) runtime: Option<PathBuf>,
    /// Write the runtime beside the crates, in the folder `authwright`, and let them use it, now and in later runs.
    #[arg(long, conflicts_with = "runtime")]
    pub(crate) vendor: bool,
    /// Let the crates use the published version of the runtime, whatever they used before.
    #[arg(long, conflicts_with_all = ["runtime", "vendor"])]
    pub(crate) published: bool,
    /// Leave the crate's version and changelog as they are, whatever changed.
    #[arg(long)]
    pub(crate) no_bump: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `authwright inspect SPEC...`.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) documents: Documents,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `authwright changes OLD NEW`.
#[derive(Debug, Args)]
pub(crate) struct Changes {
    /// The older side: a document, or the folder of a generated crate.
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The newer side: a document, or the folder of a generated crate.
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// An OpenAPI overlay for both documents, besides the one that each may have beside it.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Follow `$ref` into other files of a document's own folder.
    #[arg(long)]
    pub(crate) allow_refs: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `authwright init SPEC`.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The document; the overlay is written beside it as `NAME.overlay.yaml`.
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,
    /// Where the overlay is written; `-` for standard output, as for a document from standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write over an overlay that is there.
    #[arg(long)]
    pub(crate) force: bool,
    /// Follow `$ref` into other files of the document's own folder.
    #[arg(long)]
    pub(crate) allow_refs: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// `authwright report SPEC`.
#[derive(Debug, Args)]
pub(crate) struct ReportPage {
    /// The document; `-` for standard input.
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,
    /// Where the page is written; `-` for standard output.
    #[arg(long, default_value = "report.html", value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Write over a file that is there, also where it is no report.
    #[arg(long)]
    pub(crate) force: bool,
    /// An OpenAPI overlay to apply, after the one beside the document.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Follow `$ref` into other files of the document's own folder.
    #[arg(long)]
    pub(crate) allow_refs: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// Problems for code hosts, as SARIF 2.1.0.
    Sarif,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A word that is no path. The error names the argument, which clap's own for strings does not.
fn utf8() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().try_map(|word| word.into_string().map_err(|_| "it is not UTF-8"))
}

impl Arguments {
    /// The arguments of this process; else what they are answered with was said, and how the process ends.
    pub(crate) fn from_command_line() -> Result<Self, Status> {
        Self::try_parse().map_err(|answer| {
            output::settle(answer.print().and_then(|()| io::stdout().flush()));
            if answer.use_stderr() { Status::Failed } else { Status::Done }
        })
    }

    /// What they ask for.
    pub(crate) fn command(&self) -> Command<'_> {
        match &self.command {
            Some(Subcommands::Inspect(inspect)) => Command::Inspect(inspect),
            Some(Subcommands::Changes(changes)) => Command::Changes(changes),
            Some(Subcommands::Init(init)) => Command::Init(init),
            Some(Subcommands::Report(report)) => Command::Report(report),
            Some(Subcommands::Watch(generate)) => Command::Watch(generate),
            Some(Subcommands::Schema) => Command::Schema,
            Some(Subcommands::Completions { shell }) => Command::Completions(*shell),
            Some(Subcommands::Man { about }) => Command::Man(about.as_deref()),
            None => Command::Generate(&self.generate),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::{Arguments, Command};

    #[test]
    fn the_definition_is_sound() {
        <Arguments as CommandFactory>::command().debug_assert();
    }

    #[test]
    fn documents_and_subcommands_are_told_apart() {
        let parse = |words: &[&str]| Arguments::try_parse_from([&["authwright"], words].concat());
        assert!(
            matches!(parse(&["a.yaml", "-", "--check"]), Ok(arguments) if matches!(arguments.command(), Command::Generate(_)))
        );
        assert!(
            matches!(parse(&["inspect", "a.yaml"]), Ok(arguments) if matches!(arguments.command(), Command::Inspect(_)))
        );
        for wrong in [&[] as &[&str], &["inspect"], &["--check"], &["a.yaml", "--format", "xml"]] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
