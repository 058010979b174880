//! What HTML elements mean, one by one, and where each may stand.

use super::super::html::OpenTag;
use super::super::tree::{Block, Inline, Style};
use super::super::url;
use super::frame::{DEEPEST, Kind, Stack};

impl Stack {
    /// Opens an HTML element that has a meaning.
    pub(super) fn open_html(&mut self, tag: &OpenTag) {
        let kind = match tag.name.as_str() {
            "br" => return self.inline(Inline::Break),
            "hr" => return self.block(Block::Rule),
            "img" => return self.image(tag),
            "b" | "strong" => Kind::Styled(Style::Strong),
            "i" | "em" => Kind::Styled(Style::Emphasis),
            "s" | "del" | "strike" => Kind::Styled(Style::Struck),
            "code" | "tt" | "kbd" | "samp" => Kind::Code,
            "a" => Kind::Link(tag.attribute("href").and_then(url::link)),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.paragraph();
                Kind::Styled(Style::Strong)
            }
            "ul" => Kind::List(None),
            "ol" => Kind::List(Some(1)),
            "li" => Kind::Item,
            "blockquote" => Kind::Quote,
            "pre" => Kind::Pre("text"),
            "table" => Kind::Table,
            "tr" => Kind::Row,
            "td" | "th" => Kind::Cell,
            name => {
                if is_block(name) {
                    self.paragraph();
                }
                return;
            }
        };
        if self.make_room(&kind) && self.frames.len() < DEEPEST {
            self.open(kind, Some(&tag.name));
        }
    }

    /// Closes the nearest open element of that name, if Markdown did not open one in between.
    pub(super) fn close_html(&mut self, name: &str) {
        let mark = self.marks.last().copied().unwrap_or(0);
        let open = self.frames.iter().rposition(|frame| frame.tag.as_deref() == Some(name));
        match open {
            Some(at) if at >= mark => self.close_to(at),
            _ => {}
        }
        if is_block(name) {
            self.paragraph();
        }
    }

    fn image(&mut self, tag: &OpenTag) {
        let alt = tag.attribute("alt").unwrap_or_default();
        let text = vec![Inline::Text(if alt.trim().is_empty() { "image" } else { alt }.to_owned())];
        match tag.attribute("src").and_then(url::link) {
            Some(target) => self.inline(Inline::Link { target, text }),
            None => self.text(alt),
        }
    }

    /// Prepares for an element that must be directly in another; false where it has no place here.
    fn make_room(&mut self, kind: &Kind) -> bool {
        if kind.is_inline() {
            return true;
        }
        if !self.settle() {
            return false;
        }
        match kind {
            Kind::Item => {
                self.close_html_to(|kind| matches!(kind, Kind::List(_)));
                if !matches!(self.top().kind, Kind::List(_)) {
                    self.flush();
                    self.open(Kind::List(None), Some("ul"));
                }
                true
            }
            Kind::Row => {
                self.close_html_to(|kind| *kind == Kind::Table);
                self.top().kind == Kind::Table
            }
            Kind::Cell => {
                self.close_html_to(|kind| *kind == Kind::Row);
                self.top().kind == Kind::Row
            }
            _ => {
                self.flush();
                !matches!(self.top().kind, Kind::Cell | Kind::Row | Kind::Table | Kind::Pre(_))
            }
        }
    }

    /// Closes HTML elements down to the nearest that `wanted` accepts, where there is one.
    fn close_html_to(&mut self, wanted: impl Fn(&Kind) -> bool) {
        let mark = self.marks.last().copied().unwrap_or(0);
        if let Some(at) = self.frames.iter().rposition(|frame| wanted(&frame.kind))
            && at + 1 > mark
        {
            self.close_to(at + 1);
        }
    }
}

/// HTML elements that stand apart from the text around them.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "center"
            | "details"
            | "summary"
            | "dl"
            | "dt"
            | "dd"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}
