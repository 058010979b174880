//! One run over one document: what was found so far, and whether it goes on.

use std::path::PathBuf;

use super::{Options, Outcome, digest::Digest};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Report, Told},
    document::{Document, FileId},
    load::{self, Input, Limits, load_whole},
    model::{self, Said},
    normalize::{
        Folder, normalize,
        overlay::{self, Unmatched},
    },
};

pub(super) struct Run {
    pub(super) document: Document,
    /// Every `x-authwright` of the document and its overlays.
    pub(super) said: Vec<Said>,
    found: Diagnostics,
    digest: Digest,
    /// How many overlays were applied: their files come after the document's own.
    pub(super) overlays: usize,
    /// Whether it came without a folder, from standard input.
    folderless: bool,
}

/// There are errors: the run ends here.
#[derive(Debug)]
pub(super) struct Stopped;

impl Run {
    /// Reads a document, takes the further stages, and reports.
    pub(super) fn through<T>(
        spec: &Input,
        options: &Options,
        stages: impl FnOnce(&mut Self) -> Result<T, Stopped>,
    ) -> Outcome<T> {
        match Self::begin(spec, options) {
            Err(report) => Outcome { value: None, report },
            Ok(mut run) => {
                // What was found while nodes were made belongs to the report even when no stage asked for it.
                run.note(Vec::new());
                let value = stages(&mut run).ok();
                run.note(Vec::new());
                let report = Report::in_document(&run.document, run.found);
                Outcome { value: value.filter(|_| !report.has_errors()), report }
            }
        }
    }

    fn begin(spec: &Input, options: &Options) -> Result<Self, Report> {
        let source = load::open(spec, 0, &Limits::default())?;
        let digest = Digest::begin(&source.text);
        let mut document = load::understand(source, 0, &Limits::default())?;
        let (mut found, unmatched) = overlays(&mut document, spec, options)?;
        let folder = match spec {
            Input::Path(path) if options.allow_refs => Folder::of(path),
            _ => None,
        };
        let said = model::said(&document);
        let mut normal = normalize(&document, folder.as_ref()).map_err(|report| {
            let faults = document.faults.take();
            with(report, &document, faults.into_iter().chain(found.clone()).collect())
        })?;
        found.extend(unmatched.iter().flat_map(|unmatched| unmatched.apply(&mut normal)));
        let overlays = document.sources.len().saturating_sub(1);
        let folderless = !matches!(spec, Input::Path(_));
        Ok(Self { document: normal, said, found, digest, overlays, folderless })
    }

    /// Takes what a stage found, and what was found while it read lazy parts; goes on whatever it is, so that all that is wrong
    /// is said in one run.
    pub(super) fn note(&mut self, found: Diagnostics) {
        let told = Told::of(&self.found);
        let found = found.into_iter().chain(self.document.faults.take());
        self.found.extend(found.filter(|finding| !told.covers(finding)));
        if self.folderless {
            self.found.iter_mut().filter(|found| found.code == Code::ExternalReference).for_each(without_folder);
        }
    }

    /// The same, and goes on only where nothing keeps a client from being made.
    pub(super) fn keep(&mut self, found: Diagnostics) -> Result<(), Stopped> {
        self.note(found);
        if self.found.iter().any(Diagnostic::is_error) { Err(Stopped) } else { Ok(()) }
    }

    /// What was found so far.
    pub(super) fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    pub(super) fn stop(&mut self, fault: Diagnostic) -> Stopped {
        self.found.push(fault);
        Stopped
    }

    /// Whether other files of the document's folder belong to it.
    pub(super) fn followed(&self) -> bool {
        self.document.sources.len().saturating_sub(1) > self.overlays
    }

    /// SHA-256 of the document's text, hexadecimal.
    pub(super) fn digest(&self) -> &str {
        self.digest.finish()
    }
}

/// The overlay that is applied by itself.
fn beside(spec: &Input) -> Option<PathBuf> {
    match spec {
        Input::Path(path) => overlay::beside(path),
        _ => None,
    }
}

/// The overlays that are applied because they were given.
pub(super) fn given<'o>(spec: &Input, options: &'o Options) -> impl Iterator<Item = &'o Input> {
    let beside = beside(spec);
    let is_beside = move |input: &Input| matches!((input, &beside), (Input::Path(a), Some(b)) if a == b);
    options.overlays.iter().filter(move |input| !is_beside(input))
}

/// Applies the overlay beside the document, then those that were given; with the actions that are for its later form.
fn overlays(document: &mut Document, spec: &Input, options: &Options) -> Result<(Diagnostics, Vec<Unmatched>), Report> {
    let (mut warnings, mut unmatched, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for input in beside(spec).map(Input::Path).iter().chain(given(spec, options)) {
        let number = FileId::try_from(document.sources.len()).unwrap_or(FileId::MAX);
        let applied = match load_whole(input, number, &Limits::default()) {
            Ok(overlay) => overlay::apply(document, overlay),
            Err(report) => {
                document.sources.extend(report.sources);
                Err(report.diagnostics)
            }
        };
        match applied {
            Ok(applied) => {
                warnings.extend(applied.warnings);
                unmatched.push(applied.unmatched);
            }
            Err(found) => faults.extend(found),
        }
    }
    // Without one of them a target of the next may match nothing: that is no fault of its own.
    if faults.is_empty() { Ok((warnings, unmatched)) } else { Err(Report::in_document(document, faults)) }
}

/// The help of the stage that met the reference is for documents that have a folder.
fn without_folder(found: &mut Diagnostic) {
    "Copy what it names into `components` and refer to it there, or name the document's file instead of `-`: with `--allow-refs`, files of its folder are read."
        .clone_into(&mut found.help);
}

fn with(mut report: Report, document: &Document, more: Diagnostics) -> Report {
    report.diagnostics.extend(more);
    Report::in_document(document, report.diagnostics)
}
