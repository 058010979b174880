// Written by Authwright; regenerate instead of editing.
//! What the program signs in with.

use authwright::{ConfigError, Secret, env};

/// What the program signs in with. Secrets are redacted in `Debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The account's API key, of production or of the sandbox; the key decides which of the two is meant.
    pub api_key: Secret,
}

impl Credentials {
    /// Credentials from values that the program already has.
    #[must_use]
    pub fn new(api_key: impl Into<Secret>) -> Self {
        Self { api_key: api_key.into() }
    }

    /// Credentials from the environment:
    ///
    /// - `APIVIDEO_API_KEY`, else the file that `APIVIDEO_API_KEY_FILE` names: [`Self::api_key`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            api_key: env::secret("APIVIDEO_API_KEY")?,
        })
    }
}
