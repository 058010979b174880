//! `authwright SPEC...`: writes the crates, or says how they differ.

use std::{collections::HashMap, path::Path};

use generator::text::shell_word;
use generator::{
    changes,
    diagnostic::{Code, Diagnostic, Report, plain},
    parallel,
    pipeline::{self, Generated, Options, Outcome},
    tree::{Tree, TreeError},
    vendor,
    view::Runtime,
};
use serde_json::{Value, json};

use super::{
    Status,
    arguments::Generate,
    compare::compare,
    documents::{self, Work},
    output::{self, Printer},
    progress::Progress,
    runtime,
    write::unwritten,
};

/// Generates every document, and writes or compares what came out.
pub(crate) fn generate(arguments: &Generate) -> Status {
    let printer = Printer::new(arguments.output);
    let (runtime, keep_runtime) = runtime::choose(arguments);
    let options = Options {
        name: arguments.name.clone(),
        runtime,
        keep_runtime,
        out: Some(arguments.out.clone()),
        bump: !arguments.no_bump,
        ..Options::default()
    };
    let (works, mut report) = documents::work(&arguments.documents, &options);
    if let Some(wrong) = documents::wrong(&works, &report) {
        return output::usage(&wrong);
    }
    if works.len() > 1 && arguments.name.is_some() {
        return output::usage("'--name' goes with one document");
    }
    let mut told = Vec::new();
    let mut made: Vec<(&Work, Generated)> = Vec::new();
    let progress = Progress::new(printer, works.len());
    let outcomes = parallel::map(&works, |work| {
        let Outcome { value, report } = pipeline::generate(&work.spec, &work.options);
        progress.step();
        let told = printer.tell(&report);
        // The document goes with its report: to take it apart is nothing that anybody waits for.
        parallel::beside(|| drop(report));
        (told, value)
    });
    progress.end();
    for (work, (problems, value)) in works.iter().zip(outcomes) {
        told.push(problems);
        made.extend(value.map(|generated| (work, generated)));
    }
    refuse_doubles(&mut made, &mut report);
    report.diagnostics.extend(runtime::check(arguments, made.iter().map(|(_, generated)| generated)));
    let user = made.iter().find(|(_, generated)| generated.runtime == Runtime::Vendored).map(|(work, _)| *work);
    let vendored = user.and_then(|work| Some((work, vendored(&mut report)?)));
    // The runtime first: what is written of it alone harms nobody, and a crate without it does not build.
    let mut packages: Vec<Package<'_>> =
        Vec::from_iter(vendored.as_ref().map(|(work, tree)| Package::runtime(work, tree)));
    packages.extend(made.iter().map(|(work, generated)| Package::of(work, generated)));
    let (answers, same) = settle(arguments, printer, &packages, &mut report);
    told.push(printer.tell(&report));
    let status = printer.conclude(json!({ "crates": answers }), told);
    status.max(if same { Status::Done } else { Status::Findings })
}

/// Writes or compares every package: the answers, and whether nothing differed.
fn settle(arguments: &Generate, printer: Printer, packages: &[Package<'_>], report: &mut Report) -> (Vec<Value>, bool) {
    let mut answers = Vec::new();
    let mut all_same = true;
    let mut runtime_fails = false;
    for package in packages {
        if runtime_fails && package.vendored {
            continue;
        }
        let folder = arguments.out.join(package.folder);
        let settled = if arguments.check || arguments.diff {
            compare(arguments, printer, package, &folder, report)
        } else {
            write(printer, package, &folder, report)
        };
        match settled {
            Ok((answer, same)) => {
                answers.push(answer);
                all_same &= same;
            }
            Err(error) => {
                runtime_fails |= package.generated.is_none();
                report.append(unwritten(&error).into());
            }
        }
    }
    (answers, all_same)
}

/// Two documents must not write one folder: the second would undo the first.
fn refuse_doubles(made: &mut Vec<(&Work, Generated)>, report: &mut Report) {
    let mut first: HashMap<String, String> = HashMap::new();
    if made.iter().any(|(_, generated)| generated.runtime == Runtime::Vendored) {
        first.insert(vendor::FOLDER.to_owned(), "the copy of the runtime".to_owned());
    }
    made.retain(|(work, generated)| {
        let name = plain(&work.spec.name());
        let Some(other) = first.get(&generated.provider.name) else {
            first.insert(generated.provider.name.clone(), name);
            return true;
        };
        let (message, help) = if *other == name {
            (format!("{name} is named twice"), "name it once")
        } else {
            let message = format!("{name} and {other} both give the crate `{}`", generated.package);
            (message, "give one of them alone, with `--name`")
        };
        report.append(Diagnostic::error(Code::SameCrate, message, help).into());
        false
    });
}

/// A package to be written or compared: a generated crate, or the runtime beside them.
pub(super) struct Package<'a> {
    pub(super) name: &'a str,
    pub(super) folder: &'a str,
    pub(super) tree: &'a Tree,
    pub(super) work: &'a Work,
    /// Whether it belongs to crates that have the runtime beside them.
    pub(super) vendored: bool,
    /// Absent where it is the runtime.
    generated: Option<&'a Generated>,
}

impl<'a> Package<'a> {
    fn of(work: &'a Work, generated: &'a Generated) -> Self {
        let Generated { provider, package, tree, runtime, .. } = generated;
        let vendored = *runtime == Runtime::Vendored;
        Self { name: package, folder: &provider.name, tree, work, vendored, generated: Some(generated) }
    }

    fn runtime(work: &'a Work, tree: &'a Tree) -> Self {
        Self { name: vendor::FOLDER, folder: vendor::FOLDER, tree, work, vendored: true, generated: None }
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

fn write(
    printer: Printer,
    package: &Package<'_>,
    folder: &Path,
    report: &mut Report,
) -> Result<(Value, bool), TreeError> {
    let outcome = package.tree.write(folder)?;
    let release = package.generated.map(|generated| &generated.release);
    let files = package.tree.iter().count();
    let done = match (outcome.written, outcome.removed.len()) {
        (0, 0) => "unchanged".to_owned(),
        (written, 0) => format!("{written} written"),
        (written, removed) => format!("{written} written, {removed} removed"),
    };
    printer.say(&format!("{}: {} in {files} files, {done}", folder.display(), package.name));
    for path in &outcome.removed {
        printer.say(&format!("  removed: {}", plain(path)));
    }
    if outcome.written == files && release.is_some() {
        report.diagnostics.extend(package.generated.and_then(runtime::unpublished));
        printer.say(&format!(
            "  new: `cargo add --path {}`, then see its README.md",
            shell_word(&folder.to_string_lossy())
        ));
    }
    if let Some(release) = release.filter(|release| !release.changes.is_empty()) {
        printer.say(&format!("{} {}:\n{}", package.name, release.version, changes::human(&release.changes).trim_end()));
    }
    let answer = json!({
        "crate": package.name,
        "version": release.map(|release| &release.version),
        // JSON has no other text: a folder with another name is told as well as it can be.
        "folder": folder.to_string_lossy(),
        "files": files,
        "lines": package.tree.lines(),
        "written": outcome.written,
        "removed": outcome.removed.len(),
        "removed_files": outcome.removed,
    });
    Ok((answer, true))
}
