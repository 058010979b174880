//! Nothing hides inside the items: no items in bodies, no `unsafe`, no macros and attributes but the templates' own.

use syn::visit::{self, Visit};
use syn::{Attribute, ExprUnsafe, Item, Macro, Stmt};

/// The macros that templates use.
const MACROS: &[&str] =
    &["write", "println", "format", "assert", "assert_eq", "vec", "panic", "matches", "include_str"];

/// The attributes that templates use.
const ATTRIBUTES: &[&str] = &["doc", "derive", "must_use", "non_exhaustive", "allow", "test", "deprecated", "cfg"];

/// Looks at every body of a file.
#[derive(Default)]
pub(super) struct Inside {
    found: Option<String>,
    depth: usize,
}

impl Inside {
    /// What was found.
    pub(super) fn finish(self) -> Result<(), String> {
        self.found.map_or(Ok(()), Err)
    }

    fn refuse(&mut self, what: &str) {
        self.found.get_or_insert_with(|| format!("it holds {what}"));
    }
}

impl<'ast> Visit<'ast> for Inside {
    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if matches!(statement, Stmt::Item(_)) {
            self.refuse("an item inside a body");
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        self.depth += 1;
        if self.depth > 1 {
            self.refuse("an item inside an item");
        }
        visit::visit_item(self, item);
        self.depth -= 1;
    }

    fn visit_expr_unsafe(&mut self, block: &'ast ExprUnsafe) {
        self.refuse("an unsafe block");
        visit::visit_expr_unsafe(self, block);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let known = call.path.get_ident().is_some_and(|name| MACROS.iter().any(|known| name == known));
        if !known {
            self.refuse("a macro that no template uses");
        }
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let known = attribute.path().get_ident().is_some_and(|name| ATTRIBUTES.iter().any(|known| name == known));
        if !known {
            self.refuse("an attribute that no template uses");
        }
        visit::visit_attribute(self, attribute);
    }
}
