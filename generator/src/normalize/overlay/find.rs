//! Which files are overlays, and which belongs to a document.

use std::path::{Path, PathBuf};

use crate::document::Node;

/// Whether a document is an overlay: it says so by its `overlay` key.
pub fn is_overlay(root: &Node) -> bool {
    root.get("overlay").is_some()
}

/// The overlay beside a document: `api.yaml` has `api.overlay.yaml`, `.yml` or `.json`.
pub fn beside(spec: &Path) -> Option<PathBuf> {
    let stem = spec.file_stem()?.to_str()?;
    ["yaml", "yml", "json"]
        .iter()
        .map(|extension| spec.with_file_name(format!("{stem}.overlay.{extension}")))
        .find(|path| path.is_file())
}
