//! Reading one `x-authwright` object key by key.

use super::KEY;
use super::unread::leaves;
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::Span;
use crate::model::read::{Place, Reading};

/// An `x-authwright` object at one place, with the keys that it may have there.
#[derive(Debug)]
pub(in crate::model) struct Reader<'r, 'a> {
    reading: &'r Reading<'a>,
    place: Place<'a>,
    name: String,
}

impl<'r, 'a> Reader<'r, 'a> {
    /// The extension of what stands at `place`, where it has one. Keys other than `allowed` are errors.
    pub(in crate::model) fn of(reading: &'r Reading<'a>, place: &Place<'a>, allowed: &[&str]) -> Option<Self> {
        let said = place.get(KEY)?;
        reading.note_read(leaves(said.node));
        Self::object(reading, said, KEY, allowed)
    }

    /// An object inside the extension.
    pub(super) fn inner(&self, key: &str, allowed: &[&str]) -> Option<Self> {
        Self::object(self.reading, self.place.get(key)?, key, allowed)
    }

    fn object(reading: &'r Reading<'a>, place: Place<'a>, name: &str, allowed: &[&str]) -> Option<Self> {
        if !place.node.is_mapping() {
            let message = format!("{} is {}, where a mapping belongs", quoted(name), place.node.what());
            reading.report(fault(&place, message, &format!("its keys are {}", allowed.join(", "))));
            return None;
        }
        for (key, child) in place.entries().filter(|(key, _)| !allowed.contains(key)) {
            let message = format!("{} knows no {} here", quoted(name), quoted(key));
            reading.report(fault(&child, message, &format!("its keys here are {}", allowed.join(", "))));
        }
        Some(Self { reading, place, name: name.to_owned() })
    }

    /// The one of `keys` that is there. Where it is none or more than one, says which `forms` are allowed.
    pub(super) fn only<'k>(&self, keys: &[&'k str], forms: &str) -> Option<&'k str> {
        let there: Vec<(&str, Place<'a>)> = keys.iter().filter_map(|key| Some((*key, self.place.get(key)?))).collect();
        let (place, message) = match there.as_slice() {
            [(only, _)] => return Some(only),
            [] => (&self.place, format!("{} has none of {}", quoted(&self.name), keys.join(", "))),
            [(first, _), (second, place), ..] => {
                let both = format!("{} has both {} and {}", quoted(&self.name), quoted(first), quoted(second));
                (place, both)
            }
        };
        let help =
            format!("write {forms}; what an earlier overlay or the document says is taken away by `remove: true`");
        self.reading.report(fault(place, message, &help));
        None
    }

    /// Whether the value under `key` is a mapping.
    pub(super) fn is_mapping(&self, key: &str) -> bool {
        self.place.get(key).is_some_and(|place| place.node.is_mapping())
    }

    /// Text.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.place.get(key).and_then(|place| self.text_of(&place, key))
    }

    /// Text, and where it stands.
    pub(super) fn text_at(&self, key: &str) -> Option<(String, Span)> {
        Some((self.text(key)?, self.place.get(key)?.span()))
    }

    /// True or false.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        let place = self.place.get(key)?;
        let flag = place.node.as_bool();
        if flag.is_none() {
            self.wrong(&place, key, "true or false");
        }
        flag
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self, key: &str) -> Option<u64> {
        let place = self.place.get(key)?;
        let count = place.node.as_i64().and_then(|number| u64::try_from(number).ok());
        if count.is_none() {
            self.wrong(&place, key, "a whole number that is not negative");
        }
        count
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let place = self.place.get(key)?;
        let found = place.node.as_str().and_then(|text| words.iter().find(|(word, _)| *word == text));
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.wrong(&place, key, &format!("one of {}", all.join(", ")));
        }
        found.map(|(_, value)| *value)
    }

    /// Says that the value under `key` is not what it should be.
    pub(super) fn refuse(&self, key: &str, wanted: &str) {
        if let Some(place) = self.place.get(key) {
            self.wrong(&place, key, wanted);
        }
    }

    /// Whether the environment variable under `key` may be read: any that an overlay names, and of those that the document itself
    /// names the provider's own. Whoever wrote the document is not whose secrets the others hold.
    pub(super) fn may_name(&self, key: &str, variable: &str) -> bool {
        let Some(place) = self.place.get(key).filter(|place| !self.reading.is_overlays(place.span())) else {
            return true;
        };
        let may = self.reading.owns(variable);
        if !may {
            let message = format!("the document itself names the environment variable {}", quoted(variable));
            let help = "it is not read, another program's secret might be sent: if it is meant, name it in an overlay";
            self.reading.report(Diagnostic::warning(Code::Extension, message, help).at(place.span()));
        }
        may
    }

    fn text_of(&self, place: &Place<'a>, key: &str) -> Option<String> {
        let text = place.node.as_str().filter(|text| !text.is_empty() && !text.chars().any(char::is_control));
        if text.is_none() {
            self.wrong(place, key, "text, not empty and without control characters");
        }
        text.map(str::to_owned)
    }

    fn wrong(&self, place: &Place<'a>, key: &str, wanted: &str) {
        let message = format!("{} in {KEY} is not {wanted}", quoted(key));
        self.reading.report(fault(place, message, &format!("make it {wanted}")));
    }
}

fn fault(place: &Place<'_>, message: String, help: &str) -> Diagnostic {
    Diagnostic::error(Code::Extension, message, help).at(place.span())
}
