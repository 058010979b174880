//! `authwright report SPEC`: one self-contained page.

use generator::diagnostic::{Code, Diagnostic, plain};
use generator::load::Input;
use generator::pipeline::{self, Options};
use generator::report::Page;
use serde_json::json;

use super::{
    Status,
    arguments::{Format, ReportPage},
    output::{self, Printer},
    write::{self, Target},
};

/// Whether a text is a page of an earlier run, which nobody has put work into.
fn is_report(text: &str) -> bool {
    text.starts_with("<!doctype html>") && text.contains("Written by Authwright")
}

fn printed(page: &Page<'_>) -> Result<String, Diagnostic> {
    let refused = |error: &dyn std::error::Error| {
        Diagnostic::error(Code::Refused, plain(&error.to_string()), "please report this")
    };
    generator::render::page(&page.view()).map_err(|error| refused(&error))
}

/// Writes the page; a document with problems has one too.
pub(crate) fn report(arguments: &ReportPage) -> Status {
    let printer = Printer::new(arguments.output);
    let spec = Input::from_argument(&arguments.spec);
    let overlays = arguments.overlay.iter().cloned().map(Input::Path).collect();
    let options = Options { overlays, allow_refs: arguments.allow_refs, ..Options::default() };
    let outcome = pipeline::model(&spec, &options);
    let (selection, provider) = match &outcome.value {
        Some(modelled) => (Some(&modelled.selection), Some(&modelled.provider)),
        None => (None, None),
    };
    // There is nothing to look at where nothing could be read.
    if outcome.report.diagnostics.iter().any(|found| matches!(found.code, Code::Unreadable)) {
        printer.finish(json!({ "page": null }), &outcome.report);
        return output::status(&outcome.report);
    }
    let name = spec.name();
    let page = Page { name: &name, selection, provider, findings: &outcome.report };
    let target = Target::from_argument(&arguments.out);
    let written = match write::there(&target, is_report) {
        Some(there) if !arguments.force => Err(there),
        _ => printed(&page).and_then(|html| write::text(&target, &html)),
    };
    let mut report = outcome.report.clone();
    let mut answer = json!({ "page": null });
    match (written, &target) {
        (Ok(()), Target::File(path)) => {
            printer.say(&format!("{}: written; open it in a browser", path.display()));
            answer["page"] = json!(path.to_string_lossy());
        }
        (Ok(()), Target::Stdout) => {}
        (Err(fault), _) => report.append(fault.into()),
    }
    if matches!(target, Target::File(_)) || printer.format() == Format::Human {
        printer.finish(answer, &report);
    }
    output::status(&report)
}
