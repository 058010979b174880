//! Values for the contract tests: an expression in Rust, and the JSON that it is on the wire.

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::fragment::{Ident, StrLit};
use crate::model::{Field, Presence, TypeDef, TypeKind, TypeRef};

/// A JSON value whose members keep their order, as the runtime writes it.
#[derive(Clone, Debug)]
pub(super) enum Wire {
    /// A string.
    Text(String),
    /// A number or boolean, as written.
    Plain(&'static str),
    /// An array.
    List(Vec<Wire>),
    /// An object.
    Object(Vec<(String, Wire)>),
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => quoted(f, text),
            Self::Plain(text) => f.write_str(text),
            Self::List(items) => {
                f.write_str("[")?;
                items
                    .iter()
                    .enumerate()
                    .try_for_each(|(index, item)| write!(f, "{}{item}", if index > 0 { "," } else { "" }))?;
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    f.write_str(if index > 0 { "," } else { "" })?;
                    quoted(f, name)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

impl Wire {
    /// Sets the value at the end of a path, with the objects around it; what is no object stays what it is.
    pub(super) fn put(&mut self, path: &[String], value: Wire) {
        let Some((name, rest)) = path.split_first() else {
            *self = value;
            return;
        };
        let Self::Object(members) = self else { return };
        let index = members.iter().position(|(key, _)| key == name).unwrap_or_else(|| {
            members.push((name.clone(), Self::Object(Vec::new())));
            members.len() - 1
        });
        if let Some((_, inner)) = members.get_mut(index) {
            inner.put(rest, value);
        }
    }
}

/// A value of some type.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) rust: TokenStream,
    pub(super) json: Wire,
}

/// What every secret in a sample begins with, so that a test finds it where it must not be.
pub(super) const SECRET: &str = "hidden-";

/// How deep types are followed; what lies deeper has no sample.
const DEEPEST: usize = 6;

/// How many values one sample holds: types that share parts multiply, and a test of their product tests nothing more.
const MOST: usize = 500;

/// What a sample may still hold.
struct Room {
    depth: usize,
    values: usize,
}

impl Room {
    fn new() -> Self {
        Self { depth: DEEPEST, values: MOST }
    }

    /// The sample of one value, a level deeper; none where there is no room for it.
    fn deeper<T>(&mut self, sample: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.values = self.values.checked_sub(1)?;
        self.depth = self.depth.checked_sub(1)?;
        let made = sample(self);
        self.depth += 1;
        made
    }
}

impl Context<'_> {
    /// A value for a request: what must be there, and nothing else.
    pub(super) fn sample(&self, ty: &TypeRef, secret: bool) -> Option<Sample> {
        self.request(ty, secret, &mut Room::new())
    }

    fn request(&self, ty: &TypeRef, secret: bool, room: &mut Room) -> Option<Sample> {
        room.deeper(|room| self.requested(ty, secret, room))
    }

    fn requested(&self, ty: &TypeRef, secret: bool, room: &mut Room) -> Option<Sample> {
        let (rust, json) = match self.graph.resolve(ty) {
            TypeRef::String { .. } => {
                let text = if secret { format!("{SECRET}value") } else { "value".to_owned() };
                let literal = StrLit::new(&text).tokens();
                (quote!(#literal.into()), Wire::Text(text))
            }
            TypeRef::Integer => (quote!(7), Wire::Plain("7")),
            TypeRef::Number => (quote!(0.5), Wire::Plain("0.5")),
            TypeRef::Boolean => (quote!(true), Wire::Plain("true")),
            TypeRef::Array(item) => {
                let item = self.request(&item, secret, room)?;
                let rust = item.rust;
                // Two tell what is between them; of what has parts itself there would be too many.
                match item.json {
                    json @ (Wire::List(_) | Wire::Object(_)) => (quote!(vec![#rust]), Wire::List(vec![json])),
                    json => (quote!(vec![#rust, #rust]), Wire::List(vec![json.clone(), json])),
                }
            }
            TypeRef::Map(_) => (quote!(BTreeMap::new()), Wire::Object(Vec::new())),
            TypeRef::Any => (quote!(Json::Bool(true)), Wire::Plain("true")),
            TypeRef::Bytes => return None,
            TypeRef::Named(id) => return self.named(self.graph.get(&id)?, room),
        };
        Some(Sample { rust, json })
    }

    fn named(&self, def: &TypeDef, room: &mut Room) -> Option<Sample> {
        let names = self.names.ty(&def.id)?;
        let name = &names.name;
        match &def.kind {
            TypeKind::Object { fields, additional } => {
                let mut sample = self.object(&def.id, fields, &names.members, room)?;
                let rest = additional.is_some().then(|| quote!(additional: BTreeMap::new()));
                let inside = sample.rust;
                sample.rust = quote!(models::#name { #inside #rest });
                Some(sample)
            }
            TypeKind::Enum { values } => {
                let (value, variant) = (values.first()?, names.members.first()?);
                Some(Sample { rust: quote!(models::#name::#variant), json: Wire::Text(value.clone()) })
            }
            TypeKind::OneOf { variants, .. } => {
                let (variant, member) = (variants.first()?, names.members.first()?);
                let inner = self.request(&variant.ty, true, room)?;
                let boxed = matches!(self.graph.resolve(&variant.ty), TypeRef::Named(_));
                let value = inner.rust;
                let value = if boxed { quote!(Box::new(#value)) } else { value };
                Some(Sample { rust: quote!(models::#name::#member(#value)), json: inner.json })
            }
            TypeKind::Alias(_) => None,
        }
    }

    fn object(&self, id: &str, fields: &[Field], members: &[Ident], room: &mut Room) -> Option<Sample> {
        let (mut rust, mut json) = (TokenStream::new(), Vec::new());
        for (field, name) in fields.iter().zip(members) {
            if field.presence != Presence::Required {
                rust.extend(quote!(#name: None,));
                json.extend((field.presence == Presence::OrNull).then(|| (field.wire.clone(), Wire::Plain("null"))));
                continue;
            }
            let sample = self.request(&field.ty, field.secret, room)?;
            let value = sample.rust;
            let boxed =
                matches!(self.graph.resolve(&field.ty), TypeRef::Named(inner) if self.graph.is_endless(id, &inner));
            rust.extend(if boxed { quote!(#name: Box::new(#value),) } else { quote!(#name: #value,) });
            json.push((field.wire.clone(), sample.json));
        }
        Some(Sample { rust, json: Wire::Object(json) })
    }

    /// The JSON of a reply: everything that may be there, as far as it is not too deep.
    pub(super) fn reply_json(&self, ty: &TypeRef, secret: bool) -> Option<Wire> {
        self.received(ty, secret, &mut Room::new())
    }

    fn received(&self, ty: &TypeRef, secret: bool, room: &mut Room) -> Option<Wire> {
        room.deeper(|room| self.answered(ty, secret, room))
    }

    fn answered(&self, ty: &TypeRef, secret: bool, room: &mut Room) -> Option<Wire> {
        Some(match self.graph.resolve(ty) {
            TypeRef::String { .. } => Wire::Text(if secret { format!("{SECRET}value") } else { "value".to_owned() }),
            TypeRef::Integer => Wire::Plain("7"),
            TypeRef::Number => Wire::Plain("0.5"),
            TypeRef::Boolean => Wire::Plain("true"),
            TypeRef::Array(item) => Wire::List(vec![self.received(&item, secret, room)?]),
            TypeRef::Map(value) => Wire::Object(vec![("key".to_owned(), self.received(&value, secret, room)?)]),
            TypeRef::Any => Wire::Text(format!("{SECRET}value")),
            TypeRef::Bytes => return None,
            TypeRef::Named(id) => match &self.graph.get(&id)?.kind {
                TypeKind::Object { fields, .. } => self.received_object(fields, room)?,
                TypeKind::Enum { values } => Wire::Text(values.first()?.clone()),
                TypeKind::OneOf { variants, .. } => self.received(&variants.first()?.ty, true, room)?,
                TypeKind::Alias(_) => return None,
            },
        })
    }

    fn received_object(&self, fields: &[Field], room: &mut Room) -> Option<Wire> {
        let mut object = Vec::new();
        for field in fields {
            match self.received(&field.ty, field.secret, room) {
                Some(value) => object.push((field.wire.clone(), value)),
                None if field.presence == Presence::Required => return None,
                None => {}
            }
        }
        Some(Wire::Object(object))
    }
}
