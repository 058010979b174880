//! `authwright inspect SPEC...`: what was recognised and why.

use super::{Status, arguments::Inspect, documents, output, output::Printer, parallel};
use generator::pipeline::{self, Options};
use serde_json::json;

/// Shows what every document holds.
pub fn inspect(arguments: &Inspect) -> Status {
    let printer = Printer::new(arguments.output);
    let (works, mut report) = documents::work(&arguments.documents, &Options::default());
    for outcome in parallel::map(&works, |work| pipeline::model(&work.spec, &work.options)) {
        report.append(outcome.report);
    }
    printer.finish(json!({}), &report);
    output::status(&report)
}
