//! A Rust file in pieces: a syntax tree takes many times the memory of its text, and most files are read as one.

use std::borrow::Cow;

/// From this many bytes on, a piece ends where the next item or method does.
pub(super) const SIZE: usize = 1 << 16;

/// Some items of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// Their text. An implementation that is cut in two is closed here and opened again in the next piece.
    pub(super) text: Cow<'t, str>,
    /// Whether the first item carries on the last of the piece before.
    pub(super) continues: bool,
}

/// The pieces of a file, each of at least `size` bytes but the last. They are cut by the lines as templates print them: what is
/// cut in the wrong place does not parse.
pub(super) fn of(text: &str, size: usize) -> impl Iterator<Item = Piece<'_>> {
    let whole = text;
    let mut lines = text.split_inclusive('\n');
    // The line that opens the implementation that is cut in two.
    let mut opened: Option<&str> = None;
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        if whole.len() < size {
            ended = true;
            return Some(Piece { text: Cow::Borrowed(whole), continues: false });
        }
        let continues = opened.is_some();
        let mut text = opened.unwrap_or_default().to_owned();
        for line in lines.by_ref() {
            text.push_str(line);
            match line.trim_end() {
                "}" => opened = None,
                _ if line.starts_with("impl") && line.trim_end().ends_with('{') => opened = Some(line),
                "    }" if opened.is_some() => {}
                _ => continue,
            }
            let closes = line.trim_end().ends_with('}');
            if closes && text.len() >= size {
                text.push_str(if opened.is_some() { "}\n" } else { "" });
                return Some(Piece { text: Cow::Owned(text), continues });
            }
        }
        ended = true;
        Some(Piece { text: Cow::Owned(text), continues })
    })
}

#[cfg(test)]
mod tests {
    use super::of;

    const FILE: &str = "//! Docs.\nuse a::B;\n\nstruct C {\n}\nimpl C {\n    fn d() {\n        if e {\n        }\n    }\n    fn f() {\n    }\n}\nfn g() {\n}\n";

    #[test]
    fn items_and_methods_are_cut_apart() {
        let pieces: Vec<(String, bool)> = of(FILE, 1).map(|piece| (piece.text.into_owned(), piece.continues)).collect();
        let expected = [
            ("//! Docs.\nuse a::B;\n\nstruct C {\n}\n", false),
            ("impl C {\n    fn d() {\n        if e {\n        }\n    }\n}\n", false),
            ("impl C {\n    fn f() {\n    }\n}\n", true),
            ("impl C {\n}\n", true),
            ("fn g() {\n}\n", false),
            ("", false),
        ];
        assert_eq!(pieces, expected.map(|(text, continues)| (text.to_owned(), continues)));
    }

    #[test]
    fn a_small_file_is_one_piece() {
        assert_eq!(of(FILE, usize::MAX).map(|piece| piece.text).collect::<String>(), FILE);
        assert_eq!(of(FILE, super::SIZE).count(), 1);
    }
}
