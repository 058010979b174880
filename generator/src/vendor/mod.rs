//! `--vendor`: the runtime's sources, to be written beside the generated crates, so that what was generated builds with nothing
//! but the registry.

mod kept;
mod manifest;

use std::path::Path;

use include_dir::{Dir, include_dir};

pub use kept::{is_copy, kept};
pub use manifest::VendorError;

use crate::tree::COPIED;

/// The runtime as it was when this generator was built.
static SOURCES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../runtime/src");
const MANIFEST: &str = include_str!("../../../runtime/Cargo.toml");
const WORKSPACE: &str = include_str!("../../../Cargo.toml");

/// The folder that holds the copy, beside the generated crates.
pub const FOLDER: &str = "authwright";

/// The same folder, as a generated crate sees it.
pub const PATH: &str = "../authwright";

/// Every file of the copy, by its path inside [`FOLDER`], sorted.
pub fn files() -> Result<Vec<(String, String)>, VendorError> {
    let mut files = vec![("Cargo.toml".to_owned(), manifest::standalone(MANIFEST, WORKSPACE)?)];
    collect(&SOURCES, &mut files);
    files.sort();
    Ok(files)
}

fn collect(folder: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in folder.files() {
        if let Some(text) = file.contents_utf8() {
            let path: Vec<_> = file.path().iter().map(|part| part.to_string_lossy()).collect();
            files.push((format!("src/{}", path.join("/")), marked(file.path(), text)));
        }
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

/// Rust says that it is a copy, so that a later run may take it away.
fn marked(path: &Path, text: &str) -> String {
    let rust = path.extension().is_some_and(|extension| extension == "rs");
    if rust { format!("{COPIED}\n{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_stands_alone() {
        let files = files().map_err(|error| error.to_string());
        let files = files.unwrap_or_default();
        let manifest = files.iter().find(|(path, _)| path == "Cargo.toml").map(|(_, text)| text.as_str());
        let table: toml::Table = toml::from_str(manifest.unwrap_or_default()).unwrap_or_default();
        assert!(!table.is_empty(), "the manifest is read back");
        assert!(!toml::to_string(&table).unwrap_or_default().contains("workspace = true"));
        assert!(files.iter().any(|(path, _)| path == "src/lib.rs"));
    }
}
