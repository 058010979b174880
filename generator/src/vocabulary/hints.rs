//! A cheap look before a careful one: can this text hold a word about one of these notions at all?

use super::notions::{Notion, words_about};
use super::words::parts_of;

/// How many letters in a row are looked at.
const RUN: usize = 3;
/// Letters and digits, of either case alike.
const LETTERS: usize = 36;

/// The beginnings of all words about some notions. A text without any of them has none of the words.
#[derive(Debug)]
pub struct Hints {
    /// By three letters in a row: whether a word begins so.
    known: Vec<bool>,
    /// The words, one of which has to stand where it was hinted at.
    words: Vec<&'static str>,
    /// Words that are shorter than that; they count where no letter stands before them.
    short: Vec<&'static str>,
}

impl Hints {
    /// The hints for `notions`.
    pub fn of(notions: &[Notion]) -> Self {
        let mut hints = Self { known: vec![false; LETTERS.pow(3)], words: Vec::new(), short: Vec::new() };
        for word in words_about(notions) {
            hints.add(&[word]);
            for (first, second) in parts_of(word) {
                hints.add(&[first, second]);
            }
        }
        hints
    }

    /// Whether `text` may hold one of the words. Never wrong when it says no.
    pub fn may_hold(&self, text: &str) -> bool {
        let (mut run, mut length) = (0, 0);
        let mut before = b' ';
        text.bytes().enumerate().any(|(at, byte)| {
            let begins = !before.is_ascii_alphabetic();
            before = byte;
            let Some(letter) = letter(byte) else {
                length = 0;
                return false;
            };
            run = (run * LETTERS + letter) % LETTERS.pow(3);
            length += 1;
            let hinted = length >= RUN && self.known.get(run).copied().unwrap_or(true);
            (hinted && stands_at(&self.words, text, at + 1 - RUN)) || (begins && stands_at(&self.short, text, at))
        })
    }

    /// One of these words has to be in the text: the first that is long enough stands for all.
    fn add(&mut self, words: &[&'static str]) {
        let Some(word) = words.iter().find(|word| word.len() >= RUN) else {
            self.short.extend(words.last());
            return;
        };
        let run = word.bytes().take(RUN).filter_map(letter).fold(0, |run, letter| run * LETTERS + letter);
        if let Some(known) = self.known.get_mut(run) {
            *known = true;
        }
        self.words.push(word);
    }
}

fn stands_at(words: &[&str], text: &str, at: usize) -> bool {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    words.iter().any(|word| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes())))
}

fn letter(byte: u8) -> Option<usize> {
    match byte {
        b'0'..=b'9' => Some(usize::from(byte - b'0')),
        b'a'..=b'z' | b'A'..=b'Z' => Some(usize::from(byte.to_ascii_lowercase() - b'a') + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Notions, words};
    use super::*;

    const NOTIONS: &[Notion] = &[Notion::SignIn, Notion::Token, Notion::Mfa, Notion::OAuth];

    #[test]
    fn no_word_is_missed() {
        let hints = Hints::of(NOTIONS);
        for text in [
            "/v1/accessToken",
            "LOG_IN",
            "sign on",
            "gettoken",
            "o-auth2",
            "x2FA",
            "two factor",
            "samllogin",
            "Who am I",
        ] {
            assert!(hints.may_hold(text) || !Notions::of(&words(text)).any(NOTIONS), "{text}");
        }
    }

    #[test]
    fn most_texts_are_dismissed() {
        let hints = Hints::of(NOTIONS);
        for text in ["/planets/{number}/moons", "Get a planet", ""] {
            assert!(!hints.may_hold(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_careful_look_finds_was_hinted_at(
            parts in proptest::collection::vec(
                proptest::sample::select(vec!["log", "in", "Sign", "out", "on", "token", "2", "fa", "factor", "O", "auth", "API", "key", "x", "user", "who", "i", "am", "jwt", "pass", "code"]),
                1..5,
            ),
            separator in proptest::sample::select(vec!["", "_", "-", " ", "/"]),
        ) {
            let text = parts.join(separator);
            let hints = Hints::of(NOTIONS);
            proptest::prop_assert!(hints.may_hold(&text) || !Notions::of(&words(&text)).any(NOTIONS), "{}", text);
        }
    }
}
