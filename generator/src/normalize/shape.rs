//! Whether operations have the shape that OpenAPI gives them.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    document::{Kind, Node, Style},
};

/// What a field must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    TrueOrFalse,
    List,
    Mapping,
}

/// The fields of an operation.
const OPERATION: [(&str, Shape); 10] = [
    ("operationId", Shape::Text),
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("tags", Shape::List),
    ("parameters", Shape::List),
    ("requestBody", Shape::Mapping),
    ("responses", Shape::Mapping),
    ("security", Shape::List),
    ("servers", Shape::List),
    ("deprecated", Shape::TrueOrFalse),
];

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Every field of an operation that has another type than OpenAPI gives it, in document order.
///
/// Only paths that `matters` says so of are looked at. A malformed operation is passed over by `select`: what is wrong
/// with it matters where it may be the one that signs a program in, and no other does.
pub fn malformed_operations(root: &Node, matters: impl Fn(&str) -> bool) -> Diagnostics {
    let mut faults = Vec::new();
    let paths = root.get("paths").map(Node::entries).unwrap_or_default();
    for path in paths.iter().filter(|path| path.key.starts_with('/') && matters(&path.key)) {
        if !path.node.is_mapping() && !path.node.is_null() {
            faults.push(wrong("a path", &path.node, Shape::Mapping));
        }
        for entry in path.node.entries().iter().filter(|entry| METHODS.contains(&&*entry.key)) {
            if entry.node.is_mapping() {
                faults.extend(operation(&entry.node));
            } else {
                faults.push(wrong("an operation", &entry.node, Shape::Mapping));
            }
        }
    }
    faults
}

fn operation(node: &Node) -> impl Iterator<Item = Diagnostic> {
    OPERATION.into_iter().filter_map(|(key, shape)| {
        let value = node.get(key)?;
        (!has_shape(value, shape)).then(|| wrong(&format!("`{key}`"), value, shape))
    })
}

/// Null stands for a field that was left empty.
fn has_shape(node: &Node, shape: Shape) -> bool {
    match (node.kind(), shape) {
        (Kind::Mapping, shape) => shape == Shape::Mapping,
        (Kind::Sequence, shape) => shape == Shape::List,
        (Kind::Scalar, Shape::Text) => node.as_scalar().is_none_or(|scalar| scalar.style != Style::Literal),
        (Kind::Scalar, Shape::TrueOrFalse) => node.is_null() || node.as_bool().is_some(),
        (Kind::Scalar, Shape::List | Shape::Mapping) => node.is_null(),
    }
}

fn wrong(what: &str, node: &Node, shape: Shape) -> Diagnostic {
    let wanted = match shape {
        Shape::Text => "text",
        Shape::TrueOrFalse => "true or false",
        Shape::List => "a list",
        Shape::Mapping => "a mapping",
    };
    let message = format!("{what} is {}, where OpenAPI wants {wanted}", node.what());
    Diagnostic::error(Code::WrongType, message, format!("make it {wanted}")).at(node.span())
}
