//! Merge keys (yaml.org/type/merge.html): `<<: *defaults`, `<<: [*a, *b]`.

use std::collections::HashSet;

use super::tape::{Id, Tape};
use crate::document::Kind;

/// The merge key.
pub(super) const KEY: &str = "<<";

/// `members` with what `from` holds put in at `at`: keys of the mapping itself win, then earlier mappings over later.
/// Nothing where `from` is neither a mapping nor a list of these.
pub(super) fn merge(tape: &Tape, members: Vec<(Id, Id)>, at: usize, from: Id) -> Option<Vec<(Id, Id)>> {
    let sources = match tape.kind_of(from) {
        Kind::Mapping => vec![from],
        Kind::Sequence => tape.within(from).collect(),
        Kind::Scalar => return None,
    };
    if sources.iter().any(|source| tape.kind_of(*source) != Kind::Mapping) {
        return None;
    }
    let mut seen: HashSet<&str> = members.iter().map(|(key, _)| tape.text(*key)).collect();
    let offered = sources.into_iter().flat_map(|source| tape.members(source));
    let added: Vec<(Id, Id)> = offered.filter(|(key, _)| seen.insert(tape.text(*key))).collect();
    let mut merged = members;
    let tail = merged.split_off(at.min(merged.len()));
    merged.extend(added);
    merged.extend(tail);
    Some(merged)
}
