//! A page as a reader sees it: headings with their anchors, links, code, prose.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: usize,
    /// As it is shown.
    pub text: String,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// What stands after the backticks.
    pub info: String,
    /// The code.
    pub code: String,
    /// The heading of the second rank that it is under.
    pub section: String,
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// Its path in the crate.
    pub path: String,
    /// The Markdown.
    pub text: String,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// What can be linked to.
    pub anchors: BTreeSet<String>,
    /// Where links lead, as written.
    pub links: Vec<String>,
    /// Blocks of code in order.
    pub fences: Vec<Fence>,
    /// HTML, which there must be none of.
    pub html: Vec<String>,
    /// Prose outside code, by the heading of the second rank that it is under.
    pub sections: BTreeMap<String, String>,
}

impl Page {
    /// Reads a page.
    pub fn new(path: &str, text: &str) -> Self {
        let mut page = Self { path: path.to_owned(), text: text.to_owned(), ..Self::default() };
        let mut seen = BTreeMap::new();
        let mut open = Open::Prose;
        let mut section = String::new();
        for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::Heading { level, .. }) => open = Open::Heading(level as usize, String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    if let Open::Heading(level, text) = std::mem::replace(&mut open, Open::Prose) {
                        if level == 2 {
                            section.clone_from(&text);
                        }
                        page.anchors.insert(anchor(&text, &mut seen));
                        page.headings.push(Heading { level, text });
                    }
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info =
                        if let CodeBlockKind::Fenced(info) = kind { info.to_string() } else { "indented".into() };
                    open = Open::Code(info, String::new());
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Open::Code(info, code) = std::mem::replace(&mut open, Open::Prose) {
                        page.fences.push(Fence { info, code, section: section.clone() });
                    }
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.to_string());
                }
                Event::Html(html) | Event::InlineHtml(html) => page.html.push(html.to_string()),
                Event::Text(text) | Event::Code(text) => match &mut open {
                    Open::Heading(_, into) | Open::Code(_, into) => into.push_str(&text),
                    Open::Prose => page.sections.entry(section.clone()).or_default().push_str(&text),
                },
                Event::SoftBreak | Event::HardBreak | Event::End(_) => {
                    page.sections.entry(section.clone()).or_default().push('\n');
                }
                _ => {}
            }
        }
        page
    }
}

enum Open {
    Prose,
    Heading(usize, String),
    Code(String, String),
}

/// The anchor that GitHub gives a heading; the second of the same text gets `-1`.
fn anchor(heading: &str, seen: &mut BTreeMap<String, usize>) -> String {
    let slug: String = heading
        .trim()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect();
    let count = seen.entry(slug.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
}
