//! Credentials that need no tokens: API keys, Basic, fixed bearers, any other HTTP scheme, session cookies; and what puts
//! several together.
//!
//! Every one of them, and every [`TokenSource`](crate::TokenSource), is an [`Authorize`]. A credential is put on requests to
//! the origins that it was made for and on no others, so that a URL from a reply cannot carry it away. What then becomes of
//! the request is the HTTP client's affair: one that follows redirects takes headers along. `reqwest` drops `Authorization`
//! and cookies when a redirect leads to another host, and no other header: for a key in a header of its own, build the client
//! with `redirect::Policy::none()`. Calls through [`Api`](crate::Api) follow no redirect.
//!
//! ```
//! use authwright::scheme::{All, ApiKey, Basic};
//! use authwright::{Attach, Authorize, BaseUrl, Secret, block_on};
//!
//! let api = BaseUrl::parse("https://api.example.com")?;
//! let key = ApiKey::new(Attach::header("X-Api-Key", "{token}"), Secret::new("key")).allow(&api);
//! let user = Basic::new("alice", &Secret::new("password")).allow(&api);
//! // Both at once, as a requirement with two schemes wants it.
//! let both = All::new([Box::new(key) as Box<dyn Authorize>, Box::new(user)]);
//!
//! let (mut parts, ()) = authwright::http::Request::get("https://api.example.com/me").body(())?.into_parts();
//! block_on(both.authorize(&mut parts))?;
//! assert_eq!(parts.headers["x-api-key"], "key");
//! assert!(parts.headers.contains_key("authorization"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod all;
mod any;
mod api_key;
mod basic;
mod bearer;
mod bound;
mod http_scheme;
mod tokens;

pub use all::All;
pub use any::Any;
pub use api_key::ApiKey;
pub use basic::Basic;
pub use bearer::Bearer;
pub use http_scheme::HttpScheme;
pub use tokens::Tokens;

pub use crate::Authorize;

#[cfg(test)]
mod tests;

/// The methods that every bound credential has.
macro_rules! credential {
    ($name:ident) => {
        impl $name {
            /// Lets the credential go to this origin too; without any it goes nowhere.
            #[must_use]
            pub fn allow(mut self, base: &crate::BaseUrl) -> Self {
                self.0.allow(base);
                self
            }
        }

        impl crate::Authorize for $name {
            fn authorize<'a>(
                &'a self,
                parts: &'a mut http::request::Parts,
            ) -> crate::BoxFuture<'a, Result<(), crate::TokenError>> {
                Box::pin(std::future::ready(self.0.apply(parts)))
            }
        }
    };
}
use credential;
