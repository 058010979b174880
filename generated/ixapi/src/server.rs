// Written by Authwright; regenerate instead of editing.
//! Where the API is served.

use authwright::{BaseUrl, ConfigError};

/// Where the API is served.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Server {
    /// `/api/v2` on a host of the caller's choice.
    At {
        /// Scheme and host, such as `https://api.example.net`.
        host: String,
    },
    /// Any other address of the API, such as one for tests; `http` only on this machine.
    Custom(String),
}

impl Server {
    /// [`Self::At`] with the values that are given; the document has none for it.
    #[must_use]
    pub fn at(host: impl Into<String>) -> Self {
        Self::At { host: host.into() }
    }

    /// The address that calls begin with.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where it is no `https` address, nor `http` on this machine.
    pub fn base_url(&self) -> Result<BaseUrl, ConfigError> {
        match self {
            Self::At { host } => {
                BaseUrl::parse(&format!("{}{}", host.trim_end_matches('/'), "/api/v2"))
            }
            Self::Custom(url) => BaseUrl::parse(url),
        }
    }
}
