//! Writing blocks: lines, indented for lists and marked for quotations.

use super::tree::{Block, Inline};
use super::{Target, inline};

/// The longest line, where words allow.
pub(super) const WIDTH: usize = 110;

/// `blocks` with an empty line between any two.
pub(super) fn write(blocks: &[Block], target: Target) -> String {
    Writer { target }.blocks(blocks, WIDTH).join("\n")
}

struct Writer {
    target: Target,
}

impl Writer {
    fn blocks(&self, blocks: &[Block], width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for block in blocks {
            let more = self.block(block, width);
            if !lines.is_empty() && !more.is_empty() {
                lines.push(String::new());
            }
            lines.extend(more);
        }
        lines
    }

    fn block(&self, block: &Block, width: usize) -> Vec<String> {
        match block {
            Block::Paragraph(inlines) => inline::paragraph(inlines, self.target, width),
            Block::Code { language, text } => self.code(language, text),
            Block::Quote(blocks) => prefix(self.blocks(blocks, narrower(width, 2)), "> ", "> "),
            Block::List { start, items } => self.list(*start, items, width),
            Block::Table(rows) => self.table(rows),
            // Not of hyphens: after `- ` they would be a break by themselves.
            Block::Rule => vec!["***".into()],
        }
    }

    fn code(&self, language: &str, text: &str) -> Vec<String> {
        let text = if self.target == Target::Rustdoc { text.replace("*/", "* /") } else { text.to_owned() };
        let fence = "`".repeat(text.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
        let mut lines = vec![format!("{fence}{language}")];
        lines.extend(text.lines().map(|line| line.trim_end().to_owned()));
        lines.push(fence);
        lines
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>], width: usize) -> Vec<String> {
        let tight = items.iter().all(|item| is_tight(item));
        let mut lines = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let marker = match start {
                // Nine digits are the most that begin a list.
                Some(first) => format!("{}. ", first.min(999_000_000).saturating_add(index as u64)),
                None => "- ".to_owned(),
            };
            let width = narrower(width, marker.len());
            let inner = if tight {
                item.iter().flat_map(|block| self.block(block, width)).collect()
            } else {
                self.blocks(item, width)
            };
            if !lines.is_empty() && !tight {
                lines.push(String::new());
            }
            lines.extend(prefix(inner, &marker, &" ".repeat(marker.len())));
        }
        lines
    }

    fn table(&self, rows: &[Vec<Vec<Inline>>]) -> Vec<String> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let mut line = String::from("|");
            for column in 0..columns {
                let cell = row
                    .get(column)
                    .map(|cell| inline::line(cell, self.target, inline::Place::Cell))
                    .unwrap_or_default();
                line.extend([if cell.is_empty() { "" } else { " " }, &cell, " |"]);
            }
            lines.push(line);
            if index == 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        lines
    }
}

/// Whether the blocks of an item need no empty line: a paragraph, then perhaps a list that may interrupt one.
fn is_tight(item: &[Block]) -> bool {
    match item {
        [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), Block::List { start: None | Some(1), items }] => items.iter().all(|item| is_tight(item)),
        _ => false,
    }
}

fn narrower(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(40)
}

fn prefix(lines: Vec<String>, first: &str, rest: &str) -> Vec<String> {
    let mark = |(index, line): (usize, String)| {
        let prefix = if index == 0 { first } else { rest };
        format!("{prefix}{line}").trim_end().to_owned()
    };
    lines.into_iter().enumerate().map(mark).collect()
}
