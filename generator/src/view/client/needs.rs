//! What an operation itself needs: arguments of its method. A requirement of the whole API is not one of them.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Context;
use super::super::naming::{Case, Scope};
use super::super::request;
use crate::model::{Operation, SchemeKind};

/// Arguments, and the steps that send them.
#[derive(Debug, Default)]
pub(in crate::view) struct Needs {
    pub arguments: Vec<TokenStream>,
    pub steps: Vec<TokenStream>,
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
                needs.steps.push(request::scheme(kind, &quote!(#password), Some(&quote!(#user))));
            }
            SchemeKind::MutualTls => {}
            SchemeKind::Bearer { .. } | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
                let token = scope.name("token", "too");
                needs.arguments.push(quote!(#token: &Secret));
                needs.steps.push(request::scheme(kind, &quote!(#token), None));
            }
            SchemeKind::ApiKey { .. } | SchemeKind::Http { .. } => {
                let key = scope.name("key", "too");
                needs.arguments.push(quote!(#key: &Secret));
                needs.steps.push(request::scheme(kind, &quote!(#key), None));
            }
        }
    }
    needs
}
