// Written by Authwright; regenerate instead of editing.
//! What the program signs in with.

use authwright::{ConfigError, Secret, env};

/// What the program signs in with. Secrets are redacted in `Debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The client id of the service application.
    pub client_id: String,
    /// The client secret of the service application.
    pub client_secret: Secret,
}

impl Credentials {
    /// Credentials from values that the program already has.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
        }
    }

    /// Credentials from the environment:
    ///
    /// - `EMMA_CLIENT_ID`, else the file that `EMMA_CLIENT_ID_FILE` names: [`Self::client_id`]
    /// - `EMMA_CLIENT_SECRET`, else the file that `EMMA_CLIENT_SECRET_FILE` names: [`Self::client_secret`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            client_id: env::text("EMMA_CLIENT_ID")?,
            client_secret: env::secret("EMMA_CLIENT_SECRET")?,
        })
    }
}
