//! `authwright changes OLD NEW`: what changed in the auth surface, and what that means for the version.

use std::path::{Path, PathBuf};

use generator::changes::{self, Change, Surface};
use generator::diagnostic::{Code, Diagnostic, Report, plain};
use generator::load::Input;
use generator::normalize::overlay;
use generator::pipeline::{self, Options};
use serde_json::json;

use super::{
    Status,
    arguments::{Changes, Format},
    output::{self, Printer},
};

/// The file of a generated crate that holds its surface.
const SURFACE: &str = "surface.json";

/// Compares two sides; breaking changes are findings.
pub(crate) fn changes(arguments: &Changes) -> Status {
    let printer = Printer::new(arguments.output);
    if [&arguments.old, &arguments.new].iter().all(|side| side.as_os_str() == "-") {
        return output::usage("standard input can be read once: one side can be `-`");
    }
    let options = Options { overlays: overlays(arguments), allow_refs: arguments.allow_refs, ..Options::default() };
    let mut report = Report::default();
    report.diagnostics.extend(one_sided(arguments));
    let old = surface(&arguments.old, &options, &mut report);
    let new = surface(&arguments.new, &options, &mut report);
    let (Some(old), Some(new)) = (old, new) else {
        printer.finish(json!({}), &report);
        return output::status(&report);
    };
    let status = output::status(&report);
    let changes = changes::compare(&old, &new);
    let broken = changes::step(&changes).is_breaking();
    let text = changes::human(&changes);
    if broken {
        printer.insist(text.trim_end());
    } else {
        printer.say(text.trim_end());
    }
    if printer.format() == Format::Sarif {
        report.diagnostics.extend(changes.iter().map(|change| finding(change, &arguments.new)));
    }
    printer.finish(changes::json(&changes), &report);
    status.max(if broken { Status::Findings } else { Status::Done })
}

/// A warning where an overlay that nobody named makes the two sides differ.
fn one_sided(arguments: &Changes) -> Option<Diagnostic> {
    let sides = [&arguments.old, &arguments.new];
    let is_document = |side: &&PathBuf| !side.is_dir();
    let beside = sides.map(|side| overlay::beside(side));
    let (Some(only), true, true) = (
        beside.iter().flatten().next().filter(|_| beside.iter().flatten().count() == 1),
        arguments.overlay.is_empty(),
        sides.iter().all(is_document),
    ) else {
        return None;
    };
    let only = plain(&only.display().to_string());
    let message = format!("the overlay `{only}` is applied to one of the two documents only");
    Some(
        Diagnostic::warning(Code::OverlayOneSided, message, format!("give it for both: `--overlay {only}`"))
            .about(only),
    )
}

fn overlays(arguments: &Changes) -> Vec<Input> {
    arguments.overlay.iter().cloned().map(Input::Path).collect()
}

/// A change for code hosts, which know no list of changes.
fn finding(change: &Change, new: &Path) -> Diagnostic {
    let help = format!("publish it with the version step `{}`", change.step);
    let (message, code) = (changes::sentence(change), Code::SurfaceChanged);
    let finding = if change.step.is_breaking() {
        Diagnostic::error(code, message, help)
    } else {
        Diagnostic::note(code, message, help)
    };
    if new.as_os_str() == "-" { finding } else { finding.about(plain(&new.to_string_lossy())) }
}

/// The surface of one side; what is wrong with it goes into the report.
fn surface(side: &Path, options: &Options, report: &mut Report) -> Option<Surface> {
    if side.is_dir() {
        let read = of_crate(side);
        return read.map_err(|fault| report.append(fault.into())).ok();
    }
    let outcome = pipeline::model(&Input::from_argument(side), options);
    report.append(outcome.report);
    outcome.value.map(|modelled| Surface::of(&modelled.provider))
}

fn of_crate(folder: &Path) -> Result<Surface, Diagnostic> {
    let path = folder.join(SURFACE);
    let fault = |message: String| {
        let message = format!("{}: {}", plain(&path.to_string_lossy()), plain(&message));
        Diagnostic::error(
            Code::Unreadable,
            message,
            "name the folder of a crate that this version generated, or a document",
        )
    };
    let text = std::fs::read_to_string(&path).map_err(|error| fault(error.to_string()))?;
    Surface::from_json(&text).map_err(|error| fault(error.to_string()))
}
