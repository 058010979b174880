//! From the model's types to Rust's.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::model::{Presence, TypeRef};

/// Where a type is written: decides how `models` is reached and what must be boxed.
#[derive(Clone, Copy, Debug)]
pub(super) enum From<'a> {
    /// Inside `models`, in the type with this id.
    Model(&'a str),
    /// Inside `models`, in a type of our own.
    Models,
    /// In another module.
    Outside,
}

impl Context<'_> {
    /// The Rust type of `ty`. Text that is `secret` is a `Secret`.
    pub(super) fn rust_type(&self, ty: &TypeRef, secret: bool, from: From<'_>) -> TokenStream {
        match self.graph.resolve(ty) {
            TypeRef::String { .. } if secret => quote!(Secret),
            TypeRef::String { .. } => quote!(String),
            TypeRef::Integer => quote!(i64),
            TypeRef::Number => quote!(f64),
            TypeRef::Boolean => quote!(bool),
            TypeRef::Array(item) => {
                let item = self.element(&item, secret, from);
                quote!(Vec<#item>)
            }
            TypeRef::Map(value) => {
                let value = self.element(&value, secret, from);
                quote!(BTreeMap<String, #value>)
            }
            TypeRef::Named(id) => self.named_type(&id, from),
            TypeRef::Any => quote!(Json),
            TypeRef::Bytes => quote!(Bytes),
        }
    }

    /// The type of a field: an `Option` where it may be missing.
    pub(super) fn field_type(&self, ty: &TypeRef, presence: Presence, secret: bool, from: From<'_>) -> TokenStream {
        let ty = self.rust_type(ty, secret, from);
        match presence {
            Presence::Required => ty,
            Presence::Optional | Presence::Nullable | Presence::OrNull => quote!(Option<#ty>),
        }
    }

    /// The type of an element of a list or map, which needs no box of its own. Endless nesting is cut.
    fn element(&self, ty: &TypeRef, secret: bool, from: From<'_>) -> TokenStream {
        let from = if let From::Model(_) = from { From::Models } else { from };
        self.rust_type(ty, secret, from)
    }

    fn named_type(&self, id: &str, from: From<'_>) -> TokenStream {
        let Some(names) = self.names.ty(id) else { return quote!(Json) };
        let name = &names.name;
        match from {
            From::Outside => quote!(models::#name),
            From::Model(outer) if self.graph.is_endless(outer, id) => quote!(Box<#name>),
            From::Model(_) | From::Models => quote!(#name),
        }
    }
}
