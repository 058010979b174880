//! Answers to people on standard output, problems on standard error; answers to programs whole on standard output.

use std::io::{self, IsTerminal, Write};

use generator::diagnostic::{Code, Look, Report};
use serde_json::Value;

use super::{
    Status,
    arguments::{Color, Format, Output},
};

/// Where answers go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Printer {
    output: Output,
    look: Look,
}

impl Printer {
    pub(super) fn new(output: Output) -> Self {
        Self { output, look: look(output.color) }
    }

    pub(super) fn format(self) -> Format {
        self.output.format
    }

    /// Whether standard output takes colours.
    pub(super) fn paints(self) -> bool {
        match self.output.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => self.look.colour && io::stdout().is_terminal(),
        }
    }

    /// A line of an answer for people.
    pub(super) fn say(self, line: &str) {
        if self.output.format == Format::Human && !self.output.quiet {
            write(&mut io::stdout().lock(), &format!("{line}\n"));
        }
    }

    /// A whole answer for programs.
    pub(super) fn answer(self, answer: &Value) {
        print_json(answer);
    }

    /// The end of an answer: the problems, beside `answer` where programs read it.
    pub(super) fn finish(self, mut answer: Value, report: &Report) {
        match self.output.format {
            Format::Human => write(&mut io::stderr().lock(), &report.to_human(self.look)),
            Format::Sarif => print_json(&report.to_sarif()),
            Format::Json => {
                if let (Some(answer), Value::Object(problems)) = (answer.as_object_mut(), report.to_json()) {
                    answer.extend(problems);
                }
                print_json(&answer);
            }
        }
    }
}

/// What a report means for the end of the run.
pub(super) fn status(report: &Report) -> Status {
    let failed = |code: Code| matches!(code, Code::Unreadable | Code::Unwritable | Code::OverlayAlone);
    let errors = report.diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
    let statuses = errors.map(|error| if failed(error.code) { Status::Failed } else { Status::Findings });
    statuses.max().unwrap_or(Status::Done)
}

/// The command made no sense.
pub(super) fn usage(message: &str) -> Status {
    write(&mut io::stderr().lock(), &format!("error: {message}\n\nFor more information, try '--help'.\n"));
    Status::Failed
}

fn print_json(value: &Value) {
    write(&mut io::stdout().lock(), &format!("{value:#}\n"));
}

/// Whoever reads may have gone (`| head`): that is no failure of ours.
fn write(to: &mut impl Write, text: &str) {
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

fn look(color: Color) -> Look {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let dumb = std::env::var("TERM").is_ok_and(|terminal| terminal == "dumb");
    let colour = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stderr().is_terminal() && set("NO_COLOR").is_none() && !dumb,
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default();
    let unicode = locale.to_string_lossy().to_ascii_lowercase().replace('-', "").contains("utf8");
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(100);
    Look { colour, unicode, width }
}
