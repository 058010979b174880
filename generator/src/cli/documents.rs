//! The documents that were named: which are specs, which are overlays, and which overlay is for which spec.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use clap::CommandFactory;
use generator::{
    diagnostic::{Code, Diagnostic, Report, plain},
    document::Node,
    load::{Input, load},
    normalize::overlay,
    pipeline::Options,
};

use super::arguments::{Arguments, Documents};

/// One document, and how it is read.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) spec: Input,
    pub(super) options: Options,
}

/// Bytes at the beginning of a file in which an overlay says that it is one.
const HEAD: u64 = 4096;

/// Each spec with the overlays that are for it. The report has what is wrong with the overlays among the arguments.
pub(super) fn work(documents: &Documents, options: &Options) -> (Vec<Work>, Report) {
    let is_overlay = |name: &&PathBuf| name.as_os_str() != "-" && is_overlay(name);
    let (overlays, specs): (Vec<&PathBuf>, Vec<&PathBuf>) = documents.specs.iter().partition(is_overlay);
    let mut works: Vec<Work> = specs
        .iter()
        .map(|name| {
            let given = documents.overlay.iter().cloned().map(Input::Path).collect();
            let options = Options { overlays: given, allow_refs: documents.allow_refs, ..options.clone() };
            Work { spec: Input::from_argument(name), options }
        })
        .collect();
    let mut report = Report::default();
    for name in overlays {
        if let Err(fault) = assign(name, &mut works) {
            report.append(fault);
        }
    }
    (works, report)
}

/// What makes no sense about the documents as a whole.
pub(super) fn wrong(works: &[Work], report: &Report) -> Option<String> {
    let stdin = works.iter().filter(|work| matches!(work.spec, Input::Stdin)).count();
    match (works.len(), stdin) {
        (0, _) if report.diagnostics.is_empty() => Some("there are only overlays among the documents".to_owned()),
        (_, 2..) => Some("standard input can be read once: name `-` once".to_owned()),
        _ => works.iter().find_map(|work| mistyped(&work.spec)),
    }
}

/// Whether a word that names no file was meant to be a command.
fn mistyped(spec: &Input) -> Option<String> {
    let Input::Path(path) = spec else { return None };
    let word = path.to_str().filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()) && !path.exists())?;
    let command = <Arguments as CommandFactory>::command();
    let near =
        command.get_subcommands().map(clap::Command::get_name).find(|name| strsim::jaro_winkler(word, name) > 0.85)?;
    Some(format!("there is no file '{word}' and no command of that name; did you mean '{near}'?"))
}

/// Gives an overlay to the spec that it is for: the one that it stands beside, the one that it extends, or the only one.
fn assign(path: &Path, works: &mut [Work]) -> Result<(), Report> {
    let path_of = |work: &Work| match &work.spec {
        Input::Path(spec) => Some(spec.clone()),
        _ => None,
    };
    if works.iter().filter_map(path_of).filter_map(|spec| overlay::beside(&spec)).any(|beside| beside == path) {
        return Ok(());
    }
    let input = Input::Path(path.to_owned());
    let document = load(&input)?;
    let extends = document.root.get("extends").and_then(Node::as_str).map(str::to_owned);
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let is_meant = |work: &&mut Work| {
        let spec = path_of(work).as_ref().and_then(name);
        extends.as_ref().zip(spec).is_some_and(|(extends, spec)| extends.rsplit('/').next() == Some(&spec))
    };
    let alone = works.len() == 1;
    if let Some(work) = works.iter_mut().find(|work| is_meant(work) || alone) {
        work.options.overlays.insert(0, input);
        return Ok(());
    }
    let message = format!("the overlay {} belongs to none of the documents", plain(&path.to_string_lossy()));
    let help = "name it `NAME.overlay.yaml` beside `NAME.yaml`, set `extends`, or give it with `--overlay`";
    Err(Diagnostic::error(Code::OverlayAlone, message, help).into())
}

/// Whether a file says at its beginning, or by its name, that it is an overlay.
fn is_overlay(path: &Path) -> bool {
    if path.to_string_lossy().contains(".overlay.") {
        return true;
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let text = String::from_utf8_lossy(&head);
    let json = text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with("\"overlay\""));
    read.is_ok() && (json || text.lines().any(|line| line.starts_with("overlay:")))
}
