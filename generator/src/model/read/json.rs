//! A node as JSON text: for defaults and examples, which stay what the document wrote.

use std::fmt::Write as _;

use crate::document::{Node, Scalar, Style, Value};

/// The node as JSON, keys in document order, numbers as they were written.
pub fn json(node: &Node) -> String {
    let mut out = String::new();
    write(&mut out, node);
    out
}

fn write(out: &mut String, node: &Node) {
    match node.value() {
        Value::Scalar(scalar) => write_scalar(out, scalar),
        Value::Sequence(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                comma(out, at);
                write(out, item);
            }
            out.push(']');
        }
        Value::Mapping(entries) => {
            out.push('{');
            for (at, entry) in entries.iter().enumerate() {
                comma(out, at);
                string(out, &entry.key);
                out.push(':');
                write(out, &entry.node);
            }
            out.push('}');
        }
    }
}

fn comma(out: &mut String, at: usize) {
    if at > 0 {
        out.push(',');
    }
}

fn write_scalar(out: &mut String, scalar: &Scalar) {
    if scalar.style == Style::Quoted {
        string(out, &scalar.text);
    } else if scalar.is_null() {
        out.push_str("null");
    } else if let Some(flag) = scalar.as_bool() {
        let _ = write!(out, "{flag}");
    } else if let Some(number) = scalar.as_f64() {
        // As written where that is JSON already; YAML's `0x1f`, `+1` and `.5` are spelled again.
        let written = serde_json::from_str::<serde_json::Number>(&scalar.text).is_ok();
        if written {
            out.push_str(&scalar.text);
        } else {
            let _ = write!(out, "{number}");
        }
    } else {
        string(out, &scalar.text);
    }
}

fn string(out: &mut String, text: &str) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::document::{Entry, Node, Scalar, Span, Style, Value};

    fn plain(text: &str) -> Node {
        Node::new(Value::Scalar(Scalar { text: text.into(), style: Style::Plain }), Span::default())
    }

    #[test]
    fn keeps_order_and_spelling() {
        let span = Span::default();
        let items = Node::sequence(
            vec![plain("1.10"), plain("no"), plain("~"), plain("True"), plain("0x10"), plain(".5")],
            span,
        );
        let node = Node::mapping(vec![Entry::new("z", items), Entry::new("a\"", Node::text("1", span))], span);
        assert_eq!(json(&node), r#"{"z":[1.10,"no",null,true,16,0.5],"a\"":"1"}"#);
    }
}
