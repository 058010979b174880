//! What was said of a place already: a reference that leads nowhere, or a value of another type, is met again by each stage that
//! gets there.

use std::collections::HashSet;

use super::{Code, Diagnostic};
use crate::document::Span;

const REFERENCES: [Code; 4] =
    [Code::ExternalReference, Code::ReferenceDangling, Code::ReferenceCycle, Code::ReferenceKind];

/// The places of errors that other stages would tell again.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// References, in order. One does not stand in another.
    references: Vec<Span>,
    types: HashSet<Span>,
}

impl Told {
    /// What these say.
    pub fn of(found: &[Diagnostic]) -> Self {
        let mut told = Self::default();
        for error in found.iter().filter(|found| found.is_error()) {
            let Some(at) = error.at else { continue };
            if REFERENCES.contains(&error.code) {
                told.references.push(at);
            } else if error.code == Code::WrongType {
                told.types.insert(at);
            }
        }
        told.references.sort_unstable();
        told
    }

    /// Whether this is said already.
    pub fn covers(&self, finding: &Diagnostic) -> bool {
        let Some(at) = finding.at else { return false };
        if finding.code == Code::WrongType {
            return self.types.contains(&at);
        }
        REFERENCES.contains(&finding.code) && self.has_reference(at)
    }

    /// Whether what stands there is part of a reference that is at fault: its text, or the mapping around that.
    fn has_reference(&self, at: Span) -> bool {
        let after = self.references.partition_point(|told| (told.file, told.start) <= (at.file, at.start));
        let last = after.checked_sub(1).and_then(|last| self.references.get(last));
        last.is_some_and(|told| told.file == at.file && at.end <= told.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Told;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::document::Span;

    fn at(code: Code, start: usize, end: usize) -> Diagnostic {
        Diagnostic::error(code, "m", "h").at(Span::new(0, start, end))
    }

    #[test]
    fn a_fault_is_known_by_its_place_and_kind() {
        let told = Told::of(&[at(Code::ReferenceDangling, 20, 40), at(Code::WrongType, 50, 60)]);
        assert!(told.covers(&at(Code::ReferenceDangling, 28, 40)) && told.covers(&at(Code::ReferenceKind, 20, 40)));
        assert!(
            !told.covers(&at(Code::ReferenceDangling, 41, 45)) && !told.covers(&at(Code::ReferenceDangling, 10, 15))
        );
        assert!(told.covers(&at(Code::WrongType, 50, 60)) && !told.covers(&at(Code::WrongType, 50, 55)));
        assert!(!told.covers(&at(Code::Scheme, 28, 40)));
    }
}
