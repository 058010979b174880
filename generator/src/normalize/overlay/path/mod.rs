//! `JSONPath` (RFC 9535), without its functions: names, indices, slices, wildcards, descent and filters.

mod evaluate;
mod lexer;
mod parse;

#[cfg(test)]
mod tests;

use crate::document::Node;

/// One step of the way to a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Into the value of a name.
    Name(String),
    /// Into an item of a list.
    Item(usize),
}

/// A path that was understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path(Vec<Segment>);

#[derive(Clone, Debug, PartialEq)]
struct Segment {
    /// Whether it selects among all descendants, too (`..`).
    descends: bool,
    selectors: Vec<Selector>,
}

#[derive(Clone, Debug, PartialEq)]
enum Selector {
    Name(String),
    Wildcard,
    Index(i64),
    Slice { start: Option<i64>, end: Option<i64>, step: i64 },
    Filter(Test),
}

/// A condition on a child.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    Or(Vec<Test>),
    And(Vec<Test>),
    Not(Box<Test>),
    Exists(Query),
    Compare(Operand, Comparison, Operand),
}

#[derive(Clone, Debug, PartialEq)]
enum Operand {
    Text(String),
    Number(f64),
    Boolean(bool),
    Null,
    Query(Query),
}

/// A path within a filter, from the child (`@`) or from the root (`$`).
#[derive(Clone, Debug, PartialEq)]
struct Query {
    from_root: bool,
    path: Path,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Path {
    /// Understands a path.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        parse::parse(text)
    }

    /// The ways to all that it matches, in document order.
    pub(super) fn find(&self, root: &Node) -> Vec<Vec<Step>> {
        evaluate::find(self, root)
    }

    /// Whether it is `$`.
    pub(super) fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}
