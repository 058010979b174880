//! What changed in the auth surface between two documents, or between a document and a committed crate, and what that means
//! for the version of the crate (Semantic Versioning 2.0.0).
//!
//! Both sides are reduced to a [`Surface`]: every fact that a user of the crate can depend on, by subject. A generated crate
//! carries its own in `surface.json`, so that the next generation can tell what it changes.

mod direction;
mod facts;
mod release;
mod report;
mod rules;
mod surface;

pub use release::{Previous, Release, release};
pub use report::{changelog_entry, human, json, sentence};
use rules::Sides;
pub use rules::{Change, Step, What};
pub use surface::{Kind, Subject, Surface, SurfaceError};

/// Every difference from `old` to `new`, sorted by subject.
pub fn compare(old: &Surface, new: &Surface) -> Vec<Change> {
    let sides = Sides::new(old, new);
    let removed = old
        .subjects()
        .filter(|(subject, _)| new.get(subject).is_none() && !inside_another(subject, old, new))
        .map(|(subject, _)| Change::removed(subject.clone()));
    let added = new
        .subjects()
        .filter(|(subject, _)| old.get(subject).is_none() && !inside_another(subject, new, old))
        .map(|(subject, facts)| Change::added(subject.clone(), facts, &sides));
    let both = old.subjects().filter_map(|(subject, before)| Some((subject, before, new.get(subject)?)));
    let changed = both.flat_map(|(subject, before, after)| {
        surface::differences(before, after).map(|difference| Change::changed(subject.clone(), difference, &sides))
    });
    let told = |change: &Change| old.tells(change.subject.kind) && new.tells(change.subject.kind);
    let mut changes: Vec<Change> = removed.chain(added).chain(changed).filter(told).collect();
    changes.sort();
    changes
}

/// The greatest step that any of the changes asks for.
pub fn step(changes: &[Change]) -> Step {
    changes.iter().map(|change| change.step).max().unwrap_or(Step::None)
}

/// Whether the whole that `subject` is a part of exists on this side only; then the whole is reported, not its parts.
fn inside_another(subject: &Subject, here: &Surface, there: &Surface) -> bool {
    subject.whole().is_some_and(|whole| here.get(&whole).is_some() && there.get(&whole).is_none())
}

#[cfg(test)]
mod tests;
