//! A key that stands twice in a mapping: a fault where somebody reads what it holds, and nothing anywhere else.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    diagnostic::{Code, Diagnostic, quoted},
    document::{Faults, Kind, Lazy, Node, Span, Value},
};

/// What is wrong with a mapping that holds `key` twice, the later one at `second`.
pub(super) fn fault(key: &str, second: Span, pointer: String) -> Diagnostic {
    let message = format!("the key {} stands twice in this mapping", quoted(key));
    Diagnostic::error(Code::DuplicateKey, message, "remove or rename one of the two").at(second).pointing(pointer)
}

/// The value of the first of two equal keys: whoever reads it is told that there is another one.
pub(super) fn first(value: Node, fault: Diagnostic, faults: &Faults) -> Node {
    let span = value.span();
    Node::lazy(Arc::new(First { value, fault, faults: faults.clone(), told: AtomicBool::new(false) }), 0, span)
}

struct First {
    value: Node,
    fault: Diagnostic,
    faults: Faults,
    told: AtomicBool,
}

impl Lazy for First {
    fn make(self: Arc<Self>, _id: u32, _span: Span) -> Value {
        if !self.told.swap(true, Ordering::Relaxed) {
            self.faults.report(self.fault.clone());
        }
        self.value.value().clone()
    }

    fn kind(&self, _id: u32, _span: Span) -> Kind {
        self.value.kind()
    }
}
