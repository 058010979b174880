//! The example of a security scheme that takes a fixed credential: a whole program that compiles.

use super::super::fragment::{CodeBlock, Ident, StrLit};
use super::super::{schemes, server};
use super::Site;
use super::example::address;
use crate::model::{Scheme, SchemeKind};

/// The program; none where a token source or a flow gives the credential, or the connection carries it.
pub(super) fn program(site: &Site<'_>, scheme: &Scheme, name: &Ident) -> Option<CodeBlock> {
    let fixed = matches!(
        scheme.kind,
        SchemeKind::Basic | SchemeKind::Bearer { .. } | SchemeKind::ApiKey { .. } | SchemeKind::Http { .. }
    );
    if !fixed || schemes::is_served(site.cx.provider, scheme) {
        return None;
    }
    let (library, server) = (&site.cx.names.library, server::first(site.cx));
    let address = StrLit::new(&address(site));
    let lines = [
        format!("use {library}::authwright::http::Request;"),
        format!("use {library}::authwright::{{Authorize, block_on}};"),
        format!("use {library}::{{Server, schemes}};"),
        String::new(),
        "fn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("    let authorizer = schemes::{name}::from_env()?.authorizer(&{server})?;"),
        format!("    let (mut parts, ()) = Request::get({address}).body(())?.into_parts();"),
        "    block_on(authorizer.authorize(&mut parts))?;".to_owned(),
        "    println!(\"ready to send {} {}\", parts.method, parts.uri.path());".to_owned(),
        "    Ok(())".to_owned(),
        "}".to_owned(),
    ];
    Some(CodeBlock::new("rust,no_run", &lines.join("\n")))
}
