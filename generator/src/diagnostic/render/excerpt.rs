//! The lines around a place, fit to be printed: no control characters, no secret, no line longer than a screen.

use std::ops::Range;

use super::veil::veiled;
use crate::{
    document::{Source, Span},
    text::is_unsafe,
};

/// Characters shown to the left of the place in a long line.
const BEFORE: usize = 40;
/// Characters of a line that are shown.
const WIDTH: usize = 110;
/// Characters that are marked at most.
const MARKED: usize = 60;

/// A few lines with one place in them.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines.
    pub text: String,
    /// The number of the first line, from 0.
    pub first_line: usize,
    /// The marked bytes of `text`.
    pub marked: Range<usize>,
}

/// The line of the place, the one before and the one after.
pub fn excerpt(source: &Source, span: Span) -> Excerpt {
    let text = source.text.as_str();
    let start = floor(text, span.start as usize);
    let end = floor(text, span.end as usize).max(start);
    let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line_end = line_end(text, start);
    let column = text.get(line_start..start).map_or(0, |before| before.chars().count());
    let skip = if column > BEFORE * 2 { column - BEFORE } else { 0 };

    let mut shown = String::new();
    let mut first_line = text.get(..line_start).map_or(0, |before| before.bytes().filter(|&b| b == b'\n').count());
    if line_start > 0 {
        let before = text.get(..line_start - 1).unwrap_or_default();
        let previous = before.rfind('\n').map_or(0, |at| at + 1);
        push(&mut shown, source, previous..line_start - 1, skip);
        shown.push('\n');
        first_line -= 1;
    }
    let offset = shown.len();
    push(&mut shown, source, line_start..line_end, skip);
    let cut = usize::from(skip > 0);
    let width = text.get(start..end.min(line_end)).map_or(0, |marked| marked.chars().count());
    let from = byte_of(&shown, offset, column - skip + cut);
    let to = byte_of(&shown, offset, column - skip + cut + width.clamp(1, MARKED));
    if line_end < text.len() {
        shown.push('\n');
        push(&mut shown, source, line_end + 1..self::line_end(text, line_end + 1), skip);
    }
    Excerpt { text: shown, first_line, marked: from..to }
}

fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

fn line_end(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| from + at)
}

/// The window of a line that is shown: one character for one, so that columns keep their places.
fn push(out: &mut String, source: &Source, line: Range<usize>, skip: usize) {
    let text = source.text.get(line.clone()).unwrap_or_default();
    let mut starts = text.char_indices().map(|(at, _)| line.start + at).skip(skip);
    let from = starts.next().unwrap_or(line.end);
    let to = starts.nth(WIDTH - 1).unwrap_or(line.end);
    if skip > 0 {
        out.push('…');
    }
    out.extend(veiled(source, from..to).chars().map(|character| match character {
        '\t' => ' ',
        unsafe_one if is_unsafe(unsafe_one) => char::REPLACEMENT_CHARACTER,
        other => other,
    }));
    if to < line.end {
        out.push('…');
    }
}

/// The byte of character number `characters` after `offset`.
fn byte_of(text: &str, offset: usize, characters: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    rest.char_indices().nth(characters).map_or(text.len(), |(at, _)| offset + at)
}

#[cfg(test)]
mod tests {
    use super::excerpt;
    use crate::document::{Source, Span};

    fn marked(text: &str, start: usize, end: usize) -> (String, String, usize) {
        let shown = excerpt(&Source::new("x", text), Span::new(0, start, end));
        let marked = shown.text.get(shown.marked.clone()).unwrap_or_default().to_owned();
        (marked, shown.text, shown.first_line)
    }

    #[test]
    fn shows_the_lines_around() {
        let (mark, text, first) = marked("a\nbä\ncé: x\nd\ne\n", 6, 9);
        assert_eq!((mark.as_str(), text.as_str(), first), ("cé", "bä\ncé: x\nd", 1));
        assert_eq!(marked("", 0, 0), (String::new(), String::new(), 0));
        assert_eq!(marked("ab", 9, 12).0, "");
    }

    #[test]
    fn long_lines_are_cut_around_the_place_and_control_characters_are_replaced() {
        let text = format!("{}\u{1b}KEY{}", "x".repeat(1000), "y".repeat(1000));
        let (mark, shown, _) = marked(&text, 1001, 1004);
        assert_eq!(mark, "KEY");
        assert!(shown.chars().count() < 120 && shown.contains("\u{fffd}KEY"));
    }
}
