//! Where a generated crate finds its runtime.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use generator::view::Runtime;

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
