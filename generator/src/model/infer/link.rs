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
    operations.iter().position(|operation| {
        let here = Server { relative: true, ..Server::default() };
        let homes = operation.servers.iter().chain(std::iter::repeat(&here));
        let bases: Vec<String> = servers.iter().zip(homes).map(|(server, home)| server.with_home(home)).collect();
        let served = bases.iter().any(|base| is_same(token_url, &join(base, &operation.path)));
        let absolute = bases.iter().any(|base| url::parts(base).is_some());
        operation.method == "POST" && (served || (!absolute && path(token_url).ends_with(&path(&operation.path))))
    })
}

fn join(base: &str, path: &str) -> String {
    format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches('/'))
}

/// Whether two absolute addresses are one: how the host is written, a slash at the end and a query make no difference.
fn is_same(one: &str, other: &str) -> bool {
    url::origin(one).is_some_and(|origin| url::origin(other) == Some(origin)) && path(one) == path(other)
}

/// The path with a slash at its beginning and none at its end. Where no server is known, it alone decides.
fn path(address: &str) -> String {
    let rest = url::parts(address).map_or(address, |parts| parts.rest);
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    format!("/{}", path.trim_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::{is_same, join, path};

    #[test]
    fn spelling_makes_no_difference() {
        let served = join("https://API.example.com:443/v1/", "/oauth/token/");
        for address in ["https://api.example.com/v1/oauth/token", "https://api.example.com/v1/oauth/token/?tenant=1"] {
            assert!(is_same(address, &served), "{address}");
        }
        for address in
            ["https://api.example.com/oauth/token", "https://login.example.com/v1/oauth/token", "/v1/oauth/token"]
        {
            assert!(!is_same(address, &served), "{address}");
        }
        assert_eq!([path("token"), path("/token/"), path("https://a.example/token?x")], ["/token", "/token", "/token"]);
    }
}
