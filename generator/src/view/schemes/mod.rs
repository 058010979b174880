//! The module `schemes`: what a request can be authorized with, scheme by scheme, and the choice that the document gives.

mod choice;
mod contract;
mod fixed;
mod flow;
mod registration;
mod surface;
#[cfg(test)]
mod tests;
pub(super) mod usage;

use serde::Serialize;

use self::choice::ChoiceView;
pub(super) use self::choice::{Way, from_environment, ways};
pub(super) use self::contract::SchemeContractView;
use self::fixed::FixedView;
use self::flow::FlowView;
pub(super) use self::flow::names_variable;
pub(super) use self::registration::fields;
pub(crate) use self::surface::variants;
use super::Context;
use super::docs;
use super::fragment::{DocText, Expr, Ident, ModuleDoc, TypeExpr};
use super::manifest::Items;
use super::recorder::Recorder;
use crate::model::{Alternative, Flow, FlowKind, Lifecycle, Provider, Scheme, SchemeKind, is_offered};

/// The module `schemes`.
#[derive(Debug, Serialize)]
pub(super) struct SchemesView {
    docs: ModuleDoc,
    imports: Vec<Expr>,
    fixed: Vec<FixedView>,
    flows: Vec<FlowView>,
    choice: Vec<ChoiceView>,
    #[serde(skip)]
    features: Vec<&'static str>,
}

/// A field of a scheme's struct.
#[derive(Debug, Serialize)]
struct FieldView {
    docs: DocText,
    name: Ident,
    ty: TypeExpr,
    from_env: Expr,
}

impl SchemesView {
    /// Decides the schemes that the operations' own lifecycle does not serve already; `None` where none is left.
    pub(super) fn new(cx: &Context<'_>) -> Option<Self> {
        let uses = Recorder::default();
        let schemes: Vec<(&Scheme, &Ident)> = cx
            .provider
            .schemes
            .iter()
            .zip(&cx.names.schemes)
            .filter(|(scheme, _)| is_written(cx.provider, scheme))
            .collect();
        let unserved = schemes.iter().filter(|(scheme, _)| !is_served(cx.provider, scheme));
        let fixed: Vec<FixedView> = unserved.filter_map(|(scheme, name)| FixedView::new(scheme, name, &uses)).collect();
        let flows: Vec<FlowView> = schemes.iter().flat_map(|(scheme, _)| FlowView::all(cx, scheme, &uses)).collect();
        if fixed.is_empty() && flows.is_empty() {
            return None;
        }
        let choice = ChoiceView::new(cx, &uses);
        uses.mark_all(&["Server", "ConfigError"]);
        Some(Self {
            docs: ModuleDoc::new(&module_docs(&schemes)),
            imports: uses.imports(&[
                "authwright::Attach",
                "authwright::Authorize",
                "authwright::ConfigError",
                "authwright::Secret",
                "authwright::TokenError",
                "authwright::TokenSource",
                "authwright::TokenSourceBuilder",
                "authwright::call::Api",
                "authwright::env",
                "authwright::oauth",
                "authwright::scheme",
                "crate::Client",
                "crate::Credentials",
                "crate::Server",
                "std::sync::Arc",
            ]),
            features: features(cx.provider, &schemes),
            fixed,
            flows,
            choice: choice.into_iter().collect(),
        })
    }

    /// The features of the runtime that the module needs.
    pub(super) fn features(&self) -> &[&'static str] {
        &self.features
    }

    /// Whether there is a choice.
    pub(super) fn has_choice(&self) -> bool {
        !self.choice.is_empty()
    }

    /// Whether a flow is there for those alone who switch it on.
    pub(super) fn has_password(&self) -> bool {
        self.flows.iter().any(FlowView::is_password)
    }

    /// The items of the module.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(self.imports.len());
        let names = self.fixed.iter().map(FixedView::name).chain(self.flows.iter().map(FlowView::name));
        for name in names {
            items.add("struct", name);
            items.inherent(name);
        }
        if !self.choice.is_empty() {
            items.fixed(&["enum Authorization", "impl Authorization"]);
        }
        items
    }
}

/// Whether the crate has the module: where a scheme is left that the operations' own lifecycle does not serve, or people sign in.
pub(super) fn are_written(cx: &Context<'_>) -> bool {
    cx.provider.schemes.iter().any(|scheme| {
        let flows = |kind: &SchemeKind| matches!(kind, SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. });
        is_written(cx.provider, scheme) && (fixed::is_fixed(&scheme.kind) || flows(&scheme.kind))
    })
}

/// Whether the module has a type for the scheme.
pub(super) fn is_written(provider: &Provider, scheme: &Scheme) -> bool {
    match &scheme.kind {
        SchemeKind::OpenIdConnect { .. } => true,
        _ => !is_served(provider, scheme) || !flows(provider, scheme).is_empty(),
    }
}

/// The flows of the scheme that the module has a client for. Where the document's own operations give its token, those that a person
/// begins: no operation opens a browser or shows a code.
pub(super) fn flows<'a>(provider: &Provider, scheme: &'a Scheme) -> Vec<&'a Flow> {
    let SchemeKind::OAuth2 { flows } = &scheme.kind else { return Vec::new() };
    let served = is_served(provider, scheme);
    let people = |flow: &&Flow| matches!(flow.kind, FlowKind::AuthorizationCode | FlowKind::Device);
    flows.iter().filter(|flow| !served || (people(flow) && flow.token_url.is_some())).collect()
}

/// Whether the tokens of the document's own operations are what the scheme wants.
pub(super) fn is_served(provider: &Provider, scheme: &Scheme) -> bool {
    let Some(lifecycle) = &provider.lifecycle else { return false };
    let attached = |lifecycle: &Lifecycle| lifecycle.attach.scheme.as_deref() == Some(scheme.id.as_str());
    match &scheme.kind {
        SchemeKind::Bearer { .. } => true,
        SchemeKind::OAuth2 { flows } => attached(lifecycle) || flows.iter().any(|flow| flow.operation.is_some()),
        _ => attached(lifecycle),
    }
}

/// Which operations allow an alternative, in words.
pub(super) fn asked(said: &Alternative) -> String {
    let example = said.example.as_ref().map(|(method, path)| docs::code(&format!("{method} {path}")).to_string());
    match (said.global, said.operations, example) {
        (true, 0, _) | (true, _, None) => "what the document names for all operations".to_owned(),
        (true, _, Some(example)) => format!("what the document names for all operations, such as {example}"),
        (false, _, None) => String::new(),
        (false, 0 | 1, Some(example)) => example,
        (false, 2, Some(example)) => format!("{example} and one other operation"),
        (false, many, Some(example)) => format!("{example} and {} other operations", many - 1),
    }
}

fn features(provider: &Provider, schemes: &[(&Scheme, &Ident)]) -> Vec<&'static str> {
    let mut features = Vec::new();
    if schemes.iter().any(|(scheme, _)| is_offered(flows(provider, scheme))) {
        features.push("oauth");
    }
    if schemes.iter().any(|(scheme, _)| matches!(scheme.kind, SchemeKind::OpenIdConnect { .. })) {
        features.push("openid");
    }
    features
}

/// What the module is, and what of the document it leaves out, with the reason.
fn module_docs(schemes: &[(&Scheme, &Ident)]) -> String {
    let mut said = vec!["What requests are authorized with, by security scheme. Every credential goes to the API's own origin and to no other.".to_owned()];
    for (scheme, _) in schemes {
        let id = docs::code(&scheme.id);
        match &scheme.kind {
            SchemeKind::MutualTls => said.push(format!(
                "{id} is a client certificate (RFC 8705): give it to the HTTP client that the transport is made of."
            )),
            SchemeKind::OAuth2 { flows } if flows.iter().any(|flow| flow.kind == FlowKind::Implicit) => said.push(format!(
                "{id} names the implicit grant, which is not offered: its tokens travel in the browser's address bar \
                 (RFC 9700, section 2.1.2). Use the authorization code grant, which the same servers have."
            )),
            _ => {}
        }
    }
    said.join("\n\n")
}
