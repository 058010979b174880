//! The fields of a scheme's struct, and where they are read from.

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

use super::FieldView;
use crate::model::{SchemeInput, SchemePart};
use crate::view::docs;
use crate::view::fragment::{DocText, Expr, Ident, StrLit};
use crate::view::naming::{Case, Scope};
use crate::view::recorder::Recorder;

/// How a struct with these inputs is made.
pub(super) struct Registration {
    pub(super) fields: Vec<FieldView>,
    /// The arguments of `new`.
    pub(super) arguments: Expr,
    /// The fields in `new`.
    pub(super) values: Expr,
    pub(super) environment: DocText,
    /// The variables of the server's addresses, and the fields with their values.
    pub(super) variables: Vec<(String, Ident)>,
}

/// One input, decided.
struct Part<'a> {
    input: &'a SchemeInput,
    name: Ident,
    required: bool,
}

impl Registration {
    /// `confidential`: a client secret must be there; else it may.
    pub(super) fn new(inputs: &[SchemeInput], confidential: bool, uses: &Recorder) -> Self {
        let parts: Vec<Part<'_>> = inputs
            .iter()
            .zip(fields(inputs))
            .map(|(input, name)| Part { input, name, required: confidential || input.part != SchemePart::ClientSecret })
            .collect();
        uses.mark("env");
        let fields = parts.iter().map(|part| FieldView {
            docs: DocText::new(&part.docs()),
            name: part.name.clone(),
            ty: uses.ty(&part.ty()),
            from_env: uses.expr(&part.reading()),
        });
        let arguments = parts.iter().filter(|part| part.required).map(Part::argument);
        let values = parts.iter().map(Part::value);
        Self {
            fields: fields.collect(),
            arguments: uses.expr(&quote!(#(#arguments),*)),
            values: Expr::new(&quote!(#(#values),*)),
            environment: environment(&parts),
            variables: parts
                .iter()
                .filter_map(|part| Some((part.input.variable.clone()?, part.name.clone())))
                .collect(),
        }
    }
}

/// The names of the fields that hold these.
pub(in crate::view) fn fields(inputs: &[SchemeInput]) -> Vec<Ident> {
    let labels = inputs.iter().filter(|input| input.variable.is_none()).map(|input| input.part.label());
    let mut scope = Scope::new(Case::Snake, &labels.collect::<Vec<_>>());
    let variables: Vec<&str> = inputs.iter().filter_map(|input| input.variable.as_deref()).collect();
    let mut variables = scope.names(&variables, "variable").into_iter();
    let name = |input: &SchemeInput| match input.variable {
        Some(_) => variables.next(),
        None => None,
    };
    inputs
        .iter()
        .map(name)
        .zip(inputs)
        .map(|(own, input)| own.unwrap_or_else(|| Ident::new(input.part.label())))
        .collect()
}

impl Part<'_> {
    /// The user name of Basic is one: with many APIs it is the key.
    fn is_secret(&self) -> bool {
        matches!(self.input.part, SchemePart::Key | SchemePart::User | SchemePart::Password | SchemePart::ClientSecret)
    }

    /// Whether it is empty where the environment has nothing.
    fn may_be_empty(&self) -> bool {
        self.input.part == SchemePart::Password
    }

    fn plain(&self) -> TokenStream {
        if self.is_secret() { quote!(Secret) } else { quote!(String) }
    }

    fn ty(&self) -> TokenStream {
        let plain = self.plain();
        if self.required { plain } else { quote!(Option<#plain>) }
    }

    fn argument(&self) -> TokenStream {
        let (name, plain) = (&self.name, self.plain());
        quote!(#name: impl Into<#plain>)
    }

    fn value(&self) -> TokenStream {
        let name = &self.name;
        if self.required { quote!(#name: #name.into()) } else { quote!(#name: None) }
    }

    fn reading(&self) -> TokenStream {
        let variable = StrLit::new(&self.input.env).tokens();
        match (self.is_secret(), self.required) {
            (true, _) if self.may_be_empty() => quote!(env::optional_secret(#variable)?.unwrap_or_default()),
            (true, true) => quote!(env::secret(#variable)?),
            (true, false) => quote!(env::optional_secret(#variable)?),
            (false, _) => quote!(env::text(#variable)?),
        }
    }

    fn docs(&self) -> Cow<'static, str> {
        if let Some(variable) = &self.input.variable {
            return format!("The variable {} of the authorization server's addresses.", docs::code(variable)).into();
        }
        Cow::Borrowed(match (self.input.part, self.required) {
            (SchemePart::Key | SchemePart::Address, _) => "The key or token.",
            (SchemePart::User, _) => "The user name; as a rule the key itself, where the API takes one this way.",
            (SchemePart::Password, _) => "The password; empty where the user name is the key.",
            (SchemePart::ClientId, _) => "The client's identifier, as the authorization server knows it.",
            (SchemePart::ClientSecret, true) => "The client's secret.",
            (SchemePart::ClientSecret, false) => {
                "The client's secret; a public client, such as a native application, has none."
            }
        })
    }
}

/// Which variables are read.
fn environment(parts: &[Part<'_>]) -> DocText {
    let lines: Vec<String> = parts
        .iter()
        .map(|part| {
            let optional = match (part.required, part.may_be_empty()) {
                (_, true) => "; empty where neither is set",
                (true, false) => "",
                (false, false) => ", where it is set",
            };
            let variable = docs::code(&part.input.env);
            let file = docs::code(&format!("{}_FILE", part.input.env));
            format!("- {variable}, else the file that {file} names: [`Self::{}`]{optional}", part.name)
        })
        .collect();
    docs::paragraphs(&[
        "From the environment:".to_owned(),
        lines.join("\n"),
        "# Errors\n\n[`ConfigError`], naming the variable that is missing or cannot be read.".to_owned(),
    ])
}
