// Written by Authwright; regenerate instead of editing.
//! What requests are authorized with, by security scheme. Every credential goes to the API's own origin and to no other.

use authwright::{ConfigError, Secret, env, scheme};

use crate::Server;

/// `apiKey`: user name and password by HTTP Basic (RFC 7617).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// The user name.
    pub user: String,
    /// The password.
    pub password: Secret,
}

impl ApiKey {
    /// A credential that is at hand.
    #[must_use]
    pub fn new(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }

    /// From the environment:
    ///
    /// - `APIVIDEO_API_KEY_USER`, else the file that `APIVIDEO_API_KEY_USER_FILE` names: [`Self::user`]
    /// - `APIVIDEO_API_KEY_PASSWORD`, else the file that `APIVIDEO_API_KEY_PASSWORD_FILE` names: [`Self::password`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            user: env::text("APIVIDEO_API_KEY_USER")?,
            password: env::secret("APIVIDEO_API_KEY_PASSWORD")?,
        })
    }

    /// Puts the credential on requests to `server`, and on no others.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address or the credential cannot be used.
    pub fn authorizer(&self, server: &Server) -> Result<scheme::Basic, ConfigError> {
        Ok(
            scheme::Basic::try_new(&self.user, &self.password)?
                .allow(&server.base_url()?),
        )
    }
}
