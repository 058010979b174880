//! Documentation comments hold text only: no character that hides or turns text around, no code that would be compiled.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

use crate::text::is_unsafe;

/// Looks at every comment of a file.
#[derive(Default)]
pub(super) struct Comments {
    found: Option<String>,
    doctests: usize,
}

impl Comments {
    /// What was found, in a file of which rustdoc may compile so many `examples`.
    pub(super) fn finish(self, examples: usize) -> Result<(), String> {
        match self.found {
            Some(found) => Err(found),
            None if self.doctests > examples => Err("a comment holds code that would be compiled".to_owned()),
            None => Ok(()),
        }
    }

    /// The comment that a list of attributes makes.
    pub(super) fn block(&mut self, attributes: &[Attribute]) {
        let mut text = String::new();
        for line in attributes.iter().filter_map(doc) {
            if line.contains('\n') || line.contains(is_unsafe) {
                self.found.get_or_insert_with(|| "a comment holds a line end or an invisible character".to_owned());
            }
            text.push_str(line.strip_prefix(' ').unwrap_or(&line));
            text.push('\n');
        }
        if may_hold_code(&text) {
            self.doctests += Parser::new(&text)
                .filter(|event| matches!(event, Event::Start(Tag::CodeBlock(kind)) if compiles(kind)))
                .count();
        }
    }
}

/// Whether a comment can hold a code block at all: each begins with a fence of three, or is indented by four blanks or a tab
/// (`CommonMark` 4.4 and 4.5). Never wrong when it says no.
fn may_hold_code(text: &str) -> bool {
    ["```", "~~~", "    ", "\t"].iter().any(|beginning| text.contains(beginning))
}

/// The text of a documentation attribute.
fn doc(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if pair.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// Whether rustdoc takes the block for Rust: it is indented, names no language, or one of rustdoc's own words.
pub(super) fn compiles(kind: &CodeBlockKind<'_>) -> bool {
    let CodeBlockKind::Fenced(info) = kind else { return true };
    let mut words =
        info.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).peekable();
    words.peek().is_none()
        || words.any(|word| {
            matches!(word, "rust" | "no_run" | "should_panic" | "compile_fail" | "test_harness" | "custom")
                || ["ignore", "edition", "standalone", "E0"].iter().any(|start| word.starts_with(start))
        })
}

impl<'ast> Visit<'ast> for Comments {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Struct(item) => &item.attrs,
            syn::Item::Enum(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Static(item) => &item.attrs,
            syn::Item::Const(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Mod(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        self.block(attributes);
        visit::visit_item(self, item);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        self.block(&field.attrs);
        visit::visit_field(self, field);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.block(&variant.attrs);
        visit::visit_variant(self, variant);
    }

    fn visit_block(&mut self, _: &'ast syn::Block) {
        // No item stands in a body, which is for `Inside` to say; nothing else there has a comment.
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.block(&function.attrs);
        visit::visit_impl_item_fn(self, function);
    }
}
