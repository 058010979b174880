//! Servers: where the API is, and what must not be in their URLs.

use super::extension::ServerMark;
use super::read::{Kind, Place, Reading};
use super::{Server, ServerVariable, url};
use crate::diagnostic::{Code, Diagnostic, quoted};

/// The servers listed under `servers` at `place`.
pub(super) fn servers<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Vec<Server> {
    let Some(list) = place.get("servers") else { return Vec::new() };
    list.items().filter_map(|entry| server(reading, &entry)).collect()
}

fn server<'a>(reading: &Reading<'a>, place: &Place<'a>) -> Option<Server> {
    let read: openapiv3::Server = reading.read(place, Kind::Server)?;
    let fault = |code, message, help: &str| reading.report(Diagnostic::error(code, message, help).at(place.span()));
    let url = read.url.trim().to_owned();
    if url::has_foreign(&url.replace(['{', '}'], "")) {
        let message = format!("the server {} cannot be used: it has characters that no URL may have", quoted(&url));
        fault(Code::ServerUrl, message, "correct the URL, or replace it by an overlay");
        return None;
    }
    let named = match names(&url) {
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
    let declared = read.variables.unwrap_or_default();
    for name in named.iter().filter(|name| !declared.contains_key(**name)) {
        let message = format!("the server {} has the variable {}, which is not declared", quoted(&url), quoted(name));
        fault(Code::ServerVariable, message, "declare it under `variables`, with a default where there is one");
    }
    if named.iter().any(|name| !declared.contains_key(*name)) {
        return None;
    }
    let variables: Vec<ServerVariable> = named
        .iter()
        .filter_map(|name| declared.get_key_value(*name))
        .map(|(name, variable)| ServerVariable {
            name: name.clone(),
            default: Some(variable.default.clone()).filter(|default| !default.is_empty() || is_said(place, name)),
            values: variable.enumeration.clone(),
            docs: variable.description.clone(),
        })
        .collect();
    if let Some(why) = unusable(&filled(&url, &variables)) {
        fault(
            Code::ServerUrl,
            format!("the server {} cannot be used: {why}", quoted(&url)),
            "correct the URL, or replace it by an overlay",
        );
        return None;
    }
    warn(reading, place, &url, &variables);
    let relative = url::parts(&url).is_none();
    let purpose = read.description.filter(|text| !text.trim().is_empty());
    let name = ServerMark::read(reading, place).name.or_else(|| short_name(purpose.as_deref(), &url));
    Some(Server { name, url, variables, purpose, relative })
}

/// Whether the document gives the variable a default, be it empty: one was filled in for `openapiv3` where it does not.
fn is_said(place: &Place<'_>, variable: &str) -> bool {
    let declared = place.get("variables").and_then(|variables| variables.get(variable));
    declared.is_some_and(|variable| variable.get("default").is_some())
}

/// The names in braces, or the one that is not closed.
fn names(url: &str) -> Result<Vec<&str>, &str> {
    let mut names = Vec::new();
    let mut rest = url;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}').filter(|(name, _)| !name.contains('{')) else {
            return Err(after.split(['{', '/', '.']).next().unwrap_or(after));
        };
        if !names.contains(&name) {
            names.push(name);
        }
        rest = tail;
    }
    if let Some((before, _)) = rest.split_once('}') {
        return Err(before.rsplit(['/', '.', '{']).next().unwrap_or(before));
    }
    Ok(names)
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
    [purpose.unwrap_or_default(), &host].into_iter().find_map(|text| {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|this: char| !this.is_alphanumeric()).take(6).collect();
        PURPOSES.iter().find(|(word, _)| words.contains(word)).map(|(_, name)| (*name).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::{names, short_name, unusable};

    #[test]
    fn variables_are_found_and_missing_braces_named() {
        assert_eq!(names("https://{a}.x/{b}/{a}"), Ok(vec!["a", "b"]));
        assert_eq!(names("https://{a}.{b.example.com/{c}"), Err("b"));
        assert_eq!(names("https://a}.x"), Err("a"));
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
    }
}
