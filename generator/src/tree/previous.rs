//! What a crate of an earlier run says of itself.

use std::fs;
use std::path::Path;

use super::{lock::Lock, write::parent};
use crate::changes::Previous;

/// The file that holds the auth surface, for the next run to compare with.
pub const SURFACE: &str = "surface.json";

/// The file that tells people what changed.
pub const CHANGELOG: &str = "CHANGELOG.md";

/// The crate that is in `folder`; absent where there is none, or one that cannot be carried on from.
pub fn previous(folder: &Path) -> Option<Previous> {
    // Three files that belong together: a run that writes them is waited for. Where it hangs, writing tells so.
    let _unchanged = Lock::to_read(parent(folder)).ok();
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let table = toml::from_str::<toml::Table>(&manifest).ok()?;
    let version = table.get("package")?.get("version")?.as_str()?.to_owned();
    let surface = fs::read_to_string(folder.join(SURFACE)).ok()?;
    // A checkout may have written its lines with CR LF.
    let changelog = fs::read_to_string(folder.join(CHANGELOG)).unwrap_or_default().replace("\r\n", "\n");
    Some(Previous { version, surface, changelog })
}
