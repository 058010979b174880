//! `authwright init SPEC`: an overlay with everything that was inferred.

use std::path::{Path, PathBuf};

use generator::load::Input;
use generator::pipeline::{self, Options};
use serde_json::json;

use super::{
    Status,
    arguments::Init,
    output::{self, Printer},
    write::{self, Target},
};

/// Writes the overlay beside the document, unless one is there.
pub(crate) fn init(arguments: &Init) -> Status {
    let printer = Printer::new(arguments.output);
    let spec = Input::from_argument(&arguments.spec);
    let outcome = pipeline::model(&spec, &Options { allow_refs: arguments.allow_refs, ..Options::default() });
    let mut report = outcome.report;
    let mut answer = json!({ "overlay": null });
    if let Some(modelled) = outcome.value {
        let text = generator::init::overlay(&modelled.provider, file_name(&spec).as_deref());
        let target = target(arguments, &spec);
        // People write into an overlay: one that is there is theirs.
        let written = match write::there(&target, |_| false) {
            Some(there) if !arguments.force => Err(there),
            _ => write::text(&target, &text),
        };
        match written {
            Ok(()) => answer = json!({ "overlay": target.name() }),
            Err(fault) => report.append(fault.into()),
        }
        if let (Target::File(path), false) = (&target, report.has_errors()) {
            printer.say(&format!(
                "{}: written; read it, and take the `# ` away where you want to overrule",
                path.display()
            ));
        }
    }
    printer.finish(answer, &report);
    output::status(&report)
}

/// What an overlay calls the document; standard input has no name.
fn file_name(spec: &Input) -> Option<String> {
    match spec {
        Input::Path(path) => path.file_name().map(|file| file.to_string_lossy().into_owned()),
        _ => None,
    }
}

fn target(arguments: &Init, spec: &Input) -> Target {
    match (&arguments.out, spec) {
        (Some(out), _) => Target::from_argument(out),
        (None, Input::Path(path)) => Target::File(beside(path)),
        (None, _) => Target::Stdout,
    }
}

/// `NAME.overlay.yaml` for `NAME.yaml` or `NAME.json`: where it is found again.
fn beside(spec: &Path) -> PathBuf {
    spec.with_extension("overlay.yaml")
}
