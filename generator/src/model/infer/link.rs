//! Where a document has both an OAuth 2 scheme and an operation at its token URL, they are one thing.

use crate::model::{Operation, Scheme, SchemeKind, Server, url};

/// Notes in each flow the operation that its token URL is.
pub(in crate::model) fn link(schemes: &mut [Scheme], operations: &[Operation], servers: &[Server]) {
    for scheme in schemes {
        let SchemeKind::OAuth2 { flows } = &mut scheme.kind else { continue };
        for flow in flows {
            flow.operation = flow.token_url.as_deref().and_then(|token_url| at(token_url, operations, servers));
        }
    }
}

fn at(token_url: &str, operations: &[Operation], servers: &[Server]) -> Option<usize> {
    let wanted = token_url.trim_end_matches('/');
    operations.iter().position(|operation| {
        let own = if operation.servers.is_empty() { servers } else { &operation.servers };
        let served = own.iter().any(|server| join(&server.url, &operation.path) == wanted);
        let absolute = own.iter().any(|server| !server.relative);
        operation.method == "POST" && (served || (!absolute && ends_with(wanted, &operation.path)))
    })
}

fn join(base: &str, path: &str) -> String {
    format!("{}{}", base.trim_end_matches('/'), path.trim_end_matches('/'))
}

/// Where no server is known, the path alone decides.
fn ends_with(token_url: &str, path: &str) -> bool {
    let rest = url::parts(token_url).map_or(token_url, |parts| parts.rest);
    rest.ends_with(path.trim_end_matches('/'))
}
