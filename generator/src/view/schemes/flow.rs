//! Schemes whose tokens come from an authorization server: the flows of OAuth 2, and OpenID Connect.

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::FieldView;
use super::registration::Registration;
use crate::model::{Flow, FlowKind, Provider, Scheme, SchemeKind};
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
            SchemeKind::OAuth2 { flows } => {
                flows.iter().filter_map(|flow| Self::oauth2(cx, scheme, flow, uses)).collect()
            }
            SchemeKind::OpenIdConnect { url } => vec![Self::openid(cx, scheme, url, uses)],
            _ => Vec::new(),
        }
    }

    fn oauth2(cx: &Context<'_>, scheme: &Scheme, flow: &Flow, uses: &Recorder) -> Option<Self> {
        let (_, what) = words(flow.kind)?;
        let endpoints = endpoints(cx.provider, flow)?;
        let name = cx.names.flow(cx.provider, &scheme.id, flow.kind)?;
        let mut view = Self::new(cx, scheme, name, what, flow.kind == FlowKind::ClientCredentials, uses);
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
        let mut view = Self::new(cx, scheme, name, what, false, uses);
        view.url.push(StrLit::new(&reference(cx.provider, url)));
        view.discovered.push(view.name.clone());
        uses.mark_all(&["TokenSource", "TokenError"]);
        view
    }

    fn new(cx: &Context<'_>, scheme: &Scheme, name: Ident, what: &str, confidential: bool, uses: &Recorder) -> Self {
        let registration = Registration::new(&scheme.inputs, confidential, uses);
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

/// The addresses of a flow; `None` where it has none to get tokens from.
fn endpoints(provider: &Provider, flow: &Flow) -> Option<TokenStream> {
    let literal = |url: &str| StrLit::new(&reference(provider, url)).tokens();
    let optional =
        |url: Option<&String>| url.map(|url| literal(url)).map_or_else(|| quote!(None), |url| quote!(Some(#url)));
    let token = literal(flow.token_url.as_deref()?);
    let refresh = optional(flow.refresh_url.as_ref().filter(|url| Some(*url) != flow.token_url.as_ref()));
    let authorization = optional(flow.authorization_url.as_ref());
    let device = optional(flow.device_authorization_url.as_ref());
    Some(quote!(oauth::Specified {
        token: #token,
        refresh: #refresh,
        authorization: #authorization,
        device_authorization: #device,
    }))
}

/// An address at the origin of the first server follows the server that is chosen, so that a sandbox has its own.
pub(super) fn reference(provider: &Provider, url: &str) -> String {
    let origin = |url: &str| {
        let start = url.find("://")? + 3;
        let end = url.get(start..)?.find(['/', '?']).map_or(url.len(), |end| start + end);
        url.split_at_checked(end).map(|(origin, rest)| (origin.to_owned(), rest.to_owned()))
    };
    let first = provider.servers.iter().find(|server| !server.relative).and_then(|server| origin(&server.url));
    match (first, origin(url)) {
        (Some((server, _)), Some((own, rest))) if server == own && rest.starts_with('/') => rest,
        _ => url.to_owned(),
    }
}
