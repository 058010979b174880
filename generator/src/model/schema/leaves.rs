//! A schema with its `allOf` unfolded: the list of all that its branches say.

use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::read::{Facts, Kind, Place, Reading};

/// More branches than any real schema has; beyond, a document only wants to keep us busy.
const MOST: usize = 512;

/// The branches of the schema at `place` in document order; a branch that is reached twice counts once.
pub(super) fn leaves<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Vec<Facts<'a>> {
    let mut unfolding = Unfolding { reading, open: Vec::new(), found: Vec::new() };
    unfolding.visit(place.clone());
    unfolding.found
}

struct Unfolding<'r, 'a> {
    reading: &'r Reading<'a>,
    open: Vec<String>,
    found: Vec<Facts<'a>>,
}

impl<'a> Unfolding<'_, 'a> {
    fn visit(&mut self, place: Place<'a>) {
        let Some(place) = self.reading.resolve(place, Kind::Schema) else { return };
        if self.open.contains(&place.pointer) {
            self.reading.report(cycle(&place));
            return;
        }
        if self.found.len() >= MOST || self.found.iter().any(|known| known.place.pointer == place.pointer) {
            return;
        }
        let Some(mut facts) = self.reading.facts(&place) else { return };
        if self.is_child(&facts) {
            facts.one_of.clear();
        }
        self.open.push(place.pointer);
        for branch in facts.all_of.clone() {
            self.visit(branch);
        }
        self.open.pop();
        self.found.push(facts);
    }

    /// Whether what is unfolded is one of the alternatives of its parent: then it is known which one it is.
    fn is_child(&self, parent: &Facts<'a>) -> bool {
        let alternatives = parent.one_of.iter().filter_map(|place| self.reading.resolve(place.clone(), Kind::Schema));
        !self.open.is_empty() && alternatives.into_iter().any(|place| self.open.contains(&place.pointer))
    }
}

fn cycle(place: &Place<'_>) -> Diagnostic {
    let message = format!("the schema {} is a branch of its own allOf", quoted(&place.last()));
    Diagnostic::error(Code::ReferenceCycle, message, "remove the branch that leads back").at(place.span())
}
