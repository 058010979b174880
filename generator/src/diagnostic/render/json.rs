//! For programs: `{"diagnostics": [{"code", "severity", "message", "help", "file", "line", "column", "pointer"}]}`.
//! What is not known is null.

use serde_json::{Value, json};

use crate::diagnostic::{Report, plain};

pub(super) fn render(report: &Report) -> Value {
    let diagnostics: Vec<Value> = report
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let place = report.place(diagnostic);
            json!({
                "code": diagnostic.code.id(),
                "severity": diagnostic.severity.name(),
                "message": plain(&diagnostic.message),
                "help": plain(&diagnostic.help),
                "file": place.map(|(source, _)| &source.name).or(diagnostic.file.as_ref()),
                "line": place.map(|(_, position)| position.line),
                "column": place.map(|(_, position)| position.column),
                "pointer": diagnostic.pointer,
            })
        })
        .collect();
    json!({ "diagnostics": diagnostics })
}
