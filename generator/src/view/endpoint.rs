//! Which operations are endpoints of OAuth 2, where HTTP Basic is how a client signs in.

use super::Context;
use crate::model::{Flow, MediaType, Operation, Place, Role, SchemeKind, TypeKind, TypeRef};

/// How far a body's alternatives are followed.
const DEPTH: usize = 4;

impl Context<'_> {
    /// Whether user and password of HTTP Basic are a client's identifier and secret there (RFC 6749, section 2.3.1): at the token
    /// endpoint, and where the same client gives back or looks up a token (RFC 7009, RFC 7662).
    pub(super) fn is_of_client(&self, operation: &Operation) -> bool {
        let about_token = || self.takes(operation, "token") && is_form(operation);
        let is_token_endpoint = |operation: &Operation| self.is_token_endpoint(operation);
        is_token_endpoint(operation) || about_token() && self.provider.operations.iter().any(is_token_endpoint)
    }

    /// Where a client of this flow gives tokens back, as a path below the API's base address: an operation of RFC 7009 at the origin
    /// that the flow's tokens come from, to which alone a client's secret goes.
    pub(super) fn revocation(&self, flow: &Flow) -> Option<&str> {
        let token_url = flow.token_url.as_deref().filter(|url| !self.provider.is_elsewhere(url));
        let revokes = |it: &&Operation| {
            let is_here = it.servers.is_empty() && !it.path.contains(['{', '?']);
            it.role == Role::Revoke && it.method == "POST" && is_here && is_form(it) && self.takes(it, "token")
        };
        let found = token_url.and_then(|_| self.provider.operations.iter().find(revokes));
        found.map(|operation| operation.path.trim_start_matches('/'))
    }

    /// Whether it takes a `grant_type`, or a flow says that its tokens come from there.
    fn is_token_endpoint(&self, operation: &Operation) -> bool {
        let is_this = |at: usize| self.provider.operations.get(at).is_some_and(|other| std::ptr::eq(other, operation));
        let linked = self.provider.schemes.iter().any(|scheme| match &scheme.kind {
            SchemeKind::OAuth2 { flows } => flows.iter().filter_map(|flow| flow.operation).any(is_this),
            _ => false,
        });
        let asked = |place: Place| matches!(place, Place::Query | Place::Header);
        let param = operation.params.iter().any(|param| asked(param.place) && param.field.wire == "grant_type");
        linked || param || (is_form(operation) && self.takes(operation, "grant_type"))
    }

    fn takes(&self, operation: &Operation, name: &str) -> bool {
        operation.body.as_ref().is_some_and(|body| self.has_field(&body.ty, name, DEPTH))
    }

    fn has_field(&self, ty: &TypeRef, name: &str, depth: usize) -> bool {
        let TypeRef::Named(id) = self.graph.resolve(ty) else { return false };
        match self.graph.get(&id).map(|def| &def.kind) {
            Some(TypeKind::Object { fields, .. }) => fields.iter().any(|field| field.wire == name),
            Some(TypeKind::OneOf { variants, .. }) if depth > 0 => {
                variants.iter().any(|variant| self.has_field(&variant.ty, name, depth - 1))
            }
            _ => false,
        }
    }
}

fn is_form(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| body.media == MediaType::Form)
}
