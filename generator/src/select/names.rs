//! The names of an operation as words: its path, operation id, tags and summary.

use crate::document::Node;
use crate::vocabulary::{Notion, Notions, words};

/// Prose is read as far as this, in bytes.
const PROSE: usize = 160;
/// A description is read as far as this where more than its first sentence counts, in bytes.
const DOCS: usize = 400;

/// A text with its words and what they are about.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) raw: String,
    pub(super) words: Vec<String>,
    pub(super) notions: Notions,
}

/// A part of a path between slashes.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) text: Text,
    /// Whether it is a parameter.
    pub(super) param: bool,
    /// Whether a verb acts on it: `{name}:verb`.
    pub(super) acted_on: bool,
}

/// A path template as segments, without versions and file endings.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    pub(super) segments: Vec<Segment>,
}

impl Text {
    pub(super) fn new(raw: &str) -> Self {
        let words = words(raw);
        let notions = Notions::of(&words);
        Self { raw: raw.to_owned(), words, notions }
    }

    pub(super) fn has(&self, notion: Notion) -> bool {
        self.notions.has(notion)
    }

    pub(super) fn any(&self, notions: &[Notion]) -> bool {
        self.notions.any(notions)
    }

    pub(super) fn says(&self, list: &[&str]) -> bool {
        self.words.iter().any(|word| list.contains(&word.as_str()))
    }

    pub(super) fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    pub(super) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }
}

impl Path {
    pub(super) fn new(path: &str) -> Self {
        Self::hinted(path, |_| true)
    }

    /// The same without the segments that are not worth taking apart.
    pub(super) fn hinted(path: &str, worth: impl Fn(&str) -> bool) -> Self {
        let mut segments: Vec<Segment> = Vec::new();
        let parts = parts(path).filter(|(part, _)| !part.is_empty() && !is_version(part) && worth(part));
        for (part, acted_on) in parts {
            let next = segment(part, acted_on);
            match segments.last_mut() {
                // `/sign/in` is one word in two parts.
                Some(last) if is_torn(last, &next) => last.text = Text::new(&format!("{}-{}", last.text.raw, part)),
                _ => segments.push(next),
            }
        }
        Self { segments }
    }

    /// The literal segments, last first.
    pub(super) fn literals(&self) -> impl Iterator<Item = &Text> {
        self.segments.iter().rev().filter(|segment| !segment.param).map(|segment| &segment.text)
    }

    /// The last literal segment.
    pub(super) fn tail(&self) -> Option<&Text> {
        self.literals().next()
    }

    /// What the last two literal segments are about.
    pub(super) fn end(&self) -> Notions {
        self.literals().take(2).fold(Notions::default(), |all, text| all.union(text.notions))
    }

    /// What all literal segments are about.
    pub(super) fn notions(&self) -> Notions {
        self.literals().fold(Notions::default(), |all, text| all.union(text.notions))
    }

    /// The parameter after the last literal, if there is one.
    pub(super) fn trailing_param(&self) -> Option<&Text> {
        self.segments.last().filter(|segment| segment.param).map(|segment| &segment.text)
    }
}

/// The parts between slashes, and whether a verb acts on one: `{name}:verb` is two.
fn parts(path: &str) -> impl Iterator<Item = (&str, bool)> {
    let (place, call) = path.split_once('#').unwrap_or((path, ""));
    let verb = |part: &str| part.find("}:").filter(|_| part.starts_with('{')).map(|at| at + 1);
    let below = place.split(['/', '?', '&']).flat_map(move |part| {
        let (thing, act) = verb(part).map_or((part, ""), |at| part.split_at(at));
        [(thing, !act.is_empty()), (act.trim_start_matches(':'), false)]
    });
    below.chain(called(call).map(|part| (part, false)))
}

/// What is called, where many operations stand at one path and are told apart behind a `#`: `/#X-Target=Service.DeleteSession`
/// is `DeleteSession`. What has no value is a word like `/token#refresh`, or parameters: `/logout#bearer_token`.
fn called(call: &str) -> impl Iterator<Item = &str> {
    let word = |part: &&str| part.chars().all(|c| c.is_ascii_alphabetic());
    call.split('&').filter_map(move |part| match part.split_once('=') {
        Some((_, name)) => name.rsplit('.').next(),
        None => Some(part).filter(word),
    })
}

fn segment(part: &str, acted_on: bool) -> Segment {
    let inner = part
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .or_else(|| part.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')))
        .or_else(|| part.strip_prefix(':'));
    if let Some(name) = inner {
        return Segment { text: Text::new(name), param: true, acted_on };
    }
    let literal = part.strip_suffix(".json").or_else(|| part.strip_suffix(".xml")).unwrap_or(part);
    Segment { text: Text::new(literal), param: false, acted_on: false }
}

/// Whether a slash stands inside a word: `sign/in`, `log/out`.
fn is_torn(first: &Segment, second: &Segment) -> bool {
    let literal = !first.param && !second.param;
    literal
        && matches!(first.text.raw.as_str(), "sign" | "log")
        && matches!(second.text.raw.as_str(), "in" | "out" | "up" | "on" | "off")
}

/// `v1`, `2.0`, `1`: a part of the path that is about nothing.
fn is_version(part: &str) -> bool {
    let number = part.strip_prefix(['v', 'V']).unwrap_or(part);
    number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// The summary, or the beginning of the description where there is none.
pub(super) fn prose(operation: &Node) -> Text {
    Text::new(prose_of(operation))
}

/// The beginning of the description: more than one sentence of it.
pub(super) fn docs(operation: &Node) -> Text {
    Text::new(cut(operation.get("description").and_then(Node::as_str).unwrap_or_default(), DOCS))
}

/// The same before it is taken apart.
pub(super) fn prose_of(operation: &Node) -> &str {
    let text = |key: &str| operation.get(key).and_then(Node::as_str);
    prose_among(text("summary"), text("description"))
}

/// The same of a summary and a description.
pub(super) fn prose_among<'t>(summary: Option<&'t str>, description: Option<&'t str>) -> &'t str {
    let said = [summary, description].into_iter().flatten().map(str::trim).find(|text| !text.is_empty());
    head(said.unwrap_or_default())
}

/// The beginning of a text: its first sentence, and never more than [`PROSE`].
fn head(text: &str) -> &str {
    let short = cut(text, PROSE);
    short.split_once(". ").map_or(short, |(first, _)| first)
}

/// The beginning of a text, no longer than `most` bytes.
fn cut(text: &str, most: usize) -> &str {
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= most).last().unwrap_or(0);
    if text.len() <= most { text } else { text.get(..end).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_parameters_are_no_tail() {
        let path = Path::new("/api/v2/token/new/{id}/");
        assert_eq!(path.tail().map(|text| text.raw.as_str()), Some("new"));
        assert_eq!(path.trailing_param().map(|text| text.raw.as_str()), Some("id"));
        assert!(path.end().has(Notion::Token));
        assert_eq!(Path::new("/auth/login/1.0").tail().map(|text| text.raw.as_str()), Some("login"));
    }

    #[test]
    fn verbs_and_calls_are_parts_of_their_own() {
        let words = |path: &str| Path::new(path).literals().map(|text| text.raw.clone()).collect::<Vec<_>>();
        assert_eq!(words("/v1/{name}:generateToken"), ["generateToken"]);
        assert!(Path::new("/v1/{name}:generateToken").segments.iter().any(|segment| segment.acted_on));
        assert_eq!(words("/v1/accounts:signIn"), ["accounts:signIn"]);
        assert_eq!(words("/#X-Target=Identity_Provider.DeleteSession"), ["DeleteSession"]);
        assert_eq!(words("/logout#bearer_token&x-region"), ["logout"]);
        assert_eq!(words("/token#refresh"), ["refresh", "token"]);
    }

    #[test]
    fn long_prose_is_cut_between_characters() {
        assert!(head(&"é".repeat(500)).len() <= PROSE + 2);
        assert_eq!(head("Sign in. And more"), "Sign in");
    }
}
