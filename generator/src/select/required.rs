//! What the operations that do not sign in ask for: the distinct lists of `security`, each with how often it is asked for.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::document::{Glance, Node};

/// A list of `security` that at least one operation has.
#[derive(Clone, Debug)]
pub struct Required {
    /// The list; absent where operations say nothing, so that the document's own list counts.
    pub security: Option<Node>,
    /// How many operations have it.
    pub operations: usize,
    /// One of them, by method and path: rather one that can be tried as it is.
    pub example: (String, String),
    rank: u8,
}

/// Collects the lists, in document order.
#[derive(Debug, Default)]
pub(super) struct Collector {
    lists: Vec<(Box<str>, Required)>,
    known: HashMap<Box<str>, usize>,
}

impl Collector {
    /// Counts one operation; `spelled` is what [`spelled`] says of it.
    pub(super) fn note(&mut self, method: &str, path: &str, operation: &Node, spelled: &str) {
        let rank = rank(method, path);
        let example = || (method.to_owned(), path.to_owned());
        if let Some(known) = self.known(spelled) {
            known.operations += 1;
            if rank < known.rank {
                (known.rank, known.example) = (rank, example());
            }
            return;
        }
        let security = operation.get("security").filter(|list| list.is_sequence()).cloned();
        self.add(spelled.into(), Required { security, operations: 1, example: example(), rank });
    }

    /// Counts what was counted in a later part of the document.
    pub(super) fn append(&mut self, later: Self) {
        for (spelled, one) in later.lists {
            match self.known(&spelled) {
                Some(known) => {
                    known.operations += one.operations;
                    if one.rank < known.rank {
                        (known.rank, known.example) = (one.rank, one.example);
                    }
                }
                None => self.add(spelled, one),
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Required> {
        self.lists.into_iter().map(|(_, one)| one).collect()
    }

    fn known(&mut self, spelled: &str) -> Option<&mut Required> {
        let at = self.known.get(spelled)?;
        self.lists.get_mut(*at).map(|(_, one)| one)
    }

    fn add(&mut self, spelled: Box<str>, one: Required) {
        self.known.insert(spelled.clone(), self.lists.len());
        self.lists.push((spelled, one));
    }
}

/// The list of an operation as text that is the same for the same list; empty where it has none of its own.
pub(super) fn spelled(operation: &Node) -> Cow<'_, str> {
    operation.get("security").filter(|list| list.is_sequence()).map(spell).unwrap_or_default().into()
}

/// The same from a look at `security`.
pub(super) fn seen<'d>(security: Option<&Glance<'d>>) -> Cow<'d, str> {
    match security {
        Some(Glance::Written(text)) if text.starts_with('[') => Cow::Borrowed(text),
        _ => Cow::Borrowed(""),
    }
}

/// How well an operation can be tried: a read without parameters in its path first.
fn rank(method: &str, path: &str) -> u8 {
    match (method, path.contains('{')) {
        ("GET", false) => 0,
        ("GET", true) => 1,
        _ => 2,
    }
}

/// A list as text that is the same for the same list, wherever it stands.
fn spell(list: &Node) -> String {
    let mut text = String::from("[");
    for alternative in list.items() {
        text.push('{');
        for need in &*alternative.needs() {
            text.push_str(&need.key);
            for scope in need.node.items() {
                text.push('\u{1f}');
                text.push_str(scope.as_str().unwrap_or_default());
            }
            text.push('\u{1e}');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Collector, seen, spelled};
    use crate::testing::load;

    #[test]
    fn lists_are_counted_and_the_one_to_try_is_kept() {
        for spelling in ["", "# YAML\n"] {
            let text = r#"{"a": {"security": [{"key": ["x"]}]}, "b": {"security": [{"key": ["x"]}]}, "c": {"security": []}, "d": {}}"#;
            let document = load("lists", &format!("{spelling}{text}"));
            let (mut collector, mut later) = (Collector::default(), Collector::default());
            let note = |collector: &mut Collector, method: &str, path: &str, name: &str| {
                let operation = document.root.get(name).expect("it stands there");
                let security = operation.glance(["security"]).map(|[security]| seen(security.as_ref()));
                collector.note(method, path, operation, &security.unwrap_or_else(|| spelled(operation)));
            };
            note(&mut collector, "POST", "/a", "a");
            note(&mut later, "GET", "/b", "b");
            note(&mut later, "GET", "/c", "c");
            note(&mut later, "GET", "/d/{id}", "d");
            collector.append(later);
            let lists = collector.finish();
            let seen: Vec<(usize, &str)> = lists.iter().map(|one| (one.operations, one.example.1.as_str())).collect();
            assert_eq!(seen, [(2, "/b"), (1, "/c"), (1, "/d/{id}")]);
        }
    }
}
