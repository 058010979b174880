//! Where a generated crate finds its runtime.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use generator::{
    diagnostic::{Code, Diagnostic, Report, plain},
    view::Runtime,
};

/// `--runtime`, else the runtime of the workspace that `out` lies in, else the published version.
///
/// Crates stand in folders of their own inside `out`; a path is written relative to there.
pub(super) fn find(out: &Path, given: Option<&Path>) -> Runtime {
    let out = absolute(out);
    let found = given
        .map(absolute)
        .or_else(|| out.ancestors().map(|folder| folder.join("runtime")).find(|path| is_runtime(path)));
    match found {
        Some(path) => Runtime::Path(relative(&out.join("crate"), &path)),
        None => Runtime::Version(env!("CARGO_PKG_VERSION").to_owned()),
    }
}

/// A warning where the folder that was given holds no runtime.
pub(super) fn check(given: Option<&Path>) -> Report {
    let Some(path) = given.filter(|path| !is_runtime(path)) else { return Report::default() };
    let path = plain(&path.display().to_string());
    let message = format!("{path} holds no package `authwright`: what was generated does not build until it does");
    Diagnostic::warning(Code::NoRuntime, message, "give the runtime's folder, or let `--vendor` write it")
        .about(path)
        .into()
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
