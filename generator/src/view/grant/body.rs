//! The body of a step of the session's life.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::fragment::StrLit;
use super::super::spelling::Spelling;
use super::super::{Context, credentials, request};
use super::{is_null, is_optional, is_secret, text, value};
use crate::model::{Body, Given, Input, MediaType, Operation, Presence, Step};

/// The body of a step, field by field, whatever its type is called: sign-in depends on nothing else of it.
pub(super) fn body(cx: &Context<'_>, operation: &Operation, step: &Step) -> Option<TokenStream> {
    let sent = operation.body.as_ref()?;
    let fields: Vec<(&[String], &Given)> = step
        .values
        .iter()
        .filter_map(|(input, given)| match input {
            Input::Body(path) => Some((path.0.as_slice(), given)),
            _ => None,
        })
        .collect();
    if let [([], whole)] = fields.as_slice() {
        return Some(match &sent.media {
            MediaType::Text(_) | MediaType::Other(_) => {
                request::body(&MediaType::Text(String::new()), &text(cx, whole))
            }
            media => request::body(media, &value(cx, whole)),
        });
    }
    if fields.is_empty() && !sent.required {
        return None;
    }
    let object = object(cx, sent, &fields, 0);
    match &sent.media {
        media @ (MediaType::Json(_) | MediaType::Form | MediaType::Multipart) => {
            Some(request::body(media, &request::fields(sent, quote!(&#object))))
        }
        MediaType::Text(_) | MediaType::Other(_) => None,
    }
}

/// Nested objects with the fields at `depth` and below; fields of one object keep their order. Of a body in JSON the values are
/// what its type says.
fn object(cx: &Context<'_>, body: &Body, fields: &[(&[String], &Given)], depth: usize) -> TokenStream {
    let mut names: Vec<&String> = Vec::new();
    for (path, _) in fields {
        names.extend(path.get(depth).filter(|name| !names.contains(name)));
    }
    let parts = names.into_iter().map(|name| {
        let wire = StrLit::new(name).tokens();
        let inside: Vec<(&[String], &Given)> =
            fields.iter().filter(|(path, _)| path.get(depth) == Some(name)).copied().collect();
        match inside.as_slice() {
            // What is null is no field of a form.
            [(path, given)] if path.len() == depth + 1 && !is_json(body) && is_null(given) => TokenStream::new(),
            [(path, given)] if path.len() == depth + 1 => member(cx, &wire, given, &Kind::of(cx, body, path, given)),
            deeper => {
                let inner = object(cx, body, deeper, depth + 1);
                let parents = deeper.first().and_then(|(path, _)| path.get(..=depth)).unwrap_or_default();
                // One of several ways to sign in, each an object of its own: the others are not sent as empty ones.
                if deeper.iter().all(|(_, given)| is_optional(cx, given)) && !is_there(cx, body, parents) {
                    quote!(.filled_field(#wire, &#inner))
                } else {
                    quote!(.field(#wire, &#inner))
                }
            }
        }
    });
    quote!(Object::new() #(#parts)*)
}

/// Whether the object at the end of a path is always there, with all that it is in.
fn is_there(cx: &Context<'_>, body: &Body, path: &[String]) -> bool {
    let field = |end: usize| credentials::body_field(cx, &body.ty, path.get(..end)?);
    is_json(body) && (1..=path.len()).all(|end| field(end).is_some_and(|field| field.presence == Presence::Required))
}

fn is_json(body: &Body) -> bool {
    matches!(body.media, MediaType::Json(_))
}

/// What a body wants of a value that is at hand as text.
struct Kind {
    spelling: Spelling,
    /// Whether it is null where there is none.
    or_null: bool,
}

impl Kind {
    fn of(cx: &Context<'_>, body: &Body, path: &[String], given: &Given) -> Self {
        let field = credentials::body_field(cx, &body.ty, path);
        let spelling = field.map_or(Spelling::Text, |field| Spelling::of(cx, &field.ty));
        let spelling = match (given, spelling) {
            (Given::Json(_), _) if is_json(body) => Spelling::Json,
            (Given::Json(_), _) => Spelling::Text,
            (_, Spelling::Scalar | Spelling::Json) if !is_json(body) => Spelling::Text,
            (_, spelling) => spelling,
        };
        let parents = path.split_last().map(|(_, parents)| parents).unwrap_or_default();
        let or_null = field.is_some_and(|field| field.presence == Presence::OrNull) && is_there(cx, body, parents);
        Self { spelling, or_null }
    }
}

fn member(cx: &Context<'_>, wire: &TokenStream, given: &Given, kind: &Kind) -> TokenStream {
    match (given, kind.spelling.maker()) {
        (Given::Credential(index), maker) if is_optional(cx, given) => {
            let name = cx.names.credentials.get(*index);
            let made = maker.map(|make| {
                let text = if is_secret(cx, given) { quote!(text.expose()) } else { quote!(text) };
                quote!(.map(|text| #make(#text)))
            });
            match (made, kind.or_null) {
                (Some(made), true) => quote!(.field(#wire, &self.credentials.#name.as_ref()#made)),
                (None, true) => quote!(.field(#wire, &self.credentials.#name)),
                (Some(made), false) => quote!(.optional_field(#wire, self.credentials.#name.as_ref()#made.as_ref())),
                (None, false) => quote!(.optional_field(#wire, self.credentials.#name.as_ref())),
            }
        }
        (Given::Fixed(text) | Given::Json(text), Some(_)) if matches!(text.as_str(), "true" | "false") => {
            let value = text == "true";
            quote!(.field(#wire, &#value))
        }
        (Given::Fixed(_) | Given::Json(_) | Given::Credential(_), Some(make)) => {
            let text = text(cx, given);
            quote!(.field(#wire, &#make(#text)))
        }
        _ => {
            let value = value(cx, given);
            quote!(.field(#wire, #value))
        }
    }
}
