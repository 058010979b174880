//! One action of an overlay.

use super::{invalid, path::Path};
use crate::{
    diagnostic::{Diagnostic, quoted},
    document::{Node, Span},
};

#[derive(Debug)]
pub(super) struct Action {
    /// The target as written.
    pub(super) text: String,
    /// Where the target stands.
    pub(super) span: Span,
    pub(super) target: Path,
    pub(super) change: Change,
}

/// What is done with every value that the target matches.
#[derive(Debug)]
pub(super) enum Change {
    /// Merged into it, as the specification says.
    Update(Node),
    /// It is taken out.
    Remove,
}

impl Action {
    pub(super) fn read(node: &Node) -> Result<Self, Diagnostic> {
        let Some(target) = node.get("target") else {
            return Err(invalid("the action has no `target`", "add a `target`, such as `$.info`", node));
        };
        let Some(text) = target.as_str() else {
            return Err(invalid("the `target` is no text", "write the target as a JSONPath in quotes", target));
        };
        let path = Path::parse(text).map_err(|fault| {
            let message = format!("the target {} is no JSONPath that is understood: {fault}", quoted(text));
            invalid(message, "use names, `[*]`, `..` and filters such as `[?(@.name == 'x')]` (RFC 9535)", target)
        })?;
        let removes = node.get("remove").and_then(Node::as_bool) == Some(true);
        let change = match (removes, node.get("update")) {
            (true, _) => Change::Remove,
            (false, Some(update)) => Change::Update(update.clone()),
            (false, None) => {
                return Err(invalid("the action neither updates nor removes", "add `update` or `remove: true`", node));
            }
        };
        if removes && path.is_root() {
            return Err(invalid("the action removes the whole document", "name the part to be removed", target));
        }
        Ok(Self { text: text.to_owned(), span: target.span(), target: path, change })
    }
}
