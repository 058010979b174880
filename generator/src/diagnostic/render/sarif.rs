//! For code hosts: SARIF 2.1.0 (OASIS), the subset that they read.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Report, Severity, plain};

pub(super) fn render(report: &Report) -> Value {
    let rules: Vec<Value> = Code::ALL
        .iter()
        .map(|code| json!({ "id": code.id(), "shortDescription": { "text": code.summary() } }))
        .collect();
    let results: Vec<Value> = report.diagnostics.iter().map(|diagnostic| result(report, diagnostic)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "authwright",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(report: &Report, diagnostic: &Diagnostic) -> Value {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let text = format!("{}. {}.", sentence(&diagnostic.message), sentence(&diagnostic.help));
    let index = Code::ALL.iter().position(|code| *code == diagnostic.code);
    let locations: Vec<Value> = location(report, diagnostic).into_iter().collect();
    json!({
        "ruleId": diagnostic.code.id(),
        "ruleIndex": index,
        "level": level,
        "message": { "text": text },
        "locations": locations,
    })
}

fn location(report: &Report, diagnostic: &Diagnostic) -> Option<Value> {
    let Some((source, start)) = report.place(diagnostic) else {
        let file = diagnostic.file.as_ref()?;
        return Some(json!({ "physicalLocation": { "artifactLocation": { "uri": uri(file) } } }));
    };
    let end = source.position(diagnostic.at?.end);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&source.name) },
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if let Some(pointer) = &diagnostic.pointer {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": pointer }]);
    }
    Some(location)
}

/// A message without its full stop, its first letter large unless it begins with a name of something.
fn sentence(text: &str) -> String {
    let text = plain(text);
    let text = text.trim_end_matches('.');
    let first = text.split(' ').next().unwrap_or_default();
    if !first.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b',' | b'-')) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The path as a relative URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use crate::load::{Input, Limits, load, load_whole};

    #[test]
    fn a_file_that_cannot_be_read_is_the_place() {
        let log = load(&Input::Path("no/such.yaml".into())).map(|_| ()).expect_err("there is no file").to_sarif();
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "no/such.yaml");
        assert!(
            result["message"]["text"].as_str().is_some_and(|text| text.starts_with("no/such.yaml could not be read"))
        );
    }

    #[test]
    fn a_result_points_at_the_place() {
        let input = Input::Bytes { name: "my spec.yaml".to_owned(), bytes: b"a: 1\nb: 2\na: 3\n".to_vec() };
        let log = load_whole(&input, 0, &Limits::default()).map(|_| ()).expect_err("duplicate").to_sarif();
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["ruleId"], "AW0105");
        assert_eq!(
            result["message"]["text"],
            "The key `a` stands twice in this mapping. Remove or rename one of the two."
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20spec.yaml");
        assert_eq!((&place["region"]["startLine"], &place["region"]["endColumn"]), (&3.into(), &2.into()));
        let rule = result["ruleIndex"].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(usize::MAX);
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][rule]["id"], "AW0105");
    }
}
