//! What a change means: the table.

use std::fmt;

use super::surface::{Facts, Kind, Subject};

/// The part of the version that has to grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Nothing that a user could see.
    None,
    /// Words only.
    Patch,
    /// Something new; what was written goes on working.
    Minor,
    /// Code or sign-ins that worked may stop.
    Major,
}

impl Step {
    /// Whether it can break a user.
    pub fn is_breaking(self) -> bool {
        self == Self::Major
    }

    /// The version after this step. Before 1.0.0 the minor number stands for breaking changes (`SemVer` 2.0.0, 4).
    pub fn bump(self, (major, minor, patch): (u64, u64, u64)) -> (u64, u64, u64) {
        match (self, major) {
            (Self::None, _) => (major, minor, patch),
            (Self::Patch, _) | (Self::Minor, 0) => (major, minor, patch + 1),
            (Self::Minor, _) | (Self::Major, 0) => (major, minor + 1, 0),
            (Self::Major, _) => (major + 1, 0, 0),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// What happened to a subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It is gone.
    Removed,
    /// It is new.
    Added,
    /// One fact about it differs.
    Changed {
        /// Which.
        fact: String,
        /// Before; empty for none.
        old: String,
        /// After; empty for none.
        new: String,
    },
}

/// One difference and what it means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What changed.
    pub subject: Subject,
    /// How.
    pub what: What,
    /// What it asks of the version.
    pub step: Step,
}

impl Change {
    pub(super) fn new(subject: Subject, what: What) -> Self {
        let step = match &what {
            What::Removed => removed(subject.kind),
            What::Added => added(subject.kind, ""),
            What::Changed { fact, .. } => changed(subject.kind, fact),
        };
        Self { subject, what, step }
    }

    pub(super) fn added(subject: Subject, facts: &Facts) -> Self {
        let presence = facts.get("presence").map_or("", String::as_str);
        let step = added(subject.kind, presence);
        Self { subject, what: What::Added, step }
    }
}

/// Types, enumerations and error enums of a generated crate are `#[non_exhaustive]` or have constructors, so a new optional
/// part does not break code; a new required one changes the constructor.
fn added(kind: Kind, presence: &str) -> Step {
    match (kind, presence) {
        (Kind::Field | Kind::Parameter | Kind::Body, "required") => Step::Major,
        _ => Step::Minor,
    }
}

fn removed(kind: Kind) -> Step {
    match kind {
        // The reply then arrives as `Unexpected`: a `match` on the variant no longer compiles.
        Kind::Reply
        | Kind::Server
        | Kind::Scheme
        | Kind::Flow
        | Kind::Scope
        | Kind::Operation
        | Kind::Parameter
        | Kind::Body
        | Kind::Type
        | Kind::Field
        | Kind::Value
        | Kind::Lifecycle => Step::Major,
    }
}

fn changed(kind: Kind, fact: &str) -> Step {
    match (kind, fact) {
        (_, "description" | "summary" | "default" | "constraints") => Step::Patch,
        // The client reads or sends something else, under the same names in Rust.
        (Kind::Lifecycle, "refresh" | "revoke" | "token" | "expiry" | "attach") => Step::Minor,
        (Kind::Flow, "tokenUrl" | "refreshUrl" | "authorizationUrl" | "deviceAuthorizationUrl") => Step::Minor,
        (Kind::Body | Kind::Reply, "media") => Step::Minor,
        _ => Step::Major,
    }
}
