//! Answers to people on standard output, problems on standard error; answers to programs whole on standard output.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use generator::diagnostic::{Code, Look, Report, Severity};
use generator::text::escaped_json;
use serde_json::{Map, Value};

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
        if self.talks() && !line.is_empty() {
            write(&mut io::stdout().lock(), &format!("{line}\n"));
        }
    }

    /// Whether anything but problems is said, to people.
    pub(super) fn talks(self) -> bool {
        self.output.format == Format::Human && !self.output.quiet
    }

    /// A line for people that quiet does not take away: it is then a problem, on standard error.
    pub(super) fn insist(self, line: &str) {
        if self.output.quiet && self.output.format == Format::Human {
            write(&mut io::stderr().lock(), &format!("{line}\n"));
        } else {
            self.say(line);
        }
    }

    /// A report as it will be printed, so that the files it points into need not be kept.
    pub(super) fn tell(self, report: &Report) -> Told {
        let status = status(report);
        let mut report = report.clone();
        // A note is no problem.
        report.diagnostics.retain(|found| found.severity != Severity::Note || !self.output.quiet);
        let problems = match self.output.format {
            Format::Human => Problems::Text(report.to_human(self.look)),
            Format::Json => Problems::List(list(report.to_json(), "/diagnostics")),
            Format::Sarif => Problems::List(list(report.to_sarif(), "/runs/0/results")),
        };
        Told { status, problems }
    }

    /// The end of an answer about one document: the problems, beside `answer` where programs read it.
    pub(super) fn finish(self, answer: Value, report: &Report) {
        self.conclude(answer, vec![self.tell(report)]);
    }

    /// As [`Printer::finish`], about several documents.
    pub(super) fn conclude(self, mut answer: Value, told: Vec<Told>) -> Status {
        let status = told.iter().map(|told| told.status).max().unwrap_or(Status::Done);
        let (texts, problems) = split(told);
        match self.output.format {
            Format::Human => write(&mut io::stderr().lock(), &texts),
            Format::Sarif => print_json(&with(Report::default().to_sarif(), "/runs/0/results", problems)),
            Format::Json => {
                answer["diagnostics"] = Value::Array(problems);
                print_json(&answer);
            }
        }
        status
    }

    /// As [`Printer::conclude`], for an answer that has its problems inside already.
    pub(super) fn finish_as(self, answer: Option<Value>, told: Vec<Told>) -> Status {
        match answer {
            Some(answer) if self.output.format == Format::Json => {
                print_json(&answer);
                told.iter().map(|told| told.status).max().unwrap_or(Status::Done)
            }
            _ => self.conclude(Value::Object(Map::new()), told),
        }
    }
}

/// What was found in one document, as it will be printed.
#[derive(Debug)]
pub(super) struct Told {
    status: Status,
    problems: Problems,
}

impl Told {
    /// The problems, for programs.
    pub(super) fn list(&self) -> Value {
        match &self.problems {
            Problems::List(list) => Value::Array(list.clone()),
            Problems::Text(_) => Value::Array(Vec::new()),
        }
    }
}

#[derive(Debug)]
enum Problems {
    /// For people.
    Text(String),
    /// For programs.
    List(Vec<Value>),
}

fn split(told: Vec<Told>) -> (String, Vec<Value>) {
    let (mut texts, mut problems) = (String::new(), Vec::new());
    for told in told {
        match told.problems {
            Problems::Text(text) => texts.push_str(&text),
            Problems::List(list) => problems.extend(list),
        }
    }
    (texts, problems)
}

fn list(mut whole: Value, pointer: &str) -> Vec<Value> {
    match whole.pointer_mut(pointer).map(Value::take) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

fn with(mut whole: Value, pointer: &str, items: Vec<Value>) -> Value {
    if let Some(place) = whole.pointer_mut(pointer) {
        *place = Value::Array(items);
    }
    whole
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
    write(&mut io::stdout().lock(), &escaped_json(&format!("{value:#}\n")));
}

/// An answer that is a text of its own, on standard output.
pub(super) fn answer(text: &[u8]) {
    let mut out = io::stdout().lock();
    settle(out.write_all(text).and_then(|()| out.flush()));
}

fn write(to: &mut impl Write, text: &str) {
    settle(to.write_all(text.as_bytes()).and_then(|()| to.flush()));
}

/// Why something that was said did not arrive. It is the same wherever it was said: the run failed.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Keeps the first failure to say something. Whoever reads may have gone (`| head`): that is no failure of ours.
pub(super) fn settle(said: io::Result<()>) {
    if let Some(error) = said.err().filter(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        let _ = LOST.set(error);
    }
}

/// How the run ends, which has failed where something that was said did not arrive.
pub(crate) fn end(status: Status) -> Status {
    let Some(error) = LOST.get() else { return status };
    // Where standard error does not take it either there is nobody to be told.
    let _ = writeln!(io::stderr().lock(), "error: the output could not be written: {error}");
    status.max(Status::Failed)
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
