//! [`BaseUrl`]: where an API lives.

use std::fmt;

use http::Uri;

use crate::error::clean;
use crate::{ConfigError, Origin};

/// The absolute address that an API's paths are appended to: `https`, or `http` on this machine; no user information,
/// query or fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: Origin,
    /// Scheme, authority and path, without a slash at the end.
    text: String,
}

impl BaseUrl {
    /// Checks and takes the address.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let text = text.trim();
        if text.contains(['#', '?']) {
            return Err(unusable(text, "has a query or a fragment", "give the address without them"));
        }
        let uri: Uri = text.parse().map_err(|_| unusable(text, "is no URL", EXAMPLE))?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            // The text itself may hold a password.
            return Err(ConfigError::new("the base URL holds user information", "pass credentials as such"));
        }
        let Some(origin) = Origin::of(&uri) else {
            return Err(unusable(text, "is not an absolute http or https URL", EXAMPLE));
        };
        if !origin.may_see_secrets() {
            return Err(unusable(text, "is not encrypted", "use https; http is accepted for this machine only"));
        }
        let path = uri.path().trim_end_matches('/');
        if has_dot_segments(path) {
            return Err(unusable(text, "has dot segments", "write the path without `.` and `..`"));
        }
        Ok(Self { text: format!("{origin}{path}"), origin })
    }

    /// Fills the `{variables}` of a server's address. A value may hold letters, digits and `-._~`; in the path also
    /// `/`, but no dot segments; at the end of the host also a port.
    pub fn from_template(template: &str, variables: &[(&str, &str)]) -> Result<Self, ConfigError> {
        Self::parse(&filled(template, variables)?)
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The address without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn has_dot_segments(path: &str) -> bool {
    path.split('/').any(|segment| matches!(segment, "." | ".."))
}

const EXAMPLE: &str = "give one such as https://api.example.com";

fn unusable(text: &str, why: &str, help: &str) -> ConfigError {
    // A query may hold a key, and user information a password: neither is repeated.
    let shown = text.split(['?', '#']).next().unwrap_or_default();
    let shown = shown.rsplit_once('@').map_or(shown, |(_, host)| host);
    ConfigError::new(format!("the base URL `{}` {why}", clean(shown)), help)
}

/// An address or the end of one, with these values for its `{variables}`, none of which can move it to another host
/// or out of its path.
pub(crate) fn filled(template: &str, variables: &[(&str, &str)]) -> Result<String, ConfigError> {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let Some((_, value)) = variables.iter().find(|(key, _)| *key == name) else {
            let what = format!("the server variable `{}` has no value", clean(name));
            return Err(ConfigError::new(what, "give it one"));
        };
        text.push_str(before);
        let place = match text.split_once("://").map_or(text.as_str(), |(_, rest)| rest) {
            before if before.contains('/') => Place::Path,
            _ if after.is_empty() || after.starts_with('/') => Place::HostEnd,
            _ => Place::Host,
        };
        check_variable(name, value, place)?;
        text.push_str(value);
        // A part of the path that is empty takes its slash with it.
        rest = if value.is_empty() { after.strip_prefix('/').unwrap_or(after) } else { after };
    }
    let is_filled = rest.len() < template.len();
    text.push_str(rest);
    // A value may make such a segment together with what stands beside it, or be the beginning of a reference.
    let path =
        text.split_once("://").map_or(text.as_str(), |(_, rest)| rest).split(['?', '#']).next().unwrap_or_default();
    if is_filled && has_dot_segments(path) {
        let what = format!("the address `{}` has dot segments once its variables have their values", clean(template));
        return Err(ConfigError::new(what, "use values that do not make `.` or `..` a part of its path"));
    }
    Ok(text)
}

/// Where a variable stands in an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the host, and something of it follows.
    Host,
    /// At the end of the host: a port may be in it.
    HostEnd,
    /// In the path.
    Path,
}

/// A value must not be able to move the address to another host, or out of the path before it.
fn check_variable(name: &str, value: &str, place: Place) -> Result<(), ConfigError> {
    let (host, port) = match value.split_once(':').filter(|_| place == Place::HostEnd) {
        Some((host, port)) => (host, port),
        None => (value, "1"),
    };
    let legal =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') || (c == '/' && place == Place::Path);
    let whole = place == Place::Path || !host.is_empty();
    let climbs = place == Place::Path && has_dot_segments(value);
    if !whole || climbs || port.parse::<u16>().is_err() || !host.chars().all(legal) {
        let what = format!("the value of the server variable `{}` cannot be part of an address", clean(name));
        return Err(ConfigError::new(what, "use letters, digits and `-._~`, and no path with `.` or `..` in it"));
    }
    Ok(())
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, filled};

    #[test]
    fn the_path_is_kept() {
        let base = BaseUrl::parse("https://IX.example.net/api/v2/").unwrap();
        assert_eq!(base.as_str(), "https://ix.example.net/api/v2");
    }

    #[test]
    fn what_cannot_carry_a_secret_is_refused() {
        for text in [
            "http://api.example",
            "https://user:hunter2@api.example",
            "https://api.example?key=hunter2",
            "https://api.example#x",
            "/api/v2",
            "ftp://api.example",
            "https://",
            "https://api.example/a/../b",
            "",
        ] {
            let error = BaseUrl::parse(text).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn variables_are_filled_and_checked() {
        let template = "https://{tenant}.example.com:{port}/{base}";
        let base = BaseUrl::from_template(template, &[("tenant", "acme"), ("port", "8443"), ("base", "api/v2")]);
        assert_eq!(base.unwrap().as_str(), "https://acme.example.com:8443/api/v2");
        for (template, wanted) in [
            ("https://{tenant}.example.com/{base}", "https://acme.example.com"),
            ("https://{tenant}.example.com/{base}/v1", "https://acme.example.com/v1"),
        ] {
            let base = BaseUrl::from_template(template, &[("tenant", "acme"), ("base", "")]);
            assert_eq!(base.unwrap().as_str(), wanted);
        }
        for hostile in ["evil.com/", "evil.com#", "a@evil.com", "", "a?b", "evil.com\\", "evil.com:443", "evil.com:"] {
            let variables = [("tenant", hostile), ("port", "1"), ("base", "b")];
            assert!(BaseUrl::from_template(template, &variables).is_err(), "{hostile}");
        }
        assert!(BaseUrl::from_template(template, &[]).is_err());
        let host = |value| {
            BaseUrl::from_template("https://{host}/v1", &[("host", value)]).map(|base| base.as_str().to_owned())
        };
        assert_eq!(host("a.example:8443").unwrap(), "https://a.example:8443/v1");
        for hostile in ["a.example:", "a.example:x", "a.example:1:2", ":443", "a.example:99999"] {
            assert!(host(hostile).is_err(), "{hostile}");
        }
    }

    #[test]
    fn variables_of_a_reference_stay_in_its_path() {
        assert_eq!(filled("/{org}/token", &[("org", "a/b")]).unwrap(), "/a/b/token");
        assert!(filled("/{org}/token", &[("org", "a:1")]).is_err());
    }

    #[test]
    fn no_variable_climbs_out_of_the_path() {
        for template in
            ["https://a.example/t/{x}/token", "https://a.example/{x}", "/t/{x}/token", "t/{x}/token", "{x}/token"]
        {
            for hostile in [".", "..", "../b", "a/..", "a/../b", "./b"] {
                assert!(filled(template, &[("x", hostile)]).is_err(), "{template} {hostile}");
            }
            for good in ["a..b", "...", ".well-known", "v1."] {
                assert!(filled(template, &[("x", good)]).is_ok(), "{template} {good}");
            }
        }
        for (template, x) in [
            ("/t/.{x}/token", "."),
            ("/t/.{x}", ""),
            ("/t/{x}{x}/token", "."),
            ("/t/{x}./token?a=b", "."),
            ("/t/.{x}#a", "."),
        ] {
            assert!(filled(template, &[("x", x)]).is_err(), "{template} {x}");
        }
        assert_eq!(filled("../token", &[]).unwrap(), "../token", "the specification's own");
    }
}
