//! What a generated file must hold: computed from the view, compared by `verify` with what was printed.

use super::fragment::Ident;

/// The items of one file, in order: `struct Client`, `impl Grant for SignIn`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items {
    items: Vec<String>,
    examples: usize,
}

impl Items {
    /// No items.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// An item of `kind` called `name`.
    pub(super) fn add(&mut self, kind: &str, name: &Ident) {
        self.items.push(format!("{kind} {name}"));
    }

    /// Items whose names do not depend on the document.
    pub(super) fn fixed(&mut self, items: &[&str]) {
        self.items.extend(items.iter().map(|item| (*item).to_owned()));
    }

    /// So many `use` items.
    pub(super) fn uses(&mut self, count: usize) {
        self.items.extend((0..count).map(|_| "use".to_owned()));
    }

    /// `impl name`.
    pub(super) fn inherent(&mut self, name: &Ident) {
        self.items.push(format!("impl {name}"));
    }

    /// `impl interface for name`.
    pub(super) fn implements(&mut self, interface: &str, name: &Ident) {
        self.items.push(format!("impl {interface} for {name}"));
    }

    /// So many examples in comments, which rustdoc compiles.
    pub(super) fn examples(&mut self, count: usize) {
        self.examples += count;
    }

    /// How many examples rustdoc compiles.
    pub fn doctests(&self) -> usize {
        self.examples
    }

    /// The items, sorted: order is the template's.
    pub fn sorted(&self) -> Vec<String> {
        let mut items = self.items.clone();
        items.sort();
        items
    }
}
