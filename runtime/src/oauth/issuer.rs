//! Issuer identifiers (RFC 8414, section 2) and where their metadata is.

use std::fmt;

use super::endpoint::{Endpoint, EndpointError};

/// An authorization server's issuer identifier: an `https` URL (or loopback) without query and fragment. Two issuers are
/// the same only if they are the same text (RFC 8414, section 3.3; RFC 9207, section 2.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Issuer(String);

/// What precedes the path of an issuer in the address of RFC 8414, section 3.1.
const OAUTH: &str = "/.well-known/oauth-authorization-server";
/// What follows an issuer in the address of OpenID Connect Discovery 1.0, section 4.1.
const OPENID: &str = "/.well-known/openid-configuration";

impl Issuer {
    /// Reads an issuer identifier.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let endpoint = Endpoint::parse(text)?;
        if endpoint.uri().query().is_some() {
            return Err(EndpointError::NotAbsolute);
        }
        Ok(Self(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the metadata of RFC 8414, section 3.1 is: the well-known part stands between host and path.
    pub fn oauth_metadata_url(&self) -> String {
        let (origin, path) = self.split();
        format!("{origin}{OAUTH}{path}")
    }

    /// Where the metadata of OpenID Connect Discovery 1.0, section 4.1 is: the well-known part follows the path.
    pub fn openid_metadata_url(&self) -> String {
        let (origin, path) = self.split();
        format!("{origin}{path}{OPENID}")
    }

    /// Whether metadata that names this issuer may have come from `url`. How a server wants to be asked, by a query or a slash at the
    /// end, says nothing of whose metadata it is.
    pub(crate) fn publishes_at(&self, url: &str) -> bool {
        let path = url.split('?').next().unwrap_or_default();
        let path = path.strip_suffix('/').unwrap_or(path);
        path == self.oauth_metadata_url() || path == self.openid_metadata_url()
    }

    /// Scheme with authority, and the path without the slash at its end.
    fn split(&self) -> (&str, &str) {
        let after_scheme = self.0.find("://").map_or(0, |at| at + 3);
        let end = self.0[after_scheme..].find('/').map_or(self.0.len(), |at| after_scheme + at);
        let (origin, path) = self.0.split_at(end);
        (origin, path.strip_suffix('/').unwrap_or(path))
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_addresses_are_those_of_the_standards() {
        let plain = Issuer::parse("https://example.com").expect("is an issuer");
        assert_eq!(plain.oauth_metadata_url(), "https://example.com/.well-known/oauth-authorization-server");
        assert_eq!(plain.openid_metadata_url(), "https://example.com/.well-known/openid-configuration");
        let tenant = Issuer::parse("https://example.com/issuer1").expect("is an issuer");
        assert_eq!(tenant.oauth_metadata_url(), "https://example.com/.well-known/oauth-authorization-server/issuer1");
        assert_eq!(tenant.openid_metadata_url(), "https://example.com/issuer1/.well-known/openid-configuration");
        let slash = Issuer::parse("https://example.com/").expect("is an issuer");
        assert_eq!(slash.openid_metadata_url(), "https://example.com/.well-known/openid-configuration");
    }

    #[test]
    fn an_issuer_publishes_only_at_its_own_address() {
        let issuer = Issuer::parse("https://example.com/a").expect("is an issuer");
        assert!(issuer.publishes_at("https://example.com/a/.well-known/openid-configuration"));
        assert!(issuer.publishes_at("https://example.com/a/.well-known/openid-configuration/?client_id=me"));
        assert!(!issuer.publishes_at("https://example.com/b/.well-known/openid-configuration?/a/.well-known"));
        assert!(!issuer.publishes_at("https://example.com/b/.well-known/openid-configuration"));
        assert!(!issuer.publishes_at("https://evil.example/a/.well-known/openid-configuration"));
    }

    #[test]
    fn queries_fragments_and_clear_text_are_refused() {
        for bad in ["https://example.com?x", "https://example.com/#x", "http://example.com", "example.com"] {
            assert!(Issuer::parse(bad).is_err(), "{bad}");
        }
    }
}
