// Written by Authwright; regenerate instead of editing.
//! What requests are authorized with, by security scheme. Every credential goes to the API's own origin and to no other.
//!
//! `certificate` is a client certificate (RFC 8705): give it to the HTTP client that the transport is made of.

use std::sync::Arc;

use authwright::{
    Attach, Authorize, ConfigError, Secret, TokenError, TokenSource, TokenSourceBuilder,
    env, oauth, scheme,
};
use authwright::call::Api;

use crate::Server;

/// `appId`: a key in the header `X-App-Id`.
///
/// Which application asks; goes together with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppId {
    /// The key or token.
    pub key: Secret,
}

impl AppId {
    /// A credential that is at hand.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self { key: key.into() }
    }

    /// From the environment:
    ///
    /// - `ACME_APP_ID`, else the file that `ACME_APP_ID_FILE` names: [`Self::key`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            key: env::secret("ACME_APP_ID")?,
        })
    }

    /// Puts the credential on requests to `server`, and on no others.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address or the credential cannot be used.
    pub fn authorizer(&self, server: &Server) -> Result<scheme::ApiKey, ConfigError> {
        Ok(
            scheme::ApiKey::new(Attach::header("X-App-Id", "{token}"), self.key.clone())
                .allow(&server.base_url()?),
        )
    }
}

/// `appKey`: a key in the query parameter `app_key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppKey {
    /// The key or token.
    pub key: Secret,
}

impl AppKey {
    /// A credential that is at hand.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self { key: key.into() }
    }

    /// From the environment:
    ///
    /// - `ACME_APP_KEY`, else the file that `ACME_APP_KEY_FILE` names: [`Self::key`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            key: env::secret("ACME_APP_KEY")?,
        })
    }

    /// Puts the credential on requests to `server`, and on no others.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address or the credential cannot be used.
    pub fn authorizer(&self, server: &Server) -> Result<scheme::ApiKey, ConfigError> {
        Ok(
            scheme::ApiKey::new(Attach::query("app_key"), self.key.clone())
                .allow(&server.base_url()?),
        )
    }
}

/// `sessionCookie`: a key in the cookie `acme_session`.
///
/// What the website sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionCookie {
    /// The key or token.
    pub key: Secret,
}

impl SessionCookie {
    /// A credential that is at hand.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self { key: key.into() }
    }

    /// From the environment:
    ///
    /// - `ACME_SESSION_COOKIE`, else the file that `ACME_SESSION_COOKIE_FILE` names: [`Self::key`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            key: env::secret("ACME_SESSION_COOKIE")?,
        })
    }

    /// Puts the credential on requests to `server`, and on no others.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address or the credential cannot be used.
    pub fn authorizer(&self, server: &Server) -> Result<scheme::ApiKey, ConfigError> {
        Ok(
            scheme::ApiKey::new(Attach::cookie("acme_session"), self.key.clone())
                .allow(&server.base_url()?),
        )
    }
}

/// `legacyToken`: a key in the header `Authorization`.
///
/// An old kind of key: send `Token <key>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegacyToken {
    /// The key or token.
    pub key: Secret,
}

impl LegacyToken {
    /// A credential that is at hand.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self { key: key.into() }
    }

    /// From the environment:
    ///
    /// - `ACME_LEGACY_TOKEN`, else the file that `ACME_LEGACY_TOKEN_FILE` names: [`Self::key`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            key: env::secret("ACME_LEGACY_TOKEN")?,
        })
    }

    /// Puts the credential on requests to `server`, and on no others.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address or the credential cannot be used.
    pub fn authorizer(&self, server: &Server) -> Result<scheme::ApiKey, ConfigError> {
        Ok(
            scheme::ApiKey::new(
                    Attach::header("Authorization", "Token {token}"),
                    self.key.clone(),
                )
                .allow(&server.base_url()?),
        )
    }
}

/// `basicAuth`: user name and password by HTTP Basic (RFC 7617).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasicAuth {
    /// The user name; as a rule the key itself, where the API takes one this way.
    pub user: Secret,
    /// The password; empty where the user name is the key.
    pub password: Secret,
}

impl BasicAuth {
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
    /// - `ACME_BASIC_AUTH_USER`, else the file that `ACME_BASIC_AUTH_USER_FILE` names: [`Self::user`]
    /// - `ACME_BASIC_AUTH_PASSWORD`, else the file that `ACME_BASIC_AUTH_PASSWORD_FILE` names: [`Self::password`]; empty where neither is set
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            user: env::secret("ACME_BASIC_AUTH_USER")?,
            password: env::optional_secret("ACME_BASIC_AUTH_PASSWORD")?
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

/// `fixedToken`: a token that was made elsewhere, as `Authorization: Bearer ...`.
///
/// A token that an administrator made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedToken {
    /// The key or token.
    pub key: Secret,
}

impl FixedToken {
    /// A credential that is at hand.
    #[must_use]
    pub fn new(key: impl Into<Secret>) -> Self {
        Self { key: key.into() }
    }

    /// From the environment:
    ///
    /// - `ACME_FIXED_TOKEN`, else the file that `ACME_FIXED_TOKEN_FILE` names: [`Self::key`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            key: env::secret("ACME_FIXED_TOKEN")?,
        })
    }

    /// Puts the credential on requests to `server`, and on no others.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where the server's address or the credential cannot be used.
    pub fn authorizer(&self, server: &Server) -> Result<scheme::Bearer, ConfigError> {
        Ok(scheme::Bearer::new(self.key.clone()).allow(&server.base_url()?))
    }
}

/// `machine`: a program signs in as itself: the client credentials grant (RFC 6749, section 4.4).
///
/// For programs that act as themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineClientCredentials {
    /// The client's identifier, as the authorization server knows it.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Secret,
}

impl MachineClientCredentials {
    /// The scope `read`.
    ///
    /// Look at things.
    pub const READ: &'static str = "read";
    /// The scope `write`.
    ///
    /// Change things.
    pub const WRITE: &'static str = "write";

    /// A client that is registered at the authorization server.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
        }
    }

    /// From the environment:
    ///
    /// - `ACME_MACHINE_CLIENT_ID`, else the file that `ACME_MACHINE_CLIENT_ID_FILE` names: [`Self::client_id`]
    /// - `ACME_MACHINE_CLIENT_SECRET`, else the file that `ACME_MACHINE_CLIENT_SECRET_FILE` names: [`Self::client_secret`]
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            client_id: env::text("ACME_MACHINE_CLIENT_ID")?,
            client_secret: env::secret("ACME_MACHINE_CLIENT_SECRET")?,
        })
    }

    /// The client at the endpoints that the document names. Those at the API's own origin follow `server`.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used, or there is no transport.
    pub fn client(&self, server: &Server) -> Result<oauth::Client, ConfigError> {
        self.client_over(&Api::new(server.base_url()?)?)
    }

    /// The same over the transport, clock and limits of `api`, whose base address the API's own endpoints follow.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used.
    pub fn client_over(&self, api: &Api) -> Result<oauth::Client, ConfigError> {
        let endpoints = oauth::Specified {
            token: "/token",
            ..oauth::Specified::default()
        };
        let server = oauth::AuthorizationServer::specified(api.base(), endpoints)?;
        let auth = oauth::ClientAuth::of(&self.client_id, Some(&self.client_secret));
        Ok(oauth::Client::with_api(server, auth, api).with_provider("acme"))
    }

    /// The client at a server of your own choice, such as one whose metadata was discovered: its issuer is then checked,
    /// and requests are pushed where it offers that.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where there is no transport.
    pub fn client_at(
        &self,
        server: oauth::AuthorizationServer,
    ) -> Result<oauth::Client, ConfigError> {
        let auth = oauth::ClientAuth::of(&self.client_id, Some(&self.client_secret));
        Ok(oauth::Client::new(server, auth)?.with_provider("acme"))
    }

    /// A source of tokens with these scopes, for requests to `server`: issued when asked for, renewed in time.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used, or there is no transport.
    pub fn token_source(
        &self,
        server: &Server,
        scopes: &[&str],
    ) -> Result<TokenSource, ConfigError> {
        Ok(self.token_source_builder(&Api::new(server.base_url()?)?, scopes)?.build())
    }

    /// The same over the transport, clock and limits of `api`; for a store or an observer of your own.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used.
    pub fn token_source_builder(
        &self,
        api: &Api,
        scopes: &[&str],
    ) -> Result<TokenSourceBuilder, ConfigError> {
        let grant = oauth::ClientCredentials::new(self.client_over(api)?).scopes(scopes);
        Ok(TokenSource::builder(grant).allow(api.base()).clock(Arc::clone(api.clock())))
    }
}

/// `person`: a person signs in with their browser: the authorization code grant (RFC 6749, section 4.1) with a proof key (RFC 7636).
///
/// For applications with a browser at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonAuthorizationCode {
    /// The client's identifier, as the authorization server knows it.
    pub client_id: String,
    /// The client's secret; a public client, such as a native application, has none.
    pub client_secret: Option<Secret>,
}

impl PersonAuthorizationCode {
    /// The scope `openid`.
    ///
    /// Know who signed in.
    pub const OPENID: &'static str = "openid";
    /// The scope `offline_access`.
    ///
    /// Stay signed in while the person is away.
    pub const OFFLINE_ACCESS: &'static str = "offline_access";

    /// A client that is registered at the authorization server.
    #[must_use]
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: None,
        }
    }

    /// From the environment:
    ///
    /// - `ACME_PERSON_CLIENT_ID`, else the file that `ACME_PERSON_CLIENT_ID_FILE` names: [`Self::client_id`]
    /// - `ACME_PERSON_CLIENT_SECRET`, else the file that `ACME_PERSON_CLIENT_SECRET_FILE` names: [`Self::client_secret`], where it is set
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            client_id: env::text("ACME_PERSON_CLIENT_ID")?,
            client_secret: env::optional_secret("ACME_PERSON_CLIENT_SECRET")?,
        })
    }

    /// The client at the endpoints that the document names. Those at the API's own origin follow `server`.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used, or there is no transport.
    pub fn client(&self, server: &Server) -> Result<oauth::Client, ConfigError> {
        self.client_over(&Api::new(server.base_url()?)?)
    }

    /// The same over the transport, clock and limits of `api`, whose base address the API's own endpoints follow.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used.
    pub fn client_over(&self, api: &Api) -> Result<oauth::Client, ConfigError> {
        let endpoints = oauth::Specified {
            token: "/token",
            authorization: Some("/auth"),
            ..oauth::Specified::default()
        };
        let server = oauth::AuthorizationServer::specified(api.base(), endpoints)?;
        let auth = oauth::ClientAuth::of(&self.client_id, self.client_secret.as_ref());
        Ok(oauth::Client::with_api(server, auth, api).with_provider("acme"))
    }

    /// The client at a server of your own choice, such as one whose metadata was discovered: its issuer is then checked,
    /// and requests are pushed where it offers that.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where there is no transport.
    pub fn client_at(
        &self,
        server: oauth::AuthorizationServer,
    ) -> Result<oauth::Client, ConfigError> {
        let auth = oauth::ClientAuth::of(&self.client_id, self.client_secret.as_ref());
        Ok(oauth::Client::new(server, auth)?.with_provider("acme"))
    }

    /// The sign-in of a person, with these scopes.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used, or there is no transport.
    pub fn sign_in(
        &self,
        server: &Server,
        scopes: &[&str],
    ) -> Result<oauth::AuthorizationCode, ConfigError> {
        Ok(oauth::AuthorizationCode::new(self.client(server)?).scopes(scopes))
    }

    /// A source of the tokens of a person who signed in, for requests to `server`. The session is in memory;
    /// [`SignedIn::source`](oauth::SignedIn::source) takes a store, and `resume` of the flow goes on from it.
    ///
    /// # Errors
    ///
    /// [`TokenError`] where the tokens cannot be used or kept; the session still has them then.
    pub async fn token_source(
        server: &Server,
        session: &oauth::SignedIn,
    ) -> Result<TokenSource, TokenError> {
        let base = server.base_url()?;
        session.source(|builder| builder.allow(&base)).await
    }
}

/// `television`: a person signs in on a device without a browser: the device authorization grant (RFC 8628).
///
/// For devices without a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TelevisionDeviceCode {
    /// The client's identifier, as the authorization server knows it.
    pub client_id: String,
    /// The client's secret; a public client, such as a native application, has none.
    pub client_secret: Option<Secret>,
}

impl TelevisionDeviceCode {
    /// The scope `openid`.
    ///
    /// Know who signed in.
    pub const OPENID: &'static str = "openid";
    /// The scope `offline_access`.
    ///
    /// Stay signed in while the person is away.
    pub const OFFLINE_ACCESS: &'static str = "offline_access";

    /// A client that is registered at the authorization server.
    #[must_use]
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: None,
        }
    }

    /// From the environment:
    ///
    /// - `ACME_TELEVISION_CLIENT_ID`, else the file that `ACME_TELEVISION_CLIENT_ID_FILE` names: [`Self::client_id`]
    /// - `ACME_TELEVISION_CLIENT_SECRET`, else the file that `ACME_TELEVISION_CLIENT_SECRET_FILE` names: [`Self::client_secret`], where it is set
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            client_id: env::text("ACME_TELEVISION_CLIENT_ID")?,
            client_secret: env::optional_secret("ACME_TELEVISION_CLIENT_SECRET")?,
        })
    }

    /// The client at the endpoints that the document names. Those at the API's own origin follow `server`.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used, or there is no transport.
    pub fn client(&self, server: &Server) -> Result<oauth::Client, ConfigError> {
        self.client_over(&Api::new(server.base_url()?)?)
    }

    /// The same over the transport, clock and limits of `api`, whose base address the API's own endpoints follow.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used.
    pub fn client_over(&self, api: &Api) -> Result<oauth::Client, ConfigError> {
        let endpoints = oauth::Specified {
            token: "/token",
            device_authorization: Some("/device/auth"),
            ..oauth::Specified::default()
        };
        let server = oauth::AuthorizationServer::specified(api.base(), endpoints)?;
        let auth = oauth::ClientAuth::of(&self.client_id, self.client_secret.as_ref());
        Ok(oauth::Client::with_api(server, auth, api).with_provider("acme"))
    }

    /// The client at a server of your own choice, such as one whose metadata was discovered: its issuer is then checked,
    /// and requests are pushed where it offers that.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where there is no transport.
    pub fn client_at(
        &self,
        server: oauth::AuthorizationServer,
    ) -> Result<oauth::Client, ConfigError> {
        let auth = oauth::ClientAuth::of(&self.client_id, self.client_secret.as_ref());
        Ok(oauth::Client::new(server, auth)?.with_provider("acme"))
    }

    /// The sign-in of a person, with these scopes; `show` is given the code that they have to enter.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where an address cannot be used, or there is no transport.
    pub fn sign_in(
        &self,
        server: &Server,
        scopes: &[&str],
        show: impl Fn(&oauth::DevicePrompt) + Send + Sync + 'static,
    ) -> Result<oauth::DeviceCode, ConfigError> {
        Ok(oauth::DeviceCode::new(self.client(server)?, show).scopes(scopes))
    }

    /// A source of the tokens of a person who signed in, for requests to `server`. The session is in memory;
    /// [`SignedIn::source`](oauth::SignedIn::source) takes a store, and `resume` of the flow goes on from it.
    ///
    /// # Errors
    ///
    /// [`TokenError`] where the tokens cannot be used or kept; the session still has them then.
    pub async fn token_source(
        server: &Server,
        session: &oauth::SignedIn,
    ) -> Result<TokenSource, TokenError> {
        let base = server.base_url()?;
        session.source(|builder| builder.allow(&base)).await
    }
}

/// `account`: a person signs in with their browser at a server whose metadata is discovered (`OpenID` Connect).
///
/// For people with an account of Acme's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The client's identifier, as the authorization server knows it.
    pub client_id: String,
    /// The client's secret; a public client, such as a native application, has none.
    pub client_secret: Option<Secret>,
}

impl Account {
    /// Where the server's metadata is; without a host, at the API's own.
    pub const URL: &'static str = "/.well-known/openid-configuration";

    /// A client that is registered at the authorization server.
    #[must_use]
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: None,
        }
    }

    /// From the environment:
    ///
    /// - `ACME_ACCOUNT_CLIENT_ID`, else the file that `ACME_ACCOUNT_CLIENT_ID_FILE` names: [`Self::client_id`]
    /// - `ACME_ACCOUNT_CLIENT_SECRET`, else the file that `ACME_ACCOUNT_CLIENT_SECRET_FILE` names: [`Self::client_secret`], where it is set
    ///
    /// # Errors
    ///
    /// [`ConfigError`], naming the variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            client_id: env::text("ACME_ACCOUNT_CLIENT_ID")?,
            client_secret: env::optional_secret("ACME_ACCOUNT_CLIENT_SECRET")?,
        })
    }

    /// The client at a server of your own choice, such as one whose metadata was discovered: its issuer is then checked,
    /// and requests are pushed where it offers that.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] where there is no transport.
    pub fn client_at(
        &self,
        server: oauth::AuthorizationServer,
    ) -> Result<oauth::Client, ConfigError> {
        let auth = oauth::ClientAuth::of(&self.client_id, self.client_secret.as_ref());
        Ok(oauth::Client::new(server, auth)?.with_provider("acme"))
    }

    /// The client at the server whose metadata is at [`Self::URL`].
    ///
    /// # Errors
    ///
    /// [`oauth::SignInError`] where the metadata cannot be fetched or is refused.
    pub async fn client(
        &self,
        server: &Server,
    ) -> Result<oauth::Client, oauth::SignInError> {
        self.client_over(&Api::new(server.base_url()?)?).await
    }

    /// The same over the transport, clock and limits of `api`.
    ///
    /// # Errors
    ///
    /// [`oauth::SignInError`] where the metadata cannot be fetched or is refused.
    pub async fn client_over(
        &self,
        api: &Api,
    ) -> Result<oauth::Client, oauth::SignInError> {
        let url = oauth::Endpoint::from_template(api.base(), Self::URL, &[])?;
        let server = oauth::Discovery::with_api(api).url(url.as_str()).await?;
        let auth = oauth::ClientAuth::of(&self.client_id, self.client_secret.as_ref());
        Ok(oauth::Client::with_api(server, auth, api).with_provider("acme"))
    }

    /// The sign-in of a person, with these scopes and `openid`, whose identity token is checked.
    ///
    /// # Errors
    ///
    /// [`oauth::SignInError`] where the metadata cannot be fetched or is refused.
    pub async fn sign_in(
        &self,
        server: &Server,
        scopes: &[&str],
    ) -> Result<oauth::AuthorizationCode, oauth::SignInError> {
        let scopes = std::iter::once("openid").chain(scopes.iter().copied());
        Ok(oauth::AuthorizationCode::new(self.client(server).await?).scopes(scopes))
    }

    /// A source of the tokens of a person who signed in, for requests to `server`. The session is in memory;
    /// [`SignedIn::source`](oauth::SignedIn::source) takes a store, and `resume` of the flow goes on from it.
    ///
    /// # Errors
    ///
    /// [`TokenError`] where the tokens cannot be used or kept; the session still has them then.
    pub async fn token_source(
        server: &Server,
        session: &oauth::SignedIn,
    ) -> Result<TokenSource, TokenError> {
        let base = server.base_url()?;
        session.source(|builder| builder.allow(&base)).await
    }
}

/// What a request is authorized with: one of the ways that the document allows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Authorization {
    /// By `machine`.
    ///
    /// It is what the document names for all operations, such as `GET /things`.
    Machine(TokenSource),
    /// By `person`.
    ///
    /// It is what the document names for all operations, such as `GET /things`.
    Person(TokenSource),
    /// By `television`.
    ///
    /// It is what the document names for all operations, such as `GET /things`.
    Television(TokenSource),
    /// By `account`.
    ///
    /// It is what the document names for all operations, such as `GET /things`.
    Account(TokenSource),
    /// By `appId` together with `appKey`.
    ///
    /// It is what the document names for all operations, such as `GET /things`.
    AppIdAndAppKey(AppId, AppKey),
    /// By `basicAuth`.
    ///
    /// It is what the document names for all operations, such as `GET /things`.
    BasicAuth(BasicAuth),
}

impl Authorization {
    /// The first of these ways that is complete in the environment, for requests to one server:
    ///
    /// - [`Self::Machine`] by `ACME_MACHINE_CLIENT_ID`, `ACME_MACHINE_CLIENT_SECRET`
    /// - [`Self::AppIdAndAppKey`] by `ACME_APP_ID`, `ACME_APP_KEY`
    /// - [`Self::BasicAuth`] by `ACME_BASIC_AUTH_USER`, `ACME_BASIC_AUTH_PASSWORD` where it is set
    ///
    /// For each variable `NAME`, `NAME_FILE` may name a file that holds the value instead. One that is set to something unusable is an error, never a reason to take another way.
    ///
    /// Tokens are asked for with the scopes `read`.
    ///
    /// # Errors
    ///
    /// [`ConfigError`], which names what is missing or cannot be used.
    pub fn from_env(server: &Server) -> Result<Self, ConfigError> {
        env::first(
            &[
                &|| Ok(
                    Self::Machine(
                        MachineClientCredentials::from_env()?
                            .token_source(server, &["read"])?,
                    ),
                ),
                &|| Ok(Self::AppIdAndAppKey(AppId::from_env()?, AppKey::from_env()?)),
                &|| Ok(Self::BasicAuth(BasicAuth::from_env()?)),
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
                Self::Machine(machine) => {
                    Box::new(scheme::Tokens::new(machine.clone(), &server.base_url()?)?)
                }
                Self::Person(person) => {
                    Box::new(scheme::Tokens::new(person.clone(), &server.base_url()?)?)
                }
                Self::Television(television) => {
                    Box::new(
                        scheme::Tokens::new(television.clone(), &server.base_url()?)?,
                    )
                }
                Self::Account(account) => {
                    Box::new(scheme::Tokens::new(account.clone(), &server.base_url()?)?)
                }
                Self::AppIdAndAppKey(app_id, app_key) => {
                    Box::new(
                        scheme::All::new([
                            Box::new(app_id.authorizer(server)?) as Box<dyn Authorize>,
                            Box::new(app_key.authorizer(server)?) as Box<dyn Authorize>,
                        ]),
                    )
                }
                Self::BasicAuth(basic_auth) => Box::new(basic_auth.authorizer(server)?),
            },
        )
    }
}
