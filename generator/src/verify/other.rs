//! TOML, Markdown and JSON.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::comments::compiles;
use crate::text::is_unsafe;

/// TOML parses.
pub(super) fn toml(text: &str) -> Result<String, String> {
    let plain = single_blank_lines(text);
    match toml::from_str::<toml::Table>(&plain) {
        Ok(_) => Ok(plain),
        Err(error) => Err(error.message().to_owned()),
    }
}

/// Markdown has one heading of the first rank, no HTML, no invisible character, every fence has a language, and rustdoc, which
/// reads pages with the crate, finds so many `examples` and no other code.
pub(super) fn markdown(text: &str, examples: usize) -> Result<String, String> {
    let text = single_blank_lines(text);
    if text.contains(|c| is_unsafe(c) && c != '\n' && c != '\t') {
        return Err("it holds an invisible character".to_owned());
    }
    let (mut titles, mut programs) = (0, 0);
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::End(TagEnd::Heading(pulldown_cmark::HeadingLevel::H1)) => titles += 1,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.trim().is_empty() => {
                return Err("a code block names no language".to_owned());
            }
            Event::Start(Tag::CodeBlock(kind)) if compiles(&kind) => programs += 1,
            _ => {}
        }
    }
    if programs != examples {
        return Err(format!("it has {programs} programs that would be compiled instead of {examples}"));
    }
    if titles == 1 { Ok(text) } else { Err(format!("it has {titles} titles")) }
}

/// JSON parses.
pub(super) fn json(text: &str) -> Result<String, String> {
    serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

/// No blank line twice, none at the ends, no blanks at the end of a line; code in fences keeps its own.
fn single_blank_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let mark: String = line.trim_start().chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if mark.len() >= open.len() && line.trim().len() == mark.len() => fence = None,
            None if mark.len() >= 3 => fence = Some(mark),
            _ => {}
        }
        let line = if fence.is_some() { line } else { line.trim_end() };
        if line.is_empty() && fence.is_none() && (out.is_empty() || out.ends_with("\n\n")) {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
