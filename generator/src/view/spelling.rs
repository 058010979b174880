//! How a value that the program has as text is written in a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::model::{TypeKind, TypeRef};

/// What the type of a field makes of a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spelling {
    /// The text as it is.
    Text,
    /// A number or a truth value.
    Scalar,
    /// Texts, separated by commas.
    List,
    /// Anything else, which is written as JSON.
    Json,
}

impl Spelling {
    /// That of a type.
    pub(super) fn of(cx: &Context<'_>, ty: &TypeRef) -> Self {
        match cx.graph.resolve(ty) {
            TypeRef::Boolean | TypeRef::Integer | TypeRef::Number => Self::Scalar,
            TypeRef::Array(item) if matches!(Self::of(cx, &item), Self::Text) => Self::List,
            TypeRef::Array(_) | TypeRef::Map(_) => Self::Json,
            TypeRef::Named(id) => match cx.graph.get(&id).map(|def| &def.kind) {
                Some(TypeKind::Object { .. } | TypeKind::OneOf { .. }) => Self::Json,
                _ => Self::Text,
            },
            TypeRef::String { .. } | TypeRef::Any | TypeRef::Bytes => Self::Text,
        }
    }

    /// The function of the runtime that reads the text.
    pub(super) fn maker(self) -> Option<TokenStream> {
        match self {
            Self::Text => None,
            Self::Scalar => Some(quote!(authwright::json::scalar)),
            Self::List => Some(quote!(authwright::json::list)),
            Self::Json => Some(quote!(authwright::json::value)),
        }
    }

    /// What who sets the text has to know.
    pub(super) fn docs(self) -> &'static str {
        match self {
            Self::Text | Self::Scalar => "",
            Self::List => "Several are separated by commas.",
            Self::Json => "It is written as JSON.",
        }
    }
}
