//! Schemes whose credential never changes: keys, Basic, fixed bearers, any other HTTP scheme.

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use super::FieldView;
use super::registration::Registration;
use crate::model::{ApiKeyPlace, Scheme, SchemeKind, is_offered};
use crate::view::docs;
use crate::view::fragment::{DocText, Expr, Ident, StrLit, TypeExpr};
use crate::view::recorder::Recorder;

/// A fixed credential.
#[derive(Debug, Serialize)]
pub(super) struct FixedView {
    docs: DocText,
    name: Ident,
    fields: Vec<FieldView>,
    arguments: Expr,
    values: Expr,
    environment: DocText,
    /// The runtime's type.
    kind: TypeExpr,
    make: Expr,
}

impl FixedView {
    /// `None` for schemes of another kind.
    pub(super) fn new(scheme: &Scheme, name: &Ident, uses: &Recorder) -> Option<Self> {
        let (kind, make, place) = wire(&scheme.kind)?;
        let registration = Registration::new(&scheme.inputs, true, uses);
        let own = scheme.docs.as_deref().map(docs::text).unwrap_or_default();
        Some(Self {
            docs: docs::paragraphs(&[format!("{}: {place}.", docs::code(&scheme.id)), own]),
            name: name.clone(),
            fields: registration.fields,
            arguments: registration.arguments,
            values: registration.values,
            environment: registration.environment,
            kind: uses.ty(&kind),
            make: uses.expr(&make),
        })
    }

    pub(super) fn name(&self) -> &Ident {
        &self.name
    }
}

/// Whether the scheme is one of these.
pub(super) fn is_fixed(kind: &SchemeKind) -> bool {
    wire(kind).is_some()
}

/// The runtime's type, how it is made, and what it does on the wire.
fn wire(kind: &SchemeKind) -> Option<(TokenStream, TokenStream, String)> {
    Some(match kind {
        SchemeKind::Bearer { format } => {
            let of = format.as_deref().map(|format| format!(" ({})", docs::code(format))).unwrap_or_default();
            let place = format!("a token{of} that was made elsewhere, as `Authorization: Bearer ...`");
            (quote!(scheme::Bearer), quote!(scheme::Bearer::new(self.key.clone())), place)
        }
        SchemeKind::Basic => (
            quote!(scheme::Basic),
            quote!(scheme::Basic::try_new(self.user.expose(), &self.password)?),
            "user name and password by HTTP Basic (RFC 7617)".to_owned(),
        ),
        SchemeKind::ApiKey { place, name, prefix } => {
            let template = format!("{prefix}{{token}}");
            let (template, wire) = (StrLit::new(&template).tokens(), StrLit::new(name).tokens());
            let (attach, place) = match place {
                ApiKeyPlace::Header => (quote!(Attach::header(#wire, #template)), "header"),
                ApiKeyPlace::Query => (quote!(Attach::query(#wire)), "query parameter"),
                ApiKeyPlace::Cookie => (quote!(Attach::cookie(#wire)), "cookie"),
            };
            let place = format!("a key in the {place} {}", docs::code(name));
            (quote!(scheme::ApiKey), quote!(scheme::ApiKey::new(#attach, self.key.clone())), place)
        }
        SchemeKind::Http { scheme } => {
            let template = StrLit::new(&format!("{scheme} {{token}}")).tokens();
            let place = format!("credentials of the HTTP authentication scheme {}", docs::code(scheme));
            (quote!(scheme::HttpScheme), quote!(scheme::HttpScheme::new(#template, self.key.clone())), place)
        }
        SchemeKind::OAuth2 { flows } if !is_offered(flows) => (
            quote!(scheme::Bearer),
            quote!(scheme::Bearer::new(self.key.clone())),
            "a token that was got elsewhere, as `Authorization: Bearer ...`: no flow of the scheme is offered here"
                .to_owned(),
        ),
        SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } | SchemeKind::MutualTls => return None,
    })
}
