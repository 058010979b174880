//! Where a generated crate finds its runtime.

use std::{
    collections::BTreeSet,
    fs,
    path::{Component, Path, PathBuf},
};

use generator::{
    diagnostic::{Code, Diagnostic, plain},
    pipeline::Generated,
    vendor,
    view::Runtime,
};

use super::arguments::Generate;

/// The runtime of new crates, and whether those that are there keep theirs: they do unless an option says otherwise.
///
/// Crates stand in folders of their own inside `out`; a path is written relative to there.
pub(super) fn choose(arguments: &Generate) -> (Runtime, bool) {
    let out = absolute(&arguments.out);
    let path = |path: &Path| Runtime::Path(relative(&out.join("crate"), path));
    let published = || Runtime::Version(env!("CARGO_PKG_VERSION").to_owned());
    match &arguments.runtime {
        Some(given) => (path(&absolute(given)), false),
        None if arguments.vendor => (Runtime::Vendored, false),
        None if arguments.published => (published(), false),
        None if vendor::is_copy(&out.join(vendor::FOLDER)) => (Runtime::Vendored, true),
        None => {
            let workspace = out.ancestors().map(|folder| folder.join("runtime")).find(|path| is_runtime(path));
            (workspace.map_or_else(published, |found| path(&found)), true)
        }
    }
}

/// A warning for each folder that should hold the runtime and does not.
pub(super) fn check<'m>(arguments: &Generate, made: impl Iterator<Item = &'m Generated>) -> Vec<Diagnostic> {
    let mut folders: BTreeSet<PathBuf> = arguments.runtime.iter().cloned().collect();
    if folders.is_empty() {
        folders.extend(made.filter_map(|generated| match &generated.runtime {
            Runtime::Path(path) => Some(arguments.out.join(&generated.provider.name).join(path)),
            Runtime::Version(_) | Runtime::Vendored => None,
        }));
    }
    folders.retain(|folder| !is_runtime(&absolute(folder)));
    folders.iter().map(|folder| missing(folder)).collect()
}

fn missing(folder: &Path) -> Diagnostic {
    let path = plain(&folder.display().to_string());
    let message = format!("{path} holds no package `authwright`: what was generated does not build until it does");
    let help = "give the runtime's folder with `--runtime`, or let `--vendor` write it";
    Diagnostic::warning(Code::NoRuntime, message, help).about(path)
}

/// A note where a crate asks for a version that no registry has yet.
pub(super) fn unpublished(generated: &Generated) -> Option<Diagnostic> {
    let Runtime::Version(version) = &generated.runtime else { return None };
    let name = &generated.package;
    let message = format!("{name} needs `authwright` {version}, which is in no registry yet: it does not build so");
    Some(Diagnostic::note(Code::NoRuntime, message, "run it again with `--vendor`, or with `--runtime` and a folder"))
}

fn is_runtime(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "name = \"authwright\"")
}

/// The path without `.` and `..`, from the root, symbolic links resolved as far as it exists.
fn absolute(path: &Path) -> PathBuf {
    let mut resolved = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            other => resolved.push(other),
        }
        if let Ok(canonical) = resolved.canonicalize() {
            resolved = canonical;
        }
    }
    resolved
}

/// `to` as seen from `from`, with `/`.
fn relative(from: &Path, to: &Path) -> String {
    let drive = |path: &Path| path.components().next().map(|first| first.as_os_str().to_owned());
    if drive(from) != drive(to) {
        // On another drive there is no relative way.
        return to.to_string_lossy().replace('\\', "/");
    }
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    let down = to.iter().skip(shared).map(|component| component.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn paths_are_relative_to_the_crate() {
        assert_eq!(relative(Path::new("/w/generated/crate"), Path::new("/w/runtime")), "../../runtime");
        assert_eq!(relative(Path::new("/w/a"), Path::new("/w/a/b")), "b");
    }
}
