// Written by Authwright; regenerate instead of editing.
//! Where the API is served.

use authwright::{BaseUrl, ConfigError};

/// Where the API is served.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Server {
    /// Production
    ///
    /// `https://api.acme.example`.
    Production,
    /// Sandbox
    ///
    /// `https://sandbox.acme.example`.
    Sandbox,
    /// Any other address of the API, such as one for tests; `http` only on this machine.
    Custom(String),
}

impl Server {
    /// The address that calls begin with.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where it is no `https` address, nor `http` on this machine.
    pub fn base_url(&self) -> Result<BaseUrl, ConfigError> {
        match self {
            Self::Production => BaseUrl::parse("https://api.acme.example"),
            Self::Sandbox => BaseUrl::parse("https://sandbox.acme.example"),
            Self::Custom(url) => BaseUrl::parse(url),
        }
    }
}
