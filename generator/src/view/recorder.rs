//! What a module uses, so that its imports are exactly that.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};

use super::fragment::{Expr, TypeExpr};

/// Makes the fragments of one module and remembers the names in them.
#[derive(Debug, Default)]
pub(super) struct Recorder(RefCell<BTreeSet<String>>);

impl Recorder {
    /// Code, remembered.
    pub(super) fn expr(&self, tokens: &TokenStream) -> Expr {
        self.note(tokens.clone());
        Expr::new(tokens)
    }

    /// A type, remembered.
    pub(super) fn ty(&self, tokens: &TokenStream) -> TypeExpr {
        self.note(tokens.clone());
        TypeExpr::new(tokens)
    }

    /// A name that the module's template uses by itself.
    pub(super) fn mark(&self, name: &str) {
        self.0.borrow_mut().insert(name.to_owned());
    }

    /// Several of them.
    pub(super) fn mark_all(&self, names: &[&str]) {
        self.0.borrow_mut().extend(names.iter().map(|name| (*name).to_owned()));
    }

    /// What `use` items need: of the `known` paths those whose last name was seen, grouped by their module.
    pub(super) fn imports(&self, known: &[&str]) -> Vec<Expr> {
        let used = self.0.borrow();
        let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (module, name) in known.iter().filter_map(|path| path.rsplit_once("::")) {
            if used.contains(name) {
                modules.entry(module).or_default().push(name);
            }
        }
        let paths = modules.into_iter().map(|(module, mut names)| {
            names.sort_unstable();
            match names.as_slice() {
                [name] => format!("{module}::{name}"),
                names => format!("{module}::{{{}}}", names.join(", ")),
            }
        });
        paths.filter_map(|path| path.parse::<TokenStream>().ok()).map(|path| Expr::new(&path)).collect()
    }

    fn note(&self, tokens: TokenStream) {
        // What follows `::` is found by what stands before it, as in `Self::Bytes`.
        let mut colons = 0;
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Ident(name) if colons < 2 => {
                    let name = name.to_string();
                    // A variable may be called like a module.
                    let is_path = matches!(tokens.peek(), Some(TokenTree::Punct(mark)) if is_colon(mark) && mark.spacing() == Spacing::Joint);
                    if is_path || !name.starts_with(|c: char| c.is_lowercase()) {
                        self.mark(&name);
                    }
                }
                TokenTree::Group(group) => self.note(group.stream()),
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            colons = if matches!(&token, TokenTree::Punct(mark) if is_colon(mark)) { colons + 1 } else { 0 };
        }
    }
}

fn is_colon(mark: &Punct) -> bool {
    mark.as_char() == ':'
}

#[cfg(test)]
mod tests {
    use super::Recorder;
    use quote::quote;

    #[test]
    fn what_stands_behind_a_path_is_not_imported() {
        let uses = Recorder::default();
        uses.expr(&quote!(Self::Bytes => secret: Secret));
        let paths = uses.imports(&["authwright::Bytes", "authwright::Secret"]);
        assert_eq!(paths.len(), 1, "{paths:?}");
    }

    #[test]
    fn a_variable_that_is_called_like_a_module_imports_nothing() {
        let uses = Recorder::default();
        uses.expr(&quote!(Box::new(scheme::Tokens { oauth: oauth.clone(), env })));
        let paths = uses.imports(&["authwright::env", "authwright::oauth", "authwright::scheme"]);
        assert!(paths.len() == 1 && format!("{paths:?}").contains("scheme"), "{paths:?}");
    }
}
