//! What a change means: the table.

use std::fmt;

use super::direction::Sent;
use super::surface::{Facts, Kind, Subject, Surface};
use crate::view::has_constructor;

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
    Added {
        /// Whether it must be given from now on.
        required: bool,
    },
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

/// What the rules look at besides the subject.
#[derive(Debug)]
pub(super) struct Sides<'a> {
    pub(super) old: &'a Surface,
    /// What requests hold, before or after.
    pub(super) sent: [Sent; 2],
}

impl<'a> Sides<'a> {
    pub(super) fn new(old: &'a Surface, new: &Surface) -> Self {
        Self { old, sent: [Sent::of(old), Sent::of(new)] }
    }

    /// Whether requests hold the subject.
    fn is_sent(&self, subject: &Subject) -> bool {
        match subject.kind {
            Kind::Parameter | Kind::Body => true,
            Kind::Field | Kind::Value => self.sent.iter().any(|sent| sent.holds(&subject.of)),
            _ => false,
        }
    }

    /// Whether code can only have made the whole by naming every part: nothing else did before, or nothing is there to make it.
    fn is_spelled_out(&self, part: &Subject) -> bool {
        let parts = self.old.subjects().filter(|(old, _)| old.kind == part.kind && old.of == part.of);
        let required = |facts: &Facts| facts.get("presence").is_some_and(|presence| presence == "required");
        let (all, required) =
            parts.fold((0, 0), |(all, must), (_, facts)| (all + 1, must + usize::from(required(facts))));
        match part.kind {
            // Of an operation without parameters the method takes none.
            Kind::Parameter if all == 0 => true,
            Kind::Field | Kind::Parameter => self.is_sent(part) && required > 0 && !has_constructor(required),
            _ => false,
        }
    }

    /// Whether a reply makes a method return something that it did not return before.
    fn is_other_success(&self, reply: &Subject, facts: &Facts) -> bool {
        let is_success = |name: &str| name.starts_with('2');
        let replies = self.old.subjects().filter(|(old, _)| old.kind == Kind::Reply && old.of == reply.of);
        let mut successes = replies.filter(|(old, _)| is_success(&old.name)).peekable();
        is_success(&reply.name)
            && successes.peek().is_some()
            && successes.all(|(_, old)| old.get("type") != facts.get("type"))
    }
}

impl Change {
    pub(super) fn removed(subject: Subject) -> Self {
        // Of a reply: it then arrives as `Unexpected`, and a `match` on the variant no longer compiles.
        Self { subject, what: What::Removed, step: Step::Major }
    }

    pub(super) fn added(subject: Subject, facts: &Facts, sides: &Sides<'_>) -> Self {
        let required = facts.get("presence").is_some_and(|presence| presence == "required");
        let (step, required) = match subject.kind {
            // The method takes one more argument.
            Kind::Body => (Step::Major, required),
            Kind::Field | Kind::Parameter if required && sides.is_sent(&subject) => (Step::Major, true),
            Kind::Reply if sides.is_other_success(&subject, facts) => (Step::Major, false),
            _ if sides.is_spelled_out(&subject) => (Step::Major, false),
            // Enumerations and what is received are `#[non_exhaustive]`; what is sent has a constructor or a default.
            _ => (Step::Minor, false),
        };
        Self { subject, what: What::Added { required }, step }
    }

    pub(super) fn changed(subject: Subject, (fact, old, new): (String, String, String), sides: &Sides<'_>) -> Self {
        let step = changed(&subject, &fact, &old, &new, sides);
        Self { subject, what: What::Changed { fact, old, new }, step }
    }
}

fn changed(subject: &Subject, fact: &str, old: &str, new: &str, sides: &Sides<'_>) -> Step {
    match (subject.kind, fact) {
        (_, "description" | "summary" | "default" | "deprecated") => Step::Patch,
        (_, fact) if LIMITS.contains(&fact) => limit(fact, old, new, sides.is_sent(subject)),
        // Text stays text, whatever form it is said to have.
        (_, "type") if is_text(old) && is_text(new) => limit("format", text(old), text(new), sides.is_sent(subject)),
        // The client writes or reads something else, under the same names in Rust.
        (_, "style" | "parts") => Step::Minor,
        (Kind::Lifecycle, "token" | "expiry") | (Kind::Reply, "media") => Step::Minor,
        (Kind::Authorization, "environment") if old.is_empty() => Step::Minor,
        (Kind::Lifecycle, "refresh" | "revoke") if old.is_empty() => Step::Minor,
        (Kind::Lifecycle, "credentials" | "environment") if only_more(old, new) => Step::Minor,
        (Kind::Server, "defaults") => Step::Minor,
        // One more server to choose has its own.
        (Kind::Operation, "servers") if !old.is_empty() && is_wider("enum", old, new) && !new.is_empty() => Step::Minor,
        _ => Step::Major,
    }
}

/// Facts that bound a value. The client does not check them, the provider may.
const LIMITS: &[&str] = &["minLength", "maxLength", "minimum", "maximum", "pattern", "enum", "minItems", "uniqueItems"];

/// What is received is only documented. Of what is sent, less may be accepted from now on.
fn limit(fact: &str, old: &str, new: &str, sent: bool) -> Step {
    match sent {
        false => Step::Patch,
        true if is_wider(fact, old, new) => Step::Minor,
        true => Step::Major,
    }
}

/// Whether everything that was accepted still is.
fn is_wider(fact: &str, old: &str, new: &str) -> bool {
    if new.is_empty() {
        return true;
    }
    let number = |text: &str| text.parse::<f64>().ok();
    match (fact, number(old), number(new)) {
        ("minLength" | "minimum" | "minItems", Some(old), Some(new)) => new <= old,
        ("maxLength" | "maximum", Some(old), Some(new)) => new >= old,
        ("enum", ..) => !old.is_empty() && old.split(", ").all(|value| new.split(", ").any(|other| other == value)),
        _ => false,
    }
}

fn is_text(ty: &str) -> bool {
    ty == "string" || ty.starts_with("string (")
}

/// The format of a text.
fn text(ty: &str) -> &str {
    ty.strip_prefix("string").unwrap_or_default()
}

/// Whether everything stays, and what is new may be left out: it stands in brackets, or is a variable for that.
fn only_more(old: &str, new: &str) -> bool {
    let has = |list: &str, word: &str| list.split(' ').any(|other| other == word);
    let optional =
        |word: &str| word.starts_with('[') || word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    old.split(' ').all(|word| has(new, word)) && new.split(' ').all(|word| has(old, word) || optional(word))
}
