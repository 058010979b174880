//! What the operations that do not sign in ask for: the distinct lists of `security`, each with how often it is asked for.

use std::collections::HashMap;

use crate::document::Node;

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
    lists: Vec<Required>,
    known: HashMap<Box<str>, usize>,
}

impl Collector {
    /// Counts one operation.
    pub(super) fn note(&mut self, method: &str, path: &str, security: Option<Node>) {
        let spelled = security.as_ref().map(|list| list.written().map_or_else(|| spell(list), Box::from));
        let key = spelled.unwrap_or_default();
        let rank = rank(method, path);
        let example = || (method.to_owned(), path.to_owned());
        let at = self.known.get(&key).copied().and_then(|at| self.lists.get_mut(at));
        let Some(known) = at else {
            self.known.insert(key, self.lists.len());
            self.lists.push(Required { security, operations: 1, example: example(), rank });
            return;
        };
        known.operations += 1;
        if rank < known.rank {
            known.example = example();
            known.rank = rank;
        }
    }

    pub(super) fn finish(self) -> Vec<Required> {
        self.lists
    }
}

/// The list of an operation, where it has one of its own.
pub(super) fn own(operation: &Node) -> Option<Node> {
    operation.get("security").filter(|list| list.is_sequence()).cloned()
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
fn spell(list: &Node) -> Box<str> {
    let mut text = String::from("[");
    for alternative in list.items() {
        text.push('{');
        for need in alternative.entries() {
            text.push_str(&need.key);
            for scope in need.node.items() {
                text.push('\u{1f}');
                text.push_str(scope.as_str().unwrap_or_default());
            }
            text.push('\u{1e}');
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::Collector;
    use crate::testing::load;

    #[test]
    fn lists_are_counted_and_the_one_to_try_is_kept() {
        let document = load("lists.yaml", "a: [{key: [x]}]\nb: [{key: [x]}]\nc: []\n");
        let list = |name: &str| document.root.get(name).cloned();
        let mut collector = Collector::default();
        collector.note("POST", "/a", list("a"));
        collector.note("GET", "/b", list("b"));
        collector.note("GET", "/c", list("c"));
        collector.note("GET", "/d/{id}", None);
        let lists = collector.finish();
        let seen: Vec<(usize, &str)> = lists.iter().map(|one| (one.operations, one.example.1.as_str())).collect();
        assert_eq!(seen, [(2, "/b"), (1, "/c"), (1, "/d/{id}")]);
    }
}
