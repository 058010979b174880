//! Servers: where the API is, and what must not be in their URLs.

use std::collections::HashMap;

use super::extension::ServerMark;
use super::read::{Kind, Place, Reading};
use super::{Server, ServerVariable, url};
use crate::diagnostic::{Code, Diagnostic, quoted};

/// The servers listed under `servers` at `place`.
pub(super) fn servers<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Vec<Server> {
    let Some(list) = place.get("servers") else { return Vec::new() };
    let mut servers: Vec<Server> = Vec::new();
    let mut by_url: HashMap<String, Vec<usize>> = HashMap::new();
    for server in list.items().filter_map(|entry| server(reading, &entry)) {
        // One address under two descriptions is one server.
        let known = by_url.entry(server.url.clone()).or_default();
        if !known.iter().any(|at| servers.get(*at).is_some_and(|known| known.variables == server.variables)) {
            known.push(servers.len());
            servers.push(server);
        }
    }
    servers
}

/// An address at the origin of the first server follows the server that is chosen, so that a sandbox has its own.
pub(super) fn reference(servers: &[Server], url: &str) -> String {
    let origin = |url: &str| {
        let start = url.find("://")? + 3;
        let end = url.get(start..)?.find(['/', '?']).map_or(url.len(), |end| start + end);
        url.split_at_checked(end).map(|(origin, rest)| (origin.to_owned(), rest.to_owned()))
    };
    let first = servers.iter().find(|server| !server.relative).and_then(|server| origin(&server.url));
    match (first, origin(url)) {
        (Some((server, _)), Some((own, rest))) if server == own && rest.starts_with('/') => rest,
        _ => url.to_owned(),
    }
}

fn server<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Option<Server> {
    let read: openapiv3::Server = reading.read(place, Kind::Server)?;
    let fault = |code, message, help: &str| reading.report(Diagnostic::error(code, message, help).at(place.span()));
    let declared = read.variables.unwrap_or_default();
    let url = whole_base(url::placeholders(read.url.trim()), &|name| {
        declared.get(name).map(|variable| variable.default.as_str())
    });
    let path_in_host = path_in_host(&url, &|name| declared.get(name).map(|variable| variable.default.as_str()));
    let url = path_in_host.as_ref().map_or(url, |(url, _)| url.clone());
    if url::has_foreign(&url.replace(['{', '}'], "")) {
        let message = format!("the server {} cannot be used: it has characters that no URL may have", quoted(&url));
        fault(Code::ServerUrl, message, "correct the URL, or replace it by an overlay");
        return None;
    }
    let named = match url::variables(&url) {
        Ok(named) => named,
        Err(open) => {
            fault(
                Code::ServerVariable,
                format!("the server {} opens {} and does not close it", quoted(&url), quoted(open)),
                "close the brace",
            );
            return None;
        }
    };
    if named.iter().any(|name| name.trim().is_empty()) {
        let message = format!("the server {} has a variable without a name", quoted(&url));
        fault(Code::ServerVariable, message, "name it, or replace the URL by an overlay");
        return None;
    }
    let mut variables: Vec<ServerVariable> =
        named.iter().map(|name| variable(reading, place, name, declared.get(*name))).collect();
    for variable in variables.iter_mut().filter(|it| path_in_host.as_ref().is_some_and(|(_, name)| *name == it.name)) {
        let values = variable.default.iter_mut().chain(&mut variable.values);
        values.for_each(|value| *value = value.trim_matches('/').to_owned());
    }
    without_unusable(reading, place, &url, &mut variables);
    if let Some(why) = unusable(&filled(&url, &variables)) {
        fault(
            Code::ServerUrl,
            format!("the server {} cannot be used: {why}", quoted(&url)),
            "correct the URL, or replace it by an overlay",
        );
        return None;
    }
    warn(reading, place, &url, &variables);
    let relative = url::parts(&filled(&url, &variables)).is_none();
    let purpose = read.description.filter(|text| !text.trim().is_empty());
    let name = ServerMark::read(reading, place).name.or_else(|| short_name(purpose.as_deref(), &url));
    Some(Server { name, url, variables, purpose, relative })
}

/// A variable as declared; one that is not is left to the caller.
fn variable(
    reading: &Reading<'_>,
    place: &Place<'_>,
    name: &str,
    declared: Option<&openapiv3::ServerVariable>,
) -> ServerVariable {
    let Some(declared) = declared else {
        let message = format!("the variable {} of the server is not declared: the caller gives it", quoted(name));
        let help = "declare it under `variables`, with a default where there is one";
        reading.report(Diagnostic::warning(Code::ServerVariable, message, help).at(place.span()));
        return ServerVariable { name: name.to_owned(), default: None, values: Vec::new(), docs: None };
    };
    let docs = declared.description.clone();
    if crate::shape::is_secret(name, None) {
        // No crate repeats what a document says that a secret is.
        return ServerVariable { name: name.to_owned(), default: None, values: Vec::new(), docs };
    }
    ServerVariable {
        name: name.to_owned(),
        default: Some(declared.default.clone()).filter(|default| !default.is_empty() || is_said(place, name)),
        values: declared.enumeration.clone(),
        docs,
    }
}

/// Takes the default away where it is only a stand-in (`{{account}}`, `<your domain>`): the caller then gives the value.
fn without_unusable(reading: &Reading<'_>, place: &Place<'_>, url: &str, variables: &mut [ServerVariable]) {
    // Within the host, a value with a slash would move the address to another one.
    let authority = url.split_once("://").and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default();
    let moves = |name: &str, value: &str| value.contains('/') && authority.contains(&format!("{{{name}}}"));
    let fits = |it: &ServerVariable| !it.default.iter().chain(&it.values).any(|value| moves(&it.name, value));
    if unusable(&filled(url, variables)).is_none() && variables.iter().all(fits) {
        return;
    }
    for variable in variables {
        let name = variable.name.clone();
        let in_host = authority.contains(&format!("{{{name}}}"));
        let stands_in = |value: &String| {
            (value.is_empty() && in_host)
                || url::has_foreign(value)
                || value.contains(['{', '}', '[', ']', '$', '@', '#', '?'])
                || moves(&name, value)
        };
        variable.values.retain(|value| !stands_in(value));
        if variable.default.as_ref().is_some_and(stands_in) {
            let message = format!(
                "the default of the variable {} of the server is no part of an address: the caller gives it",
                quoted(&variable.name)
            );
            let help = "give it a default that can be used, by an overlay";
            reading.report(Diagnostic::warning(Code::ServerVariable, message, help).at(place.span()));
            variable.default = None;
        }
    }
}

/// A URL that begins with a variable for all that comes before the path: its default, else the caller's own address.
fn whole_base<'d>(url: String, default: &dyn Fn(&str) -> Option<&'d str>) -> String {
    let Some((name, rest)) = url.strip_prefix('{').and_then(|inner| inner.split_once('}')) else { return url };
    if !(rest.is_empty() || rest.starts_with('/')) || name.contains('{') {
        return url;
    }
    match default(name) {
        Some(base) if url::parts(base).is_some() => format!("{}{rest}", base.trim_end_matches('/')),
        _ => rest.to_owned(),
    }
}

/// The URL with its path set off where a variable that is one follows the host directly, and that variable:
/// `https://{host}:{port}{base}` with the base `/v1`.
fn path_in_host<'d>(url: &str, default: &dyn Fn(&str) -> Option<&'d str>) -> Option<(String, String)> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, name) = authority.strip_suffix('}')?.rsplit_once('{')?;
    let is_path = !host.is_empty() && default(name).is_some_and(|value| value.starts_with('/'));
    is_path.then(|| (format!("{scheme}://{host}/{{{name}}}{path}"), name.to_owned()))
}

/// Whether the document gives the variable a default, be it empty: one was filled in for `openapiv3` where it does not.
fn is_said(place: &Place<'_>, variable: &str) -> bool {
    let declared = place.get("variables").and_then(|variables| variables.get(variable));
    declared.is_some_and(|variable| variable.get("default").is_some())
}

/// The URL with its defaults, or with a letter where there is none: to look at its form.
fn filled(url: &str, variables: &[ServerVariable]) -> String {
    variables.iter().fold(url.to_owned(), |url, variable| {
        let any = if variable.name.eq_ignore_ascii_case("port") { "1" } else { "x" };
        let value = variable.default.as_deref().or(variable.values.first().map(String::as_str)).unwrap_or(any);
        url.replace(&format!("{{{}}}", variable.name), value)
    })
}

/// Why a URL cannot be the base of requests, if so.
fn unusable(url: &str) -> Option<&'static str> {
    if url::has_foreign(url) {
        return Some("it has characters that no URL may have");
    }
    if url.contains(['?', '#']) {
        return Some("a base has no query and no fragment");
    }
    if url::is_hostless(url) {
        return Some("it has a scheme and no host");
    }
    let Some(parts) = url::parts(url) else {
        return url.contains("://").then_some("its scheme is not one");
    };
    let http = parts.scheme.eq_ignore_ascii_case("http") || parts.scheme.eq_ignore_ascii_case("https");
    if http { parts.fault() } else { Some("its scheme is neither https nor http") }
}

fn warn(reading: &Reading<'_>, place: &Place<'_>, url: &str, variables: &[ServerVariable]) {
    let filled = filled(url, variables);
    match url::parts(&filled) {
        Some(parts) if !parts.is_safe() => {
            let message = format!("the server {} is not reached by https: no secret is sent there", quoted(url));
            let help = "name its https address by an overlay, or give one when the client is made";
            reading.report(Diagnostic::warning(Code::NotHttps, message, help).at(place.span()));
        }
        None if url.starts_with("//") || url.starts_with("..") => {
            let message = format!("the server {} has no address of its own, and none is guessed", quoted(url));
            reading.report(
                Diagnostic::warning(Code::ServerUrl, message, "the caller gives the whole address").at(place.span()),
            );
        }
        _ => {}
    }
}

/// What servers are for, most telling first.
const PURPOSES: &[(&str, &str)] = &[
    ("sandbox", "Sandbox"),
    ("staging", "Staging"),
    ("stage", "Staging"),
    ("preproduction", "Preproduction"),
    ("preprod", "Preproduction"),
    ("uat", "Uat"),
    ("qa", "Qa"),
    ("demo", "Demo"),
    ("testing", "Test"),
    ("test", "Test"),
    ("playground", "Playground"),
    ("development", "Development"),
    ("dev", "Development"),
    ("local", "Local"),
    ("localhost", "Local"),
    ("production", "Production"),
    ("prod", "Production"),
    ("live", "Production"),
];

/// A short name from the words of the description, else of the host.
fn short_name(purpose: Option<&str>, url: &str) -> Option<String> {
    let host = url::parts(url).map(|parts| parts.host().to_owned()).unwrap_or_default();
    let host =
        if matches!(host.as_str(), "127.0.0.1" | "0.0.0.0" | "[::1]" | "::1") { "localhost".to_owned() } else { host };
    [purpose.unwrap_or_default(), &host].into_iter().find_map(|text| {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|this: char| !this.is_alphanumeric()).take(6).collect();
        PURPOSES.iter().find(|(word, _)| words.contains(word)).map(|(_, name)| (*name).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::{short_name, unusable, whole_base};

    #[test]
    fn what_stands_in_for_an_address_is_left_to_the_caller() {
        let known = |name: &str| (name == "base").then_some("https://a.example/");
        assert_eq!(whole_base("{base}/v1".to_owned(), &known), "https://a.example/v1");
        assert_eq!(whole_base("{other}/v1".to_owned(), &known), "/v1");
        assert_eq!(whole_base("{other}.example/v1".to_owned(), &known), "{other}.example/v1");
    }

    #[test]
    fn bases_that_hide_something_are_refused() {
        for url in [
            "https://a@b.example",
            "https://a.example?x=1",
            "https://a.example/#f",
            "ftp://a.example",
            "https://a.example/\"",
            "://x",
        ] {
            assert!(unusable(url).is_some(), "{url}");
        }
        for url in ["/api/v2", "", "https://a.example/x/", "http://localhost:1"] {
            assert_eq!(unusable(url), None, "{url}");
        }
    }

    #[test]
    fn short_names_come_from_what_is_said() {
        assert_eq!(short_name(Some("Production server"), "https://x.example").as_deref(), Some("Production"));
        assert_eq!(short_name(None, "https://sandbox.x.example").as_deref(), Some("Sandbox"));
        assert_eq!(short_name(Some("The API"), "https://x.example"), None);
        assert_eq!(short_name(None, "http://127.0.0.1:8080/v1").as_deref(), Some("Local"));
    }
}
