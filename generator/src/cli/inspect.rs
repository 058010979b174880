//! `authwright inspect SPEC...`: what was recognised and why.

use generator::{
    diagnostic::Report,
    inspect::Inspection,
    parallel,
    pipeline::{self, Options},
};
use serde_json::{Value, json};

use super::{
    Status,
    arguments::{Format, Inspect},
    documents, output,
    output::{Printer, Told},
    progress::Progress,
};

/// Shows what every document holds.
pub(crate) fn inspect(arguments: &Inspect) -> Status {
    let printer = Printer::new(arguments.output);
    let (works, report) = documents::work(&arguments.documents, &Options::default());
    if let Some(wrong) = documents::wrong(&works, &report) {
        return output::usage(&wrong);
    }
    let mut told = vec![printer.tell(&report)];
    let mut answers: Vec<Value> = Vec::new();
    let progress = Progress::new(printer, works.len());
    let inspected = parallel::map(&works, |work| {
        let answer = answer(printer, pipeline::inspect(&work.spec, &work.options));
        progress.step();
        answer
    });
    progress.end();
    for answer in inspected {
        printer.say(&answer.text);
        answers.push(answer.object);
        told.push(answer.told);
    }
    // One document is one object, several are a list of them.
    let whole = if works.len() == 1 { answers.pop() } else { Some(Value::Array(answers)) };
    printer.finish_as(whole, told)
}

/// What is printed of one document; nothing of the document itself is kept.
struct Answer {
    text: String,
    object: Value,
    told: Told,
}

fn answer(printer: Printer, (inspection, report): (Option<Inspection>, Report)) -> Answer {
    let told = printer.tell(&report);
    let (mut text, mut object) = (String::new(), Value::Null);
    match printer.format() {
        Format::Human => text = inspection.map(|seen| seen.to_human()).unwrap_or_default(),
        Format::Json => {
            object = inspection.map_or_else(|| json!({}), |seen| seen.to_json());
            object["diagnostics"] = told.list();
        }
        Format::Sarif => {}
    }
    Answer { text, object, told }
}
