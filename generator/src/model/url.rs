//! URLs as far as a client's safety needs: scheme, host, and what must not be in them.

/// The parts of an absolute URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts<'u> {
    /// Lower or upper case, as written.
    pub(super) scheme: &'u str,
    /// User, host and port.
    pub(super) authority: &'u str,
    /// The rest, with its first `/`, `?` or `#`.
    pub(super) rest: &'u str,
}

/// The parts of an absolute URL; none where it has no scheme with `://`.
pub(super) fn parts(url: &str) -> Option<Parts<'_>> {
    let (scheme, rest) = url.split_once("://")?;
    let named = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end)?;
    named.then_some(Parts { scheme, authority, rest })
}

impl Parts<'_> {
    /// The host, without its port.
    pub(super) fn host(&self) -> &str {
        let authority = self.authority.rsplit('@').next().unwrap_or_default();
        if authority.starts_with('[') {
            return authority.split_inclusive(']').next().unwrap_or_default();
        }
        authority.rsplit_once(':').map_or(authority, |(host, _)| host)
    }

    /// Whether it is https, or http to this machine.
    pub(super) fn is_safe(&self) -> bool {
        let local = matches!(self.host(), "localhost" | "127.0.0.1" | "[::1]");
        self.scheme.eq_ignore_ascii_case("https") || (self.scheme.eq_ignore_ascii_case("http") && local)
    }

    /// Why the authority cannot be used, if so.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let host = self.host();
        let port = self.authority.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.ends_with(']'));
        if self.authority.contains('@') {
            Some("it names a user, which is also how addresses are disguised")
        } else if !is_host(host) {
            Some("its host is not one")
        } else if port.is_some_and(|port| port.parse::<u16>().is_err()) {
            Some("its port is not one")
        } else {
            None
        }
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    host.len() <= 253 && host.trim_end_matches('.').split('.').all(label)
}

/// Whether the text begins with a scheme and names no host: `javascript:`, `mailto:`, `https:/`. A host with its port does not.
pub(super) fn is_hostless(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    named && !rest.starts_with("//") && !rest.starts_with(|first: char| first.is_ascii_digit() || first == '{')
}

/// Scheme, host and port of an absolute URL, in lower case and with the port that the scheme implies.
pub(super) fn origin(url: &str) -> Option<(String, String, String)> {
    let parts = parts(url)?;
    let scheme = parts.scheme.to_ascii_lowercase();
    let implied = if scheme == "https" { "443" } else { "80" };
    let port = parts.authority.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.ends_with(']'));
    let port = port.filter(|port| !port.is_empty()).unwrap_or(implied).to_owned();
    Some((scheme, parts.host().to_ascii_lowercase(), port))
}

/// Whether the text has a character that no URL may have: blanks, control characters, quotes, backslashes, angle brackets.
pub(super) fn has_foreign(text: &str) -> bool {
    text.chars().any(|this| this.is_whitespace() || this.is_control() || !this.is_ascii() || "\"<>\\^`|".contains(this))
}

/// A reference resolved against a base: absolute as it is, `/path` at the base's origin, anything else below the base's folder.
pub(super) fn resolve(base: &str, reference: &str) -> Option<String> {
    if parts(reference).is_some() {
        return Some(reference.to_owned());
    }
    let base = parts(base)?;
    let origin = format!("{}://{}", base.scheme, base.authority);
    if let Some(rest) = reference.strip_prefix("//") {
        return Some(format!("{}://{rest}", base.scheme));
    }
    if reference.starts_with('/') {
        return Some(format!("{origin}{reference}"));
    }
    let path = base.rest.split(['?', '#']).next().unwrap_or_default();
    let mut segments: Vec<&str> = path.split('/').skip(1).filter(|segment| !segment.is_empty()).collect();
    for step in reference.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    Some(format!("{origin}/{}", segments.join("/")))
}

/// `https://<your-domain>/api`, `https://{{host}}/api`, `https://$HOST/api` as a template: what stands in angle brackets, in two
/// braces or behind a dollar is a variable without a declaration.
pub(super) fn placeholders(url: &str) -> String {
    let url = named_between(&named_between(url, ("${", "}")), ("{{", "}}"));
    behind_dollar(&named_between(&url, ("<", ">")))
}

/// `$NAME` as `{NAME}`, in capitals as variables of an environment are.
fn behind_dollar(url: &str) -> String {
    let mut parts = url.split('$');
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |this: char| this.is_ascii_uppercase() || this.is_ascii_digit() || this == '_';
        let end = part.find(|this| !is_name(this)).unwrap_or(part.len());
        match part.split_at_checked(end) {
            Some((name, rest)) if name.starts_with(|first: char| first.is_ascii_uppercase()) => {
                written.extend(["{", name, "}", rest]);
            }
            _ => written.extend(["$", part]),
        }
    }
    written
}

fn named_between(url: &str, (open, close): (&str, &str)) -> String {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.len() <= 60
            && name.chars().all(|this| this.is_ascii_alphanumeric() || matches!(this, ' ' | '-' | '_' | '.'))
    };
    let mut written = String::new();
    let mut rest = url;
    while let Some((before, after)) = rest.split_once(open) {
        let Some((name, tail)) = after.split_once(close).filter(|(name, _)| is_name(name)) else { break };
        written.push_str(before);
        written.extend(["{", &name.trim().replace(' ', "-"), "}"]);
        rest = tail;
    }
    written + rest
}

/// The names in braces, or the one that is not closed.
pub(super) fn variables(url: &str) -> Result<Vec<&str>, &str> {
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

#[cfg(test)]
mod tests {
    use super::{has_foreign, is_hostless, parts, placeholders, resolve, variables};

    #[test]
    fn disguised_hosts_are_seen() {
        for url in [
            "https://a@b.example/",
            "https://a.example%00.b.example",
            "https://",
            "https://a b",
            "https://[::zz]/",
            "https://a:99999",
        ] {
            assert!(parts(url).is_none_or(|parts| parts.fault().is_some()), "{url}");
        }
        for url in ["https://api.example.com", "http://localhost:8080/v1", "https://[::1]:1/", "https://a_b.example"] {
            assert_eq!(parts(url).map(|parts| parts.fault()), Some(None), "{url}");
        }
        assert!(has_foreign("https://a.example\\@b.example"));
    }

    #[test]
    fn schemes_without_a_host_are_seen() {
        for url in ["javascript:alert(1)", "mailto:a@b.example", "file:/etc/passwd", "https:/a.example", "data:,x"] {
            assert!(is_hostless(url), "{url}");
        }
        for url in ["https://a.example", "localhost:8080/v1", "a.example:{port}", "/a:b", "v1", "", "{base}:x"] {
            assert!(!is_hostless(url), "{url}");
        }
    }

    #[test]
    fn references_are_resolved() {
        for (base, reference, wanted) in [
            ("https://a.example/v1", "/token", "https://a.example/token"),
            ("https://a.example/v1", "token", "https://a.example/v1/token"),
            ("https://a.example/v1/", "../token", "https://a.example/token"),
            ("https://a.example", "https://b.example/t", "https://b.example/t"),
        ] {
            assert_eq!(resolve(base, reference).as_deref(), Some(wanted));
        }
        assert_eq!(resolve("/v1", "token"), None);
    }

    #[test]
    fn variables_are_found_and_missing_braces_named() {
        assert_eq!(variables("https://{a}.x/{b}/{a}"), Ok(vec!["a", "b"]));
        assert_eq!(variables("https://{a}.{b.example.com/{c}"), Err("b"));
        assert_eq!(variables("https://a}.x"), Err("a"));
    }

    #[test]
    fn what_stands_in_for_a_part_is_a_variable() {
        assert_eq!(placeholders("https://<your domain>.x/<a>"), "https://{your-domain}.x/{a}");
        assert_eq!(placeholders("https://{{host}}/{a}"), "https://{host}/{a}");
        assert_eq!(placeholders("https://{{host}/a"), "https://{{host}/a");
        assert_eq!(placeholders("https://a<b\"c>.x"), "https://a<b\"c>.x");
        assert_eq!(placeholders("https://$HOST_1/${tenant}/$metadata/$"), "https://{HOST_1}/{tenant}/$metadata/$");
    }
}
