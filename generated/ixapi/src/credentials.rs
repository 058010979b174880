// Written by Authwright; regenerate instead of editing.
//! What the program signs in with.

use authwright::{ConfigError, Secret, env};

/// What the program signs in with. Secrets are redacted in `Debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// `api_key` on the wire.
    ///
    /// Allowed: exactly 16 characters.
    pub api_key: Secret,
    /// `api_secret` on the wire.
    ///
    /// Allowed: exactly 86 characters.
    pub api_secret: Secret,
}

impl Credentials {
    /// Credentials from values that the program already has.
    #[must_use]
    pub fn new(api_key: impl Into<Secret>, api_secret: impl Into<Secret>) -> Self {
        Self {
            api_key: api_key.into(),
            api_secret: api_secret.into(),
        }
    }

    /// Credentials from the environment:
    ///
    /// - `IXAPI_API_KEY`, else the file that `IXAPI_API_KEY_FILE` names: [`Self::api_key`]
    /// - `IXAPI_API_SECRET`, else the file that `IXAPI_API_SECRET_FILE` names: [`Self::api_secret`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            api_key: env::secret("IXAPI_API_KEY")?,
            api_secret: env::secret("IXAPI_API_SECRET")?,
        })
    }
}
