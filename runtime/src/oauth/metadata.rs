//! What an authorization server says about itself (RFC 8414, section 2; OpenID Connect Discovery 1.0, section 3).

use std::fmt;

use super::endpoint::{Endpoint, EndpointError};
use super::issuer::Issuer;
use crate::base_url::filled;
use crate::error::clean;
use crate::json::{FromJson, Json, JsonError, Object};
use crate::{BaseUrl, ConfigError};

/// An authorization server: its endpoints, and what it is known to support. Read from its metadata, or put together
/// from the addresses of a specification.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AuthorizationServer {
    /// Its identifier, where it is known. Each server has its own (RFC 9207, section 4).
    pub issuer: Option<Issuer>,
    /// Where tokens come from (RFC 6749, section 3.2).
    pub token: Option<Endpoint>,
    /// Where tokens are refreshed, in the rare case that it is another place than where they come from.
    pub refresh: Option<Endpoint>,
    /// Where people are sent to (RFC 6749, section 3.1).
    pub authorization: Option<Endpoint>,
    /// Where devices get their codes (RFC 8628, section 3.1).
    pub device_authorization: Option<Endpoint>,
    /// Where tokens are revoked (RFC 7009).
    pub revocation: Option<Endpoint>,
    /// Where tokens are looked up (RFC 7662).
    pub introspection: Option<Endpoint>,
    /// Where authorization requests are pushed to (RFC 9126).
    pub pushed_authorization: Option<Endpoint>,
    /// Where people are sent to sign out (OpenID Connect RP-Initiated Logout 1.0, section 2.1).
    pub end_session: Option<Endpoint>,
    /// Where its public keys are (RFC 7517).
    pub jwks: Option<Endpoint>,
    /// Whether each authorization response names its issuer (RFC 9207, section 3).
    pub issuer_in_responses: bool,
    /// The challenge methods it lists (RFC 7636, section 6.2); `None` where it lists none.
    pub challenge_methods: Option<Vec<String>>,
    /// The scopes it lists.
    pub scopes: Vec<String>,
}

/// The addresses that a specification gives for a flow; relative ones belong to where the API is served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Specified<'a> {
    /// Where tokens come from.
    pub token: &'a str,
    /// Where they are refreshed, if elsewhere.
    pub refresh: Option<&'a str>,
    /// Where people are sent to.
    pub authorization: Option<&'a str>,
    /// Where devices get their codes.
    pub device_authorization: Option<&'a str>,
    /// Where tokens are revoked.
    pub revocation: Option<&'a str>,
    /// Values for the `{variables}` of these addresses, such as the tenant at a provider of many.
    pub variables: &'a [(&'a str, &'a str)],
}

/// Why metadata was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetadataError {
    /// It is not what RFC 8414 describes.
    Malformed(JsonError),
    /// It names another issuer than the one that was asked (RFC 8414, section 3.3).
    WrongIssuer {
        /// The issuer that was asked, or the address that was read.
        expected: String,
        /// The one it names.
        found: String,
    },
    /// The issuer it names is none.
    BadIssuer(EndpointError),
    /// One of its endpoints must not be used.
    BadEndpoint {
        /// Its name.
        name: &'static str,
        /// Why.
        error: EndpointError,
    },
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(
                f,
                "the server's metadata cannot be read: {error}; check that the issuer's address is right, or give the \
                 endpoints by hand"
            ),
            Self::WrongIssuer { expected, found } => write!(
                f,
                "the metadata for {expected} names the issuer {found}; configure exactly the issuer that the server \
                 names, if it is the one you trust"
            ),
            Self::BadIssuer(error) => write!(f, "the issuer in the server's metadata {error}"),
            Self::BadEndpoint { name, error } => write!(f, "`{name}` in the server's metadata {error}"),
        }
    }
}

impl std::error::Error for MetadataError {}

/// What metadata must name as its issuer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expected<'a> {
    /// Exactly this one.
    Issuer(&'a Issuer),
    /// The one whose metadata is published at this address.
    PublishedAt(&'a str),
}

impl AuthorizationServer {
    /// A server of which nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A server as a specification describes it, seen from where the API is served.
    pub fn specified(base: &BaseUrl, endpoints: Specified<'_>) -> Result<Self, ConfigError> {
        let read = |name: &str, url: &str| {
            let url = filled(url, endpoints.variables)?;
            Endpoint::resolve(base, &url).map_err(|error| {
                ConfigError::new(format!("the {name} `{}` {error}", clean(&url)), "or discover the server")
            })
        };
        let optional = |name: &str, url: Option<&str>| url.map(|url| read(name, url)).transpose();
        Ok(Self {
            token: Some(read("token endpoint", endpoints.token)?),
            refresh: optional("refresh endpoint", endpoints.refresh)?,
            authorization: optional("authorization endpoint", endpoints.authorization)?,
            device_authorization: optional("device authorization endpoint", endpoints.device_authorization)?,
            revocation: optional("revocation endpoint", endpoints.revocation)?,
            ..Self::default()
        })
    }

    /// A server that is known by its token endpoint.
    pub fn with_token_endpoint(url: &str) -> Result<Self, EndpointError> {
        Ok(Self { token: Some(Endpoint::parse(url)?), ..Self::default() })
    }

    /// Sets where people are sent to.
    pub fn with_authorization_endpoint(mut self, url: &str) -> Result<Self, EndpointError> {
        self.authorization = Some(Endpoint::parse(url)?);
        Ok(self)
    }

    /// Sets where devices get their codes.
    pub fn with_device_authorization_endpoint(mut self, url: &str) -> Result<Self, EndpointError> {
        self.device_authorization = Some(Endpoint::parse(url)?);
        Ok(self)
    }

    /// Sets where tokens are revoked.
    pub fn with_revocation_endpoint(mut self, url: &str) -> Result<Self, EndpointError> {
        self.revocation = Some(Endpoint::parse(url)?);
        Ok(self)
    }

    /// Sets the issuer.
    pub fn with_issuer(mut self, url: &str) -> Result<Self, EndpointError> {
        self.issuer = Some(Issuer::parse(url)?);
        Ok(self)
    }

    /// Whether it is known to support PKCE with S256 (RFC 9700, section 2.1.1).
    pub fn supports_s256(&self) -> bool {
        self.challenge_methods.as_ref().is_some_and(|methods| methods.iter().any(|method| method == "S256"))
    }

    /// Whether it lists challenge methods and S256 is not among them. Such a server is not signed in at.
    pub(crate) fn refuses_s256(&self) -> bool {
        self.challenge_methods.is_some() && !self.supports_s256()
    }

    /// Reads metadata. The issuer is compared as text with what was asked (RFC 8414, section 3.3), and every endpoint
    /// must be one that secrets may go to.
    pub(crate) fn read(value: Json, expected: Expected<'_>) -> Result<Self, MetadataError> {
        let mut object = Object::from_json(value).map_err(MetadataError::Malformed)?;
        let issuer: String = object.required("issuer").map_err(MetadataError::Malformed)?;
        let issuer = check_issuer(&issuer, expected)?;
        let mut endpoint = |name: &'static str| -> Result<Option<Endpoint>, MetadataError> {
            // Some servers list what they do not have, with nothing in it.
            let Some(url) = optional::<String>(&mut object, name)?.filter(|url| !url.is_empty()) else {
                return Ok(None);
            };
            Endpoint::parse(&url).map(Some).map_err(|error| MetadataError::BadEndpoint { name, error })
        };
        Ok(Self {
            issuer: Some(issuer),
            token: endpoint("token_endpoint")?,
            refresh: None,
            authorization: endpoint("authorization_endpoint")?,
            device_authorization: endpoint("device_authorization_endpoint")?,
            revocation: endpoint("revocation_endpoint")?,
            introspection: endpoint("introspection_endpoint")?,
            pushed_authorization: endpoint("pushed_authorization_request_endpoint")?,
            // Nobody needs it to sign in: one that must not be used is none.
            end_session: endpoint("end_session_endpoint").unwrap_or_default(),
            jwks: endpoint("jwks_uri")?,
            issuer_in_responses: optional(&mut object, "authorization_response_iss_parameter_supported")?
                .unwrap_or(false),
            challenge_methods: optional(&mut object, "code_challenge_methods_supported")?,
            scopes: optional(&mut object, "scopes_supported")?.unwrap_or_default(),
        })
    }
}

fn optional<T: FromJson>(object: &mut Object, name: &str) -> Result<Option<T>, MetadataError> {
    object.optional(name).map_err(MetadataError::Malformed)
}

fn check_issuer(found: &str, expected: Expected<'_>) -> Result<Issuer, MetadataError> {
    let wrong = |expected: &str| MetadataError::WrongIssuer { expected: expected.to_owned(), found: clean(found) };
    match expected {
        Expected::Issuer(issuer) if issuer.as_str() == found => Ok(issuer.clone()),
        Expected::Issuer(issuer) => Err(wrong(issuer.as_str())),
        Expected::PublishedAt(url) => {
            let issuer = Issuer::parse(found).map_err(MetadataError::BadIssuer)?;
            if issuer.publishes_at(url) { Ok(issuer) } else { Err(wrong(url)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn read(text: &str) -> Result<AuthorizationServer, MetadataError> {
        let issuer = Issuer::parse("https://as.example").expect("is an issuer");
        AuthorizationServer::read(parse(text.as_bytes()).expect("is JSON"), Expected::Issuer(&issuer))
    }

    #[test]
    fn the_issuer_is_compared_as_text() {
        assert!(read(r#"{"issuer":"https://as.example"}"#).is_ok());
        for other in ["https://as.example/", "https://AS.example", "http://as.example", "https://evil.example"] {
            let refused = read(&format!(r#"{{"issuer":"{other}"}}"#));
            assert!(matches!(refused, Err(MetadataError::WrongIssuer { found, .. }) if found == other));
        }
        assert!(matches!(read("{}"), Err(MetadataError::Malformed(_))));
        assert!(matches!(read("[]"), Err(MetadataError::Malformed(_))));
    }

    #[test]
    fn an_address_of_metadata_says_which_issuer_it_may_be() {
        let at = |issuer: &str, url: &str| {
            let text = format!(r#"{{"issuer":"{issuer}"}}"#);
            AuthorizationServer::read(parse(text.as_bytes()).expect("is JSON"), Expected::PublishedAt(url))
        };
        let url = "https://as.example/.well-known/openid-configuration";
        assert!(at("https://as.example", url).is_ok());
        assert!(at("https://as.example/", url).is_ok(), "some servers' issuers end with a slash");
        assert!(matches!(at("https://as.example/tenant", url), Err(MetadataError::WrongIssuer { .. })));
        assert!(matches!(at("http://as.example", url), Err(MetadataError::BadIssuer(EndpointError::NotHttps))));
    }

    #[test]
    fn endpoints_in_the_clear_are_refused() {
        let refused = read(r#"{"issuer":"https://as.example","token_endpoint":"http://as.example/token"}"#);
        let expected = MetadataError::BadEndpoint { name: "token_endpoint", error: EndpointError::NotHttps };
        assert_eq!(refused.err(), Some(expected.clone()));
        assert!(expected.to_string().contains("https"));
    }

    #[test]
    fn an_endpoint_that_is_empty_is_none() {
        let server = read(r#"{"issuer":"https://as.example","revocation_endpoint":"","introspection_endpoint":null}"#);
        assert!(server.is_ok_and(|server| server.revocation.is_none() && server.introspection.is_none()));
    }

    #[test]
    fn what_is_listed_about_pkce_counts() {
        let with = |more: &str| read(&format!(r#"{{"issuer":"https://as.example"{more}}}"#)).expect("is metadata");
        assert!(with(r#","code_challenge_methods_supported":["plain","S256"]"#).supports_s256());
        assert!(with(r#","code_challenge_methods_supported":["plain"]"#).refuses_s256());
        assert!(!with("").supports_s256() && !with("").refuses_s256());
    }
}
