// Written by Authwright; regenerate instead of editing.
//! Authorizes requests to Acme.
//!
//! ```no_run
//! use acme_auth::schemes::MachineClientCredentials;
//! use acme_auth::Server;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = MachineClientCredentials::from_env()?; // ACME_MACHINE_CLIENT_ID, ACME_MACHINE_CLIENT_SECRET
//! let tokens = client.token_source(&Server::Production, &[MachineClientCredentials::READ])?;
//! let token = tokens.token().await?; // valid now; renewed when needed
//! # let _ = token;
//! # Ok(())
//! # }
//! ```

pub mod schemes;
mod server;

pub use authwright;
pub use server::Server;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmePage;

#[cfg(doctest)]
#[doc = include_str!("../docs/AuthenticationApi.md")]
struct AuthenticationApiPage;

#[cfg(doctest)]
#[doc = include_str!("../docs/Schemes.md")]
struct SchemesPage;
