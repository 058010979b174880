//! What an operation itself needs: arguments of its method. A requirement of the whole API is not one of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Context;
use super::super::fragment::Ident;
use super::super::naming::{Case, Scope};
use super::super::request;
use crate::model::{ApiKeyPlace, Operation, SchemeKind};

/// Arguments, and the steps that send them.
#[derive(Debug, Default)]
pub(in crate::view) struct Needs {
    pub arguments: Vec<TokenStream>,
    pub steps: Vec<TokenStream>,
    /// Arguments for tests, and what they must be on the wire.
    pub samples: Vec<TokenStream>,
    pub headers: Vec<(String, String)>,
    pub query: Vec<(String, String)>,
    pub cookies: usize,
}

impl Needs {
    /// A single secret.
    fn key(&mut self, kind: &SchemeKind, name: &Ident) {
        self.arguments.push(quote!(#name: &Secret));
        self.steps.push(request::scheme(kind, &quote!(#name)));
        self.samples.push(quote!(&"hidden-value".into()));
    }

    fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }
}

/// The first of the alternatives. Where one of them is to need nothing, nothing is asked for.
pub(in crate::view) fn arguments(cx: &Context<'_>, operation: &Operation) -> Needs {
    let mut needs = Needs::default();
    if operation.needs.iter().any(|requirement| requirement.needs.is_empty()) {
        return needs;
    }
    let mut scope = Scope::new(Case::Snake, &["self", "params", "body", "reply"]);
    for need in operation.needs.first().iter().flat_map(|requirement| &requirement.needs) {
        let Some(kind) = cx.scheme(&need.scheme) else { continue };
        match kind {
            SchemeKind::Basic => {
                let (user, password) = (scope.name("user", "name"), scope.name("password", "of user"));
                needs.arguments.extend([quote!(#user: &str), quote!(#password: &Secret)]);
                needs.steps.push(request::basic(cx, operation, &quote!(#user), &quote!(#password)));
                needs.samples.extend([quote!("value"), quote!(&"hidden-value".into())]);
                needs.header("authorization", "Basic dmFsdWU6aGlkZGVuLXZhbHVl");
            }
            SchemeKind::MutualTls => {}
            SchemeKind::Bearer { .. } | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
                needs.key(kind, &scope.name("token", "too"));
                needs.header("authorization", "Bearer hidden-value");
            }
            SchemeKind::ApiKey { place, name, prefix } => {
                // `Bearer `: it is called a key and is a token.
                needs.key(kind, &scope.name(if prefix.is_empty() { "key" } else { "token" }, "too"));
                let value = format!("{prefix}hidden-value");
                match place {
                    ApiKeyPlace::Query => needs.query.push((name.clone(), value)),
                    ApiKeyPlace::Header => needs.header(name, &value),
                    ApiKeyPlace::Cookie => {
                        needs.cookies += 1;
                        needs.header("cookie", &format!("{name}={value}"));
                    }
                }
            }
            SchemeKind::Http { scheme } => {
                needs.key(kind, &scope.name("key", "too"));
                needs.header("authorization", &format!("{scheme} hidden-value"));
            }
        }
    }
    needs
}
