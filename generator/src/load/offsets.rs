//! From the parser's count of characters to ours of bytes.

/// What the characters beyond ASCII add: most texts have few.
pub(super) struct Offsets {
    /// For each of them, the number of the character after it, and by how much bytes are then ahead of characters.
    wide: Vec<(usize, usize)>,
    length: usize,
    /// How many of them stand before the place that was asked for last: the next is rarely far.
    last: usize,
}

impl Offsets {
    pub(super) fn new(text: &str) -> Self {
        let mut wide = Vec::new();
        let mut ahead = 0;
        if !text.is_ascii() {
            for (at, first) in text.bytes().enumerate().filter(|(_, byte)| *byte >= 0xc0) {
                let character = at - ahead;
                ahead += if first >= 0xf0 {
                    3
                } else if first >= 0xe0 {
                    2
                } else {
                    1
                };
                wide.push((character + 1, ahead));
            }
        }
        Self { wide, length: text.len(), last: 0 }
    }

    /// The byte at which the character with this number begins; the end of the text where there is none.
    pub(super) fn byte(&mut self, character: usize) -> usize {
        let (before, after) = self.wide.split_at_checked(self.last).unwrap_or((&self.wide, &[]));
        let stands_before = |(next, _): &&(usize, usize)| *next <= character;
        self.last = before.len() - before.iter().rev().take_while(|wide| !stands_before(wide)).count()
            + after.iter().take_while(stands_before).count();
        let ahead = self.last.checked_sub(1).and_then(|at| self.wide.get(at)).map_or(0, |(_, ahead)| *ahead);
        (character + ahead).min(self.length)
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
