//! OAuth 2 and OpenID Connect: every way to get tokens from an authorization server. Behind the feature `oauth`.
//!
//! One starts from a [`Client`]: the server's endpoints (from [`Discovery`], or by hand) and the client's way to
//! authenticate. From it come the flows, each of them a [`Grant`](crate::Grant), or one that gives a [`SignedIn`], which is
//! one, where a person has to act. A [`TokenSource`](crate::TokenSource) over it keeps the tokens fresh, shares one refresh among
//! all callers, and survives lost answers and rotation.
//!
//! | to sign in | use | standard |
//! |---|---|---|
//! | a program as itself | [`ClientCredentials`] | RFC 6749, section 4.4 |
//! | a person in a web application | [`AuthorizationCode::begin`], [`Transaction::finish`] | RFC 6749, section 4.1; RFC 7636 |
//! | a person in a native application | [`AuthorizationCode::sign_in`] with a [`Loopback`] | RFC 8252 |
//! | a person on a device without a browser | [`DeviceCode`] | RFC 8628 |
//! | with a token for another one | [`TokenExchange`] | RFC 8693 |
//! | with a refresh token from elsewhere | [`SignedIn::from_refresh_token`] | RFC 6749, section 6 |
//! | with a person's password | `Password` (feature `password-grant`, deprecated) | RFC 6749, section 4.3; RFC 9700, section 2.4 |
//!
//! There is no implicit grant: its tokens travel in the browser's address bar, where they leak and can be replaced (RFC 9700,
//! section 2.1.2). Around the flows: [`Dpop`] (RFC 9449), pushed requests (RFC 9126, by themselves where the server offers
//! them), [`Client::revoke`] (RFC 7009), [`Client::introspect`] (RFC 7662), identity tokens (feature `openid`),
//! [`Client::end_session_url`] (OpenID Connect RP-Initiated Logout 1.0), [`TokenSources`] for many tenants.
//!
//! ```no_run
//! use authwright::oauth::{Client, ClientAuth, ClientCredentials, Discovery};
//! use authwright::{BaseUrl, TokenSource, env};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Discovery::new()?.issuer("https://login.example.com").await?;
//! let client = Client::new(server, ClientAuth::basic("my-service", env::secret("MY_CLIENT_SECRET")?))?;
//! let api = BaseUrl::parse("https://api.example.com")?;
//! let tokens = TokenSource::builder(ClientCredentials::new(client).scopes(["read"])).allow(&api).build();
//! let token = tokens.token().await?;
//! # let _ = token;
//! # Ok(())
//! # }
//! ```

mod authorization_code;
#[cfg(feature = "browser")]
mod browser;
mod callback;
mod client;
mod client_auth;
mod client_credentials;
mod device;
mod discovery;
mod dpop;
mod dpop_source;
mod end_session;
mod endpoint;
mod error;
mod form;
#[cfg(feature = "openid")]
mod id_token;
mod introspection;
mod issuer;
mod loopback;
mod metadata;
mod page;
mod parameters;
#[cfg(feature = "password-grant")]
mod password;
mod pending;
mod pkce;
mod poll;
mod random;
mod revocation;
mod signed_in;
mod signing;
mod sources;
mod token_exchange;
mod transaction;

pub use authorization_code::AuthorizationCode;
#[cfg(feature = "browser")]
pub use browser::open_browser;
pub use callback::CallbackError;
pub use client::Client;
pub use client_auth::ClientAuth;
pub use client_credentials::ClientCredentials;
pub use device::{DeviceCode, DevicePrompt};
pub use discovery::Discovery;
pub use dpop::Dpop;
pub use dpop_source::DpopSource;
pub use endpoint::{Endpoint, EndpointError};
pub use error::SignInError;
pub use introspection::Introspection;
pub use issuer::Issuer;
pub use loopback::{Loopback, LoopbackError};
pub use metadata::{AuthorizationServer, MetadataError, Specified};
#[cfg(feature = "password-grant")]
pub use password::Password;
pub use pending::PendingSignIns;
pub use revocation::TokenHint;
pub use signed_in::SignedIn;
pub use signing::{KeyError, SigningKey};
pub use sources::TokenSources;
pub use token_exchange::{GivenToken, TokenExchange, TokenTypeUri};
pub use transaction::Transaction;
