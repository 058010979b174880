//! `--check` and `--diff`: how the files on disk differ from what the documents give, and the command that mends it.

use std::path::Path;

use generator::text::shell_word;
use generator::{
    diagnostic::{Code, Diagnostic, Report, plain},
    tree::{Difference, Kind, TreeError},
};
use serde_json::{Value, json};
use similar::TextDiff;

use super::{
    arguments::{Format, Generate},
    generate::Package,
    output::Printer,
};

/// Says how a package differs from its folder: the answer for programs, and whether nothing differs.
pub(super) fn compare(
    arguments: &Generate,
    printer: Printer,
    package: &Package<'_>,
    folder: &Path,
    report: &mut Report,
) -> Result<(Value, bool), TreeError> {
    let differences = package.tree.differences(folder)?;
    let mend = command(arguments, package);
    for difference in &differences {
        if arguments.diff {
            printer.say(&unified(folder, difference, printer.paints()));
        } else {
            printer.say(&format!("{}: {}", folder.join(&difference.path).display(), word(difference.kind)));
        }
        if printer.format() == Format::Sarif {
            report.append(finding(&folder.join(&difference.path), difference.kind, &mend).into());
        }
    }
    if differences.is_empty() {
        printer.say(&format!("{}: {} is up to date", folder.display(), package.name));
    } else {
        let files = package.tree.iter().count();
        printer.insist(&format!(
            "{}: {} of {files} files differ; to mend this: {mend}",
            folder.display(),
            differences.len()
        ));
    }
    let list: Vec<Value> = differences
        .iter()
        .map(|difference| json!({ "path": difference.path, "kind": word(difference.kind) }))
        .collect();
    let answer =
        json!({ "crate": package.name, "folder": folder.to_string_lossy(), "differences": list, "command": mend });
    Ok((answer, differences.is_empty()))
}

/// A file for code hosts, which know no list of files.
fn finding(path: &Path, kind: Kind, mend: &str) -> Diagnostic {
    let path = plain(&path.display().to_string());
    let message = match kind {
        Kind::Differs => format!("{path} is not what its document gives"),
        Kind::Missing => format!("{path} is missing"),
        Kind::Stale => format!("{path} is left over: its document does not give it"),
    };
    Diagnostic::error(Code::NotGenerated, message, format!("run `{mend}` and commit the result")).about(path)
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Differs => "differs",
        Kind::Missing => "missing",
        Kind::Stale => "stale",
    }
}

/// The command that makes the files what they should be.
fn command(arguments: &Generate, package: &Package<'_>) -> String {
    let work = package.work;
    let mut words = vec!["authwright".to_owned(), shell_word(&work.spec.name())];
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), shell_word(value)]);
    if arguments.out != Path::new("generated") {
        option("--out", &arguments.out.to_string_lossy());
    }
    for overlay in &work.options.overlays {
        option("--overlay", &overlay.name());
    }
    if let Some(name) = &arguments.name {
        option("--name", name);
    }
    if let Some(runtime) = &arguments.runtime {
        option("--runtime", &runtime.to_string_lossy());
    }
    let flags = [
        ("--allow-refs", arguments.documents.allow_refs),
        ("--vendor", package.vendored),
        ("--published", arguments.published),
        ("--no-bump", arguments.no_bump),
    ];
    words.extend(flags.iter().filter(|(_, given)| *given).map(|(flag, _)| (*flag).to_owned()));
    words.join(" ")
}

fn unified(folder: &Path, difference: &Difference, paints: bool) -> String {
    let path = folder.join(&difference.path);
    let diff = TextDiff::from_lines(difference.old.as_str(), difference.new.as_str());
    let (old, new) = (format!("a/{}", path.display()), format!("b/{}", path.display()));
    let text = diff.unified_diff().context_radius(3).header(&old, &new).to_string();
    let line = |line: &str| {
        let colour = match line.as_bytes().first() {
            Some(b'+') if paints => "32",
            Some(b'-') if paints => "31",
            Some(b'@') if paints => "36",
            _ => return printable(line),
        };
        format!("\u{1b}[{colour}m{}\u{1b}[0m", printable(line))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A line of a file on disk, which may hold anything; tabs stay.
fn printable(line: &str) -> String {
    line.split('\t').map(plain).collect::<Vec<_>>().join("\t")
}
