// Written by Authwright; regenerate instead of editing.
//! What one signs in with.

use authwright::{ConfigError, Secret, env};

/// What one signs in with. Secrets do not print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The account's API key, of production or of the sandbox; the key decides which of the two is meant.
    pub api_key: Secret,
}

impl Credentials {
    /// Credentials that are at hand.
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
    /// [`ConfigError`], which names the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            api_key: env::secret("APIVIDEO_API_KEY")?,
        })
    }
}
