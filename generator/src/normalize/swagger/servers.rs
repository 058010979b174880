//! `host`, `basePath` and `schemes` to `servers`.

use crate::document::{Entry, Node, Span};

/// One server per scheme, https first; without a host, the path alone: then the caller gives the host.
pub(super) fn servers(root: &Node) -> Node {
    by(root, root.get("schemes"))
}

/// The servers of an operation that is reached by schemes of its own.
pub(super) fn of_operation(root: &Node, operation: &Node) -> Option<Node> {
    let schemes = operation.get("schemes").filter(|schemes| !schemes.items().is_empty())?;
    let has_host = root.get("host").and_then(Node::as_str).is_some_and(|host| !host.is_empty());
    has_host.then(|| by(root, Some(schemes)))
}

fn by(root: &Node, schemes: Option<&Node>) -> Node {
    let text = |key: &str| root.get(key).and_then(Node::as_str).unwrap_or_default();
    let span = ["host", "basePath"].iter().find_map(|key| root.get(key)).map_or(root.span(), Node::span);
    let path = match text("basePath").trim_end_matches('/') {
        "" => String::new(),
        path if path.starts_with('/') => path.to_owned(),
        path => format!("/{path}"),
    };
    let host = text("host").trim_end_matches('/');
    if host.is_empty() {
        let path = if path.is_empty() { "/".to_owned() } else { path };
        return Node::sequence(vec![server(path, span)], span);
    }
    let listed = schemes.map(Node::items).unwrap_or_default();
    let mut schemes: Vec<&str> =
        listed.iter().filter_map(Node::as_str).filter(|scheme| matches!(*scheme, "https" | "http")).collect();
    schemes.sort_unstable_by(|a, b| b.cmp(a));
    schemes.dedup();
    if schemes.is_empty() {
        schemes.push("https");
    }
    // Some documents write the scheme into the host.
    let (schemes, host) = match host.split_once("://") {
        Some((scheme, host)) => (vec![scheme], host),
        None => (schemes, host),
    };
    Node::sequence(schemes.iter().map(|scheme| server(format!("{scheme}://{host}{path}"), span)).collect(), span)
}

fn server(url: String, span: Span) -> Node {
    Node::mapping(vec![Entry::new("url", Node::text(url, span))], span)
}
