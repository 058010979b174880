//! Reading prose: `CommonMark` with tables, and the HTML that people put into it.

mod frame;
mod markup;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::clean::clean;
use super::html::{self, Token};
use super::tree::{Block, Inline, Style};
use super::url;
use frame::{Kind, Stack};

/// Reads `source`. Anything is prose: there is no error.
pub(super) fn parse(source: &str) -> Vec<Block> {
    let source = clean(source);
    let mut reader = Reader::default();
    for event in Parser::new_ext(&source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.event(event);
    }
    reader.stack.finish()
}

#[derive(Default)]
struct Reader {
    stack: Stack,
    /// The lines of an HTML block so far.
    html: Option<String>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.stack.inline(Inline::Code(clean(&text)));
            }
            Event::Html(text) => match &mut self.html {
                Some(block) => block.push_str(&text),
                None => self.html(&text),
            },
            Event::InlineHtml(text) => self.html(&text),
            Event::SoftBreak => self.stack.text("\n"),
            Event::HardBreak => self.stack.inline(Inline::Break),
            Event::Rule => self.stack.block(Block::Rule),
            Event::FootnoteReference(name) => self.text(&format!("[^{name}]")),
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn text(&mut self, text: &str) {
        // An entity may have been what `clean` looks for.
        self.stack.text(&clean(text));
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.stack.paragraph(),
            Tag::Heading { .. } => {
                self.stack.paragraph();
                self.stack.open_markdown(Kind::Styled(Style::Strong));
            }
            Tag::BlockQuote(_) => self.stack.open_markdown(Kind::Quote),
            Tag::CodeBlock(kind) => self.stack.open_markdown(Kind::Pre(match kind {
                CodeBlockKind::Fenced(info) => language(&info),
                CodeBlockKind::Indented => "text",
            })),
            Tag::List(start) => self.stack.open_markdown(Kind::List(start)),
            Tag::Item => self.stack.open_markdown(Kind::Item),
            Tag::Table(_) => self.stack.open_markdown(Kind::Table),
            Tag::TableHead | Tag::TableRow => self.stack.open_markdown(Kind::Row),
            Tag::TableCell => self.stack.open_markdown(Kind::Cell),
            Tag::Emphasis => self.stack.open_markdown(Kind::Styled(Style::Emphasis)),
            Tag::Strong => self.stack.open_markdown(Kind::Styled(Style::Strong)),
            Tag::Strikethrough => self.stack.open_markdown(Kind::Styled(Style::Struck)),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.stack.open_markdown(Kind::Link(url::link(&clean(&dest_url))));
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            _ => self.stack.open_markdown(Kind::Transparent),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.stack.paragraph(),
            TagEnd::HtmlBlock => {
                let block = self.html.take().unwrap_or_default();
                self.html(&block);
            }
            TagEnd::Heading(_) => {
                self.stack.close_markdown();
                self.stack.paragraph();
            }
            _ => self.stack.close_markdown(),
        }
    }

    fn html(&mut self, text: &str) {
        for token in html::tokens(text) {
            match token {
                Token::Text(text) => self.text(&text),
                Token::Open(tag) => self.stack.open_html(&tag),
                Token::Close(name) => self.stack.close_html(&name),
            }
        }
    }
}

/// The language of a fence, out of a closed set: rustdoc takes every name it does not know for "not Rust", but some
/// names for commands.
fn language(info: &str) -> &'static str {
    let name = info.split([' ', ',', '{', '\t']).next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "bash" | "sh" | "shell" | "zsh" | "curl" | "console" => "bash",
        "http" => "http",
        "json" | "json5" | "jsonc" => "json",
        "yaml" | "yml" => "yaml",
        "xml" => "xml",
        "html" => "html",
        "js" | "javascript" | "node" => "javascript",
        "ts" | "typescript" => "typescript",
        "py" | "python" => "python",
        "rb" | "ruby" => "ruby",
        "php" => "php",
        "java" => "java",
        "kotlin" => "kotlin",
        "go" | "golang" => "go",
        "cs" | "csharp" | "c#" => "csharp",
        "c" => "c",
        "cpp" | "c++" => "cpp",
        "swift" => "swift",
        "powershell" | "ps1" => "powershell",
        "sql" => "sql",
        "graphql" => "graphql",
        "toml" => "toml",
        "ini" => "ini",
        _ => "text",
    }
}
