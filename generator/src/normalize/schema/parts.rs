//! The schemas within a schema.

use super::schema_spelling;
use crate::document::Entry;

pub(super) fn spell(entries: Vec<Entry>) -> Vec<Entry> {
    entries
        .into_iter()
        .map(|entry| {
            let node = &entry.node;
            let spelled = match &*entry.key {
                "properties" => node.map_values(schema_spelling),
                "allOf" | "anyOf" | "oneOf" => node.map_items(schema_spelling),
                // An older draft has a list here, one schema per place.
                "items" if node.is_sequence() => node.items().first().map_or_else(|| node.clone(), schema_spelling),
                "items" | "not" => schema_spelling(node),
                // True and false mean here what they mean in 3.0.
                "additionalProperties" if node.is_mapping() => schema_spelling(node),
                _ => return entry,
            };
            entry.with_node(spelled)
        })
        .collect()
}
