//! [`Origin`]: scheme, host and port, and which of them may see a secret.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;

/// Scheme, host and port (RFC 6454). A credential goes to the origins it is for and to no other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    secure: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of an absolute `http` or `https` address without user information; `None` for any other.
    pub fn of(uri: &Uri) -> Option<Self> {
        let (secure, host, port) = parts(uri)?;
        Some(Self { secure, host: host.to_ascii_lowercase(), port })
    }

    /// True when this is the origin of the address.
    pub(crate) fn has(&self, uri: &Uri) -> bool {
        parts(uri).is_some_and(|(secure, host, port)| {
            (secure, port) == (self.secure, self.port) && self.host.eq_ignore_ascii_case(host)
        })
    }

    /// True when a secret may be sent there: over TLS, or to this very machine (RFC 8252 section 8.3).
    pub fn may_see_secrets(&self) -> bool {
        self.secure || self.is_loopback()
    }

    /// True for `localhost` and the loopback addresses.
    pub fn is_loopback(&self) -> bool {
        let host = self.host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&self.host);
        host == "localhost"
            || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
            || host.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
    }

    /// The host, in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// Whether over TLS, the host as it is written, and the port.
fn parts(uri: &Uri) -> Option<(bool, &str, u16)> {
    let secure = match uri.scheme_str()? {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let authority = uri.authority()?;
    if authority.as_str().contains('@') || authority.host().is_empty() {
        return None;
    }
    // What follows the host and is no port, as in `a.example:99999`, would silently become the default port.
    let port = match (authority.as_str().len() == authority.host().len(), secure) {
        (true, true) => 443,
        (true, false) => 80,
        (false, _) => authority.port_u16()?,
    };
    Some((secure, authority.host(), port))
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        match (self.secure, self.port) {
            (true, 443) | (false, 80) => write!(f, "{scheme}://{}", self.host),
            _ => write!(f, "{scheme}://{}:{}", self.host, self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    fn origin(text: &str) -> Option<Origin> {
        Origin::of(&text.parse().unwrap())
    }

    #[test]
    fn case_and_default_port_do_not_matter() {
        assert_eq!(origin("https://API.example/x"), origin("https://api.example:443/y"));
        assert_ne!(origin("https://api.example"), origin("http://api.example"));
        assert_ne!(origin("https://api.example"), origin("https://api.example:444"));
    }

    #[test]
    fn an_address_is_compared_where_it_stands_as_its_origin_is() {
        let texts = [
            "https://API.example/x",
            "https://api.example:443",
            "https://api.example:444",
            "http://api.example",
            "https://user@api.example",
            "https://api.example:",
            "https://api.example:99999",
            "https://api.example.org",
            "/x",
        ];
        let known = origin("https://api.example").unwrap();
        for text in texts {
            assert_eq!(known.has(&text.parse().unwrap()), origin(text).as_ref() == Some(&known), "{text}");
        }
    }

    #[test]
    fn user_information_and_other_schemes_have_none() {
        for text in ["https://user@api.example", "ftp://api.example", "/path"] {
            assert_eq!(origin(text), None, "{text}");
        }
    }

    #[test]
    fn secrets_go_over_tls_or_stay_here() {
        for text in ["https://api.example", "http://127.0.0.1:80", "http://[::1]", "http://LOCALHOST:8080"] {
            assert!(origin(text).unwrap().may_see_secrets(), "{text}");
        }
        for text in ["http://api.example", "http://127.0.0.1.example", "http://localhost.example", "http://10.0.0.1"] {
            assert!(!origin(text).unwrap().may_see_secrets(), "{text}");
        }
    }
}
