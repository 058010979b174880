//! The version of a crate and its changelog, carried from one generation to the next.

use super::{Change, Step, Surface, changelog_entry, compare, step};

const FIRST: (u64, u64, u64) = (0, 1, 0);
const PREAMBLE: &str = "# Changelog\n\nWritten by Authwright when the auth surface of the document changes. Versions follow [Semantic \
                        Versioning](https://semver.org): before 1.0.0 the second number grows with what can break.\n\n";

/// What a crate that was generated before says of itself.
#[derive(Clone, Debug)]
pub struct Previous {
    /// `package.version`.
    pub version: String,
    /// `surface.json`.
    pub surface: String,
    /// `CHANGELOG.md`.
    pub changelog: String,
}

/// What the crate that is generated now says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// `package.version`.
    pub version: String,
    /// `CHANGELOG.md`.
    pub changelog: String,
    /// What led to it.
    pub changes: Vec<Change>,
}

impl Release {
    /// The version that stands in `surface.json`: that of the last surface that was another.
    pub fn stamp(&self, previous: Option<&Previous>) -> String {
        let before = previous.filter(|_| self.changes.is_empty());
        before.and_then(|previous| Surface::version(&previous.surface)).unwrap_or_else(|| self.version.clone())
    }
}

/// The release of `surface` after `previous`; with `bump` false the version and the changelog stay as they are.
pub fn release(previous: Option<&Previous>, surface: &Surface, bump: bool) -> Release {
    let Some(previous) = previous else {
        let version = text(FIRST);
        let changelog = format!("{PREAMBLE}## {version}\n\nThe first version.\n");
        return Release { version, changelog, changes: Vec::new() };
    };
    // A surface that cannot be read was written by another version of this program: nobody knows what changed.
    let changes = Surface::from_json(&previous.surface).map(|old| compare(&old, surface)).unwrap_or_default();
    let grow = |version: &str| parse(version).map(|version| text(step(&changes).bump(version)));
    // The step was taken already by a run that ended after the changelog and Cargo.toml and before the surface.
    let taken = Surface::version(&previous.surface)
        .and_then(|version| grow(&version))
        .filter(|version| *version == previous.version && has(&previous.changelog, &format!("## {version}")));
    let grown = taken.or_else(|| grow(&previous.version));
    match grown {
        Some(version) if bump && step(&changes) != Step::None => {
            let changelog = insert(&previous.changelog, &changelog_entry(&version, &changes));
            Release { version, changelog, changes }
        }
        // A version that somebody wrote by hand in another form is theirs.
        _ => Release { version: previous.version.clone(), changelog: previous.changelog.clone(), changes },
    }
}

fn text((major, minor, patch): (u64, u64, u64)) -> String {
    format!("{major}.{minor}.{patch}")
}

fn parse(version: &str) -> Option<(u64, u64, u64)> {
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    let parsed = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some(parsed)
}

fn has(changelog: &str, heading: &str) -> bool {
    changelog.lines().any(|line| line == heading)
}

/// The newest entry stands first, below the preamble.
fn insert(changelog: &str, entry: &str) -> String {
    let heading = entry.lines().next().unwrap_or_default();
    if has(changelog, heading) {
        return changelog.to_owned();
    }
    match changelog.find("\n## ") {
        Some(first) => format!("{}{entry}\n{}", &changelog[..=first], &changelog[first + 1..]),
        None if changelog.is_empty() => format!("{PREAMBLE}{entry}"),
        None => format!("{}\n\n{entry}", changelog.trim_end()),
    }
}
