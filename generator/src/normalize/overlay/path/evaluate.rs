//! Which places of a tree a path matches.

use std::{cmp::Ordering, collections::BTreeSet};

use super::{Comparison, Operand, Path, Query, Selector, Step, Test};
use crate::document::{Node, Style, Value};

/// A place and the way to it.
type Match<'n> = (Vec<Step>, &'n Node);

pub(super) fn find(path: &Path, root: &Node) -> Vec<Vec<Step>> {
    let mut seen = BTreeSet::new();
    select(path, root, root).into_iter().map(|(steps, _)| steps).filter(|steps| seen.insert(steps.clone())).collect()
}

fn select<'n>(path: &Path, from: &'n Node, root: &'n Node) -> Vec<Match<'n>> {
    let mut matches: Vec<Match<'n>> = vec![(Vec::new(), from)];
    for segment in &path.0 {
        let parents = if segment.descends { all_descendants(&matches) } else { matches };
        matches = parents
            .iter()
            .flat_map(|parent| segment.selectors.iter().flat_map(|selector| choose(selector, parent, root)))
            .collect();
    }
    matches
}

fn children<'n>((steps, node): &Match<'n>) -> Vec<Match<'n>> {
    let extended = |step: Step| steps.iter().cloned().chain([step]).collect();
    match node.value() {
        Value::Mapping(entries) => {
            entries.iter().map(|entry| (extended(Step::Name(entry.key.to_string())), &entry.node)).collect()
        }
        Value::Sequence(items) => items.iter().enumerate().map(|(at, item)| (extended(Step::Item(at)), item)).collect(),
        Value::Scalar(_) => Vec::new(),
    }
}

/// A place and all below it, in document order.
fn with_descendants<'n>(from: &Match<'n>) -> Vec<Match<'n>> {
    let mut all = Vec::new();
    let mut open = vec![from.clone()];
    while let Some(next) = open.pop() {
        open.extend(children(&next).into_iter().rev());
        all.push(next);
    }
    all
}

/// The descendants of all places, each once: `$..*..*` would meet the deep ones again and again.
fn all_descendants<'n>(from: &[Match<'n>]) -> Vec<Match<'n>> {
    let mut seen = BTreeSet::new();
    from.iter().flat_map(with_descendants).filter(|(steps, _)| from.len() == 1 || seen.insert(steps.clone())).collect()
}

fn choose<'n>(selector: &Selector, parent: &Match<'n>, root: &'n Node) -> Vec<Match<'n>> {
    let (steps, node) = parent;
    let to = |step: Step, node: &'n Node| vec![(steps.iter().cloned().chain([step]).collect(), node)];
    match selector {
        Selector::Wildcard => children(parent),
        Selector::Name(name) => node.get(name).map(|node| to(Step::Name(name.clone()), node)).unwrap_or_default(),
        Selector::Filter(test) => children(parent).into_iter().filter(|(_, child)| holds(test, child, root)).collect(),
        Selector::Index(index) => {
            let items = node.items();
            let at = absolute(*index, items.len());
            let item = usize::try_from(at).ok().and_then(|at| Some((at, items.get(at)?)));
            item.map(|(at, item)| to(Step::Item(at), item)).unwrap_or_default()
        }
        Selector::Slice { start, end, step } => {
            let items = node.items();
            let chosen = indices(*start, *end, *step, items.len());
            chosen.into_iter().filter_map(|at| items.get(at).map(|item| to(Step::Item(at), item))).flatten().collect()
        }
    }
}

fn absolute(index: i64, length: usize) -> i64 {
    if index < 0 { index.saturating_add(i64::try_from(length).unwrap_or(i64::MAX)) } else { index }
}

/// RFC 9535, section 2.3.4.2.2.
fn indices(start: Option<i64>, end: Option<i64>, step: i64, length: usize) -> Vec<usize> {
    let last = i64::try_from(length).unwrap_or(i64::MAX);
    let (low, high) = if step >= 0 {
        let bound = |index: Option<i64>, default| index.map_or(default, |index| absolute(index, length).clamp(0, last));
        (bound(start, 0), bound(end, last))
    } else {
        let bound =
            |index: Option<i64>, default| index.map_or(default, |index| absolute(index, length).clamp(-1, last - 1));
        (bound(end, -1), bound(start, last - 1))
    };
    let forwards = (low..high).step_by(usize::try_from(step).unwrap_or(1).max(1));
    let backwards = || (low + 1..=high).rev().step_by(usize::try_from(step.unsigned_abs()).unwrap_or(1).max(1));
    let chosen: Vec<i64> = match step.cmp(&0) {
        Ordering::Greater => forwards.collect(),
        Ordering::Less => backwards().collect(),
        Ordering::Equal => Vec::new(),
    };
    chosen.into_iter().filter_map(|at| usize::try_from(at).ok()).collect()
}

fn holds(test: &Test, child: &Node, root: &Node) -> bool {
    match test {
        Test::Or(tests) => tests.iter().any(|test| holds(test, child, root)),
        Test::And(tests) => tests.iter().all(|test| holds(test, child, root)),
        Test::Not(test) => !holds(test, child, root),
        Test::Exists(query) => !run(query, child, root).is_empty(),
        Test::Compare(left, comparison, right) => {
            compare(&Scalar::of(left, child, root), *comparison, &Scalar::of(right, child, root))
        }
    }
}

fn run<'n>(query: &Query, child: &'n Node, root: &'n Node) -> Vec<Match<'n>> {
    select(&query.path, if query.from_root { root } else { child }, root)
}

/// What can be compared.
#[derive(Debug, PartialEq)]
enum Scalar {
    /// A query without exactly one result.
    Nothing,
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    /// A list or a mapping: equal to nothing.
    Other,
}

impl Scalar {
    fn of(operand: &Operand, child: &Node, root: &Node) -> Self {
        match operand {
            Operand::Text(text) => Self::Text(text.clone()),
            Operand::Number(number) => Self::Number(*number),
            Operand::Boolean(boolean) => Self::Boolean(*boolean),
            Operand::Null => Self::Null,
            Operand::Query(query) => match run(query, child, root).as_slice() {
                [(_, node)] => Self::from_node(node),
                _ => Self::Nothing,
            },
        }
    }

    fn from_node(node: &Node) -> Self {
        let Value::Scalar(scalar) = node.value() else { return Self::Other };
        match (scalar.as_bool(), scalar.as_f64()) {
            _ if scalar.is_null() => Self::Null,
            (Some(boolean), _) => Self::Boolean(boolean),
            // A plain `3.0.3` is text, a plain `1.10` a number where it is compared with one; see `compare`.
            (_, Some(number)) if scalar.style != Style::Quoted => Self::Number(number),
            _ => Self::Text(scalar.text.to_string()),
        }
    }
}

fn compare(left: &Scalar, comparison: Comparison, right: &Scalar) -> bool {
    let order = match (left, right) {
        (Scalar::Text(left), Scalar::Text(right)) => Some(left.cmp(right)),
        (Scalar::Number(left), Scalar::Number(right)) => left.partial_cmp(right),
        (Scalar::Other, _) | (_, Scalar::Other) => None,
        (left, right) => (left == right).then_some(Ordering::Equal),
    };
    match comparison {
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::Unequal => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Comparison::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}
