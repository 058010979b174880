//! What an excerpt hides of the user's own lines: what is printed ends up in the logs of whoever builds, and in reports.

use std::ops::Range;

use crate::document::{Node, Source};
use crate::shape::is_secret;
use crate::text::looks_secret;

/// Bytes around what is shown that are looked at as well: an address may begin before it.
const AROUND: usize = 512;
/// Where a schema or a parameter says a value.
const VALUES: &[&str] = &["default", "example", "examples", "x-example", "const", "enum", "value"];
/// Where a schema describes the same value further.
const SAME: &[&str] = &["schema", "items", "allOf", "anyOf", "oneOf"];

/// `text[shown]` with each character of a secret replaced by a star: the columns stay.
pub(super) fn veiled(source: &Source, shown: Range<usize>) -> String {
    let mut hidden = Vec::new();
    if let Some(tree) = &source.tree {
        by_name(tree, Meant::Nothing, &shown, &mut hidden);
    }
    by_look(&source.text, &shown, &mut hidden);
    let is_hidden = |at: usize| hidden.iter().any(|range| range.contains(&at));
    let line = source.text.get(shown.clone()).unwrap_or_default();
    line.char_indices().map(|(at, c)| if is_hidden(shown.start + at) { '*' } else { c }).collect()
}

/// What a value in the tree is known to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meant {
    Nothing,
    /// A description of a secret: its values are hidden.
    Described,
    /// A secret.
    Secret,
}

/// Values that stand under the name of a secret, or in the description of one.
fn by_name(node: &Node, meant: Meant, shown: &Range<usize>, hidden: &mut Vec<Range<usize>>) {
    let span = node.span();
    let span = span.start as usize..span.end as usize;
    if !node.is_mapping() && !node.is_sequence() {
        hidden.extend((meant == Meant::Secret).then_some(span));
        return;
    }
    node.items().iter().filter(|item| touches(item, shown)).for_each(|item| by_name(item, meant, shown, hidden));
    let named = node.get("in").and_then(|_| node.get("name")?.as_str()).is_some_and(|name| is_secret(name, None));
    let here = if named && meant == Meant::Nothing { Meant::Described } else { meant };
    for entry in node.entries().iter().filter(|entry| touches(&entry.node, shown)) {
        let meant = match (&*entry.key, here) {
            ("x-authwright", _) => continue,
            (_, Meant::Secret) => Meant::Secret,
            (key, Meant::Described) if VALUES.contains(&key) => Meant::Secret,
            (key, Meant::Described) if SAME.contains(&key) => Meant::Described,
            (key, _) if is_secret(key, None) => {
                if entry.node.is_mapping() {
                    Meant::Described
                } else {
                    Meant::Secret
                }
            }
            _ => Meant::Nothing,
        };
        by_name(&entry.node, meant, shown, hidden);
    }
}

fn touches(node: &Node, shown: &Range<usize>) -> bool {
    (node.span().start as usize) < shown.end && (node.span().end as usize) > shown.start
}

/// Words that look like credentials, and the user, the query and the fragment of addresses.
fn by_look(text: &str, shown: &Range<usize>, hidden: &mut Vec<Range<usize>>) {
    let floor = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
    let start = floor(shown.start.saturating_sub(AROUND));
    let around = text.get(start..floor(shown.end.saturating_add(AROUND).min(text.len()))).unwrap_or_default();
    let is_end = |c: char| c.is_whitespace() || "\"'`<>,".contains(c);
    let mut at = start;
    for piece in around.split_inclusive(is_end) {
        let word = piece.trim_end_matches(is_end);
        hidden.extend(in_address(word).into_iter().map(|it| at + it.start..at + it.end));
        // Of an address, each step by itself: the whole is long and mixed anyway.
        let steps = if word.contains("//") { word.split('/').collect() } else { vec![word] };
        let mut start = at;
        for step in steps {
            hidden.extend(looks_secret(step).then(|| start..start + step.len()));
            start += step.len() + 1;
        }
        at += piece.len();
    }
}

/// What may be secret in an address.
fn in_address(word: &str) -> Vec<Range<usize>> {
    let Some(start) = word.find("//").or_else(|| word.find(":/")).map(|at| at + 2) else { return Vec::new() };
    let rest = word.get(start..).unwrap_or_default();
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let user = rest.get(..end).and_then(|authority| authority.rfind('@')).map(|at| start..start + at);
    // Behind `#/` is a pointer into a document.
    let query = rest
        .find('?')
        .or_else(|| rest.find('#').filter(|at| !rest.get(*at..).is_some_and(|rest| rest.starts_with("#/"))));
    let query = query.map(|at| start + at + 1..word.len());
    user.into_iter().chain(query).collect()
}

#[cfg(test)]
mod tests {
    use super::veiled;
    use crate::load::{Input, load};

    fn shown(name: &str, text: &str) -> String {
        let input = Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let document = load(&input).expect("valid");
        let source = document.sources.first().expect("one source");
        veiled(source, 0..text.len())
    }

    #[test]
    fn values_of_secrets_are_not_shown() {
        for (text, wanted) in [
            ("client_secret: {type: string, default: hunter2}", "client_secret: {type: string, default: *******}"),
            ("password: {enum: [a, b], description: c}", "password: {enum: [*, *], description: c}"),
            (
                "{name: api_key, in: query, schema: {example: abc}}",
                "{name: api_key, in: query, schema: {example: ***}}",
            ),
            ("example: {user: a, password: hunter2}", "example: {user: a, password: *******}"),
            ("token: {properties: {a: {default: b}}}", "token: {properties: {a: {default: b}}}"),
            ("user: {default: a}\ntokenUrl: /t", "user: {default: a}\ntokenUrl: /t"),
            ("a: {x-authwright: {token: access}}", "a: {x-authwright: {token: access}}"),
        ] {
            assert_eq!(shown("x.yaml", text), wanted);
        }
        let json = "{\"client_secret\": {\"const\": \"h\u{fc}nter2\"}}";
        assert_eq!(shown("x.json", json), "{\"client_secret\": {\"const\": *********}}");
    }

    #[test]
    fn secrets_in_addresses_and_what_looks_like_one_are_not_shown() {
        for (text, wanted) in [
            ("url: https://me:hunter2@a.example/x", "url: https://**********@a.example/x"),
            ("url: \"//me:hunter2@a.example\"", "url: \"//**********@a.example\""),
            ("url: https:/me:h@a.example", "url: https:/****@a.example"),
            ("url: https://a.example/x?key=hunter2#y", "url: https://a.example/x?*************"),
            ("url: https://a.example/x#hunter2", "url: https://a.example/x#*******"),
            ("$ref: 'https://a.example/x#/a/b'", "$ref: 'https://a.example/x#/a/b'"),
            (
                "$ref: https://a-long.example.com/Definitions/v1.2.3456/Names.And.More",
                "$ref: https://a-long.example.com/Definitions/v1.2.3456/Names.And.More",
            ),
            (
                "url: https://a.example/ly1nj6n11vionaie65emwzk575hnnmrk/x",
                "url: https://a.example/********************************/x",
            ),
            ("x: Bearer eyJhbGciOiJIUzI1NiJ9.e30.x", "x: Bearer **************************"),
            ("x: name@example.com", "x: name@example.com"),
        ] {
            assert_eq!(shown("x.yaml", text), wanted);
        }
    }
}
