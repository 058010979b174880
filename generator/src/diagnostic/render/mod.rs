//! A report for people, for programs and for code hosts.

mod excerpt;
mod human;
mod json;
mod sarif;
mod veil;

use super::{Diagnostic, Report};
use crate::document::{Position, Source};

pub use excerpt::{Excerpt, excerpt};
pub use human::Look;

impl Report {
    /// For people: each problem with the lines of the file around it.
    pub fn to_human(&self, look: Look) -> String {
        human::render(self, look)
    }

    /// For programs: a JSON object per problem; `docs/diagnostics.md` describes the fields.
    pub fn to_json(&self) -> serde_json::Value {
        json::render(self)
    }

    /// For code hosts: a SARIF 2.1.0 log.
    pub fn to_sarif(&self) -> serde_json::Value {
        sarif::render(self)
    }

    fn source(&self, diagnostic: &Diagnostic) -> Option<&Source> {
        self.sources.get(usize::from(diagnostic.at?.file))
    }

    fn place(&self, diagnostic: &Diagnostic) -> Option<(&Source, Position)> {
        let source = self.source(diagnostic)?;
        Some((source, source.position(diagnostic.at?.start)))
    }
}
