//! Schemes whose tokens come from an authorization server: the flows of OAuth 2, and OpenID Connect.

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::FieldView;
use super::registration::Registration;
use crate::model::{Flow, FlowKind, Scheme, SchemeInput, SchemeKind};
use crate::view::Context;
use crate::view::docs;
use crate::view::fragment::{DocText, Expr, Ident, StrLit};
use crate::view::naming::{Case, Scope};
use crate::view::recorder::Recorder;

/// A client at an authorization server.
#[derive(Debug, Serialize)]
pub(super) struct FlowView {
    docs: DocText,
    name: Ident,
    fields: Vec<FieldView>,
    arguments: Expr,
    values: Expr,
    environment: DocText,
    scopes: Vec<ScopeView>,
    secret: Expr,
    provider: StrLit,
    /// The addresses, where the document gives them; else they are discovered at `url`.
    endpoints: Vec<Expr>,
    url: Vec<StrLit>,
    /// The values in that address.
    variables: Expr,
    /// One of these, by kind.
    machine: Vec<Ident>,
    person: Vec<Ident>,
    device: Vec<Ident>,
    password: Vec<Ident>,
    discovered: Vec<Ident>,
}

/// A scope as a constant.
#[derive(Debug, Serialize)]
struct ScopeView {
    docs: DocText,
    name: Ident,
    value: StrLit,
}

/// What a flow is called, and what it is.
fn words(kind: FlowKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        FlowKind::AuthorizationCode => (
            "authorization code",
            "a person signs in with their browser: the authorization code grant (RFC 6749, section 4.1) with a proof key (RFC 7636)",
        ),
        FlowKind::ClientCredentials => {
            ("client credentials", "a program signs in as itself: the client credentials grant (RFC 6749, section 4.4)")
        }
        FlowKind::Device => (
            "device code",
            "a person signs in on a device without a browser: the device authorization grant (RFC 8628)",
        ),
        FlowKind::Password => (
            "password",
            "a person gives away their password (RFC 6749, section 4.3), which is deprecated (RFC 9700, section 2.4): \
             only with the feature `password-grant`, which is off",
        ),
        FlowKind::Implicit => return None,
    })
}

impl FlowView {
    /// The clients of a scheme, one for each flow.
    pub(super) fn all(cx: &Context<'_>, scheme: &Scheme, uses: &Recorder) -> Vec<Self> {
        match &scheme.kind {
            SchemeKind::OAuth2 { .. } => {
                let flows = super::flows(cx.provider, scheme).into_iter();
                flows.filter_map(|flow| Self::oauth2(cx, scheme, flow, uses)).collect()
            }
            SchemeKind::OpenIdConnect { url } => vec![Self::openid(cx, scheme, url, uses)],
            _ => Vec::new(),
        }
    }

    fn oauth2(cx: &Context<'_>, scheme: &Scheme, flow: &Flow, uses: &Recorder) -> Option<Self> {
        let (_, what) = words(flow.kind)?;
        let name = cx.names.flow(cx.provider, &scheme.id, flow.kind)?;
        let registration = Registration::new(&inputs_of(cx, scheme, flow), is_confidential(flow.kind), uses);
        let endpoints = endpoints(cx, flow, &registration.variables)?;
        let mut view = Self::new(cx, scheme, name, what, is_confidential(flow.kind), registration, uses);
        view.endpoints.push(uses.expr(&endpoints));
        view.scopes = scopes(flow);
        let kind = vec![view.name.clone()];
        match flow.kind {
            FlowKind::ClientCredentials => {
                uses.mark_all(&["Arc", "TokenSource", "TokenSourceBuilder"]);
                view.machine = kind;
            }
            FlowKind::AuthorizationCode => view.person = kind,
            FlowKind::Device => view.device = kind,
            FlowKind::Password => view.password = kind,
            FlowKind::Implicit => {}
        }
        if matches!(flow.kind, FlowKind::AuthorizationCode | FlowKind::Device) {
            uses.mark_all(&["TokenSource", "TokenError"]);
        }
        Some(view)
    }

    fn openid(cx: &Context<'_>, scheme: &Scheme, url: &str, uses: &Recorder) -> Self {
        let what = "a person signs in with their browser at a server whose metadata is discovered (`OpenID` Connect)";
        let name = cx.names.scheme(cx.provider, &scheme.id).cloned().unwrap_or_else(|| Ident::new("OpenIdConnect"));
        let registration = Registration::new(&scheme.inputs, false, uses);
        let variables = values(&registration.variables);
        let mut view = Self::new(cx, scheme, name, what, false, registration, uses);
        view.url.push(StrLit::new(&cx.provider.reference(url)));
        view.variables = Expr::new(&variables);
        view.discovered.push(view.name.clone());
        uses.mark_all(&["TokenSource", "TokenError"]);
        view
    }

    fn new(
        cx: &Context<'_>,
        scheme: &Scheme,
        name: Ident,
        what: &str,
        confidential: bool,
        registration: Registration,
        uses: &Recorder,
    ) -> Self {
        uses.mark_all(&["oauth", "Api"]);
        let own = scheme.docs.as_deref().map(docs::text).unwrap_or_default();
        let secret = if confidential { quote!(Some(&self.client_secret)) } else { quote!(self.client_secret.as_ref()) };
        Self {
            docs: docs::paragraphs(&[format!("{}: {what}.", docs::code(&scheme.id)), own]),
            name,
            fields: registration.fields,
            arguments: registration.arguments,
            values: registration.values,
            environment: registration.environment,
            scopes: Vec::new(),
            secret: Expr::new(&secret),
            provider: StrLit::new(&cx.provider.name),
            endpoints: Vec::new(),
            url: Vec::new(),
            variables: Expr::new(&TokenStream::new()),
            machine: Vec::new(),
            person: Vec::new(),
            device: Vec::new(),
            password: Vec::new(),
            discovered: Vec::new(),
        }
    }

    pub(super) fn name(&self) -> &Ident {
        &self.name
    }

    pub(super) fn is_password(&self) -> bool {
        !self.password.is_empty()
    }
}

/// The scopes, each under a name of its own.
fn scopes(flow: &Flow) -> Vec<ScopeView> {
    let described = flow.scopes.iter().zip(scope_names(flow)).map(|(scope, name)| ScopeView {
        docs: docs::paragraphs(&[format!("The scope {}.", docs::code(&scope.name)), docs::text(&scope.docs)]),
        name,
        value: StrLit::new(&scope.name),
    });
    described.collect()
}

/// The constants of the scopes, by index.
pub(super) fn scope_names(flow: &Flow) -> Vec<Ident> {
    let texts: Vec<&str> = flow.scopes.iter().map(|scope| scope.name.as_str()).collect();
    Scope::new(Case::Shouty, &["URL"]).names(&texts, "scope")
}

/// Whether a client of this flow must have a secret.
fn is_confidential(kind: FlowKind) -> bool {
    kind == FlowKind::ClientCredentials
}

/// What a client is given: of the variables in addresses those of this flow.
fn inputs_of(cx: &Context<'_>, scheme: &Scheme, flow: &Flow) -> Vec<SchemeInput> {
    let stands = |name: &String| names_variable(cx, flow, name);
    scheme.inputs.iter().filter(|input| input.variable.as_ref().is_none_or(stands)).cloned().collect()
}

/// Whether an address of the flow has this variable, and is not the API's own.
pub(in crate::view) fn names_variable(cx: &Context<'_>, flow: &Flow, variable: &str) -> bool {
    let named = format!("{{{variable}}}");
    flow.addresses().any(|url| cx.provider.reference(url).contains(&named))
}

/// The addresses of a flow; `None` where it has none to get tokens from.
fn endpoints(cx: &Context<'_>, flow: &Flow, variables: &[(String, Ident)]) -> Option<TokenStream> {
    let literal = |url: &str| StrLit::new(&cx.provider.reference(url)).tokens();
    let token = literal(flow.token_url.as_deref()?);
    let refresh = flow.refresh_url.as_ref().filter(|url| Some(*url) != flow.token_url.as_ref());
    let others = [
        ("refresh", refresh.map(String::as_str)),
        ("authorization", flow.authorization_url.as_deref()),
        ("device_authorization", flow.device_authorization_url.as_deref()),
        ("revocation", cx.revocation(flow)),
    ];
    let others = others.into_iter().filter_map(|(name, url)| {
        let (name, url) = (Ident::new(name), literal(url?));
        Some(quote!(#name: Some(#url),))
    });
    let variables = Some(values(variables)).filter(|_| !variables.is_empty()).map(|values| quote!(variables: #values,));
    Some(quote!(oauth::Specified {
        token: #token,
        #(#others)*
        #variables
        ..oauth::Specified::default()
    }))
}

/// The values of variables in addresses, by name.
fn values(variables: &[(String, Ident)]) -> TokenStream {
    let pairs = variables.iter().map(|(variable, field)| {
        let variable = StrLit::new(variable).tokens();
        quote!((#variable, &self.#field))
    });
    quote!(&[#(#pairs),*])
}
