//! Addresses that OAuth traffic may go to.

use std::fmt;

use http::Uri;

use crate::base_url::filled;
use crate::error::clean;
use crate::{BaseUrl, ConfigError, Origin};

/// An endpoint of an authorization server: `https`, or `http` on this machine's loopback interface for development and
/// tests (RFC 6749, sections 3.1, 3.2 and 10.3 to 10.9); without user information and without a fragment
/// (RFC 6749, section 3.1). A query is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    text: String,
    uri: Uri,
}

/// Why a text is no endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointError {
    /// It is no absolute `https` (or loopback `http`) URL with a host.
    NotAbsolute,
    /// It would send secrets in the clear: neither `https` nor loopback.
    NotHttps,
    /// It has a `#fragment`.
    Fragment,
    /// It has a `user:password@`.
    UserInfo,
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAbsolute => {
                "is no absolute URL; give it with scheme and host, as in https://login.example.com/token"
            }
            Self::NotHttps => {
                "is neither https nor loopback; secrets are not sent in the clear, so give its https address"
            }
            Self::Fragment => "has a #fragment, which an endpoint must not have; give it without",
            Self::UserInfo => "has a user name or password in it; give those to the client authentication instead",
        })
    }
}

impl std::error::Error for EndpointError {}

impl Endpoint {
    /// Reads an absolute URL.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        if text.contains('#') {
            return Err(EndpointError::Fragment);
        }
        let uri: Uri = text.parse().map_err(|_| EndpointError::NotAbsolute)?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(EndpointError::UserInfo);
        }
        let origin = Origin::of(&uri).ok_or(EndpointError::NotAbsolute)?;
        if !origin.may_see_secrets() {
            return Err(EndpointError::NotHttps);
        }
        Ok(Self { text: text.to_owned(), uri })
    }

    /// Reads an address as a specification gives it: absolute, or relative to where the API is served. A path from the
    /// root belongs to the API's origin, any other to its base address.
    pub fn resolve(base: &BaseUrl, reference: &str) -> Result<Self, EndpointError> {
        let reference = reference.trim();
        if reference.contains("://") {
            Self::parse(reference)
        } else if reference.starts_with("//") || reference.is_empty() {
            Err(EndpointError::NotAbsolute)
        } else if reference.starts_with('/') {
            Self::parse(&format!("{}{reference}", base.origin()))
        } else {
            Self::parse(&format!("{}/{reference}", base.as_str()))
        }
    }

    /// The same of an address with `{variables}`, such as the tenant at a provider of many. A value may hold letters, digits and
    /// `-._~`; in the path also `/`, at the end of the host also a port.
    pub fn from_template(base: &BaseUrl, template: &str, variables: &[(&str, &str)]) -> Result<Self, ConfigError> {
        let url = filled(template, variables)?;
        Self::resolve(base, &url).map_err(|error| {
            ConfigError::new(format!("the address `{}` {error}", clean(&url)), "or make the client by hand")
        })
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// For a request.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The address with further query parameters, already encoded (RFC 6749, section 3.1: its own query is kept).
    pub(crate) fn with_query(&self, query: &str) -> String {
        let separator = match self.uri.query() {
            None => "?",
            Some("") => "",
            Some(_) => "&",
        };
        format!("{}{separator}{query}", self.text)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_loopback() {
        for good in ["https://a.example/token", "http://127.0.0.1:9/t?x=1", "http://[::1]:9/t", "http://localhost/t"] {
            assert!(Endpoint::parse(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://a.example/token", EndpointError::NotHttps),
            ("http://127.0.0.1.evil.example/", EndpointError::NotHttps),
            ("http://localhost.evil.example/", EndpointError::NotHttps),
            ("http://0.0.0.0/token", EndpointError::NotHttps),
            ("ftp://a.example/token", EndpointError::NotAbsolute),
            ("javascript:alert(1)", EndpointError::NotAbsolute),
            ("/oauth/token", EndpointError::NotAbsolute),
            ("", EndpointError::NotAbsolute),
            ("https://a.example/token#x", EndpointError::Fragment),
            ("https://user:pass@a.example/token", EndpointError::UserInfo),
        ] {
            assert_eq!(Endpoint::parse(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn relative_addresses_belong_to_the_api() {
        let base = BaseUrl::parse("https://api.example/v1").expect("is a base address");
        for (reference, resolved) in [
            ("/oauth/token", "https://api.example/oauth/token"),
            ("oauth/token", "https://api.example/v1/oauth/token"),
            ("https://as.example/token", "https://as.example/token"),
        ] {
            assert_eq!(Endpoint::resolve(&base, reference).map(|found| found.text), Ok(resolved.to_owned()));
        }
        for bad in ["//evil.example/token", "", "http://as.example/token"] {
            assert!(Endpoint::resolve(&base, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_query_is_kept() {
        let plain = Endpoint::parse("https://a.example/authorize").expect("is an endpoint");
        let with = Endpoint::parse("https://a.example/authorize?tenant=1").expect("is an endpoint");
        assert_eq!(plain.with_query("a=b"), "https://a.example/authorize?a=b");
        assert_eq!(with.with_query("a=b"), "https://a.example/authorize?tenant=1&a=b");
    }
}
