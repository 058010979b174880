// Written by Authwright; regenerate instead of editing.
//! Keeps a program signed in to IX-API.
//!
//! ```no_run
//! use ixapi_auth::{Client, Credentials, Server};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let credentials = Credentials::from_env()?; // IXAPI_API_KEY, IXAPI_API_SECRET
//! let tokens = Client::new(Server::at("https://api.example.net"))?.token_source(credentials);
//! let token = tokens.token_blocking()?; // valid now; refreshed when needed
//! # let _ = token;
//! # Ok(())
//! # }
//! ```
//!
//! In async code, `tokens.token().await?` is the same.
#![allow(
    clippy::doc_markdown,
    clippy::enum_variant_names,
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    clippy::too_many_lines,
    clippy::wrong_self_convention,
    reason = "the document decides what there is, what it is called and how it is described"
)]

mod client;
mod credentials;
pub mod error;
mod grant;
pub mod models;
mod server;

pub use authwright;
pub use client::{Client, ClientBuilder};
pub use credentials::Credentials;
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
