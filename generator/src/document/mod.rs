//! The document: an ordered value tree in which every value knows its place in the file it came from.
//!
//! `load` builds it, `normalize` and `select` walk and rewrite it, `model` reads the selected part. Nothing here
//! knows how YAML or JSON is spelled.
//!
//! A [`Node`] is a handle: cloning one shares what it holds, so that a rewritten document shares every part that was
//! not rewritten. A node may be lazy: it is read, or made, when it is first looked into, and never when nobody looks.

mod derived;
mod glance;
pub(crate) mod jsonpath;
mod keys;
mod node;
mod place;
mod pointer;
mod scalar;
mod source;

pub use glance::Glance;
pub(crate) use keys::key;
pub(crate) use node::by_key;
pub use node::{Entry, Key, Kind, Lazy, Node, Value};
pub use place::Position;
pub(crate) use pointer::percent_decode;
pub use pointer::{escape_token, unescape_token};
pub use scalar::{Scalar, Style};
pub use source::{FileId, Source, Span};

use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::Diagnostic;

/// A loaded document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The files it was read from; the spec is the first.
    pub sources: Vec<Source>,
    /// The root value.
    pub root: Node,
    /// What was found while lazy parts were read.
    pub faults: Faults,
}

/// Problems found in lazily read parts, after `load` has returned. Clones share one list.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Vec<Diagnostic>>>);

impl Faults {
    /// Adds one.
    pub fn report(&self, fault: Diagnostic) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Takes what was found so far; the pipeline asks after each stage.
    pub fn take(&self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Document {
    /// The same document with another root.
    #[must_use]
    pub fn with_root(&self, root: Node) -> Self {
        Self { root, ..self.clone() }
    }

    /// The JSON pointer of the deepest value that contains the start of `span`, as in the user's own file.
    pub fn pointer_at(&self, span: Span) -> Option<String> {
        let source = self.sources.get(usize::from(span.file))?;
        Some(place::pointer_at(source.tree.as_ref()?, span))
    }

    /// Line and column of the start of `span`.
    pub fn position(&self, span: Span) -> Option<Position> {
        Some(self.sources.get(usize::from(span.file))?.position(span.start))
    }
}
