//! How much of a document is read before it is refused.

/// Bounds on what is read. The defaults are far above every public API description (the largest, Microsoft Graph, has
/// 47 MB) and far below what would hurt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub bytes: usize,
    /// Levels of nesting, aliases expanded.
    pub depth: usize,
    /// Values of a document.
    pub nodes: usize,
    /// Entries of one mapping, or items of one list.
    pub members: usize,
    /// Values that aliases and merge keys stand for.
    pub alias_nodes: usize,
    /// Bytes of the texts that aliases stand for.
    pub alias_bytes: usize,
    /// Bytes of a key.
    pub key: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 128 << 20,
            depth: 200,
            nodes: 2_000_000,
            members: 200_000,
            alias_nodes: 1_000_000,
            alias_bytes: 64 << 20,
            key: 8 << 10,
        }
    }
}
