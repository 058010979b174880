//! From the parser's count of characters to ours of bytes.

/// Walks along a text; places are asked for roughly in the order of the text.
pub(super) struct Offsets<'t> {
    text: &'t str,
    ascii: bool,
    characters: usize,
    bytes: usize,
}

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, ascii: text.is_ascii(), characters: 0, bytes: 0 }
    }

    /// The byte at which the character with this number begins; the end of the text where there is none.
    pub(super) fn byte(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        let (before, after) = self.text.split_at_checked(self.bytes).unwrap_or((self.text, ""));
        if character >= self.characters {
            for next in after.chars().take(character - self.characters) {
                self.bytes += next.len_utf8();
                self.characters += 1;
            }
        } else {
            for previous in before.chars().rev().take(self.characters - character) {
                self.bytes -= previous.len_utf8();
                self.characters -= 1;
            }
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn forwards_and_backwards() {
        let text = "aä€😀b";
        let mut offsets = Offsets::new(text);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for character in [0, 3, 1, 4, 2, 0, 4] {
            assert_eq!(Some(&offsets.byte(character)), starts.get(character));
        }
        assert_eq!(offsets.byte(99), text.len());
        assert_eq!(offsets.byte(1), 1);
    }
}
