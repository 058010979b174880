//! The example of a security scheme or of one of its flows: a whole program that compiles.

use super::super::fragment::{CodeBlock, Ident};
use super::super::schemes::{self, usage};
use super::Site;
use crate::model::{Flow, FlowKind, Scheme, SchemeKind};

/// The program of a scheme; none where the crate's own token source gives the credential, or flows do.
pub(super) fn program(site: &Site<'_>, scheme: &Scheme, name: &Ident) -> Option<CodeBlock> {
    if !schemes::is_written(site.cx.provider, scheme) {
        return None;
    }
    let program = match &scheme.kind {
        SchemeKind::MutualTls => usage::certificate(),
        SchemeKind::OpenIdConnect { .. } => usage::openid(name),
        _ => usage::fixed(site.cx, scheme, name)?,
    };
    Some(CodeBlock::new("rust,no_run", &program.text(site.cx)))
}

/// The program of a flow; none where it is not offered.
pub(super) fn flow(site: &Site<'_>, scheme: &Scheme, flow: &Flow) -> Option<CodeBlock> {
    if !schemes::flows(site.cx.provider, scheme).contains(&flow) {
        return None;
    }
    let text = match flow.kind {
        FlowKind::Password => usage::password(site.cx, scheme)?,
        _ => usage::flow(site.cx, scheme, flow)?.text(site.cx),
    };
    Some(CodeBlock::new("rust,no_run", &text))
}
