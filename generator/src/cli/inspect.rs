//! `authwright inspect SPEC...`: what was recognised and why.

use super::{
    Status,
    arguments::{Format, Inspect},
    documents, output,
    output::Printer,
    parallel,
};
use generator::{
    diagnostic::Report,
    inspect::Inspection,
    pipeline::{self, Options},
};
use serde_json::{Value, json};

/// Shows what every document holds.
pub fn inspect(arguments: &Inspect) -> Status {
    let printer = Printer::new(arguments.output);
    let (works, overlays) = documents::work(&arguments.documents, &Options::default());
    let answers = parallel::map(&works, |work| pipeline::inspect(&work.spec, &work.options));
    let statuses = answers.iter().map(|(_, report)| output::status(report)).chain([output::status(&overlays)]);
    let status = statuses.max().unwrap_or(Status::Done);
    if printer.format() == Format::Json {
        printer.answer(&for_programs(&answers, &overlays));
        return status;
    }
    let mut report = overlays;
    for (inspection, found) in answers {
        if let Some(inspection) = inspection {
            printer.say(&inspection.to_human());
        }
        report.append(found);
    }
    printer.finish(json!({}), &report);
    status
}

/// One document is one object, several are a list of them; what was found in each stands beside what it holds.
fn for_programs(answers: &[(Option<Inspection>, Report)], overlays: &Report) -> Value {
    let one = |(inspection, report): &(Option<Inspection>, Report)| {
        let mut answer = inspection.as_ref().map_or_else(|| json!({}), Inspection::to_json);
        let mut all = report.clone();
        all.append(overlays.clone());
        if let (Some(answer), Value::Object(problems)) = (answer.as_object_mut(), all.to_json()) {
            answer.extend(problems);
        }
        answer
    };
    match answers {
        [only] => one(only),
        several => several.iter().map(one).collect(),
    }
}
