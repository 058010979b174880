//! The test of the token source: a reply that holds what the shape names, and the token that comes of it.

use quote::quote;
use serde::Serialize;

use super::super::Context;
use super::super::fragment::{Expr, StrLit};
use super::super::sample::{SECRET, Wire};
use super::request::RequestView;
use crate::model::{Expiry, TimeFormat, TokenShape, TokenSource};

/// What the sign-in is answered with.
#[derive(Debug, Serialize)]
pub(in crate::view) struct SessionView {
    status: Expr,
    header: StrLit,
    header_value: StrLit,
    body: StrLit,
    credentials: Expr,
    token: StrLit,
    uri_method: StrLit,
}

impl SessionView {
    /// `None` where no request can be made from samples.
    pub(in crate::view) fn new(cx: &Context<'_>) -> Option<Self> {
        let lifecycle = cx.provider.lifecycle.as_ref()?;
        let issue = cx.provider.operations.get(lifecycle.issue.operation)?;
        RequestView::new(cx, issue)?;
        let mut token = format!("{SECRET}access");
        let (mut header, mut value) = ("x-request-id".to_owned(), "1".to_owned());
        let mut body = Wire::Object(Vec::new());
        match &lifecycle.token.access {
            TokenSource::Field(path) => body.put(&path.0, Wire::Text(token.clone())),
            TokenSource::Body => body = Wire::Text(token.clone()),
            TokenSource::Header(name) => (header, value) = (name.to_ascii_lowercase(), token.clone()),
            TokenSource::Cookie(name) => {
                (header, value) =
                    ("set-cookie".to_owned(), format!("{}={token}; Path=/", name.as_deref().unwrap_or("session")));
                // Without a name the cookie is kept as a pair, so that it can be sent back.
                if name.is_none() {
                    token = format!("session={token}");
                }
            }
        }
        fill(&mut body, &lifecycle.token);
        if let (Some(TokenSource::Cookie(name)), "x-request-id") = (&lifecycle.token.refresh, header.as_str()) {
            let name = name.as_deref().unwrap_or("session");
            (header, value) = ("set-cookie".to_owned(), format!("{name}={SECRET}refresh; Path=/"));
        }
        let named = header.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) && !header.is_empty();
        let arguments = lifecycle
            .credentials
            .iter()
            .filter(|credential| credential.required)
            .map(|credential| if credential.secret { quote!("hidden-value") } else { quote!("value") });
        (named && value.is_ascii()).then(|| Self {
            status: Expr::new(&quote!(200)),
            header: StrLit::new(&header),
            header_value: StrLit::new(&value),
            body: StrLit::new(&body.to_string()),
            credentials: Expr::new(&quote!(Credentials::new(#(#arguments),*))),
            token: StrLit::new(&token),
            uri_method: StrLit::new(&issue.method),
        })
    }
}

/// Everything besides the token that the shape reads.
fn fill(body: &mut Wire, shape: &TokenShape) {
    if let Some(TokenSource::Field(path)) = &shape.refresh {
        body.put(&path.0, Wire::Text(format!("{SECRET}refresh")));
    }
    if let Some(path) = &shape.kind {
        body.put(&path.0, Wire::Text("Bearer".to_owned()));
    }
    for expiry in [&shape.expiry, &shape.refresh_expiry] {
        match expiry {
            Expiry::In(path, _) => body.put(&path.0, Wire::Plain("3600")),
            Expiry::At(path, TimeFormat::EpochSeconds) => body.put(&path.0, Wire::Plain("4102444800")),
            Expiry::At(path, TimeFormat::EpochMilliseconds) => body.put(&path.0, Wire::Plain("4102444800000")),
            Expiry::At(path, TimeFormat::Rfc3339 | TimeFormat::Detect) => {
                body.put(&path.0, Wire::Text("2100-01-01T00:00:00Z".to_owned()));
            }
            Expiry::JwtExp | Expiry::Fixed(_) | Expiry::Unknown => {}
        }
    }
}
