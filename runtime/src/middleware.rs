//! A token source, or whatever else [authorizes](crate::Authorize) requests, under other people's HTTP clients.
//!
//! Both kinds follow the same rules as [`TokenSource::authorize`](crate::TokenSource::authorize): the token goes only to the
//! origins it is for. A 401 ends the generation that was sent, and the request is sent once more with a new token if its body
//! can be repeated; the second answer is given as it is, whatever it says. A 401 for want of a scope ends nothing, and neither
//! does one from another origin to which the client itself followed a redirect.
//!
//! What follows redirects on the inside of these has the token in hand, and may take it along: each kind says what to do.
//!
//! Clients that know neither use `authorize` by itself, in whatever hook they have.

#[cfg(feature = "reqwest-middleware")]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;

#[cfg(feature = "reqwest-middleware")]
pub use reqwest::TokenMiddleware;
#[cfg(feature = "tower")]
pub use tower::{RepeatClone, RepeatNothing, RepeatRequest, TokenLayer, TokenService};
