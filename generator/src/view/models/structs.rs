//! Structs: objects on the wire, and the parameters of an operation.

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::super::Context;
use super::super::docs;
use super::super::fragment::{DocText, Expr, Ident, StrLit, TypeExpr};
use super::super::manifest::Items;
use super::super::pages::rustdoc;
use super::super::recorder::Recorder;
use super::super::rust_type::From;
use crate::model::{Field, Operation, Presence, TypeDef};

/// One struct with what is implemented for it. The lists of implementations hold one or none.
#[derive(Debug, Serialize)]
pub(in crate::view) struct StructView {
    docs: DocText,
    derives: Expr,
    name: Ident,
    /// Whether it is only received: then it may grow without breaking anybody.
    grows: bool,
    fields: Vec<FieldView>,
    constructors: Vec<Constructor>,
    writers: Vec<Expr>,
    readers: Vec<Expr>,
}

/// One field.
#[derive(Debug, Serialize)]
struct FieldView {
    docs: DocText,
    name: Ident,
    ty: TypeExpr,
}

/// `new` with everything that must be there.
#[derive(Debug, Serialize)]
struct Constructor {
    arguments: Expr,
    fields: Expr,
}

/// Whether what is sent has `new`, by how many of its fields are required: it can then gain optional ones and break nobody. Of
/// more arguments clippy warns, and of what has none there is a default.
pub(crate) fn has_constructor(required: usize) -> bool {
    (1..=7).contains(&required)
}

impl StructView {
    /// The struct of an object.
    pub(in crate::view) fn new(
        cx: &Context<'_>,
        def: &TypeDef,
        fields: &[Field],
        open: bool,
        uses: &Recorder,
    ) -> Option<Self> {
        let names = cx.names.ty(&def.id)?;
        let members: Vec<Member<'_>> =
            fields.iter().zip(&names.members).map(|(field, name)| Member { field, name }).collect();
        let from = From::Model(&def.id);
        let written = cx.graph.is_written(&def.id);
        let readers = if cx.graph.is_read(&def.id) { vec![reader(&members, open)] } else { Vec::new() };
        let writers = if written { vec![writer(&members, open)] } else { Vec::new() };
        for (used, name) in [
            (&readers, "FromJson"),
            (&readers, "JsonError"),
            (&readers, "Json"),
            (&writers, "ToJson"),
            (&writers, "Json"),
        ] {
            if !used.is_empty() {
                uses.mark(name);
            }
        }
        let mut view = Self::shared(cx, super::type_docs(cx, def), &names.name, &members, from, written, uses);
        for ((view, field), meant) in view.fields.iter_mut().zip(fields).zip(rustdoc::meant(cx, &def.id, fields)) {
            view.docs = docs::field(field, meant.as_deref());
        }
        view.fields.extend(open.then(|| additional(uses)));
        view.constructors =
            written.then(|| constructor(cx, &members, open, from, uses)).flatten().into_iter().collect();
        view.readers = readers.iter().map(|tokens| uses.expr(tokens)).collect();
        view.writers = writers.iter().map(|tokens| uses.expr(tokens)).collect();
        Some(view)
    }

    /// The struct of what goes outside the body of an operation, where anything does.
    pub(in crate::view) fn params(
        cx: &Context<'_>,
        index: usize,
        operation: &Operation,
        uses: &Recorder,
    ) -> Option<Self> {
        let names = cx.names.operations.get(index).filter(|_| !operation.params.is_empty())?;
        let members: Vec<Member<'_>> = operation
            .params
            .iter()
            .zip(&names.params)
            .map(|(param, name)| Member { field: &param.field, name })
            .collect();
        let text = format!("What [`Client::{0}`](crate::Client::{0}) sends outside the body.", names.method);
        let mut view = Self::shared(cx, DocText::new(&text), &names.params_type, &members, From::Models, true, uses);
        view.constructors = constructor(cx, &members, false, From::Models, uses).into_iter().collect();
        Some(view)
    }

    fn shared(
        cx: &Context<'_>,
        docs: DocText,
        name: &Ident,
        members: &[Member<'_>],
        from: From<'_>,
        written: bool,
        uses: &Recorder,
    ) -> Self {
        let all_optional = members.iter().all(|member| member.field.presence != Presence::Required);
        let derives =
            if all_optional { quote!(Clone, Debug, Default, PartialEq) } else { quote!(Clone, Debug, PartialEq) };
        Self {
            docs,
            derives: Expr::new(&derives),
            name: name.clone(),
            grows: !written,
            fields: members.iter().map(|member| member.view(cx, from, uses)).collect(),
            constructors: Vec::new(),
            writers: Vec::new(),
            readers: Vec::new(),
        }
    }

    pub(super) fn items(&self, items: &mut Items) {
        items.add("struct", &self.name);
        for _ in &self.constructors {
            items.inherent(&self.name);
        }
        for _ in &self.writers {
            items.implements("ToJson", &self.name);
        }
        for _ in &self.readers {
            items.implements("FromJson", &self.name);
        }
    }
}

/// A field and its name.
struct Member<'a> {
    field: &'a Field,
    name: &'a Ident,
}

impl Member<'_> {
    fn view(&self, cx: &Context<'_>, from: From<'_>, uses: &Recorder) -> FieldView {
        let field = self.field;
        FieldView {
            docs: docs::field(field, None),
            name: self.name.clone(),
            ty: uses.ty(&cx.field_type(&field.ty, field.presence, field.secret, from)),
        }
    }

    fn wire(&self) -> TokenStream {
        StrLit::new(&self.field.wire).tokens()
    }
}

fn additional(uses: &Recorder) -> FieldView {
    FieldView {
        docs: DocText::new("Members that the document does not name."),
        name: Ident::new("additional"),
        ty: uses.ty(&quote!(BTreeMap<String, Json>)),
    }
}

/// `new`, of what is required: who sets nothing else need not name it.
fn constructor(
    cx: &Context<'_>,
    members: &[Member<'_>],
    open: bool,
    from: From<'_>,
    uses: &Recorder,
) -> Option<Constructor> {
    let required: Vec<&Member<'_>> =
        members.iter().filter(|member| member.field.presence == Presence::Required).collect();
    if !has_constructor(required.len()) {
        return None;
    }
    let arguments = required.iter().map(|member| {
        let (name, ty) = (member.name, cx.rust_type(&member.field.ty, member.field.secret, from));
        if is_text(&ty) { quote!(#name: impl Into<#ty>) } else { quote!(#name: #ty) }
    });
    let fields = members.iter().map(|member| {
        let (name, ty) = (member.name, cx.rust_type(&member.field.ty, member.field.secret, from));
        match member.field.presence {
            Presence::Required if is_text(&ty) => quote!(#name: #name.into()),
            Presence::Required => quote!(#name),
            Presence::Optional | Presence::Nullable | Presence::OrNull => quote!(#name: None),
        }
    });
    let rest = open.then(|| quote!(additional: BTreeMap::new()));
    Some(Constructor { arguments: uses.expr(&quote!(#(#arguments),*)), fields: uses.expr(&quote!(#(#fields,)* #rest)) })
}

fn is_text(ty: &TokenStream) -> bool {
    matches!(ty.to_string().as_str(), "String" | "Secret")
}

fn writer(members: &[Member<'_>], open: bool) -> TokenStream {
    let fields = members.iter().map(|member| {
        let (wire, name) = (member.wire(), member.name);
        match member.field.presence {
            Presence::Required | Presence::OrNull => quote!(.field(#wire, &self.#name)),
            Presence::Optional | Presence::Nullable => quote!(.optional_field(#wire, self.#name.as_ref())),
        }
    });
    let rest = open.then(|| quote!(.extend(&self.additional)));
    quote!(Object::new() #(#fields)* #rest .into_json())
}

fn reader(members: &[Member<'_>], open: bool) -> TokenStream {
    if members.is_empty() && !open {
        return quote!(Object::from_json(json).map(|_| Self {}));
    }
    let fields = members.iter().map(|member| {
        let (wire, name) = (member.wire(), member.name);
        match member.field.presence {
            Presence::Required => quote!(#name: object.required(#wire)?),
            // Some servers leave out what is null.
            Presence::Optional | Presence::Nullable | Presence::OrNull => quote!(#name: object.optional(#wire)?),
        }
    });
    let rest = open.then(|| quote!(additional: object.rest()));
    quote! {
        let mut object = Object::from_json(json)?;
        Ok(Self { #(#fields,)* #rest })
    }
}
