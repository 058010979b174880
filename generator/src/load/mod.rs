//! `load`: a path, standard input or bytes, to a [`Document`].
//!
//! Only this stage knows YAML, JSON, file access and the limits on what is read. No tag is ever resolved, no other file
//! opened, nothing inflated.

mod encoding;
mod json;
mod limits;
mod offsets;
mod read;
mod repeated;
mod yaml;

use std::path::{Path, PathBuf};

pub use limits::Limits;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::{Document, Faults, FileId, Node, Source, Span},
};

/// Where a document comes from.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// Bytes that the caller has.
    Bytes {
        /// What diagnostics call them.
        name: String,
        /// The text, in UTF-8.
        bytes: Vec<u8>,
    },
}

impl Input {
    /// What the command line means by a word: `-` is standard input, anything else a path.
    pub fn from_argument(argument: impl AsRef<Path>) -> Self {
        let path = argument.as_ref();
        if path.as_os_str() == "-" { Self::Stdin } else { Self::Path(path.to_owned()) }
    }

    /// What diagnostics call it.
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Stdin => "<stdin>".to_owned(),
            Self::Bytes { name, .. } => name.clone(),
        }
    }

    /// Its name without the folder, which is another one on another machine.
    pub fn file_name(&self) -> String {
        match self {
            Self::Path(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            other => other.name(),
        }
    }
}

/// Reads a document.
///
/// # Errors
/// A report with every problem that reading found: the file cannot be read, is no UTF-8 text, is neither YAML nor
/// JSON, or is beyond the [`Limits`]. A key that stands twice is among the document's faults once its value is read.
pub fn load(input: &Input) -> Result<Document, Report> {
    load_as(input, 0, &Limits::default())
}

/// Reads a document whose spans count it as `file`, under limits of the caller's choice.
///
/// # Errors
/// As [`load`].
pub fn load_as(input: &Input, file: FileId, limits: &Limits) -> Result<Document, Report> {
    understand(open(input, file, limits)?, file, limits)
}

/// The same of a file that stands beside the document, such as an overlay: every part of it counts.
///
/// # Errors
/// As [`load`], and where a key stands twice.
pub fn load_whole(input: &Input, file: FileId, limits: &Limits) -> Result<Document, Report> {
    let document = load_as(input, file, limits)?;
    read_whole(&document.root);
    let diagnostics = document.faults.take();
    if diagnostics.is_empty() {
        return Ok(document);
    }
    let mut report = Report { sources: document.sources, diagnostics };
    report.sort();
    Err(report)
}

fn read_whole(node: &Node) {
    node.items().iter().for_each(read_whole);
    node.entries().iter().for_each(|entry| read_whole(&entry.node));
    let _ = node.value();
}

/// The first half of [`load_as`]: the text, not yet looked at.
///
/// # Errors
/// As [`load`], where the file cannot be read or is no text.
pub fn open(input: &Input, file: FileId, limits: &Limits) -> Result<Source, Report> {
    let name = input.name();
    let bytes = read::read(input, limits)?;
    let text = encoding::decode(bytes).map_err(|refusal| refusal.into_report(&name, file))?;
    Ok(Source::new(name, text))
}

/// The second half of [`load_as`]: what the text says.
///
/// # Errors
/// As [`load`], where the text is no document.
pub fn understand(mut source: Source, file: FileId, limits: &Limits) -> Result<Document, Report> {
    let faults = Faults::default();
    match parse(&source, file, limits, &faults) {
        Ok(root) => {
            source.tree = Some(root.clone());
            Ok(Document { sources: vec![source], root, faults })
        }
        Err(diagnostics) => {
            let mut report = Report { sources: vec![source], diagnostics };
            report.sort();
            Err(report)
        }
    }
}

fn parse(source: &Source, file: FileId, limits: &Limits, faults: &Faults) -> Result<Node, Vec<Diagnostic>> {
    let text = source.text.trim_ascii_start();
    if text.is_empty() {
        return Err(vec![
            Diagnostic::error(Code::Empty, "the file is empty", "give a file that holds an OpenAPI document")
                .at(Span::new(file, 0, 0))
                .pointing(""),
        ]);
    }
    // What calls itself JSON is read by other tools as JSON alone: a comment before it is as wrong as one within.
    let (named, bracketed) = (is_json_name(&source.name), text.starts_with(['{', '[']));
    if !named && !bracketed {
        return yaml::parse(&source.text, file, limits, faults);
    }
    json::parse(&source.text, file, limits, faults).or_else(|mut fault| {
        if fault.code == Code::Syntax && !bracketed {
            "let the file begin with `{`, or name it `.yaml` if it is YAML".clone_into(&mut fault.help);
        }
        // YAML has brackets too, but a text that begins with `{"` and is broken was meant to be JSON.
        let json = fault.code != Code::Syntax || named || text.starts_with("{\"");
        if json { Err(vec![fault]) } else { yaml::parse(&source.text, file, limits, faults) }
    })
}

fn is_json_name(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

#[cfg(test)]
mod tests;
