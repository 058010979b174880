//! The open elements while prose is read. Markdown's are balanced; HTML's are whatever people wrote, so every way of
//! closing too much, too little or the wrong one ends in a tree.

use super::super::tree::{Block, Inline, Style, flatten, is_blank, plain};

/// Deeper than anybody reads; what is nested deeper is taken as part of what is around it.
pub(super) const DEEPEST: usize = 24;

/// An element that is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// The whole text.
    Root,
    /// A quotation.
    Quote,
    /// A list with its first number.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// Text whose white space counts, in a language.
    Pre(&'static str),
    /// Emphasized text.
    Styled(Style),
    /// Code in running text.
    Code,
    /// A link, to where it may lead.
    Link(Option<String>),
    /// An element that means nothing here; what is in it counts.
    Transparent,
}

impl Kind {
    /// Whether it stands in running text.
    pub(super) fn is_inline(&self) -> bool {
        matches!(self, Self::Styled(_) | Self::Code | Self::Link(_) | Self::Transparent)
    }
}

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// The HTML tag that opened it; none for Markdown.
    pub(super) tag: Option<String>,
    inlines: Vec<Inline>,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    cells: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

impl Frame {
    fn new(kind: Kind, tag: Option<&str>) -> Self {
        let (inlines, blocks, items, cells, rows) = Default::default();
        Self { kind, tag: tag.map(str::to_owned), inlines, blocks, items, cells, rows }
    }
}

/// The open elements, outermost first.
#[derive(Debug)]
pub(super) struct Stack {
    root: Frame,
    pub(super) frames: Vec<Frame>,
    /// How many frames were open where each open Markdown element began.
    pub(super) marks: Vec<usize>,
}

impl Default for Stack {
    fn default() -> Self {
        Self { root: Frame::new(Kind::Root, None), frames: Vec::new(), marks: Vec::new() }
    }
}

impl Stack {
    /// Closes everything.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close_to(0);
        self.flush();
        self.root.blocks
    }

    /// A paragraph begins or ends here.
    pub(super) fn paragraph(&mut self) {
        if self.settle() {
            self.flush();
        }
    }

    /// Appends text.
    pub(super) fn text(&mut self, text: &str) {
        if text.trim().is_empty() && matches!(self.top().kind, Kind::List(_) | Kind::Table | Kind::Row) {
            return;
        }
        self.open_implied();
        match self.top().inlines.last_mut() {
            Some(Inline::Text(last)) => last.push_str(text),
            _ => self.top().inlines.push(Inline::Text(text.to_owned())),
        }
    }

    /// Appends a part of running text.
    pub(super) fn inline(&mut self, inline: Inline) {
        if let Inline::Text(text) = inline {
            return self.text(&text);
        }
        self.open_implied();
        self.top().inlines.push(inline);
    }

    /// Opens the item or cell that text needs, where HTML left it out.
    fn open_implied(&mut self) {
        match self.top().kind {
            Kind::List(_) => self.open(Kind::Item, Some("li")),
            Kind::Table => {
                self.open(Kind::Row, Some("tr"));
                self.open(Kind::Cell, Some("td"));
            }
            Kind::Row => self.open(Kind::Cell, Some("td")),
            _ => {}
        }
    }

    /// Appends a block.
    pub(super) fn block(&mut self, block: Block) {
        if !self.settle() {
            let inlines = flatten(vec![block]);
            self.top().inlines.extend(inlines);
            return;
        }
        self.flush();
        let top = self.top();
        match (top.blocks.last_mut(), block) {
            // Two lists or quotations without anything between them are one when they are read again.
            (Some(Block::List { start: a, items }), Block::List { start: b, items: more })
                if a.is_some() == b.is_some() =>
            {
                items.extend(more);
            }
            (Some(Block::Quote(blocks)), Block::Quote(more)) => blocks.extend(more),
            (_, block) if matches!(top.kind, Kind::List(_)) => top.items.push(vec![block]),
            (_, block) => top.blocks.push(block),
        }
    }

    /// Opens an element of Markdown.
    pub(super) fn open_markdown(&mut self, kind: Kind) {
        if !kind.is_inline() && kind != Kind::Cell && kind != Kind::Row && kind != Kind::Item {
            self.paragraph();
        }
        self.marks.push(self.frames.len());
        if self.frames.len() < DEEPEST {
            self.open(kind, None);
        }
    }

    /// Closes the innermost open element of Markdown with all that was opened inside it.
    pub(super) fn close_markdown(&mut self) {
        let mark = self.marks.pop().unwrap_or(0);
        self.close_to(mark);
    }

    pub(super) fn open(&mut self, kind: Kind, tag: Option<&str>) {
        self.frames.push(Frame::new(kind, tag));
    }

    pub(super) fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().unwrap_or(&mut self.root)
    }

    /// Closes HTML elements of running text; whether a block may follow now.
    pub(super) fn settle(&mut self) -> bool {
        let mark = self.marks.last().copied().unwrap_or(0);
        while self.frames.len() > mark && self.top().kind.is_inline() {
            self.close();
        }
        !self.top().kind.is_inline() && !matches!(self.top().kind, Kind::Pre(_))
    }

    pub(super) fn close_to(&mut self, length: usize) {
        while self.frames.len() > length {
            self.close();
        }
    }

    /// What was written so far becomes a paragraph of the innermost block.
    pub(super) fn flush(&mut self) {
        let top = self.top();
        let inlines = std::mem::take(&mut top.inlines);
        if !is_blank(&inlines) {
            top.blocks.push(Block::Paragraph(inlines));
        }
    }

    /// Closes the innermost element and hands what it held to the one around it.
    fn close(&mut self) {
        if let Some(Frame {
            kind: Kind::Quote | Kind::List(_) | Kind::Item | Kind::Table | Kind::Row | Kind::Cell,
            ..
        }) = self.frames.last()
        {
            self.flush();
        }
        let Some(mut frame) = self.frames.pop() else { return };
        match frame.kind {
            Kind::Root => {}
            Kind::Transparent => frame.inlines.into_iter().for_each(|inline| self.inline(inline)),
            Kind::Styled(_) if is_blank(&frame.inlines) => self.text(" "),
            Kind::Styled(style) => self.inline(Inline::Styled(style, frame.inlines)),
            Kind::Code => self.code(plain(&frame.inlines)),
            Kind::Link(Some(target)) => self.inline(Inline::Link { target, text: frame.inlines }),
            Kind::Link(None) => frame.inlines.into_iter().for_each(|inline| self.inline(inline)),
            Kind::Pre(language) => self.pre(language, &plain(&frame.inlines)),
            Kind::Quote if !frame.blocks.is_empty() => self.block(Block::Quote(frame.blocks)),
            Kind::Item if !frame.blocks.is_empty() => self.item(frame.blocks),
            Kind::List(start) => {
                frame.items.extend((!frame.blocks.is_empty()).then_some(frame.blocks));
                if !frame.items.is_empty() {
                    self.block(Block::List { start, items: frame.items });
                }
            }
            Kind::Cell => {
                let cell = flatten(frame.blocks);
                self.top().cells.push(cell);
            }
            Kind::Row => {
                if !frame.cells.is_empty() {
                    self.top().rows.push(frame.cells);
                }
            }
            Kind::Table if !frame.rows.is_empty() => self.block(Block::Table(frame.rows)),
            Kind::Quote | Kind::Item | Kind::Table => {}
        }
    }

    fn code(&mut self, code: String) {
        if !code.trim().is_empty() {
            self.inline(Inline::Code(code));
        }
    }

    fn pre(&mut self, language: &'static str, text: &str) {
        let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).skip_while(|line| line.is_empty()).collect();
        if !lines.is_empty() {
            self.block(Block::Code { language, text: lines.join("\n") });
        }
    }

    fn item(&mut self, blocks: Vec<Block>) {
        match self.top().kind {
            Kind::List(_) => self.top().items.push(blocks),
            _ => blocks.into_iter().for_each(|block| self.block(block)),
        }
    }
}
