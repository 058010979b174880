//! Writing running text.

use super::tree::{Inline, Style, is_blank, plain};
use super::{Target, url, word};

/// What stands around the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A paragraph: a break is a break.
    Paragraph,
    /// A line: a break is a space.
    Line,
    /// A cell of a table: as a line, and a `|` in code needs a backslash.
    Cell,
    /// A heading or the text of a link: as a line, without links.
    Heading,
}

/// A blank at which a line must not be wrapped. `clean` has replaced every such character of the document's.
const GLUE: char = '\u{1}';

/// `inlines` on one line.
pub(super) fn line(inlines: &[Inline], target: Target, place: Place) -> String {
    let mut writer = Writer { out: String::new(), target, place, linked: place == Place::Heading, styled: false };
    writer.inlines(inlines);
    writer.out.trim_end().replace(GLUE, " ")
}

/// `inlines` as a paragraph of lines no longer than `width` where possible.
pub(super) fn paragraph(inlines: &[Inline], target: Target, width: usize) -> Vec<String> {
    let mut writer = Writer { out: String::new(), target, place: Place::Paragraph, linked: false, styled: false };
    let end = inlines.iter().rposition(|inline| !is_blank(std::slice::from_ref(inline))).map_or(0, |last| last + 1);
    writer.inlines(&inlines[..end]);
    let text = writer.out.trim_end();
    text.lines().flat_map(|line| wrap(line, width)).map(|line| line.replace(GLUE, " ")).collect()
}

struct Writer {
    out: String,
    target: Target,
    place: Place,
    /// Inside a link, where no other can begin.
    linked: bool,
    /// Inside emphasis, where no other begins: adjacent delimiters would be read another way.
    styled: bool,
}

impl Writer {
    fn inlines(&mut self, inlines: &[Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(code) => self.code(code),
                Inline::Styled(style, inner) => self.styled(*style, inner, inlines.get(index + 1)),
                Inline::Link { target, text } => self.link(target, text),
                Inline::Break => self.line_break(),
            }
        }
    }

    /// Whether nothing stands on this line yet.
    fn fresh(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    fn space(&mut self) {
        if !self.fresh() && !self.out.ends_with([' ', GLUE]) {
            self.out.push(' ');
        }
    }

    fn line_break(&mut self) {
        if self.place != Place::Paragraph || self.styled || self.linked {
            self.space();
        } else if !self.fresh() {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push_str("\\\n");
        }
    }

    fn text(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        for (index, word) in text.split_whitespace().enumerate() {
            if index > 0 {
                self.space();
            }
            self.word(word);
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn word(&mut self, word: &str) {
        let mut rest = word;
        while let Some((start, end)) = url::find(rest) {
            self.pieces(&rest[..start]);
            rest = self.address(&rest[start..], end - start);
        }
        self.pieces(rest);
    }

    fn pieces(&mut self, rest: &str) {
        // What is escaped ends a word for clippy, which asks for backticks around each.
        for piece in rest.split_inclusive(['`', '<', '>', '[', ']', '*', '\\']) {
            let mut whole = true;
            for (run, latin) in word::scripts(piece, self.target) {
                whole = false;
                if latin { self.code(run) } else { self.escape(run) }
            }
            if whole {
                self.piece(piece);
            }
        }
    }

    fn piece(&mut self, piece: &str) {
        match word::code_part(piece, self.target) {
            Some((start, end)) => {
                self.escape(&piece[..start]);
                self.code(&piece[start..end]);
                self.escape(&piece[end..]);
            }
            None => self.escape(piece),
        }
    }

    /// The web address at the beginning of `word`: a link; code where it is a template or stands in a link already. Gives
    /// back what follows it.
    fn address<'a>(&mut self, word: &'a str, end: usize) -> &'a str {
        let (address, after) = word.split_at(end);
        if let Some(target) = url::link(address).filter(|_| !self.linked && !after.starts_with(['{', '\\'])) {
            self.out.extend(["<", &target, ">"]);
            return after;
        }
        let end = word.trim_end_matches(['.', ',', ')', ';', ':']).len().max(end);
        self.code(&word[..end]);
        &word[end..]
    }

    fn escape(&mut self, text: &str) {
        let fresh = self.fresh();
        word::escape(&mut self.out, text, fresh);
    }

    fn code(&mut self, code: &str) {
        let mut code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        if code.is_empty() {
            return;
        }
        if self.target == Target::Rustdoc {
            code = code.replace("*/", "* /");
        }
        if self.place == Place::Cell {
            code = code.replace('|', "\\|");
        }
        if self.out.ends_with('`') {
            self.out.push(' ');
        }
        let fence = "`".repeat(code.split(|c| c != '`').map(str::len).max().unwrap_or(0) + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        self.out.push_str(&format!("{fence}{pad}{code}{pad}{fence}").replace(' ', &GLUE.to_string()));
    }

    fn styled(&mut self, style: Style, inner: &[Inline], next: Option<&Inline>) {
        if is_blank(inner) {
            return self.space();
        }
        let mut writer = Writer { out: String::new(), styled: true, ..*self };
        // Not a fresh line: the delimiter stands there.
        writer.out.push('*');
        writer.inlines(inner);
        let text = writer.out[1..].to_owned();
        if text.starts_with(' ') {
            self.space();
        }
        let trimmed = text.trim();
        let delimiter = style.delimiter();
        if self.styled || !self.may_open(trimmed) || !may_close(trimmed, text.ends_with(' '), next) {
            self.inlines(inner);
        } else {
            self.out.push_str(delimiter);
            self.out.push_str(trimmed);
            self.out.push_str(delimiter);
            if text.ends_with(' ') {
                self.space();
            }
        }
    }

    /// Whether a delimiter written now would open emphasis of `text`.
    fn may_open(&self, text: &str) -> bool {
        // `**/` would end a block comment.
        let Some(first) = text.chars().next().filter(|first| *first != '/') else { return false };
        match self.out.chars().next_back() {
            None | Some('\n' | ' ' | GLUE) => true,
            Some('*' | '~' | '_' | '\\') => false,
            Some(before) => first.is_alphanumeric() || before.is_ascii_punctuation(),
        }
    }

    fn link(&mut self, target: &str, inner: &[Inline]) {
        if self.linked {
            return self.inlines(inner);
        }
        let mut writer = Writer { out: "[".into(), linked: true, ..*self };
        writer.inlines(inner);
        let text = writer.out[1..].trim();
        let same = url::link(&plain(inner)).as_deref() == Some(target);
        if text.is_empty() || same && !target.starts_with("mailto:") {
            self.out.extend(["<", target, ">"]);
            return;
        }
        // An image's marker would make it one.
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        // Quotes around the text of a link look like forgotten backticks: they go around the link.
        let quote =
            ["\"", "'"].into_iter().find(|quote| text.len() > 2 && text.starts_with(quote) && text.ends_with(quote));
        let (quote, text) = quote.map_or(("", text), |quote| (quote, &text[1..text.len() - 1]));
        self.out.extend([quote, "[", text, "](", target, ")", quote]);
    }
}

/// Whether a delimiter after `text` would close its emphasis, before `next`.
fn may_close(text: &str, spaced: bool, next: Option<&Inline>) -> bool {
    let before = text.chars().next_back().is_some_and(char::is_alphanumeric);
    match next {
        _ if spaced => true,
        None => true,
        Some(Inline::Styled(..)) => false,
        Some(Inline::Text(next)) => match next.chars().next() {
            None => before,
            Some('*' | '~' | '_') => false,
            Some(next) => before || next.is_whitespace() || next.is_ascii_punctuation(),
        },
        Some(_) => true,
    }
}

/// Breaks `line` where the next word can begin a line without beginning a block.
pub(super) fn wrap(line: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut length = 0;
    for word in line.split(' ') {
        let count = word.chars().count();
        if !current.is_empty() && length + 1 + count > width && may_begin_line(word) {
            lines.push(std::mem::take(&mut current));
            length = 0;
        } else if !current.is_empty() {
            current.push(' ');
            length += 1;
        }
        current.push_str(word);
        length += count;
    }
    lines.push(current);
    lines
}

fn may_begin_line(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '(' || c == '"')
}
