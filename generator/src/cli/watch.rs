//! `authwright watch SPEC...`: generates, and again whenever a document or overlay changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify::{Event, RecursiveMode, Watcher};

use super::{
    Status,
    arguments::Generate,
    generate::generate,
    output::{self, Printer},
};

/// Editors write a file in several steps; what comes within this time is one change.
const SETTLE: Duration = Duration::from_millis(100);

/// Goes on until it is interrupted.
pub(crate) fn watch(arguments: &Generate) -> Status {
    let printer = Printer::new(arguments.output);
    let files = files(arguments);
    if files.is_empty() {
        return output::usage("there is no file to watch: standard input does not change");
    }
    let (send, changes) = mpsc::channel();
    let forward = move |event: notify::Result<Event>| {
        // The receiver lives as long as this function.
        let _ = send.send(event);
    };
    let mut watcher = match notify::recommended_watcher(forward) {
        Ok(watcher) => watcher,
        Err(error) => return output::usage(&format!("files cannot be watched here: {error}")),
    };
    // Folders are watched, not files: an editor that replaces a file makes a new one.
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    for folder in folders {
        if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
            return output::usage(&format!("{} cannot be watched: {error}", folder.display()));
        }
    }
    generate(arguments);
    printer.say("watching; stop with Ctrl-C");
    while let Ok(event) = changes.recv() {
        let mut concerns = concerns(&event, &files);
        while let Ok(event) = changes.recv_timeout(SETTLE) {
            concerns |= self::concerns(&event, &files);
        }
        if concerns {
            generate(arguments);
        }
    }
    Status::Done
}

/// The documents, their overlays, and those that may come.
fn files(arguments: &Generate) -> Vec<PathBuf> {
    let specs = arguments.documents.specs.iter().filter(|name| name.as_os_str() != "-");
    let specs: Vec<PathBuf> = specs.chain(&arguments.documents.overlay).cloned().collect();
    let beside = specs
        .iter()
        .flat_map(|spec| ["yaml", "yml", "json"].map(|kind| spec.with_extension(format!("overlay.{kind}"))));
    let all: Vec<PathBuf> = specs.iter().cloned().chain(beside).collect();
    all.iter().filter_map(|path| absolute(path)).collect()
}

/// The folder resolved, the file's own name kept: it may not be there yet.
fn absolute(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}

fn concerns(event: &notify::Result<Event>, files: &[PathBuf]) -> bool {
    match event {
        Ok(event) => !event.kind.is_access() && event.paths.iter().any(|path| files.contains(path)),
        // Events were lost: look again.
        Err(_) => true,
    }
}
