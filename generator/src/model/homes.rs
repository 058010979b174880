//! Where an operation with servers of its own is served, for each server of the API that can be chosen.

use std::collections::BTreeMap;

use super::operations::Read;
use super::read::Reading;
use super::{Operation, Role, Server, url};
use crate::diagnostic::{Code, Diagnostic, quoted};

/// Sets for every operation one server of its own for each of the API's, and none where they are the same. What cannot be told
/// is said: without a sign-in nothing works, and any other operation is left out.
pub(super) fn settle(reading: &Reading<'_>, servers: &mut Vec<Server>, operations: &mut Vec<Read>) {
    let apart = operations.iter().any(|read| !read.operation.servers.is_empty());
    if servers.is_empty() && apart && !reading.is_broken() {
        // OpenAPI's own default: then an address of the caller's is the API's, and not that of these operations.
        servers.push(Server { url: "/".to_owned(), relative: true, ..Server::default() });
    }
    operations.retain_mut(|read| match homes(servers, &read.operation.servers) {
        Ok(homes) => {
            read.operation.servers = homes;
            true
        }
        Err(why) => {
            report(reading, &read.operation, &why);
            read.operation.role == Role::Issue
        }
    });
}

fn report(reading: &Reading<'_>, operation: &Operation, why: &str) {
    let message = format!("where the operation {} is served cannot be told: {why}", quoted(&operation.id));
    let help = "give its server a whole address, and a default for each variable that the document's own servers lack, by an overlay";
    let finding = match operation.role {
        Role::Issue => Diagnostic::error(Code::ServerUrl, message, help),
        _ => Diagnostic::warning(Code::ServerUrl, format!("{message}; it is left out"), help),
    };
    reading.report(finding.at(operation.at.span));
}

fn homes(servers: &[Server], own: &[Server]) -> Result<Vec<Server>, String> {
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let first = servers.first();
    let homes: Result<Vec<Server>, String> = servers
        .iter()
        .enumerate()
        .map(|(at, chosen)| home(chosen, first, pick(own, servers.len(), (at, chosen))))
        .collect();
    let homes = homes?;
    Ok(if homes.iter().all(|home| home.url.is_empty()) { Vec::new() } else { homes })
}

/// The server of its own that belongs to the one that is chosen: that one itself, else among those of the same name the one at its
/// place in a list of the same length, else the first. One that is not reached by https is the last resort.
fn pick<'s>(own: &'s [Server], servers: usize, (at, chosen): (usize, &Server)) -> Option<&'s Server> {
    if let Some(same) = own.iter().find(|it| trimmed(&it.url) == trimmed(&chosen.url)) {
        return Some(same);
    }
    let narrowed = |some: Vec<&'s Server>, fits: &dyn Fn(&Server) -> bool| {
        let fitting: Vec<&Server> = some.iter().copied().filter(|it| fits(it)).collect();
        if fitting.is_empty() { some } else { fitting }
    };
    let left = narrowed(narrowed(own.iter().collect(), &Server::is_safe), &|it| it.name == chosen.name);
    let beside = own.get(at).filter(|it| own.len() == servers && left.contains(it));
    beside.or(left.first().copied())
}

/// The address with what the chosen server has a value for left open: as a reference where it is at the origin of the server that
/// is chosen, or of the first; empty where it is that server itself.
fn home(chosen: &Server, first: Option<&Server>, own: Option<&Server>) -> Result<Server, String> {
    let own = own.ok_or_else(|| "it has no server".to_owned())?;
    let mut home = own.clone();
    home.variables.retain(|own| chosen.variables.iter().any(|known| known.name == own.name));
    if trimmed(&own.url) == trimmed(&chosen.url) {
        return Ok(Server { url: String::new(), relative: true, ..home });
    }
    let gone: Vec<_> =
        own.variables.iter().filter(|own| !home.variables.iter().any(|it| it.name == own.name)).collect();
    let gone: BTreeMap<&str, Option<&str>> = gone.iter().map(|it| (it.name.as_str(), it.default.as_deref())).collect();
    for (name, value) in gone {
        let value = value.ok_or_else(|| format!("nothing says what the variable {} of its server is", quoted(name)))?;
        // As the runtime has it: a part of the path that is empty takes its slash with it.
        let open = format!("{{{name}}}");
        home.url = if value.is_empty() { home.url.replace(&format!("{open}/"), "") } else { home.url };
        home.url = home.url.replace(&open, value);
    }
    let origins = [Some(chosen), first].into_iter().flatten().filter_map(|server| origin(&server.url));
    if let Some(path) = origins.filter_map(|origin| home.url.strip_prefix(origin)).find(|rest| is_path(rest)) {
        home.url = format!("/{}", path.trim_start_matches('/'));
        home.relative = true;
    } else if home.url.starts_with("./") {
        home.url.drain(..2);
    }
    let climbs = home.url.split('/').any(|step| matches!(step, "." | ".."));
    if home.url.starts_with("//") || climbs {
        return Err(format!("its server {} names no address of its own", quoted(&own.url)));
    }
    Ok(home)
}

fn is_path(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

fn trimmed(url: &str) -> &str {
    url.trim_end_matches('/')
}

/// Scheme, host and port, as written.
fn origin(url: &str) -> Option<&str> {
    let parts = url::parts(url)?;
    url.get(..parts.scheme.len() + "://".len() + parts.authority.len())
}

impl Server {
    /// The address of an operation whose home beside this server is `home`.
    pub fn with_home(&self, home: &Server) -> String {
        match home.url.as_str() {
            "" => self.url.clone(),
            url if !home.relative => url.to_owned(),
            path if path.starts_with('/') => format!("{}{path}", origin(&self.url).unwrap_or_default()),
            below => format!("{}/{below}", trimmed(&self.url)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::homes;
    use crate::model::{Server, ServerVariable};

    fn server(url: &str, name: Option<&str>, variables: &[(&str, Option<&str>)]) -> Server {
        let variable = |(name, default): &(&str, Option<&str>)| ServerVariable {
            name: (*name).to_owned(),
            default: default.map(str::to_owned),
            values: Vec::new(),
            docs: None,
        };
        Server {
            name: name.map(str::to_owned),
            url: url.to_owned(),
            variables: variables.iter().map(variable).collect(),
            purpose: None,
            relative: !url.contains("://"),
        }
    }

    fn at(servers: &[Server], own: &[Server]) -> Vec<String> {
        let homes = homes(servers, own).expect("it can be told");
        servers.iter().zip(&homes).map(|(chosen, home)| chosen.with_home(home)).collect()
    }

    #[test]
    fn the_same_servers_are_no_servers_of_its_own() {
        let servers = [server("https://api.example/v1", None, &[]), server("https://sandbox.api.example", None, &[])];
        let more = [
            server("https://auth.example", None, &[]),
            servers[1].clone(),
            server("https://api.example/v1/", None, &[]),
        ];
        assert!(homes(&servers, &servers).unwrap().is_empty() && homes(&servers, &more).unwrap().is_empty());
    }

    #[test]
    fn each_server_has_its_own_beside_it() {
        let servers =
            [server("https://api.example", None, &[]), server("https://sandbox.example", Some("Sandbox"), &[])];
        let one = server("https://auth.example/x", None, &[]);
        assert_eq!(at(&servers, std::slice::from_ref(&one)), ["https://auth.example/x", "https://auth.example/x"]);
        let named = [server("https://auth.sandbox.example", Some("Sandbox"), &[]), one];
        assert_eq!(at(&servers, &named), ["https://auth.example/x", "https://auth.sandbox.example"]);
        let servers = [server("https://api.example", None, &[]), server("https://eu.example", None, &[])];
        let own = [server("https://auth.example", None, &[]), server("https://auth.eu.example", None, &[])];
        assert_eq!(at(&servers, &own), ["https://auth.example", "https://auth.eu.example"]);
        let own = [server("http://auth.example", None, &[]), server("https://auth.eu.example", None, &[])];
        assert_eq!(at(&servers, &own), ["https://auth.eu.example", "https://auth.eu.example"]);
    }

    #[test]
    fn what_is_at_the_origin_follows_the_server() {
        let servers = [server("https://api.example/v1", None, &[]), server("https://sandbox.example/v1", None, &[])];
        for own in ["https://api.example/auth", "/auth"] {
            let own = [server(own, None, &[])];
            assert_eq!(at(&servers, &own), ["https://api.example/auth", "https://sandbox.example/auth"]);
        }
        assert_eq!(at(&servers, &[server("https://api.example", None, &[])])[0], "https://api.example/");
        assert_eq!(at(&servers, &[server("./auth", None, &[])])[0], "https://api.example/v1/auth");
        assert!(homes(&servers, &[server("../auth", None, &[])]).is_err());
        assert!(homes(&servers, &[server("//auth.example", None, &[])]).is_err());
    }

    #[test]
    fn variables_are_those_of_the_server_or_have_their_defaults() {
        let servers = [server("https://{tenant}.api.example", None, &[("tenant", None)])];
        let own = |default| [server("https://{tenant}.auth.example/{v}", None, &[("tenant", None), ("v", default)])];
        assert_eq!(at(&servers, &own(Some("v2"))), ["https://{tenant}.auth.example/v2"]);
        assert!(homes(&servers, &own(None)).unwrap_err().contains("`v`"));
    }
}
