//! YAML as people and programs usually write it, read in one pass: the same events as `saphyr-parser` gives, several times faster.
//!
//! Usual is: one document, a mapping in block style, spaces only, no anchors, aliases, tags or directives, flow style within a
//! line. Whatever is not plainly that, and whatever is wrong in any way, is left to the parser: this reader never says why it
//! gave up. What it accepts, the parser accepts with the same values at the same places; the tests compare both.

mod block;
mod flow;
mod look;
mod quoted;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use memchr::{memchr, memmem};
use saphyr_parser::{Event, ScalarStyle};

/// The longest key that is read here; the parser stops at 1024 characters.
const KEY: usize = 1000;

/// Takes an event with the bytes from which to which it stands; nothing where it refuses it.
pub(super) trait Receive<'t>: FnMut(Event<'t>, usize, usize) -> Option<()> {}

impl<'t, F: FnMut(Event<'t>, usize, usize) -> Option<()>> Receive<'t> for F {}

/// Gives the events of a document; nothing where it is not written in the usual way, or `receive` refuses an event.
pub(super) fn read<'t>(text: &'t str, receive: impl Receive<'t>) -> Option<()> {
    let bytes = text.as_bytes();
    // Without an early end many bytes are looked at in one step.
    let unusual = |some: &[u8]| some.iter().fold(false, |found, byte| found | matches!(byte, 0..=8 | 11..=31));
    if bytes.chunks(1 << 12).any(unusual) || memmem::find(bytes, "\u{feff}".as_bytes()).is_some() {
        return None;
    }
    let at = if text.starts_with("---\n") { 4 } else { 0 };
    let tabs = memchr(b'\t', bytes).is_some();
    Reader { text, tabs, at, line: at, end: at, open: Vec::new(), pending: None, receive }.document()
}

struct Reader<'t, R> {
    text: &'t str,
    /// Whether there are tabs. They are usual in block scalars only.
    tabs: bool,
    /// The byte that has been reached.
    at: usize,
    /// Where its line begins.
    line: usize,
    /// Where that line ends.
    end: usize,
    /// The mappings and lists that are open, the outermost first.
    open: Vec<Open>,
    /// Where the key or the dash ends whose value is still to come, on a later line.
    pending: Option<usize>,
    receive: R,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mapping,
    List,
    /// A list whose dashes stand under the key that it is the value of.
    ListUnderKey,
}

#[derive(Clone, Copy)]
struct Open {
    kind: Kind,
    column: usize,
}

impl<'t, R: Receive<'t>> Reader<'t, R> {
    fn document(&mut self) -> Option<()> {
        while let Some(column) = self.next_line() {
            let marks = ["---", "...", "%"];
            if self.has_tab(self.at) || (column == 0 && marks.iter().any(|mark| self.rest().starts_with(mark))) {
                return None;
            }
            if !self.open.is_empty() {
                self.arrange(column)?;
            } else if column != 0 || self.is_dash() {
                return None;
            }
            self.node(column)?;
        }
        self.settle()?;
        let has_root = !self.open.is_empty();
        while let Some(open) = self.open.pop() {
            self.close(open)?;
        }
        has_root.then_some(())
    }

    /// On to the next line that holds more than blanks or a comment: its column. Nothing at the end of the text.
    fn next_line(&mut self) -> Option<usize> {
        loop {
            (self.line, self.end) = (self.at, self.find_line_end(self.at));
            self.at = self.after_spaces(self.at);
            match self.byte(self.at) {
                _ if self.at >= self.text.len() => return None,
                b'\n' => self.at += 1,
                b'#' => self.at = self.end + 1,
                _ => return Some(self.at - self.line),
            }
        }
    }

    /// Ends what does not reach as far as this column; nothing where then nothing can stand here.
    fn arrange(&mut self, column: usize) -> Option<()> {
        let dash = self.is_dash();
        let top = self.open.last()?;
        let is_value = column > top.column || (dash && column == top.column && top.kind == Kind::Mapping);
        if self.pending.is_some() && is_value {
            return Some(());
        }
        self.settle()?;
        while let Some(&top) = self.open.last() {
            if top.column < column || (top.column == column && (top.kind != Kind::ListUnderKey || dash)) {
                break;
            }
            self.open.pop();
            self.close(top)?;
        }
        let top = self.open.last()?;
        (top.column == column && (top.kind != Kind::Mapping) == dash).then_some(())
    }

    /// A key whose value did not come has an empty one.
    fn settle(&mut self) -> Option<()> {
        let Some(mark) = self.pending.take() else { return Some(()) };
        let is_key = self.open.last()?.kind == Kind::Mapping;
        is_key.then(|| self.scalar_event(Cow::Borrowed(""), ScalarStyle::Plain, mark, mark))?
    }

    /// What stands here, in this column, to the end of its last line.
    fn node(&mut self, mut column: usize) -> Option<()> {
        while self.is_dash() {
            let dash = self.at;
            self.at = self.after_spaces(dash + 1);
            if self.is_new(column) {
                self.open_list(column, dash)?;
            }
            match self.byte(self.at) {
                b'\n' => {
                    self.pending = Some(self.at);
                    self.at += 1;
                    return Some(());
                }
                b'#' => return None,
                _ => column = self.at - self.line,
            }
        }
        let Some((key, style, end)) = self.key()? else {
            let around = self.open.last()?.column;
            return if self.is_new(column) { self.scalar(around) } else { None };
        };
        if self.is_new(column) {
            self.open.push(Open { kind: Kind::Mapping, column });
            (self.receive)(Event::MappingStart(0, None), self.at, self.at)?;
        }
        self.scalar_event(key, style, self.at, end)?;
        self.value(column, end)
    }

    /// Whether what stands in this column is a value of its own, and not the next of what is open there.
    fn is_new(&mut self, column: usize) -> bool {
        self.pending.take().is_some() || self.open.last().is_none_or(|top| top.column != column)
    }

    fn open_list(&mut self, column: usize, dash: usize) -> Option<()> {
        let under_key = self.open.last().is_some_and(|top| top.column == column);
        let (kind, start) = if under_key { (Kind::ListUnderKey, self.at) } else { (Kind::List, dash) };
        self.open.push(Open { kind, column });
        (self.receive)(Event::SequenceStart(0, None), start, start)
    }

    fn close(&mut self, open: Open) -> Option<()> {
        let event = if open.kind == Kind::Mapping { Event::MappingEnd } else { Event::SequenceEnd };
        (self.receive)(event, self.at, self.at)
    }

    /// What follows the key that ends at `colon`.
    fn value(&mut self, column: usize, colon: usize) -> Option<()> {
        self.at = self.after_spaces(colon + 1);
        match self.byte(self.at) {
            b'\n' | b'#' => {
                self.pending = Some(colon);
                self.at = self.line_end(self.at) + 1;
                Some(())
            }
            _ => self.scalar(column),
        }
    }

    /// The key that stands here, with the place of its colon; nothing within where there is none.
    #[expect(clippy::option_option, reason = "whether there is a key, if it can be told")]
    fn key(&self) -> Option<Option<(Cow<'t, str>, ScalarStyle, usize)>> {
        let first = self.byte(self.at);
        if matches!(first, b'"' | b'\'') {
            let found = self.quoted(self.at, None).filter(|(_, end)| self.is_colon(*end));
            let style = quoted::style(first);
            return Some(found.map(|(key, end)| (key, style, end)));
        }
        let end = self.line_end(self.at);
        let Some(colon) = self.colon(self.at, end) else { return Some(None) };
        if self.comment(self.at, colon) < colon {
            return Some(None);
        }
        let key = self.text.get(self.at..colon)?;
        let usual = key.len() <= KEY && key != "<<" && !key.ends_with(' ');
        // What begins a flow or a block scalar may hold a colon; as a key it is not usual.
        (usual && look::begins_plain(first))
            .then_some(Some((key.into(), ScalarStyle::Plain, colon)))
            .or_else(|| matches!(first, b'{' | b'[' | b'|' | b'>').then_some(None))
    }

    /// A scalar, or flow style, in something that is open in column `around`.
    fn scalar(&mut self, around: usize) -> Option<()> {
        match self.byte(self.at) {
            quote @ (b'"' | b'\'') => {
                let (text, end) = self.quoted(self.at, Some(around))?;
                // The parser counts blanks and a comment that follow as part of it.
                let end = self.after_comment(end);
                self.scalar_event(text, quoted::style(quote), self.at, end)?;
                self.end_line(end)
            }
            b'|' | b'>' => self.block(around),
            b'[' | b'{' => {
                let end = self.flow(self.at, 0)?;
                self.end_line(end)
            }
            first if look::begins_plain(first) && !self.is_dash() => self.plain(around),
            _ => None,
        }
    }

    /// An unquoted scalar, over as many lines as are further in than `around`.
    fn plain(&mut self, around: usize) -> Option<()> {
        let start = self.at;
        let (mut end, mut after) = self.plain_line(start)?;
        let mut text = Cow::Borrowed(self.text.get(start..end)?);
        while after == self.line_end(end) {
            let (breaks, column, next) = self.fold(after);
            if column <= around || next >= self.text.len() || self.byte(next) == b'#' {
                break;
            }
            let (next_end, next_after) = self.plain_line(next)?;
            push_fold(text.to_mut(), breaks);
            text.to_mut().push_str(self.text.get(next..next_end)?);
            (end, after) = (next_end, next_after);
        }
        self.scalar_event(text, ScalarStyle::Plain, start, end)?;
        self.at = self.line_end(end) + 1;
        Some(())
    }

    /// Where a line of an unquoted scalar ends, and where what is not its comment ends.
    fn plain_line(&self, start: usize) -> Option<(usize, usize)> {
        let mut after = self.line_end(start);
        if self.has_mark(start, after) {
            after = self.comment(start, after);
            if self.colon(start, after).is_some() {
                return None;
            }
        }
        let text = self.text.get(start..after)?;
        let end = start + text.trim_end_matches(' ').len();
        (end > start && !self.has_tab(start)).then_some((end, after))
    }

    fn end_line(&mut self, at: usize) -> Option<()> {
        self.at = at + 1;
        (self.byte(at) == b'\n').then_some(())
    }

    fn scalar_event(&mut self, text: Cow<'t, str>, style: ScalarStyle, start: usize, end: usize) -> Option<()> {
        (self.receive)(Event::Scalar(text, style, 0, None), start, end)
    }
}

/// Lines of a scalar are joined by a blank, or by as many line ends as there are empty lines between them.
fn push_fold(text: &mut String, breaks: usize) {
    match breaks {
        1 => text.push(' '),
        _ => text.extend(std::iter::repeat_n('\n', breaks.saturating_sub(1))),
    }
}
