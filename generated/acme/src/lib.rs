// Written by Authwright; regenerate instead of editing.
//! Authorizes requests to Acme.
//!
//! ```no_run
//! use acme_auth::authwright::{block_on, call::Api, http::Method};
//! use acme_auth::{Authorization, Server};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::Production;
//! let authorization = Authorization::from_env(&server)?;
//! let authorizer = authorization.authorizer(&server)?;
//! let call = Api::new(server.base_url()?)?.call(Method::GET, "/things");
//! let reply = block_on(call.send_authorized(&authorizer))?;
//! println!("GET /things: {}", reply.status());
//! # Ok(())
//! # }
//! ```

pub mod schemes;
mod server;

pub use authwright;
pub use schemes::Authorization;
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
