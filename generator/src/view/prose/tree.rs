//! What prose means: the few blocks and inlines that are written again.

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Running text. A heading is one too, in bold: the page's own headings keep their order.
    Paragraph(Vec<Inline>),
    /// A fenced block that is never Rust.
    Code {
        /// One of a closed set of languages; `text` for all else.
        language: &'static str,
        /// The lines.
        text: String,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// The first number, where the list is numbered.
        start: Option<u64>,
        /// The items; none is empty.
        items: Vec<Vec<Block>>,
    },
    /// A table; the first row is its head.
    Table(Vec<Vec<Vec<Inline>>>),
    /// A thematic break.
    Rule,
}

/// A part of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// Text; white space means one space.
    Text(String),
    /// Code.
    Code(String),
    /// Emphasized text.
    Styled(Style, Vec<Inline>),
    /// A link to another site.
    Link {
        /// `http:`, `https:` or `mailto:`, percent-encoded.
        target: String,
        /// What is shown.
        text: Vec<Inline>,
    },
    /// A line break that is meant.
    Break,
}

/// How text is emphasized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Struck,
}

impl Style {
    /// The delimiter on each side.
    pub(super) fn delimiter(self) -> &'static str {
        match self {
            Self::Emphasis => "*",
            Self::Strong => "**",
            Self::Struck => "~~",
        }
    }
}

/// Whether nothing would be seen of these.
pub(super) fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.trim().is_empty(),
        Inline::Styled(_, inner) => is_blank(inner),
        Inline::Link { .. } => false,
        Inline::Break => true,
    })
}

/// The characters without links and styles.
pub(super) fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Styled(_, inner) | Inline::Link { text: inner, .. } => out.push_str(&plain(inner)),
            Inline::Break => out.push('\n'),
        }
    }
    out
}

/// All blocks as running text, for a place that has one line.
pub(super) fn flatten(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out = Vec::new();
    for block in blocks {
        if !out.is_empty() {
            out.push(Inline::Text(" ".into()));
        }
        match block {
            Block::Paragraph(inlines) => out.extend(inlines),
            Block::Code { text, .. } => out.push(Inline::Code(text)),
            Block::Quote(inner) => out.extend(flatten(inner)),
            Block::List { items, .. } => join(&mut out, items.into_iter().map(flatten), "; "),
            Block::Table(rows) => join(&mut out, rows.into_iter().flatten(), "; "),
            Block::Rule => {}
        }
    }
    out
}

fn join(out: &mut Vec<Inline>, parts: impl Iterator<Item = Vec<Inline>>, separator: &str) {
    for (index, part) in parts.enumerate() {
        if index > 0 {
            out.push(Inline::Text(separator.into()));
        }
        out.extend(part);
    }
}
