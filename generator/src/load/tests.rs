//! What `load` accepts and how it refuses.

use super::{Input, Limits, load, load_as, load_whole};
use crate::{
    diagnostic::{Code, Report},
    document::{Document, Node},
};

fn yaml(text: &str) -> Result<Document, Report> {
    load(&Input::Bytes { name: "test.yaml".to_owned(), bytes: text.as_bytes().to_vec() })
}

fn codes(text: &str) -> Vec<Code> {
    yaml(text).err().map(|report| report.diagnostics.iter().map(|d| d.code).collect()).unwrap_or_default()
}

fn text_at(document: &Document, pointer: &str) -> Option<String> {
    document.root.at_pointer(pointer).and_then(Node::as_str).map(str::to_owned)
}

#[test]
fn plain_words_stay_text_and_integer_keys_become_text() {
    let document = yaml("a: no\nb: 1.10\n200: {x: ~}\n").expect("valid");
    assert_eq!(text_at(&document, "/a").as_deref(), Some("no"));
    assert_eq!(text_at(&document, "/b").as_deref(), Some("1.10"));
    assert!(document.root.at_pointer("/200/x").is_some_and(Node::is_null));
}

#[test]
fn spans_cover_what_was_written() {
    let text = "ä: ü\nlist:\n  - one\n  - [two, 'three']\n\n# end\nlast: |\n  text\n";
    let document = yaml(text).expect("valid");
    let slice = |pointer: &str| {
        let span = document.root.at_pointer(pointer).map(Node::span).unwrap_or_default();
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    };
    assert_eq!(slice("/ä"), "ü");
    assert_eq!(slice("/list"), "- one\n  - [two, 'three']");
    assert_eq!(slice("/list/1"), "[two, 'three']");
    assert_eq!(slice("/list/1/1"), "'three'");
    let span = document.root.at_pointer("/list/1/0").map(Node::span).unwrap_or_default();
    assert_eq!(document.pointer_at(span).as_deref(), Some("/list/1/0"));
    assert_eq!(document.position(span).map(|p| (p.line, p.column)), Some((4, 6)));
}

#[test]
fn every_repeated_key_is_named_with_its_place() {
    for (name, text, inner, outer) in [
        ("test.yaml", "a:\n  x: 1\n  y: 2\n  x: 3\na: 4\n", 19, 24),
        ("test.json", r#"{"a": {"x": 1, "\u0078":2}, "a": 3}"#, 15, 28),
    ] {
        let input = Input::Bytes { name: name.into(), bytes: text.into() };
        let report = load_whole(&input, 0, &Limits::default()).expect_err("duplicates");
        let found: Vec<_> =
            report.diagnostics.iter().map(|d| (d.code, d.pointer.as_deref(), d.at.map(|at| at.start))).collect();
        assert_eq!(
            found,
            [(Code::DuplicateKey, Some("/a/x"), Some(inner)), (Code::DuplicateKey, Some("/a"), Some(outer))]
        );
        assert!(report.diagnostics.iter().all(|d| d.message.contains('`')));
    }
}

#[test]
fn a_repeated_key_is_a_fault_once_its_value_is_read() {
    let document = yaml("a:\n  x: 1\n  y: 2\n  x: [3]\n").expect("valid but for the repeated key");
    let x = document.root.at_pointer("/a/x").expect("the first of the two");
    assert_eq!(document.root.at_pointer("/a/y").and_then(Node::as_i64), Some(2));
    assert!(document.faults.take().is_empty());
    for copy in [x.unread(), x.unread()] {
        assert_eq!(copy.as_i64(), Some(1));
    }
    assert_eq!(document.faults.take().len(), 1, "it is said once");
}

#[test]
fn a_text_of_repeated_keys_is_no_document() {
    let lines: Vec<String> = (0..60).map(|key| format!("a{}: 1", key % 30)).collect();
    let report = yaml(&lines.join("\n")).expect_err("nobody checked it");
    assert_eq!(report.diagnostics.len(), 10);
}

#[test]
fn merge_keys_merge_and_own_keys_win() {
    let text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nuse:\n  <<: [*b, *m]\n  x: 0\nquoted: {'<<': kept}\n";
    let document = yaml(text).expect("valid");
    let merged = document.root.get("use").expect("present");
    let entries: Vec<_> = merged.entries().iter().map(|e| (&*e.key, e.node.as_str().unwrap_or_default())).collect();
    assert_eq!(entries, [("y", "2"), ("z", "4"), ("x", "0")]);
    assert_eq!(text_at(&document, "/quoted/<<").as_deref(), Some("kept"));
    assert_eq!(codes("a: {<<: text}"), [Code::Merge]);
}

#[test]
fn aliases_stand_where_they_are_used() {
    let text = "base: &b {x: &x [1, &k name], e: {}}\nuse: *b\nlist: [*x, *k]\nkeyed: {*k : {<<: *b, y: 2}}\n";
    let document = yaml(text).expect("valid");
    assert_eq!(text_at(&document, "/use/x/1").as_deref(), Some("name"));
    assert_eq!(text_at(&document, "/list/0/0").as_deref(), Some("1"));
    assert_eq!(text_at(&document, "/keyed/name/x/0").as_deref(), Some("1"));
    assert_eq!(text_at(&document, "/keyed/name/y").as_deref(), Some("2"));
    assert!(document.root.at_pointer("/use/e").is_some_and(|empty| empty.is_mapping() && empty.entries().is_empty()));
    let span = document.root.at_pointer("/use").map(Node::span).unwrap_or_default();
    assert_eq!(text.get(span.start as usize..span.end as usize), Some("*b"));
    let names: Vec<&str> = document.root.entries().iter().map(|entry| &*entry.key).collect();
    assert_eq!(names, ["base", "use", "list", "keyed"]);
}

#[test]
fn aliases_are_bounded() {
    assert_eq!(codes("a: &a [*a]"), [Code::Alias]);
    let chain = |levels: usize, times: usize| {
        let level = |n: usize| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); times].join(","));
        format!("a0: &a0 [x]\n{}", (1..=levels).map(level).collect::<String>())
    };
    assert_eq!(codes(&chain(9, 9)), [Code::Alias]);
    assert_eq!(codes(&chain(300, 1)), [Code::TooDeep]);
    // Few values, and much text: each alias costs two bytes and stands for many.
    let long = |times: usize| format!("a: &a {}\nb: [{}]\n", "x".repeat(50_000), vec!["*a"; times].join(","));
    assert_eq!(codes(&long(20_000)), [Code::Alias]);
    assert!(yaml(&long(1_000)).is_ok());
    let keyed = format!("a: &a {{{}: 1}}\nb: [{}]\n", "k".repeat(8_000), vec!["*a"; 20_000].join(","));
    assert_eq!(codes(&keyed), [Code::Alias]);
}

/// Other tools read it as JSON alone.
#[test]
fn what_is_named_json_is_read_as_json() {
    let read = |name: &str, text: &str| {
        let input = Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        load(&input).map(|_| ()).map_err(|report| report.diagnostics.iter().map(|it| it.code).collect::<Vec<_>>())
    };
    for text in ["# c\n{\"a\": 1}", "a: 1", "---\n{\"a\": 1}", "%YAML 1.2\n---\n{}"] {
        assert_eq!(read("x.json", text), Err(vec![Code::Syntax]), "{text}");
        assert_eq!(read("x.yaml", text), Ok(()), "{text}");
    }
    assert_eq!(read("x.json", "\u{feff}\n{\"a\": 1}"), Ok(()));
}

#[test]
fn limits_hold() {
    assert_eq!(codes(&"[".repeat(100_000)), [Code::TooDeep]);
    assert_eq!(codes(&format!("? {}\n: 1\n", "k".repeat(10_000))), [Code::TooLarge]);
    let small = Limits { nodes: 10, members: 5, depth: 3, ..Limits::default() };
    let refused = |text: &str| {
        let input = Input::Bytes { name: String::new(), bytes: text.as_bytes().to_vec() };
        load_as(&input, 0, &small).err().map(|report| report.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>())
    };
    for (document, expected) in [
        ("[[1, 1], [1, 1], [1, 1]]", None),
        ("[[1, 1], [1, 1], [1, 1], [[], []]]", Some(vec![Code::TooLarge])),
        ("[1, 1, 1, 1, 1, 1]", Some(vec![Code::TooLarge])),
        ("[[[[]]]]", Some(vec![Code::TooDeep])),
    ] {
        assert_eq!(refused(document), expected, "{document}");
        assert_eq!(refused(&format!("# YAML\n{document}")), expected, "{document}");
    }
}

#[test]
fn one_document_of_text_keys() {
    assert_eq!(codes(""), [Code::Empty]);
    assert_eq!(codes(" \n\n"), [Code::Empty]);
    assert_eq!(codes("a: 1\n---\nb: 2\n"), [Code::SeveralDocuments]);
    assert_eq!(codes("? [a]\n: 1\n"), [Code::KeyNotText]);
    assert!(yaml("a: !!python/object:os.system [x]\nb: !Foo {c: 1}\n").is_ok());
}

#[test]
fn a_syntax_fault_has_a_place_and_a_pointer() {
    let report = yaml("paths:\n  /a: {x: [1, 2\n").expect_err("truncated");
    let fault = report.diagnostics.first().expect("one");
    assert_eq!((fault.code, fault.pointer.as_deref()), (Code::Syntax, Some("/paths/~1a/x/2")));
    assert!(fault.at.is_some());
}

/// YAML allows a tab wherever it allows a blank, but for indentation.
#[test]
fn a_tab_between_a_key_and_its_value_is_a_blank() {
    for (text, pointer, wanted) in [
        ("openapi:\t3.0.3\ninfo:\n  title:\tA\tb\n", "/info/title", "A\tb"),
        ("a:\t{b:\tc, \"d\":\te}\n", "/a/d", "e"),
        ("a:\t|\n  b:\tc\nd:\te\n", "/a", "b:\tc\n"),
        ("a:\t\n  b:\t\"c:\td\"\n  e:\tf\n", "/a/b", "c:\td"),
    ] {
        let document = yaml(text).unwrap_or_else(|report| panic!("{text:?}: {:?}", report.diagnostics));
        assert_eq!(text_at(&document, pointer).as_deref(), Some(wanted), "{text:?}");
    }
    assert_eq!(codes("a:\n\tb: c\n"), [Code::Syntax]);
}
