//! The expression that builds a request, part by part.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::fragment::StrLit;
use crate::model::{
    ApiKeyPlace, Body, MediaType, Operation, Param, Place, ReplyBody, SchemeKind, Style, TypeKind, TypeRef,
    is_named_json,
};

/// The beginning of a call: `client.api.call(Method::POST, "/auth/token")`.
pub(super) fn begin(cx: &Context<'_>, client: &TokenStream, operation: &Operation) -> TokenStream {
    let api = cx.api(operation);
    let path = StrLit::new(&operation.path).tokens();
    let method = method(&operation.method);
    quote!(#client.#api.call(#method, #path))
}

/// The method as a constant of `http`.
fn method(method: &str) -> TokenStream {
    match method {
        "GET" => quote!(Method::GET),
        "PUT" => quote!(Method::PUT),
        "DELETE" => quote!(Method::DELETE),
        "PATCH" => quote!(Method::PATCH),
        "HEAD" => quote!(Method::HEAD),
        "OPTIONS" => quote!(Method::OPTIONS),
        "TRACE" => quote!(Method::TRACE),
        _ => quote!(Method::POST),
    }
}

/// `.query("name", value)` and its siblings. The value is a reference to anything that can be written; what is not
/// there is not sent.
pub(super) fn param(place: Place, name: &str, value: &TokenStream) -> TokenStream {
    let name = StrLit::new(name).tokens();
    match place {
        Place::Path => quote!(.path(#name, #value)),
        Place::Query => quote!(.query(#name, #value)),
        Place::Header => quote!(.header(#name, #value)),
        Place::Cookie => quote!(.cookie(#name, #value)),
    }
}

/// The same of a parameter of an operation, written as the document has it.
pub(super) fn param_of(cx: &Context<'_>, param: &Param, value: &TokenStream) -> TokenStream {
    let name = StrLit::new(&param.field.wire).tokens();
    if let (Style::Joined(between), Place::Query, false) = (param.style, param.place, cx.is_scalar(&param.field.ty)) {
        return quote!(.joined_query(#name, #value, #between));
    }
    let value = match param.style {
        Style::Json => quote!(&authwright::call::style::json(#value)),
        _ if cx.is_scalar(&param.field.ty) => value.clone(),
        // In a query alone; see above.
        Style::Usual | Style::Joined(_) => value.clone(),
        Style::Deep => quote!(&authwright::call::style::deep(#name, #value)),
    };
    self::param(param.place, &param.field.wire, &value)
}

/// The fields of a form, each written as the document has it.
pub(super) fn fields(body: &Body, form: TokenStream) -> TokenStream {
    let joined = body.styles.iter().filter_map(|(name, style)| match style {
        Style::Joined(between) => Some((StrLit::new(name).tokens(), between)),
        Style::Usual | Style::Deep | Style::Json => None,
    });
    let joined: Vec<TokenStream> = joined.map(|(name, between)| quote!((#name, #between))).collect();
    let form =
        if joined.is_empty() { form } else { quote!(&authwright::call::style::joined_fields(#form, &[#(#joined),*])) };
    let typed = body.parts.iter().map(|(name, media)| (StrLit::new(name).tokens(), StrLit::new(media).tokens()));
    let typed: Vec<TokenStream> = typed.map(|(name, media)| quote!((#name, #media))).collect();
    if typed.is_empty() { form } else { quote!(&authwright::call::style::parts(#form, &[#(#typed),*])) }
}

/// How a body of this media type is set from `body`.
pub(super) fn body(media: &MediaType, body: &TokenStream) -> TokenStream {
    match media {
        MediaType::Json(name) if name.eq_ignore_ascii_case("application/json") => quote!(.json(#body)),
        MediaType::Json(name) => {
            let name = StrLit::new(name).tokens();
            quote!(.json(#body).content_type(#name))
        }
        MediaType::Form => quote!(.form(#body)),
        MediaType::Multipart => quote!(.multipart(#body)),
        MediaType::Text(_) => quote!(.text(#body)),
        MediaType::Other(name) => {
            let name = StrLit::new(name).tokens();
            quote!(.bytes(#name, #body))
        }
    }
}

/// The media type that the successes have, where it is not JSON.
pub(super) fn accept(operation: &Operation) -> Option<TokenStream> {
    let bodies = || operation.replies.iter().filter(|reply| reply.success).filter_map(|reply| reply.body.as_ref());
    // JSON by another name is read where it was asked for.
    let other = |body: &&ReplyBody| matches!(&body.media, MediaType::Json(name) if !is_named_json(name));
    let body = bodies().find(other).or_else(|| bodies().next())?;
    let name = match &body.media {
        MediaType::Json(name) if name.eq_ignore_ascii_case("application/json") => return None,
        MediaType::Json(name) | MediaType::Text(name) | MediaType::Other(name) => name.as_str(),
        MediaType::Form => "application/x-www-form-urlencoded",
        MediaType::Multipart => "multipart/form-data",
    };
    let name = StrLit::new(name).tokens();
    Some(quote!(.accept(#name)))
}

/// User and password, a `&str` and a `&Secret`, by HTTP Basic.
pub(super) fn basic(
    cx: &Context<'_>,
    operation: &Operation,
    user: &TokenStream,
    password: &TokenStream,
) -> TokenStream {
    if cx.is_of_client(operation) { quote!(.client_basic(#user, #password)) } else { quote!(.basic(#user, #password)) }
}

/// What a scheme puts into a request, given an expression for its value, a `&Secret`.
pub(super) fn scheme(kind: &SchemeKind, key: &TokenStream) -> TokenStream {
    match kind {
        SchemeKind::Basic => quote!(.basic("", #key)),
        SchemeKind::ApiKey { place, name, prefix } if prefix.is_empty() => {
            let place = match place {
                ApiKeyPlace::Header => Place::Header,
                ApiKeyPlace::Query => Place::Query,
                ApiKeyPlace::Cookie => Place::Cookie,
            };
            param(place, name, key)
        }
        SchemeKind::ApiKey { name, prefix, .. } => prefixed(name, prefix, key),
        SchemeKind::Http { scheme } => prefixed("Authorization", &format!("{scheme} "), key),
        SchemeKind::Bearer { .. } | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            quote!(.bearer(#key))
        }
        SchemeKind::MutualTls => TokenStream::new(),
    }
}

pub(super) fn prefixed(name: &str, prefix: &str, key: &TokenStream) -> TokenStream {
    let (name, prefix) = (StrLit::new(name).tokens(), StrLit::new(prefix).tokens());
    quote!(.prefixed_header(#name, #prefix, #key))
}

impl Context<'_> {
    /// Whether a value of this type has no parts.
    pub(super) fn is_scalar(&self, ty: &TypeRef) -> bool {
        match self.graph.resolve(ty) {
            TypeRef::String { .. } | TypeRef::Integer | TypeRef::Number | TypeRef::Boolean => true,
            TypeRef::Named(id) => matches!(self.graph.get(&id).map(|def| &def.kind), Some(TypeKind::Enum { .. })),
            _ => false,
        }
    }

    /// What a scheme is on the wire.
    pub(super) fn scheme(&self, id: &str) -> Option<&SchemeKind> {
        self.provider.schemes.iter().find(|scheme| scheme.id == id).map(|scheme| &scheme.kind)
    }
}
