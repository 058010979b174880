// Written by Authwright; regenerate instead of editing.
//! Keeps a program signed in to api.video.
//!
//! ```no_run
//! use apivideo_auth::{Client, Credentials, Server};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let credentials = Credentials::from_env()?; // APIVIDEO_API_KEY
//! let tokens = Client::new(Server::Production)?.token_source(credentials);
//! let token = tokens.token_blocking()?; // valid now; refreshed when needed
//! # let _ = token;
//! # Ok(())
//! # }
//! ```
//!
//! In async code, call `tokens.token().await?` instead.
//!
//! # The life of a token
//!
//! ## Issue
//!
//! `POST /auth/api-key` ([`authenticate`](crate::Client::authenticate)) is given: `apiKey` from `APIVIDEO_API_KEY`.
//! The access token is in the field `access_token`. The refresh token is in `refresh_token`.
//!
//! Nothing is sent until a token is asked for. Sign-in reads only the fields it needs; all others may be absent
//! or of any shape.
//!
//! ## Attach
//!
//! Requests carry the access token in the header `Authorization: Bearer {token}`. `token_source.authorize(&mut
//! parts)` puts it there, and only in requests to the server that the client was made for; `token.authorization_header()`
//! is the value of an `Authorization` header, marked as sensitive.
//!
//! ## Expiry
//!
//! The field `expires_in` of the reply says how many seconds the access token lives, counted from the start of
//! the request. Without it, a JWT expires when its claim `exp` says; any other token is used until the API
//! answers 401.
//!
//! Nothing says when the refresh token ends: it is used until the server refuses it.
//!
//! A token has expired when either the wall clock or a clock that keeps running while the machine sleeps says so.
//!
//! ## Refresh
//!
//! `POST /auth/refresh` ([`refresh`](crate::Client::refresh)) is given the refresh token in `refreshToken`.
//!
//! Renewal happens on demand. From five minutes before the end (at most a quarter of the lifetime) callers still
//! get the old token while one request for the new one runs in the background; from one minute before the end (at
//! most a tenth of the lifetime) they wait for that request. However many callers there are, there is one
//! request, and when it fails they share the failure. While a token is valid, a server that is down or slow
//! delays nobody.
//!
//! ## Rotation
//!
//! The reply may bring a new refresh token in `refresh_token`. It replaces the old one and is saved before the
//! new access token is used. A reply without one keeps the old. When an answer is lost, the old refresh token is
//! not sent again blindly.
//!
//! ## Signing in again
//!
//! When the session can no longer be renewed, the token source signs in again with the credentials. Credentials
//! that the server rejects are not tried again and again: callers get a `TokenError` whose `kind()` is `ErrorKind::Rejected`,
//! or `ErrorKind::ReauthorizationRequired` where a person is needed. `is_retryable()` says whether the same
//! request may succeed later, `retry_after()` when the server wants to be asked.
//!
//! ## The end
//!
//! The document has no operation that ends a token; it lives until it expires. Tokens are wiped from memory when
//! they are dropped.

mod client;
mod credentials;
pub mod error;
mod grant;
pub mod models;
pub mod schemes;
mod server;

pub use authwright;
pub use client::{Client, ClientBuilder};
pub use credentials::Credentials;
pub use schemes::Authorization;
pub use server::Server;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmePage;

#[cfg(doctest)]
#[doc = include_str!("../docs/AuthenticationApi.md")]
struct AuthenticationApiPage;

#[cfg(doctest)]
#[doc = include_str!("../docs/Lifecycle.md")]
struct LifecyclePage;

#[cfg(doctest)]
#[doc = include_str!("../docs/Schemes.md")]
struct SchemesPage;

#[cfg(doctest)]
#[doc = include_str!("../docs/Models.md")]
struct ModelsPage;
