// Written by Authwright; regenerate instead of editing.
//! What requests are authorized with, by security scheme. Every credential goes to the API's own origin and to no other.

use authwright::{Authorize, ConfigError, Secret, TokenSource, env, scheme};

use crate::{Client, Credentials, Server};

/// `apiKey`: user name and password by HTTP Basic (RFC 7617).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// The user name; as a rule the key itself, where the API takes one this way.
    pub user: Secret,
    /// The password; empty where the user name is the key.
    pub password: Secret,
}

impl ApiKey {
    /// A credential that is at hand.
    #[must_use]
    pub fn new(user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }

    /// From the environment:
    ///
    /// - `APIVIDEO_API_KEY_USER`, else the file that `APIVIDEO_API_KEY_USER_FILE` names: [`Self::user`]
    /// - `APIVIDEO_API_KEY_PASSWORD`, else the file that `APIVIDEO_API_KEY_PASSWORD_FILE` names: [`Self::password`]; empty where neither is set
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            user: env::secret("APIVIDEO_API_KEY_USER")?,
            password: env::optional_secret("APIVIDEO_API_KEY_PASSWORD")?
                .unwrap_or_default(),
        })
    }

    /// Puts the credential on requests to `server`, and on no others.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address or the credential cannot be used.
    pub fn authorizer(&self, server: &Server) -> Result<scheme::Basic, ConfigError> {
        Ok(
            scheme::Basic::try_new(self.user.expose(), &self.password)?
                .allow(&server.base_url()?),
        )
    }
}

/// What a request is authorized with: one of the ways that the document allows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Authorization {
    /// By `bearerAuth`.
    BearerAuth(TokenSource),
    /// By `apiKey`.
    ///
    /// Allowed by `GET /upload-tokens` and 2 other operations.
    ApiKey(ApiKey),
}

impl Authorization {
    /// The first of these ways that is complete in the environment, for requests to one server:
    ///
    /// - [`Self::BearerAuth`] by those of [`Credentials`]
    /// - [`Self::ApiKey`] by `APIVIDEO_API_KEY_USER`, `APIVIDEO_API_KEY_PASSWORD` where it is set
    ///
    /// For each variable `NAME`, `NAME_FILE` may name a file that holds the value instead. One that is set to something unusable is an error, never a reason to take another way.
    ///
    /// # Errors
    ///
    /// [`ConfigError`], which names what is missing or cannot be used.
    pub fn from_env(server: &Server) -> Result<Self, ConfigError> {
        env::first(
            &[
                &|| Ok(
                    Self::BearerAuth(
                        Client::new(server.clone())?
                            .token_source(Credentials::from_env()?),
                    ),
                ),
                &|| Ok(Self::ApiKey(ApiKey::from_env()?)),
            ],
        )
    }

    /// Puts it on requests to `server`, and on no others.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address or a credential cannot be used, or a token source is for other servers.
    pub fn authorizer(
        &self,
        server: &Server,
    ) -> Result<Box<dyn Authorize>, ConfigError> {
        Ok(
            match self {
                Self::BearerAuth(bearer_auth) => {
                    Box::new(
                        scheme::Tokens::new(bearer_auth.clone(), &server.base_url()?)?,
                    )
                }
                Self::ApiKey(api_key) => Box::new(api_key.authorizer(server)?),
            },
        )
    }
}
