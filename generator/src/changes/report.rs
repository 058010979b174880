//! Changes as text, as JSON and as an entry of a changelog.

use std::fmt::Write as _;

use super::{Change, Step, Subject, What, step};

/// The longest value that is printed in full.
const SHOWN: usize = 80;

/// A list for people: breaking changes first.
pub fn human(changes: &[Change]) -> String {
    let mut text = String::new();
    for level in [Step::Major, Step::Minor, Step::Patch] {
        let lines: Vec<String> = changes.iter().filter(|change| change.step == level).map(sentence).collect();
        if lines.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}", heading(level));
        for line in lines {
            let _ = writeln!(text, "  - {line}");
        }
    }
    match step(changes) {
        Step::None => text.push_str("The auth surface is the same.\n"),
        step => {
            let count = if changes.len() == 1 { "1 change".to_owned() } else { format!("{} changes", changes.len()) };
            let _ = writeln!(text, "{count}; version step: {step}");
        }
    }
    text
}

/// `{"step","breaking","changes":[{"subject","kind","of","name","what","required","fact","old","new","step"}]}`; absent is null.
pub fn json(changes: &[Change]) -> serde_json::Value {
    let rows: Vec<serde_json::Value> = changes
        .iter()
        .map(|change| {
            let (what, fact, old, new) = match &change.what {
                What::Removed => ("removed", None, None, None),
                What::Added { .. } => ("added", None, None, None),
                What::Changed { fact, old, new } => ("changed", Some(fact), Some(old), Some(new)),
            };
            serde_json::json!({
                "subject": change.subject.to_string(),
                "kind": change.subject.kind.to_string(),
                "of": change.subject.of,
                "name": change.subject.name,
                "what": what,
                "required": matches!(change.what, What::Added { required: true }),
                "fact": fact,
                "old": old,
                "new": new,
                "step": change.step.to_string(),
                "breaking": change.step.is_breaking(),
            })
        })
        .collect();
    let step = step(changes);
    serde_json::json!({ "step": step.to_string(), "breaking": step.is_breaking(), "changes": rows })
}

/// The entry of a version in a crate's CHANGELOG.md.
pub fn changelog_entry(version: &str, changes: &[Change]) -> String {
    let mut text = format!("## {version}\n");
    for level in [Step::Major, Step::Minor, Step::Patch] {
        let mut lines = changes.iter().filter(|change| change.step == level).map(sentence).peekable();
        if lines.peek().is_none() {
            continue;
        }
        let _ = write!(text, "\n### {}\n\n", heading(level));
        for line in lines {
            let _ = writeln!(text, "- {line}");
        }
    }
    text
}

fn heading(level: Step) -> &'static str {
    match level {
        Step::Major => "Breaking",
        Step::Minor => "New",
        Step::Patch | Step::None => "Words",
    }
}

/// What one change is, in a sentence without its full stop.
pub fn sentence(change: &Change) -> String {
    let subject = subject(&change.subject);
    match &change.what {
        What::Removed => format!("{subject} is gone"),
        What::Added { required: false } => format!("{subject} is new"),
        What::Added { required: true } => format!("{subject} is new and required"),
        What::Changed { fact, .. } if matches!(fact.as_str(), "description" | "summary") => {
            format!("{subject}: {fact} reworded")
        }
        What::Changed { fact, old, new } => {
            let fact = if fact == "rust" { "its name in Rust" } else { fact };
            match (old.is_empty(), new.is_empty()) {
                (true, _) => format!("{subject}: {fact} is now {}", code(new)),
                (_, true) => format!("{subject}: {fact} was {}, now there is none", code(old)),
                _ => format!("{subject}: {fact} was {}, is now {}", code(old), code(new)),
            }
        }
    }
}

/// The kind in words, the names as they are written.
fn subject(subject: &Subject) -> String {
    match (subject.of.is_empty(), subject.name.is_empty()) {
        (true, true) => subject.kind.to_string(),
        (true, false) => format!("{} {}", subject.kind, code(&subject.name)),
        (false, true) => format!("{} of {}", subject.kind, code(&subject.of)),
        (false, false) => format!("{} {} of {}", subject.kind, code(&subject.name), code(&subject.of)),
    }
}

/// Text of a document, made safe for one line of Markdown and for a terminal.
fn code(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c == '`' || crate::text::is_unsafe(c) { '\u{fffd}' } else { c }).collect();
    match plain.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}...`", &plain[..end]),
        None => format!("`{plain}`"),
    }
}
