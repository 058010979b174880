//! Enums of words: closed sets of strings in the document, open in the client.

use std::collections::BTreeSet;

use quote::quote;
use serde::Serialize;

use super::super::Context;
use super::super::docs;
use super::super::fragment::{DocText, Expr, Ident, StrLit};
use super::super::manifest::Items;
use super::super::recorder::Recorder;
use crate::model::TypeDef;

/// One enum of words.
#[derive(Debug, Serialize)]
pub(in crate::view) struct WordsView {
    docs: DocText,
    name: Ident,
    values: Vec<WordView>,
    from_text: Expr,
    writers: Vec<bool>,
    readers: Vec<bool>,
}

/// One word.
#[derive(Debug, Serialize)]
struct WordView {
    docs: DocText,
    name: Ident,
    wire: StrLit,
}

impl WordsView {
    /// The enum of `values`.
    pub(in crate::view) fn new(cx: &Context<'_>, def: &TypeDef, values: &[String], uses: &Recorder) -> Option<Self> {
        let names = cx.names.ty(&def.id)?;
        let mut seen = BTreeSet::new();
        let values: Vec<WordView> = values
            .iter()
            .zip(&names.members)
            .filter(|(value, _)| seen.insert(value.as_str()))
            .map(|(value, name)| WordView {
                docs: DocText::new(&format!("{} on the wire.", docs::code(value))),
                name: name.clone(),
                wire: StrLit::new(value),
            })
            .collect();
        let (written, read) = (cx.graph.is_written(&def.id), cx.graph.is_read(&def.id));
        for (used, names) in [(written, &["Json", "ToJson"][..]), (read, &["Json", "FromJson", "JsonError"][..])] {
            names.iter().filter(|_| used).for_each(|name| uses.mark(name));
        }
        Some(Self {
            docs: super::type_docs(cx, def),
            name: names.name.clone(),
            from_text: uses.expr(&from_text(&values)),
            values,
            writers: if written { vec![true] } else { Vec::new() },
            readers: if read { vec![true] } else { Vec::new() },
        })
    }

    pub(super) fn items(&self, items: &mut Items) {
        items.add("enum", &self.name);
        items.inherent(&self.name);
        items.implements("From<&str>", &self.name);
        for _ in &self.writers {
            items.implements("ToJson", &self.name);
        }
        for _ in &self.readers {
            items.implements("FromJson", &self.name);
        }
    }
}

fn from_text(values: &[WordView]) -> proc_macro2::TokenStream {
    if values.is_empty() {
        return quote!(Self::Unknown(text.to_owned()));
    }
    let arms = values.iter().map(|value| {
        let (wire, name) = (value.wire.tokens(), &value.name);
        quote!(#wire => Self::#name)
    });
    quote!(match text { #(#arms,)* other => Self::Unknown(other.to_owned()) })
}
