//! How a file says that this program wrote it. Whatever does not is somebody's own, and stays.

use std::path::Path;

/// The first line of every generated Rust file.
pub(crate) const WRITTEN: &str = "// Written by Authwright; regenerate instead of editing.";

/// The first line of every Rust file of a copy of the runtime.
pub(crate) const COPIED: &str = "// A copy of Authwright's runtime, written by `authwright --vendor`.";

/// How the name of a file begins that is still being written; a run that was killed leaves it.
pub(super) const UNFINISHED: &str = ".authwright-";

/// The end of the last line of every page in `docs`.
const FOOTERS: [&str; 2] = [" · [README](../README.md)", " · [README](../../README.md)"];

/// Whether the file at `path` inside a crate is one that a run wrote; `text` reads it, where its name leaves that open.
pub(super) fn is_ours(path: &str, text: impl FnOnce() -> Option<String>) -> bool {
    let path = Path::new(path);
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name.starts_with(UNFINISHED) {
        return true;
    }
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => text().is_some_and(|text| matches!(text.lines().next(), Some(WRITTEN | COPIED))),
        Some("md") if path.starts_with("docs") => {
            text().and_then(|text| Some(ends_as_a_page(text.lines().next_back()?))).unwrap_or_default()
        }
        _ => false,
    }
}

fn ends_as_a_page(line: &str) -> bool {
    FOOTERS.iter().any(|footer| line.ends_with(footer))
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn a_file_is_ours_where_it_says_so() {
        let ours = |path: &str, text: &str| is_ours(path, || Some(text.to_owned()));
        let written = "// Written by Authwright; regenerate instead of editing.";
        assert!(ours("src/old.rs", &format!("{written}\n//! Old.\n")));
        assert!(ours("src/old.rs", &format!("{written}\r\n//! Old.\r\n")));
        assert!(ours("docs/models/Old.md", "# Old\n\n[Back to top](#old) · [README](../../README.md)\n"));
        assert!(ours("src/.authwright-x1", "half a fi"));
        for (path, text) in [
            ("src/mine.rs", "//! Mine.\n// Written by Authwright; regenerate instead of editing.\n"),
            ("src/mine.rs", ""),
            ("docs/mine.md", "# Mine\n"),
            ("notes.md", "[README](../README.md)\n"),
            (".env", "KEY=1"),
            ("LICENSE", written),
        ] {
            assert!(!ours(path, text), "{path}: {text:?}");
        }
        assert!(!is_ours("src/unreadable.rs", || None));
    }
}
