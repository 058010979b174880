//! What is read here is what the parser reads.

use proptest::{collection::vec, prelude::*, sample::select};
use saphyr_parser::{Event, Parser};

use crate::load::offsets::Offsets;

/// An event as text, with the places that count: where a value begins, and where one ends that is no block.
fn seen(event: &Event<'_>, start: usize, end: usize) -> String {
    match event {
        Event::Scalar(text, style, ..) => format!("{style:?} {text:?} {start}..{end}"),
        Event::MappingStart(..) => format!("{{ {start}"),
        Event::SequenceStart(..) => format!("[ {start}"),
        Event::MappingEnd if end > start => format!("}} {start}..{end}"),
        Event::SequenceEnd if end > start => format!("] {start}..{end}"),
        Event::MappingEnd => "}".to_owned(),
        Event::SequenceEnd => "]".to_owned(),
        other => format!("{other:?}"),
    }
}

fn here(text: &str) -> Option<Vec<String>> {
    let mut events = Vec::new();
    super::read(text, |event, start, end| {
        events.push(seen(&event, start, end));
        Some(())
    })?;
    Some(events)
}

fn parser(text: &str) -> Result<Vec<String>, String> {
    let mut offsets = Offsets::new(text);
    let mut events = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, at) = event.map_err(|error| error.to_string())?;
        let around = Event::StreamStart == event || Event::StreamEnd == event || Event::DocumentEnd == event;
        if !around && !matches!(event, Event::DocumentStart(_)) {
            let start = offsets.byte(at.start.index());
            events.push(seen(&event, start, offsets.byte(at.end.index())));
        }
    }
    Ok(events)
}

#[track_caller]
fn same(text: &str) {
    assert_eq!(here(text).ok_or_else(|| "given up".to_owned()), parser(text), "{text}");
}

#[test]
fn what_is_usual_is_read() {
    for text in [
        "a: b\n",
        "---\na: b",
        "# c\n\na:\n  b: 1 # c\n\n  c:\n  - x\n  -   y: z\n      w:\nd:\n  - - p\n    - q\n  -\n    r: s\n",
        "/a/{b}:\n  'x y': \"q \\\"\\u00e4\\n\"\n  \"200\": it''s\n  z: 'it''s'  \n",
        "a: |\n  x\n\n    y\n  z\n\nb: >-\n\n  x\n  y\n   \n   z\n\n\nc: |+\n    x ä\n\n  # no comment\nd: e\n",
        "a: |\n  x\ty\n   \tz\nb: c\n",
        "a: one\n  two: \n\n",
        "a: one\n  two\n\n  three\n  # c\nb:\n  four # c\n",
        "a: \"one\n  two \\\n  \\ three\n\n  four\"\nb: 'one\n\n\n  two '\n",
        "a: [x, \"y\", 'z', {b: c, \"d\":1, e: []}]\nb: {}\nc: [ a , b ]  \nd: [-1, a/b]\n",
        "description: see http://x/y#z and a:b, \"so\" - it [is]\n",
    ] {
        if text.contains("two: ") {
            assert_eq!(here(text), None, "{text}");
        } else {
            same(text);
        }
    }
}

#[test]
fn the_documents_of_this_project_are_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
    let files = std::fs::read_dir(folder).expect("it stands beside this package").filter_map(Result::ok);
    for file in files.filter(|file| file.path().extension().is_some_and(|extension| extension == "yaml")) {
        same(&std::fs::read_to_string(file.path()).expect("it is text").replace("\r\n", "\n"));
    }
}

#[test]
fn what_is_unusual_is_left_to_the_parser() {
    for text in [
        "",
        "x",
        "- a\n",
        "a",
        "[a]",
        "a: &b c\n",
        "a: *b\n",
        "a: !!str b\n",
        "<<: {a: b}\n",
        "? a\n",
        "a:\tb\n",
        "a: b\tc\n",
        "a: 'b\tc'\n",
        "a: 'b\n  \tc'\n",
        "a: b\n\t\n",
        "a: |\n  b\n  \tc\n",
        "a: 'b\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "%YAML 1.2\n---\na: b\n",
        "a: b: c\n",
        "a: b\n  c: d\n",
        " a: b\n",
        "a: |2\n    b\n",
        "a: [b\n",
        "a: [b,\n  c]\n",
        "a: {b}\n",
        "a: \"\\q\"\n",
        "a: \"\\ud800\"\n",
        "a:\n- b\nc\n",
        "a: @b\n",
        "a: b\rc: d\n",
    ] {
        assert_eq!(here(text), None, "{text:?}");
    }
}

const HEADS: &[&str] = &[
    "", "", "k: ", "k:", "- ", "- - ", "-", "- k: ", "- k:", "\"k\": ", "'k': ", "k:  ", "-  ", "a b: ", "k#: ", "-x: ",
];
const BODIES: &[&str] = &[
    "",
    "",
    "v",
    "v w",
    "v ",
    "'a b'",
    "'it''s' ",
    "\"a\\nb\"",
    "\"open",
    "\"open \\",
    "\\ more",
    "close\"",
    "'open",
    "close'",
    "x\"",
    "|",
    ">",
    "|-",
    ">-",
    "|+",
    ">+",
    "| ",
    "|2",
    "[]",
    "[a, b]",
    "[a, \"b\" , 'c']",
    "{a: b}",
    "{\"a\":[1, {}]}",
    "{a: b, c: }",
    "[a: b]",
    "v # c",
    "# c",
    "#c",
    "v #",
    "more text",
    "a: b",
    "-",
    "- x",
    "ä€",
    "x:y",
    "http://x/y#z",
    "1.5",
    "~",
    "\"\\_\\N\\L\\P\"",
    "{a: /b, .c: -1}",
    "[-/a, $b, _]",
    "{a b : c}",
    "[ a b  , c-d e ]",
    "[-1, - , -a]",
    "{a b: c d, e: (f) }",
    "| # c",
    "> #",
    ">- ",
    "|+  # c",
    "[a, {b: c} ]  # c",
    "{a: \"b\" # c",
    "[a] ",
    "\"a\"#c",
    "\t",
    "a\tb",
    "\tx",
    "a\t",
    "  \tx",
    "null",
    "\"a\" # c",
    "[a] # c",
    "&a",
    "*a",
    "!!str a",
    "? a",
    "---",
    "...",
    "a,b",
    "{a",
    "]",
    "'",
    "\"",
    "\"\"",
    "''",
    "'': x",
    "\"a\":",
    "a :b",
    "a : b",
    "\u{85}",
    "%",
    "\"\\x41\\/\"",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn whatever_is_read_is_read_as_the_parser_does(
        lines in vec((0..8_usize, select(HEADS), select(BODIES)), 1..9),
        ended in any::<bool>(),
    ) {
        let mut text = String::from("k: v\n");
        for (indent, head, body) in &lines {
            text.push_str(&" ".repeat(*indent));
            text.push_str(head);
            text.push_str(body);
            text.push('\n');
        }
        if !ended {
            text.pop();
        }
        if let Some(events) = here(&text) {
            prop_assert_eq!(Ok(events), parser(&text), "{}", text);
        }
    }
}
