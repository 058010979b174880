//! Enums of shapes: `oneOf` and `anyOf`, and the several successes of an operation.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::super::Context;
use super::super::docs;
use super::super::fragment::{DocText, Expr, Ident, StrLit, TypeExpr};
use super::super::manifest::Items;
use super::super::recorder::Recorder;
use super::super::rust_type::From;
use crate::model::{Operation, TypeDef, TypeRef, Variant};

/// One enum of shapes. The lists of implementations hold one or none.
#[derive(Debug, Serialize)]
pub(in crate::view) struct ChoiceView {
    docs: DocText,
    name: Ident,
    variants: Vec<VariantView>,
    writers: Vec<Expr>,
    readers: Vec<Expr>,
}

/// One shape.
#[derive(Debug, Serialize)]
struct VariantView {
    docs: DocText,
    name: Ident,
    /// What it holds, in parentheses; empty for a reply without a body.
    holds: TypeExpr,
}

impl ChoiceView {
    /// The enum of `variants`.
    pub(in crate::view) fn new(
        cx: &Context<'_>,
        def: &TypeDef,
        variants: &[Variant],
        discriminator: Option<&str>,
        uses: &Recorder,
    ) -> Option<Self> {
        let names = cx.names.ty(&def.id)?;
        let cases: Vec<Case<'_>> =
            variants.iter().zip(&names.members).map(|(variant, name)| Case { variant, name }).collect();
        let (mut writers, mut readers) = (Vec::new(), Vec::new());
        if cx.graph.is_written(&def.id) {
            uses.mark("ToJson");
            uses.mark("Json");
            writers.push(uses.expr(&writer(cx, &cases)));
        }
        if cx.graph.is_read(&def.id) {
            uses.mark_all(&["FromJson", "JsonError", "Json"]);
            readers.push(uses.expr(&reader(&cases, discriminator)));
        }
        let mut views: Vec<VariantView> = cases.iter().map(|case| case.view(cx, uses)).collect();
        views.push(VariantView {
            docs: DocText::new("Anything else, as it came."),
            name: Ident::new("Unknown"),
            holds: uses.ty(&quote!((Json))),
        });
        Some(Self { docs: super::type_docs(cx, def), name: names.name.clone(), variants: views, writers, readers })
    }

    /// The enum of the successes of an operation, where there are several kinds.
    pub(in crate::view) fn successes(
        cx: &Context<'_>,
        index: usize,
        operation: &Operation,
        uses: &Recorder,
    ) -> Option<Self> {
        let names = cx.names.operations.get(index)?;
        let kinds = cx.successes(operation);
        if kinds.len() < 2 {
            return None;
        }
        let variants = kinds
            .iter()
            .filter_map(|success| {
                let (reply, name) = (operation.replies.get(success.first)?, names.replies.get(success.first)?);
                let ty = cx.reply_type(operation, reply, From::Models);
                Some(VariantView {
                    docs: DocText::new(&docs::reply(reply)),
                    name: name.clone(),
                    holds: uses.ty(&ty.map_or_else(TokenStream::new, |ty| quote!((Box<#ty>)))),
                })
            })
            .collect();
        let text = format!("What [`Client::{0}`](crate::Client::{0}) succeeds with.", names.method);
        Some(Self {
            docs: DocText::new(&text),
            name: names.success.clone(),
            variants,
            writers: Vec::new(),
            readers: Vec::new(),
        })
    }

    pub(super) fn items(&self, items: &mut Items) {
        items.add("enum", &self.name);
        for _ in &self.writers {
            items.implements("ToJson", &self.name);
        }
        for _ in &self.readers {
            items.implements("FromJson", &self.name);
        }
    }
}

/// A variant and its name.
struct Case<'a> {
    variant: &'a Variant,
    name: &'a Ident,
}

impl Case<'_> {
    /// Text in a variant may be a token as well as a word: it is kept secret. Structs are boxed, so that one large
    /// variant does not make all large.
    fn view(&self, cx: &Context<'_>, uses: &Recorder) -> VariantView {
        let ty = cx.rust_type(&self.variant.ty, true, From::Models);
        let boxed = matches!(cx.graph.resolve(&self.variant.ty), TypeRef::Named(_));
        let text = match &self.variant.tag {
            Some(tag) => format!("The shape that {} names.", docs::code(tag)),
            None => format!("The shape {}.", docs::code(&self.variant.name)),
        };
        VariantView {
            docs: DocText::new(&text),
            name: self.name.clone(),
            holds: uses.ty(&if boxed { quote!((Box<#ty>)) } else { quote!((#ty)) }),
        }
    }
}

/// One arm for all variants of a type.
fn writer(cx: &Context<'_>, cases: &[Case<'_>]) -> TokenStream {
    let mut kinds: Vec<(String, Vec<TokenStream>)> = Vec::new();
    for Case { variant, name } in cases {
        let ty = cx.rust_type(&variant.ty, true, From::Models).to_string();
        let pattern = quote!(Self::#name(value));
        match kinds.iter_mut().find(|(known, _)| *known == ty) {
            Some((_, patterns)) => patterns.push(pattern),
            None => kinds.push((ty, vec![pattern])),
        }
    }
    let arms = kinds.iter().map(|(_, patterns)| quote!(#(#patterns)|* => value.to_json()));
    quote!(match self { #(#arms,)* Self::Unknown(json) => json.clone() })
}

/// By the discriminator where there is one; else the first whose required fields are all there, those with the most
/// first; else the first that can be read.
fn reader(cases: &[Case<'_>], discriminator: Option<&str>) -> TokenStream {
    let mut seen = BTreeSet::new();
    let tags = cases.iter().filter(|case| discriminator.is_some() && case.variant.tag.is_some());
    let tagged: Vec<&Case<'_>> = tags.filter(|case| seen.insert(case.variant.tag.as_deref())).collect();
    let mut rest: Vec<&Case<'_>> =
        cases.iter().filter(|case| discriminator.is_none() || case.variant.tag.is_none()).collect();
    rest.sort_by_key(|case| std::cmp::Reverse(case.variant.required.len()));
    let by_shape = rest.iter().map(|case| {
        let name = case.name;
        if case.variant.required.is_empty() {
            return quote!(if let Ok(value) = FromJson::from_json(json.clone()) { return Ok(Self::#name(value)); });
        }
        let fields = case.variant.required.iter().map(|field| StrLit::new(field).tokens());
        quote!(if [#(#fields),*].iter().all(|name| json.get(name).is_some()) { return FromJson::from_json(json).map(Self::#name); })
    });
    let by_tag = discriminator.filter(|_| !tagged.is_empty()).map(|field| {
        let field = StrLit::new(field).tokens();
        let tag = |case: &Case<'_>| StrLit::new(case.variant.tag.as_deref().unwrap_or_default()).tokens();
        if let [only] = tagged.as_slice() {
            let (tag, name) = (tag(only), only.name);
            return quote!(if json.get(#field).and_then(Json::as_str) == Some(#tag) { return FromJson::from_json(json).map(Self::#name); });
        }
        let arms = tagged.iter().map(|case| {
            let (tag, name) = (tag(case), case.name);
            quote!(Some(#tag) => return FromJson::from_json(json).map(Self::#name))
        });
        quote!(match json.get(#field).and_then(Json::as_str) { #(#arms,)* _ => {} })
    });
    quote!(#by_tag #(#by_shape)* Ok(Self::Unknown(json)))
}
