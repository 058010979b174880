//! Facts to clues: what each rule of the table looks at.

mod against;
mod caller;
mod checks;
mod given;
mod keeping;
mod names;
mod phrases;
mod reply;
mod request;
mod steps;

pub(super) use phrases::signs_in;

use super::facts::Facts;
use super::surroundings::Surroundings;
use super::table::Clue;

/// The clues of one operation, each with what was seen.
#[derive(Debug, Default)]
pub(super) struct Clues {
    found: Vec<(Clue, String)>,
}

impl Clues {
    pub(super) fn of(facts: &Facts, around: &Surroundings) -> Self {
        let mut clues = Self::default();
        names::look(facts, around, &mut clues);
        request::look(facts, around, &mut clues);
        steps::look(facts, &mut clues);
        checks::look(facts, &mut clues);
        reply::look(facts, &mut clues);
        request::exchanges(facts, &mut clues);
        against::look(facts, &mut clues);
        clues
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Clue, &str)> {
        self.found.iter().map(|(clue, seen)| (*clue, seen.as_str()))
    }

    pub(super) fn has(&self, clue: Clue) -> bool {
        self.found.iter().any(|(found, _)| *found == clue)
    }

    pub(super) fn any(&self, clues: &[Clue]) -> bool {
        clues.iter().any(|clue| self.has(*clue))
    }

    /// Whether a security scheme says what this is.
    pub(super) fn names_endpoint(&self) -> bool {
        self.any(&[Clue::TokenUrl, Clue::RefreshUrl, Clue::AuthorizationUrl])
    }

    /// Adds that a thing is kept at this path.
    pub(super) fn keeps_thing(&mut self, path: &str) {
        self.add(Clue::KeptThing, path);
    }

    /// Adds that what comes back is a session, as from a sign-in.
    pub(super) fn gives_session(&mut self, path: &str) {
        self.add(Clue::GivesSession, path);
    }

    fn add(&mut self, clue: Clue, seen: impl Into<String>) {
        if !self.has(clue) {
            self.found.push((clue, seen.into()));
        }
    }

    fn when(&mut self, holds: bool, clue: Clue, seen: &str) {
        if holds {
            self.add(clue, seen);
        }
    }
}
