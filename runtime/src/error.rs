//! Errors: one type per thing that can go wrong. None ever carries a secret or a reply's body.

mod call;
mod config;
mod kind;
mod text;
mod token;
mod transport;

pub use call::{CallError, CallErrorKind};
pub use config::ConfigError;
pub use kind::ErrorKind;
pub(crate) use text::{clean, oauth_code, without_credentials};
pub use token::TokenError;
pub use transport::{TransportError, TransportErrorKind};
