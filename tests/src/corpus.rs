//! The way to the corpus: real documents with labels, and attacks. It is not part of this repository.

use crate::optional::{Need, ran, skipped};
use std::path::{Path, PathBuf};

/// The workspace's root folder.
pub fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// The corpus folder: `AUTHWRIGHT_CORPUS`, else `shared` beside the workspace.
fn root() -> PathBuf {
    std::env::var_os("AUTHWRIGHT_CORPUS").map_or_else(|| workspace().join("../shared"), PathBuf::from)
}

/// `part` of the corpus (`"specs"`, `"specs/emma.yaml"`, `"hostile"`) for the test named `test`; `None` after saying that it is skipped.
pub fn find(part: &str, test: &str) -> Option<PathBuf> {
    let path = root().join(part);
    if path.exists() {
        ran(Need::Corpus, test);
        return Some(path);
    }
    skipped(Need::Corpus, test, &format!("no {} (set AUTHWRIGHT_CORPUS)", path.display()));
    None
}
