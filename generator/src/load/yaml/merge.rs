//! Merge keys (yaml.org/type/merge.html): `<<: *defaults`, `<<: [*a, *b]`.

use std::collections::HashSet;

use crate::document::{Entry, Node, Value};

/// The merge key.
pub(super) const KEY: &str = "<<";

/// `entries` with what `from` holds put in at `at`: keys of the mapping itself win, then earlier mappings over later.
pub(super) fn merge(entries: Vec<Entry>, at: usize, from: &Node) -> Result<Vec<Entry>, ()> {
    let sources = match from.value() {
        Value::Mapping(_) => std::slice::from_ref(from),
        Value::Sequence(items) => items,
        Value::Scalar(_) => return Err(()),
    };
    if !sources.iter().all(Node::is_mapping) {
        return Err(());
    }
    let mut seen: HashSet<&str> = entries.iter().map(|entry| &*entry.key).collect();
    let added: Vec<Entry> =
        sources.iter().flat_map(Node::entries).filter(|entry| seen.insert(&entry.key)).cloned().collect();
    let mut merged = entries;
    let tail = merged.split_off(at.min(merged.len()));
    merged.extend(added);
    merged.extend(tail);
    Ok(merged)
}
