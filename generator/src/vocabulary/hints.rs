//! A cheap look before a careful one: can this text hold a word about one of these notions at all?

use super::notions::{Notion, words_about};
use super::words::parts_of;

/// How many letters in a row are looked at.
const RUN: usize = 3;
/// Bits of one of them: letters of either case alike, digits, and 0 for all else.
const BITS: usize = 6;
/// How many different runs there are.
const RUNS: usize = 1 << (RUN * BITS);
/// What each byte counts as.
const CLASSES: [u8; 256] = classes();

/// The beginnings of all words about some notions. A text without any of them has none of the words.
#[derive(Debug)]
pub struct Hints {
    /// By three letters in a row, a bit for each: whether a word begins so.
    known: Vec<u64>,
    /// The words, one of which has to stand where it was hinted at, each after its run and in the order of these.
    words: Vec<(usize, &'static str)>,
    /// Words that are shorter than that, by what stands before and in them; they count where no letter stands before them.
    short: Vec<(usize, &'static str)>,
}

impl Hints {
    /// The hints for `notions`.
    pub fn of(notions: &[Notion]) -> Self {
        let mut hints = Self { known: vec![0; RUNS / 64], words: Vec::new(), short: Vec::new() };
        for word in words_about(notions) {
            hints.add(&[word]);
            for (first, second) in parts_of(word) {
                hints.add(&[first, second]);
            }
        }
        hints.words.sort_unstable();
        hints.short.sort_unstable();
        hints
    }

    /// Whether `text` may hold one of the words. Never wrong when it says no.
    pub fn may_hold(&self, text: &str) -> bool {
        let mut run = 0;
        text.bytes().enumerate().any(|(at, byte)| {
            run = push(run, byte);
            let bits = self.known.get(run / 64).copied().unwrap_or(u64::MAX);
            bits >> (run % 64) & 1 == 1 && self.stands_at(run, text, at)
        })
    }

    /// Whether one of the words stands where the run that ends at `at` hints at it.
    fn stands_at(&self, run: usize, text: &str, at: usize) -> bool {
        let begins = |word: &str, from: usize| {
            let rest = text.as_bytes().get(from..).unwrap_or_default();
            rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
        };
        with_run(&self.words, run).any(|word| begins(word, (at + 1).saturating_sub(RUN)))
            || with_run(&self.short, run).any(|word| begins(word, (at + 1).saturating_sub(word.len())))
    }

    /// One of these words has to be in the text: the first that is long enough stands for all.
    fn add(&mut self, words: &[&'static str]) {
        let run_of = |word: &str| word.bytes().take(RUN).fold(0, push);
        if let Some(word) = words.iter().find(|word| word.len() >= RUN) {
            self.note(run_of(word));
            self.words.push((run_of(word), word));
            return;
        }
        let Some(word) = words.last().filter(|word| !word.is_empty()) else { return };
        // A short word has its run too: what stands before it, which is no letter, and before that anything.
        let before = RUN - word.len();
        for first in 0..1 << (BITS * before) {
            let run = word.bytes().fold(first, push);
            if !is_letter(first % (1 << BITS)) {
                self.note(run);
                self.short.push((run, word));
            }
        }
    }

    fn note(&mut self, run: usize) {
        if let Some(bits) = self.known.get_mut(run / 64) {
            *bits |= 1 << (run % 64);
        }
    }
}

/// The words after this run.
fn with_run<'w>(words: &'w [(usize, &'static str)], run: usize) -> impl Iterator<Item = &'static str> + 'w {
    let from = words.partition_point(|(other, _)| *other < run);
    words.iter().skip(from).take_while(move |(other, _)| *other == run).map(|(_, word)| *word)
}

/// A run with one byte more, and without its first.
fn push(run: usize, byte: u8) -> usize {
    let class = CLASSES.get(usize::from(byte)).copied().unwrap_or_default();
    (run << BITS | usize::from(class)) % RUNS
}

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let (mut letter, mut digit) = (0, 0);
    while letter < 26 {
        classes[(b'a' + letter) as usize] = 1 + letter;
        classes[(b'A' + letter) as usize] = 1 + letter;
        letter += 1;
    }
    while digit < 10 {
        classes[(b'0' + digit) as usize] = 27 + digit;
        digit += 1;
    }
    classes
}

fn is_letter(class: usize) -> bool {
    (1..=26).contains(&class)
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
