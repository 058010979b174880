//! A Rust file holds exactly the items that the view decided on.

use quote::ToTokens;
use syn::Item;

use crate::view::Items;

/// Compares by kind and name; `found` as [`describe`] says it.
pub(super) fn check(mut found: Vec<String>, expected: &Items) -> Result<(), String> {
    found.sort();
    let expected = expected.sorted();
    if found == expected {
        return Ok(());
    }
    let extra: Vec<&String> = found.iter().filter(|item| count(&found, item) > count(&expected, item)).collect();
    let missing: Vec<&String> = expected.iter().filter(|item| count(&expected, item) > count(&found, item)).collect();
    Err(format!("it holds {extra:?} that were not decided, and lacks {missing:?}"))
}

fn count(items: &[String], item: &str) -> usize {
    items.iter().filter(|other| *other == item).count()
}

/// An item by kind and name.
pub(super) fn describe(item: &Item) -> String {
    match item {
        Item::Use(_) => "use".to_owned(),
        Item::Struct(item) => format!("struct {}", item.ident),
        Item::Enum(item) => format!("enum {}", item.ident),
        Item::Fn(item) => format!("fn {}", item.sig.ident),
        Item::Static(item) => format!("static {}", item.ident),
        Item::Const(item) => format!("const {}", item.ident),
        Item::Type(item) => format!("type {}", item.ident),
        Item::Mod(item) if item.content.is_none() => format!("mod {}", item.ident),
        Item::Impl(item) => {
            let ty = tight(&item.self_ty);
            match &item.trait_ {
                Some((path, _)) => {
                    let name = path.segments.last().map(tight).unwrap_or_default();
                    format!("impl {name} for {ty}")
                }
                None => format!("impl {ty}"),
            }
        }
        other => format!("other {}", tight(other).chars().take(60).collect::<String>()),
    }
}

fn tight(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
