//! Lines that YAML 1.2 wants further in, and that most tools take as they are: a closing bracket below the key that it
//! belongs to, a quoted text that goes on at the margin. Where the parser refuses a document, such lines are moved in. It refuses
//! a tab between a key and its value as well, which YAML allows: that becomes a blank.

/// A text with lines moved in, and where that was.
#[derive(Debug)]
pub(super) struct Indented {
    pub(super) text: String,
    /// Where blanks were added, in the new text, and how many up to there and with these; in order.
    added: Vec<(usize, usize)>,
}

impl Indented {
    /// The offset in the text as it was.
    pub(super) fn original(&self, offset: usize) -> usize {
        // A document may have many such lines, and every place in it is asked for.
        let after = self.added.partition_point(|(at, _)| *at < offset);
        let sum = |index: usize| self.added.get(index).copied().unwrap_or_default();
        let Some(last) = after.checked_sub(1) else { return offset };
        let (at, all) = sum(last);
        let before = last.checked_sub(1).map_or(0, |index| sum(index).1);
        offset - before - (all - before).min(offset - at)
    }
}

/// Moves in what continues a flow collection or a quoted text and stands no further in than what it belongs to, and makes blanks
/// of the tabs after keys. None where there is neither.
pub(super) fn indent(text: &str) -> Option<Indented> {
    let mut walk = Walk { text, found: Vec::new(), tabs: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        at = walk.line(at)?;
    }
    if walk.found.is_empty() && walk.tabs.is_empty() {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    for at in &walk.tabs {
        *bytes.get_mut(*at)? = b' ';
    }
    let text = String::from_utf8(bytes).ok()?;
    let mut indented = Indented { text: String::with_capacity(text.len() + 64), added: Vec::new() };
    let (mut copied, mut all) = (0, 0);
    for (line, blanks) in walk.found {
        indented.text.push_str(text.get(copied..line)?);
        all += blanks;
        indented.added.push((indented.text.len(), all));
        indented.text.extend(std::iter::repeat_n(' ', blanks));
        copied = line;
    }
    indented.text.push_str(text.get(copied..)?);
    Some(indented)
}

struct Walk<'t> {
    text: &'t str,
    /// The beginnings of lines that are to be moved in, and by how much.
    found: Vec<(usize, usize)>,
    /// The tabs between keys and their values.
    tabs: Vec<usize>,
}

impl Walk<'_> {
    /// Reads what begins on the line at `start`; gives the beginning of the next line to be read.
    fn line(&mut self, start: usize) -> Option<usize> {
        let end = self.line_end(start);
        let line = self.text.get(start..end)?;
        let (parent, value) = value_of(line)?;
        let head = line.get(..value)?;
        let after = head.trim_end_matches([' ', '\t']);
        if after.ends_with(':') {
            let tabs = head.get(after.len()..)?.match_indices('\t').map(|(at, _)| start + after.len() + at);
            self.tabs.extend(tabs);
        }
        let first = line.as_bytes().get(value).copied();
        match first {
            Some(b'|' | b'>') => Some(self.after_block(end, parent)),
            Some(open @ (b'"' | b'\'')) => self.finish(self.quoted(start + value, open)?, start, parent),
            Some(b'[' | b'{') => {
                let last = self.flow(start + value)?;
                self.finish(last, start, parent)
            }
            _ => Some(end),
        }
    }

    /// Notes the lines up to `last` that stand too far out.
    fn finish(&mut self, last: usize, start: usize, parent: usize) -> Option<usize> {
        let mut line = self.line_end(start);
        while line <= last {
            let end = self.line_end(line);
            let text = self.text.get(line..end)?;
            let blanks = text.len() - text.trim_start_matches(' ').len();
            if blanks <= parent && !text.trim().is_empty() {
                self.found.push((line, parent + 1 - blanks));
            }
            line = end;
        }
        Some(line)
    }

    /// The first line after a block scalar: one that stands no further in than its parent.
    fn after_block(&self, mut at: usize, parent: usize) -> usize {
        while let Some(line) = self.text.get(at..self.line_end(at)).filter(|line| !line.is_empty()) {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            if blanks <= parent && !line.trim().is_empty() {
                break;
            }
            at += line.len();
        }
        at
    }

    /// Where the quoted text that begins at `at` ends.
    fn quoted(&self, at: usize, quote: u8) -> Option<usize> {
        let mut bytes = self.text.bytes().enumerate().skip(at + 1).peekable();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' if quote == b'"' => drop(bytes.next()),
                _ if byte != quote => {}
                _ if quote == b'\'' && bytes.peek().is_some_and(|(_, next)| *next == quote) => drop(bytes.next()),
                _ => return Some(at),
            }
        }
        None
    }

    /// Where the flow collection that begins at `at` ends.
    fn flow(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let (mut at, mut depth, mut before) = (at, 0_usize, b',');
        loop {
            let byte = *bytes.get(at)?;
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                b'"' | b'\'' if matches!(before, b'[' | b'{' | b',' | b':') => at = self.quoted(at, byte)?,
                b'\t' if before == b':' => self.tabs.push(at),
                b'#' if at.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(u8::is_ascii_whitespace) => {
                    at = self.line_end(at) - 1;
                }
                _ => {}
            }
            if !bytes.get(at)?.is_ascii_whitespace() && byte != b'#' {
                before = *bytes.get(at)?;
            }
            at += 1;
        }
    }

    /// The beginning of the line after the one at `at`.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.find('\n').map_or(self.text.len(), |end| at + end + 1)
    }
}

/// How far in the mapping or list stands that the value of a line belongs to, and where in the line the value begins.
fn value_of(line: &str) -> Option<(usize, usize)> {
    let mut at = line.len() - line.trim_start_matches(' ').len();
    let mut parent = at;
    while line.get(at..)?.starts_with("- ") {
        parent = at;
        at += 2 + blanks(line.get(at + 2..)?);
    }
    let key = match line.as_bytes().get(at) {
        Some(quote @ (b'"' | b'\'')) => {
            let walk = Walk { text: line, found: Vec::new(), tabs: Vec::new() };
            walk.quoted(at, *quote)
                .filter(|end| line.get(end + 1..).is_some_and(|rest| rest.trim_start().starts_with(':')))
        }
        Some(b'[' | b'{' | b'#' | b'|' | b'>') => None,
        _ => Some(at),
    };
    let Some(key) = key else { return Some((parent, at)) };
    let rest = line.get(key..)?;
    let colon = rest
        .match_indices(':')
        .map(|(colon, _)| key + colon)
        .find(|colon| line.as_bytes().get(colon + 1).is_none_or(u8::is_ascii_whitespace));
    let Some(colon) = colon else { return Some((parent, line.len())) };
    let mut value = colon + 1 + blanks(line.get(colon + 1..)?);
    while line.get(value..)?.starts_with(['&', '!']) {
        let property = line.get(value..)?;
        let word = property.find(' ').unwrap_or(property.len());
        value += word + blanks(property.get(word..)?);
    }
    Some((at, value))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_quoted_texts_at_the_margin_are_moved_in() {
        for (text, wanted) in [
            ("a:\n  b: [\n    1, 2\n  ]\nc: 3\n", "a:\n  b: [\n    1, 2\n   ]\nc: 3\n"),
            ("a: {\n}\n", "a: {\n }\n"),
            ("- a: \"x\n  y\"\n  b: 'it''s\nz'\n", "- a: \"x\n   y\"\n  b: 'it''s\n   z'\n"),
            ("a: [ 'x]', # no end ]\n]\n", "a: [ 'x]', # no end ]\n ]\n"),
        ] {
            assert_eq!(indent(text).map(|indented| indented.text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn tabs_after_keys_become_blanks_and_others_stay() {
        for (text, wanted) in [
            ("a:\tb\n", "a: b\n"),
            ("- \"a\": \t\tb\tc\n", "- \"a\":   b\tc\n"),
            ("a:\t|\n  b:\tc\nd:\t1\n", "a: |\n  b:\tc\nd: 1\n"),
            ("a:\t{b:\tc, 'd:\te':\t[f,\t1]}\n", "a: {b: c, 'd:\te': [f,\t1]}\n"),
            ("a:\t\"b:\tc\"\n", "a: \"b:\tc\"\n"),
        ] {
            assert_eq!(indent(text).map(|indented| indented.text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_stands_right_stays() {
        for text in [
            "a: [\n  1\n  ]\n",
            "a: |\n  [\n  \"\nb: 1\n",
            "a: it's [\nb: 1\n",
            "",
            "a: \"unfinished\n",
            "- >\n  x: [\n- y\n",
            "a: b\tc:d\n",
        ] {
            assert!(indent(text).is_none(), "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_text_as_it_was() {
        let text = "a: [\n1,\n2\n]\nb: {\n}\nc:\n  d: 'e\n  f'\ng: 3\n";
        let indented = indent(text).unwrap_or_else(|| panic!("nothing was moved"));
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
            let moved = (0..indented.text.len()).rfind(|new| indented.original(*new) == at);
            assert_eq!(moved.and_then(|new| indented.text.get(new..)?.chars().next()), Some(c), "{at}");
        }
    }
}
