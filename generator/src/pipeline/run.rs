//! One run over one document: what was found so far, and whether it goes on.

use super::{Options, Outcome, digest::Digest};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Report},
    document::{Document, FileId},
    load::{self, Input, Limits, load_whole},
    model::{self, Said},
    normalize::{Folder, normalize, overlay},
};

pub(super) struct Run {
    pub(super) document: Document,
    /// Every `x-authwright` of the document and its overlays.
    pub(super) said: Vec<Said>,
    found: Diagnostics,
    digest: Digest,
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
                let value = run.keep(Vec::new()).and_then(|()| stages(&mut run)).ok();
                let _ = run.keep(Vec::new());
                let report = Report::in_document(&run.document, run.found);
                Outcome { value: value.filter(|_| !report.has_errors()), report }
            }
        }
    }

    fn begin(spec: &Input, options: &Options) -> Result<Self, Report> {
        let source = load::open(spec, 0, &Limits::default())?;
        let digest = Digest::begin(&source.text);
        let mut document = load::understand(source, 0, &Limits::default())?;
        let found = overlays(&mut document, spec, options)?;
        let folder = match spec {
            Input::Path(path) if options.allow_refs => Folder::of(path),
            _ => None,
        };
        let said = model::said(&document);
        let normal = normalize(&document, folder.as_ref()).map_err(|report| {
            let faults = document.faults.take();
            with(report, &document, faults.into_iter().chain(found.clone()).collect())
        })?;
        Ok(Self { document: normal, said, found, digest })
    }

    /// Takes what a stage found, and what was found while it read lazy parts.
    pub(super) fn keep(&mut self, found: Diagnostics) -> Result<(), Stopped> {
        self.found.extend(found);
        self.found.extend(self.document.faults.take());
        if self.found.iter().any(Diagnostic::is_error) { Err(Stopped) } else { Ok(()) }
    }

    pub(super) fn stop(&mut self, fault: Diagnostic) -> Stopped {
        self.found.push(fault);
        Stopped
    }

    /// SHA-256 of the document's text, hexadecimal.
    pub(super) fn digest(&self) -> &str {
        self.digest.finish()
    }
}

/// Applies the overlay beside the document, then those that were given.
fn overlays(document: &mut Document, spec: &Input, options: &Options) -> Result<Diagnostics, Report> {
    let beside = match spec {
        Input::Path(path) => overlay::beside(path).map(Input::Path),
        _ => None,
    };
    let mut warnings = Vec::new();
    let is_beside = |input: &&Input| matches!((input, &beside), (Input::Path(a), Some(Input::Path(b))) if a == b);
    for input in beside.iter().chain(options.overlays.iter().filter(|input| !is_beside(input))) {
        let number = FileId::try_from(document.sources.len()).unwrap_or(FileId::MAX);
        let overlay = load_whole(input, number, &Limits::default())
            .map_err(|report| Report { sources: [document.sources.clone(), report.sources].concat(), ..report })?;
        match overlay::apply(document, overlay) {
            Ok(more) => warnings.extend(more),
            Err(found) => return Err(Report::in_document(document, found)),
        }
    }
    Ok(warnings)
}

fn with(mut report: Report, document: &Document, more: Diagnostics) -> Report {
    report.diagnostics.extend(more);
    Report::in_document(document, report.diagnostics)
}
