//! The module `credentials`: what one signs in with.

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::Context;
use super::docs;
use super::fragment::{DocText, Expr, Ident, StrLit, TypeExpr};
use super::manifest::Items;
use super::recorder::Recorder;
use super::spelling::Spelling;
use crate::model::{Credential, Field, Input, Operation, SchemeKind, SchemePart, TypeKind, TypeRef};

/// The module `credentials`.
#[derive(Debug, Serialize)]
pub(super) struct CredentialsView {
    imports: Vec<Expr>,
    fields: Vec<FieldView>,
    /// `new` with everything that must be given.
    arguments: Expr,
    values: Expr,
    /// `Default`, where nothing has to be given.
    derives: Expr,
    environment: DocText,
}

/// One credential.
#[derive(Debug, Serialize)]
struct FieldView {
    docs: DocText,
    name: Ident,
    ty: TypeExpr,
    from_env: Expr,
}

impl CredentialsView {
    /// Decides every credential; `None` where there is nothing to sign in with.
    pub(super) fn new(cx: &Context<'_>) -> Option<Self> {
        let lifecycle = cx.provider.lifecycle.as_ref()?;
        let issue = cx.provider.operations.get(lifecycle.issue.operation);
        let pairs: Vec<(&Credential, &Ident)> = lifecycle.credentials.iter().zip(&cx.names.credentials).collect();
        let fields = pairs.iter().map(|(credential, name)| FieldView {
            docs: field_docs(cx, issue, credential),
            name: (*name).clone(),
            ty: TypeExpr::new(&ty(credential)),
            from_env: Expr::new(&from_env(credential)),
        });
        let arguments = pairs.iter().filter(|(credential, _)| credential.required).map(|(credential, name)| {
            let ty = if credential.secret { quote!(Secret) } else { quote!(String) };
            quote!(#name: impl Into<#ty>)
        });
        let values =
            pairs.iter().map(
                |(credential, name)| {
                    if credential.required { quote!(#name: #name.into()) } else { quote!(#name: None) }
                },
            );
        let secret = pairs.iter().any(|(credential, _)| credential.secret);
        let env = !pairs.is_empty();
        let uses = Recorder::default();
        uses.mark("ConfigError");
        [(secret, "Secret"), (env, "env")].iter().filter(|(used, _)| *used).for_each(|(_, name)| uses.mark(name));
        Some(Self {
            imports: uses.imports(&["authwright::ConfigError", "authwright::Secret", "authwright::env"]),
            fields: fields.collect(),
            arguments: Expr::new(&quote!(#(#arguments),*)),
            values: Expr::new(&quote!(#(#values),*)),
            derives: Expr::new(&if pairs.iter().any(|(credential, _)| credential.required) {
                quote!()
            } else {
                quote!(, Default)
            }),
            environment: environment(&pairs),
        })
    }

    /// The items of the module.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(self.imports.len());
        items.fixed(&["struct Credentials", "impl Credentials"]);
        items
    }
}

fn ty(credential: &Credential) -> TokenStream {
    match (credential.secret, credential.required) {
        (true, true) => quote!(Secret),
        (true, false) => quote!(Option<Secret>),
        (false, true) => quote!(String),
        (false, false) => quote!(Option<String>),
    }
}

fn from_env(credential: &Credential) -> TokenStream {
    let name = StrLit::new(&credential.env).tokens();
    match (credential.secret, credential.required) {
        (true, true) => quote!(env::secret(#name)?),
        (true, false) => quote!(env::optional_secret(#name)?),
        (false, true) => quote!(env::text(#name)?),
        (false, false) => quote!(env::optional_text(#name)?),
    }
}

/// Which variables are read, as a list.
fn environment(pairs: &[(&Credential, &Ident)]) -> DocText {
    let lines = pairs.iter().map(|(credential, name)| {
        let optional = if credential.required { "" } else { ", where it is set" };
        let variable = docs::code(&credential.env);
        let file = docs::code(&format!("{}_FILE", credential.env));
        format!("- {variable}, else the file that {file} names: [`Self::{name}`]{optional}")
    });
    let lines: Vec<String> = lines.collect();
    docs::paragraphs(&[
        "Credentials from the environment:".to_owned(),
        lines.join("\n"),
        "# Errors\n\n[`ConfigError`], naming the variable that is missing or cannot be read.".to_owned(),
    ])
}

/// The words of the field or parameter that the credential is sent in.
fn field_docs(cx: &Context<'_>, issue: Option<&Operation>, credential: &Credential) -> DocText {
    let field = issue.and_then(|issue| match &credential.input {
        Input::Body(path) => body_field(cx, &issue.body.as_ref()?.ty, &path.0),
        Input::Param { place, name } => issue
            .params
            .iter()
            .find(|param| param.place == *place && param.field.wire == *name)
            .map(|param| &param.field),
        Input::Bearer | Input::Scheme { .. } => None,
    });
    match (field, &credential.input) {
        (Some(field), Input::Body(_)) => docs::field_and(field, None, Spelling::of(cx, &field.ty).docs()),
        (Some(field), _) => docs::field(field, None),
        (None, Input::Scheme { id, part }) => of_scheme(cx, id, *part),
        (None, _) => DocText::new(&format!("What is sent as {}.", docs::code(credential.input.label()))),
    }
}

/// Which scheme takes it, and where an API key goes.
fn of_scheme(cx: &Context<'_>, id: &str, part: SchemePart) -> DocText {
    let scheme = cx.provider.schemes.iter().find(|scheme| scheme.id == id);
    let place = match scheme.map(|scheme| &scheme.kind) {
        Some(SchemeKind::ApiKey { place, name, .. }) => {
            format!(", sent in the {} {}", place.word(), docs::code(name))
        }
        _ => String::new(),
    };
    DocText::new(&format!("The {} of the security scheme {}{place}.", part.label().replace('_', " "), docs::code(id)))
}

/// The field at the end of `path` in a body.
pub(super) fn body_field<'a>(cx: &Context<'a>, ty: &TypeRef, path: &[String]) -> Option<&'a Field> {
    let mut ty = ty.clone();
    let mut found = None;
    for name in path {
        let TypeRef::Named(id) = cx.graph.resolve(&ty) else { return None };
        let TypeKind::Object { fields, .. } = &cx.graph.get(&id)?.kind else { return None };
        let field = fields.iter().find(|field| field.wire == *name)?;
        ty = field.ty.clone();
        found = Some(field);
    }
    found
}
