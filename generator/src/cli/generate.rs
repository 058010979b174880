//! `authwright SPEC...`: writes the crates, or says how they differ.

use std::{collections::HashMap, path::Path};

use generator::{
    changes::{self, Release},
    diagnostic::{Code, Diagnostic, Report, plain},
    pipeline::{self, Generated, Options},
    tree::{Difference, Kind, Tree, TreeError},
    vendor,
    view::Runtime,
};
use serde_json::{Value, json};
use similar::TextDiff;

use super::{
    Status,
    arguments::{Format, Generate},
    documents::{self, Work},
    output::{self, Printer},
    parallel, runtime,
};

/// Generates every document, and writes or compares what came out.
pub(crate) fn generate(arguments: &Generate) -> Status {
    let printer = Printer::new(arguments.output);
    let options = Options {
        name: arguments.name.clone(),
        runtime: if arguments.vendor {
            Runtime::Path(format!("../{}", vendor::FOLDER))
        } else {
            runtime::find(&arguments.out, arguments.runtime.as_deref())
        },
        out: Some(arguments.out.clone()),
        bump: !arguments.no_bump,
        ..Options::default()
    };
    let (works, mut report) = documents::work(&arguments.documents, &options);
    if works.is_empty() && report.diagnostics.is_empty() {
        return output::usage("there are only overlays among the documents");
    }
    if works.len() > 1 && arguments.name.is_some() {
        return output::usage("'--name' goes with one document");
    }
    let mut told = Vec::new();
    let mut made: Vec<(&Work, Generated)> = Vec::new();
    let outcomes = parallel::map(&works, |work| {
        let outcome = pipeline::generate(&work.spec, &work.options);
        (printer.tell(&outcome.report), outcome.value)
    });
    for (work, (problems, value)) in works.iter().zip(outcomes) {
        told.push(problems);
        made.extend(value.map(|generated| (work, generated)));
    }
    refuse_doubles(&mut made, &mut report);
    let vendored = if arguments.vendor && !made.is_empty() { vendored(&mut report) } else { None };
    let mut packages: Vec<Package<'_>> = made.iter().map(|(work, generated)| Package::of(work, generated)).collect();
    packages.extend(vendored.as_ref().zip(works.first()).map(|(tree, work)| Package {
        name: vendor::FOLDER,
        folder: vendor::FOLDER,
        tree,
        release: None,
        work,
    }));
    let (answers, same) = settle(arguments, printer, &packages, &mut report);
    told.push(printer.tell(&report));
    let status = printer.conclude(json!({ "crates": answers }), told);
    status.max(if same { Status::Done } else { Status::Findings })
}

/// Writes or compares every package: the answers, and whether nothing differed.
fn settle(arguments: &Generate, printer: Printer, packages: &[Package<'_>], report: &mut Report) -> (Vec<Value>, bool) {
    let mut answers = Vec::new();
    let mut all_same = true;
    for package in packages {
        let folder = arguments.out.join(package.folder);
        let settled = if arguments.check || arguments.diff {
            compare(arguments, printer, package, &folder)
        } else {
            write(printer, package, &folder)
        };
        match settled {
            Ok((answer, same)) => {
                answers.push(answer);
                all_same &= same;
            }
            Err(error) => report.append(unwritten(&error).into()),
        }
    }
    (answers, all_same)
}

/// Two documents must not write one folder: the second would undo the first.
fn refuse_doubles(made: &mut Vec<(&Work, Generated)>, report: &mut Report) {
    let mut first: HashMap<String, String> = HashMap::new();
    made.retain(|(work, generated)| {
        let name = plain(&work.spec.name());
        let Some(other) = first.get(&generated.provider.name) else {
            first.insert(generated.provider.name.clone(), name);
            return true;
        };
        let message = format!("{name} and {other} both give the crate `{}`", generated.package);
        let help = "give one of them alone, with `--name`";
        report.append(Diagnostic::error(Code::SameCrate, message, help).into());
        false
    });
}

/// A package to be written or compared: a generated crate, or the runtime beside them.
struct Package<'a> {
    name: &'a str,
    folder: &'a str,
    tree: &'a Tree,
    release: Option<&'a Release>,
    work: &'a Work,
}

impl<'a> Package<'a> {
    fn of(work: &'a Work, generated: &'a Generated) -> Self {
        let Generated { provider, package, tree, release } = generated;
        Self { name: package, folder: &provider.name, tree, release: Some(release), work }
    }
}

/// The runtime's sources.
fn vendored(report: &mut Report) -> Option<Tree> {
    match vendor::files() {
        Ok(files) => {
            let mut tree = Tree::new();
            for (path, text) in files {
                tree.insert(path, text);
            }
            Some(tree)
        }
        Err(error) => {
            report.append(Diagnostic::error(Code::Refused, error.to_string(), "please report this").into());
            None
        }
    }
}

fn write(printer: Printer, package: &Package<'_>, folder: &Path) -> Result<(Value, bool), TreeError> {
    let outcome = package.tree.write(folder)?;
    let files = package.tree.iter().count();
    let done = match (outcome.written, outcome.removed) {
        (0, 0) => "unchanged".to_owned(),
        (written, 0) => format!("{written} written"),
        (written, removed) => format!("{written} written, {removed} removed"),
    };
    printer.say(&format!("{}: {} in {files} files, {done}", folder.display(), package.name));
    if let Some(release) = package.release.filter(|release| !release.changes.is_empty()) {
        printer.say(&format!("{} {}:\n{}", package.name, release.version, changes::human(&release.changes).trim_end()));
    }
    let answer = json!({
        "crate": package.name,
        "version": package.release.map(|release| &release.version),
        "folder": folder,
        "files": files,
        "lines": package.tree.lines(),
        "written": outcome.written,
        "removed": outcome.removed,
    });
    Ok((answer, true))
}

fn compare(
    arguments: &Generate,
    printer: Printer,
    package: &Package<'_>,
    folder: &Path,
) -> Result<(Value, bool), TreeError> {
    let differences = package.tree.differences(folder)?;
    for difference in &differences {
        if arguments.diff {
            printer.say(&unified(folder, difference, printer.paints()));
        } else {
            printer.say(&format!("{}: {}", folder.join(&difference.path).display(), word(difference.kind)));
        }
    }
    let mend = command(arguments, package.work);
    if differences.is_empty() {
        printer.say(&format!("{}: {} is up to date", folder.display(), package.name));
    } else if printer.format() == Format::Human {
        printer.say(&format!(
            "{} of {} files differ; to mend this: {mend}",
            differences.len(),
            package.tree.iter().count()
        ));
    }
    let list: Vec<Value> = differences
        .iter()
        .map(|difference| json!({ "path": difference.path, "kind": word(difference.kind) }))
        .collect();
    let answer = json!({ "crate": package.name, "folder": folder, "differences": list, "command": mend });
    Ok((answer, differences.is_empty()))
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Differs => "differs",
        Kind::Missing => "missing",
        Kind::Stale => "stale",
    }
}

/// The command that makes the files what they should be.
fn command(arguments: &Generate, work: &Work) -> String {
    let mut words = vec!["authwright".to_owned(), quoted(&work.spec.name())];
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), quoted(value)]);
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
        ("--vendor", arguments.vendor),
        ("--no-bump", arguments.no_bump),
    ];
    words.extend(flags.iter().filter(|(_, given)| *given).map(|(flag, _)| (*flag).to_owned()));
    words.join(" ")
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let safe =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-' | b'+' | b'=' | b':');
    if !word.is_empty() && word.bytes().all(safe) {
        word.to_owned()
    } else {
        format!("'{}'", plain(word).replace('\'', "'\\''"))
    }
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

fn unwritten(error: &TreeError) -> Diagnostic {
    if error.foreign {
        let help = "choose another `--out`, or move what is in that folder";
        return Diagnostic::error(Code::ForeignFolder, plain(&error.to_string()), help);
    }
    Diagnostic::error(
        Code::Unwritable,
        plain(&error.to_string()),
        "make the folder writable, and check that the disk is not full",
    )
}
