use std::sync::Arc;

use proptest::prelude::*;

use super::parse;
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Faults, Node, Style, Value},
    load::Limits,
};

fn json(text: &str) -> Result<Node, Diagnostic> {
    parse(&Arc::new(text.to_owned()), 0, &Limits::default(), &Faults::default())
}

/// The tree as `serde_json` would have it.
fn plain(node: &Node) -> serde_json::Value {
    match node.value() {
        Value::Scalar(scalar) if scalar.style == Style::Quoted => scalar.text.to_string().into(),
        Value::Scalar(scalar) => serde_json::from_str(&scalar.text).unwrap_or_default(),
        Value::Sequence(items) => items.iter().map(plain).collect(),
        Value::Mapping(entries) => {
            serde_json::Value::Object(entries.iter().map(|e| (e.key.to_string(), plain(&e.node))).collect())
        }
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn reads_what_serde_json_writes(value in any_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = format!("[{}]", text.unwrap_or_default());
        let node = json(&text).map_err(|fault| TestCaseError::fail(fault.message))?;
        prop_assert_eq!(plain(&node), serde_json::Value::Array(vec![value]));
    }

    #[test]
    fn accepts_what_serde_json_accepts(text in r#"[\[{][\[\]{}:,"\\ux0123eE.\-+ truefalsn]{0,24}"#) {
        let ours = json(&text);
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // serde_json refuses numbers beyond f64; we keep their text.
        let beyond = theirs.as_ref().is_err_and(|error| error.to_string().contains("number out of range"));
        prop_assert!(beyond || ours.is_ok() == theirs.is_ok(), "{:?} {:?}", ours, theirs);
    }
}

#[test]
fn faults_have_their_place() {
    let place = |text: &str| {
        json(text).err().map(|fault| (fault.code, fault.at.map_or(0, |at| at.start), fault.pointer.unwrap_or_default()))
    };
    let at = |code, start, pointer: &str| Some((code, start, pointer.to_owned()));
    assert_eq!(place(r#"{"a": {"b/c": [1, 2, x]}}"#), at(Code::Syntax, 21, "/a/b~1c/2"));
    assert_eq!(place(r#"{"a": 1, "b": "\ud800"}"#), at(Code::Syntax, 15, "/b"));
    assert_eq!(place(r#"{"a": 1} {}"#), at(Code::Syntax, 9, ""));
    assert_eq!(place(r#"{"a": [1, {"#), at(Code::Syntax, 11, "/a/1/0"));
    assert_eq!(place(&"[".repeat(100_000)).map(|(code, at, _)| (code, at)), Some((Code::TooDeep, 200)));
}

#[test]
fn repeated_keys_are_found_where_somebody_looks() {
    let faults = Faults::default();
    let text = Arc::new(r#"{"a": {"x": 1, "x": 2}, "b": [{"y": 1, "\u0079": 2}]}"#.to_owned());
    let root = parse(&text, 0, &Limits::default(), &faults).expect("valid");
    assert_eq!(root.at_pointer("/b/0").map(|b| b.entries().len()), Some(1));
    assert!(faults.take().is_empty(), "nobody has read either value");
    assert_eq!(root.at_pointer("/b/0/y").and_then(Node::as_i64), Some(1));
    let found: Vec<_> = faults.take().into_iter().map(|fault| (fault.code, fault.message, fault.pointer)).collect();
    let message = "the key `y` stands twice in this mapping".to_owned();
    assert_eq!(found, [(Code::DuplicateKey, message, Some("/b/0/y".to_owned()))]);
}
