//! `authwright report SPEC`: one self-contained page.

use generator::diagnostic::{Code, Diagnostic, plain};
use generator::load::Input;
use generator::pipeline::{self, Options};
use generator::report::Page;
use serde_json::json;

use super::{
    Status,
    arguments::ReportPage,
    output::{self, Printer},
    write::{self, Target},
};

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
    let name = spec.name();
    let page = Page { name: &name, selection, provider, findings: &outcome.report };
    let target = Target::from_argument(&arguments.out);
    let written = generator::render::page(&page.view())
        .map_err(|error| Diagnostic::error(Code::Refused, plain(&error.to_string()), "please report this"))
        .and_then(|html| write::text(&target, &html));
    let mut report = outcome.report.clone();
    match written {
        Ok(()) => printer.say(&format!("{}: written", target.name())),
        Err(fault) => report.append(fault.into()),
    }
    printer.finish(json!({ "page": target.name() }), &report);
    output::status(&report)
}
