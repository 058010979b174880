//! Names: from any text on the wire to a legal, stable Rust name, and distinct ones within a scope.

use std::collections::{BTreeSet, HashMap};

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use sha2::{Digest, Sha256};

use super::fragment::Ident;

/// Longest name that is kept whole, in characters.
const LONGEST: usize = 60;

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Fields, methods, arguments.
    Snake,
    /// Types and variants.
    Pascal,
    /// Constants and environment variables.
    Shouty,
}

/// The names of one scope; gives each text a name that no other in the scope has, whatever its case.
#[derive(Debug)]
pub(super) struct Scope {
    case: Case,
    taken: BTreeSet<String>,
    /// By plain name, the first number that may be free: those before it are taken.
    next: HashMap<String, u32>,
}

impl Scope {
    /// A scope in which `reserved` mean something else already.
    pub(super) fn new(case: Case, reserved: &[&str]) -> Self {
        Self { case, taken: reserved.iter().map(|name| name.to_lowercase()).collect(), next: HashMap::new() }
    }

    /// A name for `text`; where it is taken, with `suffix` and then with a number.
    pub(super) fn name(&mut self, text: &str, suffix: &str) -> Ident {
        let plain = spell(text, self.case);
        let marked = std::iter::once_with(|| spell(&format!("{plain} {suffix}"), self.case));
        for candidate in std::iter::once(plain.clone()).chain(marked) {
            let name = Ident::new(&candidate);
            if self.taken.insert(name.as_str().to_lowercase()) {
                return name;
            }
        }
        let next = self.next.entry(plain.clone()).or_insert(2);
        loop {
            let name = Ident::new(&match self.case {
                Case::Pascal => format!("{plain}{next}"),
                Case::Snake | Case::Shouty => format!("{plain}_{next}"),
            });
            *next = next.saturating_add(1);
            if self.taken.insert(name.as_str().to_lowercase()) {
                return name;
            }
        }
    }

    /// Names for all of `texts`, in their order. Who gets the plain name does not depend on that order: first those
    /// that are spelled so already, then the rest by their bytes.
    pub(super) fn names(&mut self, texts: &[&str], suffix: &str) -> Vec<Ident> {
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_cached_key(|&i| texts.get(i).map(|text| (spell(text, self.case) != *text, *text)));
        let mut names = vec![None; texts.len()];
        for i in order {
            if let (Some(text), Some(slot)) = (texts.get(i), names.get_mut(i)) {
                *slot = Some(self.name(text, suffix));
            }
        }
        names.into_iter().flatten().collect()
    }
}

/// `text` in `case`: ASCII letters and digits; never empty, never a leading digit, never endless.
pub(super) fn spell(text: &str, case: Case) -> String {
    let words = words(text);
    let name = match case {
        Case::Snake => words.to_snake_case(),
        Case::Pascal => words.to_pascal_case(),
        Case::Shouty => words.to_shouty_snake_case(),
    };
    let name = if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{}{name}", if case == Case::Snake { 'n' } else { 'N' })
    } else {
        name
    };
    shorten(name, text, case)
}

/// The words of `text` in ASCII. Text without any becomes its code points, so that it has a name of its own. A sign in
/// front of a number is kept as a word: `-1` and `1` are different values.
fn words(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(4 * LONGEST) {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c),
            '-' if out.is_empty() => out.push_str("minus "),
            '+' if out.is_empty() => out.push_str("plus "),
            // An apostrophe is inside a word.
            '\'' | '\u{2019}' => {}
            _ => out.push(' '),
        }
    }
    let letters = out.trim_start_matches("minus ").trim_start_matches("plus ");
    if letters.contains(|c: char| c.is_ascii_alphanumeric()) {
        return if letters.starts_with(|c: char| c.is_ascii_digit()) { out } else { letters.to_owned() };
    }
    if text.is_empty() {
        return "empty".to_owned();
    }
    let points: Vec<String> = text.chars().take(8).map(|c| format!("u{:x}", u32::from(c))).collect();
    points.join(" ")
}

/// A name of bearable length: the beginning, and a hash of the whole text.
fn shorten(name: String, text: &str, case: Case) -> String {
    if name.len() <= LONGEST && text.len() <= 4 * LONGEST {
        return name;
    }
    let digest = Sha256::digest(text.as_bytes());
    let hash = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let head: String = name.chars().take(LONGEST - 12).collect();
    match case {
        Case::Pascal => format!("{head}H{hash}"),
        Case::Snake => format!("{}_h{hash}", head.trim_end_matches('_')),
        Case::Shouty => format!("{}_H{}", head.trim_end_matches('_'), hash.to_uppercase()),
    }
}

/// Whether two names differ in one letter: nobody should have to look twice, says clippy.
pub(super) fn are_alike(one: &Ident, other: &Ident) -> bool {
    let (one, other) = (one.as_str(), other.as_str());
    let same_start = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let same_end = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    let longer = one.len().max(other.len());
    one.len().abs_diff(other.len()) <= 1 && same_start + same_end + 1 >= longer
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spells_what_documents_hold() {
        for (text, snake, pascal) in [
            ("apiKey", "api_key", "ApiKey"),
            ("authenticate-payload", "authenticate_payload", "AuthenticatePayload"),
            ("HTTPProxy", "http_proxy", "HttpProxy"),
            ("2fa", "n2fa", "N2fa"),
            ("", "empty", "Empty"),
            ("日本", "u65e5_u672c", "U65e5U672c"),
            ("-1", "minus_1", "Minus1"),
            ("user's", "users", "Users"),
        ] {
            assert_eq!(spell(text, Case::Snake), snake);
            assert_eq!(spell(text, Case::Pascal), pascal);
        }
    }

    #[test]
    fn a_long_name_is_cut_and_stays_its_own() {
        let (one, two) = (format!("{}1", "a".repeat(200_000)), format!("{}2", "a".repeat(200_000)));
        let (one, two) = (spell(&one, Case::Snake), spell(&two, Case::Snake));
        assert!(one.len() <= LONGEST);
        assert_ne!(one, two);
    }

    #[test]
    fn order_does_not_decide_who_is_called_what() {
        let pick = |texts: &[&str]| -> Vec<String> {
            let names = Scope::new(Case::Snake, &[]).names(texts, "");
            let mut pairs: Vec<_> = texts.iter().zip(names).map(|(text, name)| format!("{text}={name}")).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(pick(&["apiKey", "api_key", "API-KEY"]), pick(&["API-KEY", "api_key", "apiKey"]));
        assert_eq!(pick(&["type", "Type"]), ["Type=type_2", "type=type_"]);
    }

    proptest! {
        #[test]
        fn names_are_legal_and_distinct(texts in proptest::collection::vec(any::<String>(), 0..20)) {
            let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
            for case in [Case::Snake, Case::Pascal] {
                let names = Scope::new(case, &["string"]).names(&refs, "");
                let distinct: BTreeSet<String> = names.iter().map(|name| name.as_str().to_lowercase()).collect();
                prop_assert_eq!(distinct.len(), texts.len());
            }
        }
    }
}
