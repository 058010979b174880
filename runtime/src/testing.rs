//! For tests of programs that use a generated client: a provider that is not there, and a clock that can be moved.
//!
//! [`FakeProvider`] is the transport of a client: it answers from memory, without a socket, and remembers what it was
//! sent. [`MovableClock`] lets a token come to its end without anybody waiting for it. Both are behind the feature
//! `testing`; [`store::conformance`](crate::store::conformance) tests a store of one's own.
//!
//! ```
//! use authwright::testing::FakeProvider;
//! use authwright::{Api, BaseUrl, block_on, http::Method};
//! use std::sync::Arc;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let provider = FakeProvider::new();
//! provider.on(Method::POST, "/token").json(200, r#"{"access_token":"first"}"#).json(429, "{}");
//!
//! let api = Api::with_transport(BaseUrl::parse("https://api.example.net")?, Arc::new(provider.clone()));
//! let reply = block_on(api.call(Method::POST, "/token").text("hello").send())?;
//! assert_eq!(reply.status(), 200);
//! assert_eq!(provider.requests_to("/token").len(), 1);
//! # Ok(())
//! # }
//! ```

mod clock;
mod provider;
mod request;

pub use clock::MovableClock;
pub use provider::{FakeProvider, Route};
pub use request::FakeRequest;
