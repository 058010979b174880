//! Nodes that are made from other nodes when somebody looks at them.

use std::sync::Arc;

use super::{Kind, Lazy, Node, Span, Value};

struct Derived<F> {
    from: Node,
    make: F,
}

impl<F: Fn(&Node) -> Value + Send + Sync> Lazy for Derived<F> {
    fn make(self: Arc<Self>, _id: u32, _span: Span) -> Value {
        (self.make)(&self.from)
    }

    fn kind(&self, _id: u32, _span: Span) -> Kind {
        self.from.kind()
    }
}

impl Node {
    /// A node whose value `make` makes from this one when it is first asked for. It stands where this one stands and is
    /// of the same kind.
    #[must_use]
    pub fn derive(&self, make: impl Fn(&Node) -> Value + Send + Sync + 'static) -> Self {
        Self::lazy(Arc::new(Derived { from: self.clone(), make }), 0, self.span())
    }

    /// This mapping with every value changed by `change`, each when it is first asked for. Anything but a mapping stays.
    #[must_use]
    pub fn map_values(&self, change: impl Fn(&Node) -> Node + Send + Sync + 'static) -> Self {
        self.derive(move |node| match node.value() {
            Value::Mapping(entries) => {
                Value::Mapping(entries.iter().map(|entry| entry.with_node(change(&entry.node))).collect())
            }
            other => other.clone(),
        })
    }

    /// This list with every item changed by `change`. Anything but a list stays.
    #[must_use]
    pub fn map_items(&self, change: impl Fn(&Node) -> Node + Send + Sync + 'static) -> Self {
        self.derive(move |node| match node.value() {
            Value::Sequence(items) => Value::Sequence(items.iter().map(&change).collect()),
            other => other.clone(),
        })
    }
}
