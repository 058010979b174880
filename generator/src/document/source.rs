//! The files that a document was read from.

use std::sync::Arc;

use super::{Node, Position, place};

/// Which file of a [`super::Document`] a span lies in: the spec itself is 0; overlays and allowed files follow.
pub type FileId = u16;

/// A range of bytes in one source file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A range of bytes; offsets past 4 GiB, which no accepted file has, stay at the end of the range.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end) }
    }

    /// Whether `offset` lies in it, both ends included.
    pub(super) fn touches(self, offset: u32) -> bool {
        (self.start..=self.end).contains(&offset)
    }
}

/// A file that was read, kept for diagnostics.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name the user gave: a path, or `<stdin>`.
    pub name: String,
    /// The whole text, without a byte order mark. Shared, never copied.
    pub text: Arc<String>,
    /// The value tree as the file has it, before any rewriting; absent where the file could not be read.
    pub tree: Option<Node>,
}

impl Source {
    /// A file by its name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: Arc::new(text.into()), tree: None }
    }

    /// Line and column of a byte.
    pub fn position(&self, offset: u32) -> Position {
        place::position(&self.text, offset)
    }
}
