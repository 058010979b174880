//! From bytes to what people read: line, column and JSON pointer.

use super::{Node, Span, Value, escape_token};

/// A place in a text; both count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Line and column of a byte; a byte past the end counts as the end.
pub(super) fn position(text: &str, offset: u32) -> Position {
    let mut end = text.len().min(offset as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(..end).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
        column: before.get(line_start..).map_or(0, |line| line.chars().count()) + 1,
    }
}

/// The JSON pointer of the deepest value that contains the start of `span`.
pub(super) fn pointer_at(root: &Node, span: Span) -> String {
    let mut pointer = String::new();
    let mut node = root;
    while let Some((token, child)) = child_at(node, span) {
        pointer.push('/');
        pointer.push_str(&token);
        node = child;
    }
    pointer
}

fn child_at(node: &Node, span: Span) -> Option<(String, &Node)> {
    match node.value() {
        Value::Mapping(entries) => entries
            .iter()
            .find(|entry| entry.node.span().touches(span.start) || entry.key_span.touches(span.start))
            .map(|entry| (escape_token(&entry.key).into_owned(), &entry.node)),
        Value::Sequence(items) => items
            .iter()
            .enumerate()
            .find(|(_, item)| item.span().touches(span.start))
            .map(|(at, item)| (at.to_string(), item)),
        Value::Scalar(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, position};

    #[test]
    fn columns_count_characters() {
        assert_eq!(position("a\näöü", 4), Position { line: 2, column: 2 });
        assert_eq!(position("a\näöü", 3), Position { line: 2, column: 1 });
        assert_eq!(position("a\r\nb", 3), Position { line: 2, column: 1 });
        assert_eq!(position("", 99), Position { line: 1, column: 1 });
    }
}
