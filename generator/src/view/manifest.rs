//! What a generated file must hold: computed from the view, compared by `verify` with what was printed.

use super::fragment::Ident;

/// The items of one file, in order: `struct Client`, `impl Grant for SignIn`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items(Vec<String>);

impl Items {
    /// No items.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// An item of `kind` called `name`.
    pub(super) fn add(&mut self, kind: &str, name: &Ident) {
        self.0.push(format!("{kind} {name}"));
    }

    /// Items whose names do not depend on the document.
    pub(super) fn fixed(&mut self, items: &[&str]) {
        self.0.extend(items.iter().map(|item| (*item).to_owned()));
    }

    /// So many `use` items.
    pub(super) fn uses(&mut self, count: usize) {
        self.0.extend((0..count).map(|_| "use".to_owned()));
    }

    /// `impl name`.
    pub(super) fn inherent(&mut self, name: &Ident) {
        self.0.push(format!("impl {name}"));
    }

    /// `impl interface for name`.
    pub(super) fn implements(&mut self, interface: &str, name: &Ident) {
        self.0.push(format!("impl {interface} for {name}"));
    }

    /// The items, sorted: order is the template's.
    pub fn sorted(&self) -> Vec<String> {
        let mut items = self.0.clone();
        items.sort();
        items
    }
}
